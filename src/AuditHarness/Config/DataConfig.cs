using System.ComponentModel;

namespace AuditHarness.Config;

/// <summary>The evaluation data.</summary>
internal sealed record DataConfig
{
    [Description("CSV file with a header row; relative to the config's folder, '..' allowed.")]
    public required string File { get; init; }

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
