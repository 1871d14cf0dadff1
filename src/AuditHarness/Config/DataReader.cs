using System.Collections.ObjectModel;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the evaluation data: a file or a query, how it is written, and what its columns are.</summary>
/// <param name="data">The section.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class DataReader(ConfigSection<DataConfig> data, ConfigFaults faults)
{
    private const int LongestQuery = 100_000;

    /// <summary>The plan; to be used only when there are no faults.</summary>
    public DataPlan Read()
    {
        var split = data.Section<SplitConfig>(nameof(DataConfig.Split));
        var (column, evaluate, calibrate) =
            (split.Text(nameof(SplitConfig.Column)), split.Level(nameof(SplitConfig.Evaluate)), split.Level(nameof(SplitConfig.Calibrate)));
        if (calibrate is not null && calibrate == evaluate)
            faults.Add(split[nameof(SplitConfig.Calibrate)]!,
                $"'{ConfigText.Shown(calibrate)}' is the part that is evaluated too. A threshold is never fixed on the rows it is judged on: name another part.");
        var file = data.Text(nameof(DataConfig.File));
        return new DataPlan(
            file ?? "", data.Text(nameof(DataConfig.Id)), data.Text(nameof(DataConfig.Label)) ?? "",
            data.Level(nameof(DataConfig.Positive)) ?? "", data.Text(nameof(DataConfig.Weight)), data.Text(nameof(DataConfig.Time)),
            split.Node is null ? null : new SplitPlan(column ?? "", evaluate ?? "", calibrate))
        {
            Cluster = data.Text(nameof(DataConfig.Cluster)), Stratum = data.Text(nameof(DataConfig.Stratum)),
            Csv = new CsvReader(data.Section<CsvConfig>(nameof(DataConfig.Csv)), faults).Read(),
            Schema = Schema(), Zone = Zone(), Query = Query(),
        };
    }

    private IReadOnlyDictionary<string, ColumnType> Schema()
    {
        if (data[nameof(DataConfig.Schema)] is null) return ReadOnlyDictionary<string, ColumnType>.Empty;
        var schema = new OrderedDictionary<string, ColumnType>(StringComparer.Ordinal);
        var types = Enum.GetValues<ColumnType>().ToDictionary(t => t.ToString().ToLowerInvariant());
        foreach (var (column, node) in data.Map(nameof(DataConfig.Schema)))
        {
            if (node.AsText(faults) is not { } type) continue;
            if (types.TryGetValue(type, out var known)) schema[column] = known;
            else faults.Add(node, $"'{ConfigText.Shown(type)}' is no type.{ConfigText.DidYouMean(type, types.Keys)}");
        }
        return schema;
    }

    private string? Zone()
    {
        if (data.Text(nameof(DataConfig.Zone)) is not { } zone) return null;
        if (Zones.Find(zone) is null)
            faults.Add(data[nameof(DataConfig.Zone)]!, $"'{ConfigText.Shown(zone)}' is no time zone of this machine. Write UTC, an offset such as +01:00, or a name such as Europe/Berlin.");
        return zone;
    }

    private QueryPlan? Query()
    {
        var (query, tables, database) = (data[nameof(DataConfig.Query)], Tables(), data.Text(nameof(DataConfig.Database)));
        if (query is null)
        {
            foreach (var node in new[] { data[nameof(DataConfig.Tables)], data[nameof(DataConfig.Database)] })
                if (node is not null) faults.Add(node, "this is read by a query only, and there is none. Write one in 'query', or name the data in 'file'.");
            if (data[nameof(DataConfig.File)] is null && data.Node is ConfigNode.Map)
                faults.Add(data.Node, "the key 'file' is missing: name a CSV or Parquet file, or select the data by a 'query'.");
            return null;
        }
        if (data[nameof(DataConfig.File)] is { } file)
            faults.Add(file, "the data is one file or what a query makes, and here are both. Name the file in 'tables' for the query, or take the query out.");
        var sql = Sql(query);
        if (sql is not null && tables.Count == 0 && database is null)
            faults.Add(query, "the query has nothing to read. Name its files in 'tables', such as { \"visits\": \"visits.parquet\" }, or a database in 'database'.");
        return new(sql ?? "", tables, database);
    }

    // A query may stand on several lines, as a list of texts.
    private string? Sql(ConfigNode node)
    {
        if (node is not (ConfigNode.Text or ConfigNode.List)) return node.Expected("a text, or a list of texts, one per line", faults);
        IReadOnlyList<string?> lines = node is ConfigNode.List ? [.. node.AsList(faults).Select(line => line.AsText(faults))] : [node.AsText(faults)];
        if (lines.Count == 0) return node.Expected("a text, or a list of texts, one per line", faults);
        var sql = string.Join("\n", lines);
        if (sql.Length > LongestQuery) faults.Add(node, FormattableString.Invariant($"the query has {sql.Length} characters, and at most {LongestQuery} are possible."));
        return sql;
    }

    private OrderedDictionary<string, string> Tables()
    {
        var tables = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, node) in data.Map(nameof(DataConfig.Tables)))
        {
            if (node.AsText(faults) is not { } file) continue;
            if (string.IsNullOrWhiteSpace(name) || ConfigText.IsUnsafe(name)) faults.Add(node, "a table needs a name that can be seen.");
            else if (tables.Keys.Any(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)))
                faults.Add(node, $"there is a table '{ConfigText.Shown(name)}' already, and SQL takes upper and lower case for the same. Give it another name.");
            else tables[name] = file;
        }
        return tables;
    }
}
