using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves what a table is: one file, or what a query makes of files.</summary>
/// <typeparam name="TConfig">What has a table; its keys are called as those of the data.</typeparam>
/// <param name="table">The section.</param>
/// <param name="key">Its place in the config, such as "records.train".</param>
/// <param name="what">What the table is, after "the": "data", "records".</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class QueryReader<TConfig>(ConfigSection<TConfig> table, string key, string what, ConfigFaults faults)
{
    private const int LongestQuery = 100_000;

    private string Are => what == "data" ? "is" : "are";

    /// <summary>The query; null for a file, which must then be there.</summary>
    public QueryPlan? Read()
    {
        var (query, tables, database) = (table[nameof(DataConfig.Query)], Tables(), table.Text(nameof(DataConfig.Database)));
        if (query is null)
        {
            foreach (var node in new[] { table[nameof(DataConfig.Tables)], table[nameof(DataConfig.Database)] })
                if (node is not null) faults.Add(node, $"this is read by a query only, and there is none. Write one in 'query', or name the {what} in 'file'.");
            if (table[nameof(DataConfig.File)] is null && table.Node is ConfigNode.Map)
                faults.Add(table.Node, $"the key 'file' is missing: name a CSV or Parquet file, or select the {what} by a 'query'.");
            return null;
        }
        if (table[nameof(DataConfig.File)] is { } file)
            faults.Add(file, $"the {what} {Are} one file or what a query makes, and here are both. Name the file in 'tables' for the query, or take the query out.");
        var sql = Sql(query);
        if (sql is not null && tables.Count == 0 && database is null)
            faults.Add(query, "the query has nothing to read. Name its files in 'tables', such as { \"visits\": \"visits.parquet\" }, or a database in 'database'.");
        return new(sql ?? "", tables, database) { Key = key };
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
        foreach (var (name, node) in table.Map(nameof(DataConfig.Tables)))
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
