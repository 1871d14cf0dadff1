using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>What the metrics that have a setting are measured at.</summary>
internal sealed record MeasuresConfig
{
    public const double DefaultBeta = 2;
    public const double DefaultFalsePositiveLimit = 0.1;
    public const double DefaultSensitivityTarget = 0.9;
    public const double DefaultSpecificityTarget = 0.9;
    public const double DefaultTopShare = 0.1;

    [Description("F-beta: how many times as much sensitivity counts as precision.")]
    [Range(0.0, 1000.0, MinimumIsExclusive = true)]
    [DefaultValue(DefaultBeta)]
    public double Beta { get; init; }

    [Description("Partial AUROC: the largest false positive rate.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    [DefaultValue(DefaultFalsePositiveLimit)]
    public double FalsePositiveLimit { get; init; }

    [Description("Specificity at a sensitivity: at which.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    [DefaultValue(DefaultSensitivityTarget)]
    public double SensitivityTarget { get; init; }

    [Description("Sensitivity at a specificity: at which.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    [DefaultValue(DefaultSpecificityTarget)]
    public double SpecificityTarget { get; init; }

    [Description("Precision and recall at k: the share of patients with the highest scores.")]
    [Range(0.0, 1.0, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    [DefaultValue(DefaultTopShare)]
    public double TopShare { get; init; }

    [Description("Calibration intercepts and slopes: risks nearer to 0 or 1 than this count as so near. Default: not said, and then risks of exactly 0 or 1, which have no logit, are left out of them.")]
    [Range(0.0, 0.01, MinimumIsExclusive = true)]
    public double? LogitEpsilon { get; init; }

    [Description("What each decision costs, in one unit; negative for a gain. Default: not said, and then there is no expected cost.")]
    public CostsConfig? Costs { get; init; }
}

/// <summary>What each decision costs.</summary>
internal sealed record CostsConfig
{
    public const double Most = 1e9;

    [Description("A patient with the event who is flagged.")]
    [Range(-Most, Most)]
    public required double TruePositive { get; init; }

    [Description("A patient without the event who is flagged.")]
    [Range(-Most, Most)]
    public required double FalsePositive { get; init; }

    [Description("A patient without the event who is not flagged.")]
    [Range(-Most, Most)]
    public required double TrueNegative { get; init; }

    [Description("A patient with the event who is not flagged.")]
    [Range(-Most, Most)]
    public required double FalseNegative { get; init; }
}

/// <summary>How intervals are made where there is a choice.</summary>
internal sealed record IntervalsConfig
{
    public const int LeastResamples = 200;
    public const int DefaultResamples = 2000;

    [Description("The interval of a share of patients: Wilson's, Clopper and Pearson's, or mid-P, which falls short nowhere and is hardly wider.")]
    [DefaultValue(ProportionMethod.MidP)]
    public ProportionMethod Proportions { get; init; }

    [Description("Replicates of a bootstrap: of areas between ROC curves at most 1,000, of the part of a gap that the threshold makes at most 500.")]
    [Range(LeastResamples, 100000.0)]
    [DefaultValue(DefaultResamples)]
    public int Resamples { get; init; }

    [Description("Limits of the part of a gap that the threshold makes from the bootstrap, bias-corrected and accelerated or the percentiles themselves; where a group has few patients of a class these fall short. Default: in closed form.")]
    public BootstrapMethod? Bootstrap { get; init; }
}

/// <summary>What groups are compared within, and what they are standardized by.</summary>
internal sealed record FairnessConfig
{
    [Description("Columns within whose levels parity is asked too, such as a triage category: a legitimate reason for a difference. Each like an attribute of the subgroups. Default: none.")]
    [MaxLength(10)]
    public IReadOnlyList<AttributeConfig>? Strata { get; init; }

    [Description("Covariates by which groups are made alike before they are compared, such as age and severity. Each like an attribute of the subgroups; give a number its bins. Default: none.")]
    [MaxLength(10)]
    public IReadOnlyList<AttributeConfig>? CaseMix { get; init; }
}
