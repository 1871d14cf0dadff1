using System.Collections.ObjectModel;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves the evaluation data: a file or a query, how it is written, and what its columns are.</summary>
/// <param name="data">The section.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class DataReader(ConfigSection<DataConfig> data, ConfigFaults faults)
{
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
            Schema = Schema(), Zone = Zone(), Query = new QueryReader<DataConfig>(data, "data", "data", faults).Read(),
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
}
