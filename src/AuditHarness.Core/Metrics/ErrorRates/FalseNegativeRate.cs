namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients with an event who are not flagged; 1 − sensitivity.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient with an event.</remarks>
public sealed class FalseNegativeRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FalseNegativeRate), "False negative rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1,
        "Share of patients with an event who are not flagged; 1 − sensitivity.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 308:1552")
    {
        Swapped = new LabelSwap.Into(nameof(FalsePositiveRate)),
        Oracle = "OracleDecisionTests.Rates_of_every_group_and_intersection_agree_with_fairlearn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.FalseNegatives, evidence.Events, Estimate.Because.NoEvents);
}
