namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients without an event who are flagged; 1 − specificity.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient without an event.</remarks>
public sealed class FalsePositiveRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FalsePositiveRate), "False positive rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1,
        "Share of patients without an event who are flagged; 1 − specificity.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 308:1552")
    {
        Swapped = new LabelSwap.Into(nameof(FalseNegativeRate)),
        Oracle = "OracleDecisionTests.Rates_of_every_group_and_intersection_agree_with_fairlearn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.FalsePositives, evidence.NonEvents, Estimate.Because.NoNonEvents);
}
