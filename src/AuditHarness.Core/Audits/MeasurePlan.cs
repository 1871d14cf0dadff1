namespace AuditHarness.Audits;

/// <summary>What the metrics that have a setting are measured at; printed wherever their figures are.</summary>
public sealed record MeasurePlan
{
    /// <summary>Every setting at its default.</summary>
    public static MeasurePlan Default { get; } = new();

    /// <summary>F-beta: how many times as much sensitivity counts as precision; above 0.</summary>
    public double Beta { get; init; } = 2;

    /// <summary>Partial AUROC: the largest false positive rate, in (0, 1).</summary>
    public double FalsePositiveLimit { get; init; } = 0.1;

    /// <summary>Specificity at a sensitivity: which, in (0, 1).</summary>
    public double SensitivityTarget { get; init; } = 0.9;

    /// <summary>Sensitivity at a specificity: which, in (0, 1).</summary>
    public double SpecificityTarget { get; init; } = 0.9;

    /// <summary>Precision and recall at k: the share of patients with the highest scores, in (0, 1).</summary>
    public double TopShare { get; init; } = 0.1;

    /// <summary>
    /// Calibration intercepts and slopes: risks nearer to 0 or 1 than this count as so near, in (0, 0.01]; null, and then risks of exactly 0 or 1,
    /// which have no logit, are left out.
    /// </summary>
    public double? LogitEpsilon { get; init; }

    /// <summary>What decisions cost; null when the plan does not say, and then there is no expected cost.</summary>
    public CostPlan? Costs { get; init; }
}

/// <summary>What each decision costs, in one unit; negative for a gain.</summary>
/// <param name="TruePositive">A flagged patient with the event.</param>
/// <param name="FalsePositive">A flagged patient without.</param>
/// <param name="TrueNegative">A patient without the event who is not flagged.</param>
/// <param name="FalseNegative">A patient with the event who is not flagged.</param>
public sealed record CostPlan(double TruePositive, double FalsePositive, double TrueNegative, double FalseNegative);

/// <summary>How intervals and tests are made where there is a choice.</summary>
public sealed record IntervalPlan
{
    /// <summary>Every choice at its default.</summary>
    public static IntervalPlan Default { get; } = new();

    /// <summary>The interval of a share of patients.</summary>
    public ProportionMethod Proportions { get; init; } = ProportionMethod.MidP;

    /// <summary>Replicates of a bootstrap; at least 200.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Limits of the part of a gap that the threshold makes from the bootstrap, read in this way; null for those in closed form.</summary>
    public BootstrapMethod? Bootstrap { get; init; }
}

/// <summary>Intervals of a share of patients.</summary>
public enum ProportionMethod
{
    /// <summary>Wilson (1927): the other tools' usual one; at a rate near 0 or 1 in a small group its coverage of 95 % drops below 89 %.</summary>
    Wilson,
    /// <summary>Clopper and Pearson (1934): never falls short, and is wide for it.</summary>
    ClopperPearson,
    /// <summary>Mid-P, Lancaster (1961): does not fall short near 0 or 1, and is no wider than Wilson's from 20 patients on.</summary>
    MidP,
}

/// <summary>How limits are read from bootstrap replicates.</summary>
public enum BootstrapMethod
{
    /// <summary>Bias-corrected and accelerated, Efron (1987).</summary>
    Bca,
    /// <summary>The percentiles themselves.</summary>
    Percentile,
}

/// <summary>What groups are compared within, and what they are standardized by.</summary>
/// <param name="Strata">Columns within whose levels parity is asked too, such as a triage category; a legitimate reason for a difference.</param>
/// <param name="CaseMix">Covariates by which groups are made alike before they are compared, such as age and severity.</param>
public sealed record FairnessPlan(IReadOnlyList<AttributePlan> Strata, IReadOnlyList<AttributePlan> CaseMix)
{
    /// <summary>Neither.</summary>
    public static FairnessPlan None { get; } = new([], []);
}
