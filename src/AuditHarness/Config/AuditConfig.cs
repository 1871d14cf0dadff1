using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AuditHarness.Config;

// The config types declare, once and for all, which keys there are, what they mean, which are required, their ranges and their
// defaults. ConfigSection reads by this declaration, and ConfigSchema writes the JSON Schema from it.

/// <summary>A whole config.</summary>
internal sealed record AuditConfig
{
    /// <summary>The seed of a config that gives none.</summary>
    public const ulong DefaultSeed = 20260101;

    /// <summary>Letters, digits, spaces, '.', '_' and '-'; no '.' or space at either end, for that makes hidden or odd folders.</summary>
    public const string NamePattern = @"^[\p{L}\p{Nd}_\-]([\p{L}\p{Nd} ._\-]{0,98}[\p{L}\p{Nd}_\-])?$";

    [JsonPropertyName("$schema")]
    [Description("Address of this schema, for editors. The audit does not read it.")]
    public string? Schema { get; init; }

    [Description("Name of the audit, and of its folder under reports/: up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.")]
    [RegularExpression(NamePattern)]
    public required string Name { get; init; }

    [Description("What the model is meant for, and for whom; shown in the report.")]
    public string? IntendedUse { get; init; }

    [Description("The evaluation data: a CSV or Parquet file, or what a query makes of files.")]
    public required DataConfig Data { get; init; }

    [Description("The model under audit.")]
    public required ModelConfig Model { get; init; }

    [Description("The score from which, and including which, a patient is flagged: a value in [0, 1], or a rule that is fixed on the calibration part of the split: {\"sensitivity\": 0.9}, {\"specificity\": 0.9}, {\"flagRate\": 0.1} or {\"rule\": \"youden\"}.")]
    public required ThresholdConfig Threshold { get; init; }

    [Description("Whom to compare.")]
    public required SubgroupsConfig Subgroups { get; init; }

    [Description("Which audits run. Default: all of them; of predictions all but \"explanations\", which needs a model that runs.")]
    [MinLength(1)]
    public IReadOnlyList<string>? Audits { get; init; }

    [Description("What the metrics that have a setting are measured at. Default: as its keys' defaults say.")]
    public MeasuresConfig? Measures { get; init; }

    [Description("How intervals are made where there is a choice. Default: as its keys' defaults say.")]
    public IntervalsConfig? Intervals { get; init; }

    [Description("What groups are compared within, and what they are standardized by. Default: nothing.")]
    public FairnessConfig? Fairness { get; init; }

    [Description("How the audit \"explanations\" explains a model that runs. Default: as its keys' defaults say.")]
    public ExplanationConfig? Explanations { get; init; }

    [Description("What must hold. Default: nothing, the audit only measures.")]
    [MaxLength(10000)]
    public IReadOnlyList<ExpectationConfig>? Expectations { get; init; }

    [Description("What people declare about the model: each field a text, or an object with the text, by whom and on which day. Nothing of it is checked; the report says who says so.")]
    public IReadOnlyDictionary<string, CardEntryConfig>? ModelCard { get; init; }

    [Description("Whose requirements the evidence is sorted by, and what is evidence besides figures and declarations. Default: none.")]
    public EvidenceConfig? Evidence { get; init; }

    [Description("Seed of everything random: a whole number from 0 to 18446744073709551615.")]
    [DefaultValue(DefaultSeed)]
    public ulong Seed { get; init; }

    [Description("How results are shown.")]
    public ReportConfig? Report { get; init; }
}
