using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Resolves a table of records: a file's path, or an object.</summary>
/// <param name="faults">Takes the faults.</param>
internal sealed class RecordTableReader(ConfigFaults faults)
{
    /// <summary>The table; null where it is absent or at fault.</summary>
    /// <param name="node">Where it stands; null where it is absent.</param>
    /// <param name="key">Its place, as messages about the file name it.</param>
    public RecordTablePlan? Read(ConfigNode? node, string key)
    {
        switch (node)
        {
            case null:
                return null;
            case ConfigNode.Text:
                return node.AsText(faults) is { } file ? new(file, key) : null;
            case ConfigNode.Map:
                var section = new ConfigSection<RecordTableConfig>(node, faults);
                return new(section.Text(nameof(RecordTableConfig.File)) ?? "", key)
                {
                    Csv = new CsvReader(section.Section<CsvConfig>(nameof(RecordTableConfig.Csv)), faults).Read(),
                    Query = new QueryReader<RecordTableConfig>(section, key, "records", faults).Read(),
                };
            default:
                node.Expected("a CSV or Parquet file, or an object { \"file\", \"csv\" } or { \"query\", \"tables\", \"database\" }", faults);
                return null;
        }
    }
}
