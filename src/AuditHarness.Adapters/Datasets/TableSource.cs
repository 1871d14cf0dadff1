using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A table as a plan names it: which file or query, how it is written, and what its columns must be.</summary>
/// <param name="File">Path as the config writes it; empty for a query.</param>
/// <param name="Key">Where the config names it.</param>
internal sealed record TableSource(string File, string Key)
{
    /// <summary>How the file is written, where it is CSV.</summary>
    public CsvPlan Csv { get; init; } = CsvPlan.Default;

    /// <summary>Where the config says how it is written; null when it cannot, and then the file has to be written otherwise.</summary>
    public string? CsvKey { get; init; }

    /// <summary>Types that columns must have.</summary>
    public IReadOnlyDictionary<string, ColumnType> Schema { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>Zone of times that are written without one; null for none.</summary>
    public string? Zone { get; init; }

    /// <summary>The query whose result is the table; null for a file.</summary>
    public QueryPlan? Query { get; init; }

    /// <summary>The table of the data.</summary>
    public static TableSource Of(DataPlan data) => new(data.File, data.Query is null ? "data.file" : "data.query")
    {
        Csv = data.Csv, CsvKey = "data.csv", Schema = data.Schema, Zone = data.Zone, Query = data.Query,
    };

    /// <summary>The table of predictions that stand in a file of their own.</summary>
    public static TableSource Of(ModelPlan model) => new(model.File, "model.file") { Csv = model.Csv, CsvKey = "model.csv" };
}
