using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;

namespace AuditHarness.Config;

/// <summary>What must hold.</summary>
internal sealed record ExpectationConfig
{
    [Description("Id of a metric, such as \"Sensitivity\", of a disparity, such as \"EqualOpportunityDifference\", or of a figure about explanations, such as \"AttributionShare\"; 'audit metrics' lists them.")]
    public required string Metric { get; init; }

    [Description("Whom it is about: for each attribute a level, or \"*\" for every level. Several attributes must be a declared intersection. Default: everybody together; a disparity, and what compares groups, needs an attribute.")]
    public IReadOnlyDictionary<string, string>? Where { get; init; }

    [Description("For a figure about explanations: the feature, or the player of several features, that it is about.")]
    public string? Feature { get; init; }

    [Description("For a disparity: each group with the reference group, the two groups that lie furthest apart, each group with everybody, or one figure for all groups; 'audit metrics' says which a disparity has. Default: the reference where it has that.")]
    public Comparison? Compare { get; init; }

    [Description("For a disparity: what the gap must be shown to be. \"equivalence\": within the limit in both directions; \"nonInferiority\": the group served no worse than the limit allows, which needs one group that is compared by one metric whose better side is known.")]
    [DefaultValue(Claim.Equivalence)]
    public Claim Against { get; init; }

    [Description("The figure must not exceed this. For a difference it bounds the size, whatever the sign, and is above 0.")]
    public double? AtMost { get; init; }

    [Description("The figure must reach this. For a ratio it lies between 0 and 1, and 1 / limit bounds the other side.")]
    public double? AtLeast { get; init; }

    [Description(ExpectationTexts.Severity)]
    [DefaultValue(Expectations.Severity.Error)]
    public Severity Severity { get; init; }

    [Description(ExpectationTexts.Evidence)]
    [DefaultValue(Expectations.Evidence.Interval)]
    public Evidence Evidence { get; init; }

    [Description(ExpectationTexts.Why)]
    public string? Why { get; init; }
}

/// <summary>What the schema says of keys that every expectation has, whatever it is of.</summary>
internal static class ExpectationTexts
{
    /// <summary>Of 'severity'.</summary>
    public const string Severity = "Whether it can change the exit code: \"warn\" is judged and shown, and never does.";

    /// <summary>Of 'evidence'.</summary>
    public const string Evidence = "What counts as evidence: the whole interval inside the limit, or the point estimate alone.";

    /// <summary>Of 'why'.</summary>
    public const string Why = "The reason for the limit; shown with the finding.";
}

/// <summary>How results are shown.</summary>
internal sealed record ReportConfig
{
    [Description("Heading of the report. Default: the audit's name.")]
    public string? Title { get; init; }

    [Description("Who may read the outputs: \"internal\" hides 1 to 10 patients, events or non-events of a group and all that rests on them, \"public\" also decisions about 1 to 10 patients.")]
    [DefaultValue(ReportProfile.Internal)]
    public ReportProfile Profile { get; init; }

    [Description("Language of the pages that people read; files for machines are the same in every one.")]
    [AllowedValues("en", "de")]
    [DefaultValue("en")]
    public string? Language { get; init; }

    [Description("Who answers for the audit, such as a hospital; shown at the head of the report.")]
    public string? Organisation { get; init; }

    [Description("Picture beside the organisation's name: a PNG or JPEG file of at most 512 KB and 4096 pixels a side; relative to the config's folder, '..' allowed.")]
    public string? Logo { get; init; }
}
