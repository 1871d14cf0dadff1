using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace AuditHarness.Config;

/// <summary>A whole config of a generator of records. What it has in common with that of a model is called the same.</summary>
internal sealed record SyntheticRecordsConfig
{
    [JsonPropertyName("$schema")]
    [Description("Address of this schema, for editors. The audit does not read it.")]
    public string? Schema { get; init; }

    [Description("Name of the audit, and of its folder under reports/: up to 100 letters, digits, spaces, '.', '_' and '-', with no '.' or space at either end.")]
    [RegularExpression(AuditConfig.NamePattern)]
    public required string Name { get; init; }

    [Description("What the made-up records are meant for, and for whom; shown in the report.")]
    public string? IntendedUse { get; init; }

    [Description("The real records that made-up ones are held against, and what their columns mean.")]
    public required RecordsConfig Records { get; init; }

    [Description("The generator under audit.")]
    public required GeneratorConfig Generator { get; init; }

    [Description("What stands beside every figure: \"real\" (one half of the held-out patients in place of made-up ones), \"memoriser\" (the training records themselves), \"independentMarginals\", \"bootstrapWithNoise\" and \"gaussianCopula\". Default: \"real\" and \"memoriser\".")]
    [MinLength(1)]
    public IReadOnlyList<string>? Baselines { get; init; }

    [Description("By what utility is measured: \"logisticRegression\", \"fastTree\", \"lightGbm\" and \"mlNetLogisticRegression\". The first makes the figures, the others stand beside it. Default: \"logisticRegression\" and \"fastTree\".")]
    [MinLength(1)]
    public IReadOnlyList<string>? Learners { get; init; }

    [Description("Whom to compare.")]
    public required SubgroupsConfig Subgroups { get; init; }

    [Description("Which audits run. Default: all of them.")]
    [MinLength(1)]
    public IReadOnlyList<string>? Audits { get; init; }

    [Description("What must hold. Default: nothing, the audit only measures.")]
    [MaxLength(10000)]
    public IReadOnlyList<RecordExpectationConfig>? Expectations { get; init; }

    [Description("What people declare about the generator: each field a text, or an object with the text, by whom and on which day. Nothing of it is checked; the report says who says so.")]
    public IReadOnlyDictionary<string, CardEntryConfig>? ModelCard { get; init; }

    [Description("Whose requirements the evidence is sorted by, and what is evidence besides figures and declarations. Default: none.")]
    public EvidenceConfig? Evidence { get; init; }

    [Description("Seed of everything random, also of what is asked of the generator: a whole number from 0 to 18446744073709551615.")]
    [DefaultValue(AuditConfig.DefaultSeed)]
    public ulong Seed { get; init; }

    [Description("How results are shown.")]
    public ReportConfig? Report { get; init; }
}
