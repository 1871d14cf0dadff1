using System.ComponentModel;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>The evaluation data.</summary>
internal sealed record DataConfig
{
    [Description("CSV file with a header row, packed by gzip or not, or Parquet file; relative to the config's folder, '..' allowed. Required without a 'query'.")]
    public string? File { get; init; }

    [Description("How the file is written, where it is CSV. Default: as its keys' defaults say.")]
    public CsvConfig? Csv { get; init; }

    [Description("A SELECT in DuckDB's dialect whose result is the data, in place of 'file': a text, or a list of texts, one per line. It sees 'tables' and 'database' and nothing else, runs on one thread so that rows keep their order, and may not ask chance or the clock.")]
    public string? Query { get; init; }

    [Description("The tables of the query: each a name and its CSV or Parquet file, relative to the config's folder.")]
    public IReadOnlyDictionary<string, string>? Tables { get; init; }

    [Description("A DuckDB database file whose tables the query may read; it is opened read-only.")]
    public string? Database { get; init; }

    [Description("Types of columns: number, integer, boolean, text, date (2026-11-24) or time (ISO 8601; one instant is one value whatever its zone). A value of another type is refused with its row. Default: each column has the type that its use asks for.")]
    public IReadOnlyDictionary<string, ColumnType>? Schema { get; init; }

    [Description("Zone of times that are written without one: \"UTC\", an offset such as \"+01:00\", or a name such as \"Europe/Berlin\". Default: such times are refused where the schema asks for times.")]
    public string? Zone { get; init; }

    [Description("Column that identifies a row. Required when the scores stand in another file.")]
    public string? Id { get; init; }

    [Description("Column with the observed outcome; two different values.")]
    public required string Label { get; init; }

    [Description("Value of the label column that means an event. A number, true or false is taken as the text that is written.")]
    public required string Positive { get; init; }

    [Description("Column with sampling weights. Default: every row counts once.")]
    public string? Weight { get; init; }

    [Description("Column that says which rows belong together, such as a patient with several rows, a site, or the primary sampling unit of a survey. Every interval takes account of it. Default: every row stands by itself.")]
    public string? Cluster { get; init; }

    [Description("Column with the strata of a survey. The same cluster in two strata is two clusters; without 'cluster' every row is drawn by itself within its stratum. Default: no strata.")]
    public string? Stratum { get; init; }

    [Description("Column with follow-up times.")]
    public string? Time { get; init; }

    [Description("Which rows are evaluated, and which fix the threshold. Default: all rows are evaluated.")]
    public SplitConfig? Split { get; init; }
}

/// <summary>The declared split of the data.</summary>
internal sealed record SplitConfig
{
    [Description("Column that names the part each row belongs to.")]
    public required string Column { get; init; }

    [Description("Value of the part that is evaluated. A number, true or false is taken as the text that is written.")]
    public required string Evaluate { get; init; }

    [Description("Value of the part on which a threshold rule is fixed; never the part that is evaluated. Required for a rule.")]
    public string? Calibrate { get; init; }
}
