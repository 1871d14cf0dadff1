using System.Collections.ObjectModel;
using System.Text.Json;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves which real records there are, and what their columns hold.</summary>
/// <param name="records">The section.</param>
/// <param name="folder">The config's folder, absolute; decides whether two paths mean the same file.</param>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordSetReader(ConfigSection<RecordsConfig> records, string folder, ConfigFaults faults)
{
    /// <summary>The plan, to be used only when there are no faults, and the columns as everything else may name them.</summary>
    public (RecordSetPlan Plan, RecordColumns Columns) Read()
    {
        var tables = new RecordTableReader(faults);
        var train = tables.Read(records[nameof(RecordsConfig.Train)], "records.train") ?? new("", "records.train");
        var holdout = tables.Read(records[nameof(RecordsConfig.Holdout)], "records.holdout");
        if (holdout is { File.Length: > 0, Query: null } && train is { File.Length: > 0, Query: null } && Path.GetFullPath(holdout.File, folder) == Path.GetFullPath(train.File, folder))
            faults.Add(records[nameof(RecordsConfig.Holdout)]!, "these are the training records, and held-out ones are those that the generator never saw. Name another file, or take this out.");
        var before = faults.Count;
        IReadOnlyList<string> names = [.. ModelReader.Texts(records.List(nameof(RecordsConfig.Columns)), faults)];
        // A fault in the columns must not make every use of them a fault as well.
        if (faults.Count > before) names = [];
        var kinds = Kinds(new(names, ReadOnlyDictionary<string, RecordKind>.Empty, faults));
        // Who tells patients apart is a key also where the same number comes in several rows.
        var patient = records[nameof(RecordsConfig.Patient)] is ConfigNode.Text { Value: var text } && !string.IsNullOrWhiteSpace(text) && !kinds.ContainsKey(text) && (names.Count == 0 || names.Contains(text)) ? text : null;
        if (patient is not null) kinds = new OrderedDictionary<string, RecordKind>(kinds, StringComparer.Ordinal) { [patient] = RecordKind.Key };
        return (new() { Train = train, Holdout = holdout, Columns = names, Kinds = kinds }, new(names, kinds, faults) { Patient = patient });
    }

    private IReadOnlyDictionary<string, RecordKind> Kinds(RecordColumns columns)
    {
        if (records[nameof(RecordsConfig.Kinds)] is null) return ReadOnlyDictionary<string, RecordKind>.Empty;
        var known = Enum.GetValues<RecordKind>().ToDictionary(k => JsonNamingPolicy.CamelCase.ConvertName(k.ToString()));
        var kinds = new OrderedDictionary<string, RecordKind>(StringComparer.Ordinal);
        foreach (var (column, node) in records.Map(nameof(RecordsConfig.Kinds)))
        {
            if (!columns.Has(column, node) || node.AsText(faults) is not { } text) continue;
            if (known.TryGetValue(text, out var kind)) kinds[column] = kind;
            else faults.Add(node, $"'{ConfigText.Shown(text)}' is nothing that a column holds.{ConfigText.DidYouMean(text, known.Keys)}");
        }
        return kinds;
    }
}
