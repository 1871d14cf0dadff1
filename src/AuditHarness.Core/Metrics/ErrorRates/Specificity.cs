namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients without an event who are not flagged; true negative rate.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient without an event.</remarks>
public sealed class Specificity : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(Specificity), "Specificity", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of patients without an event who are not flagged; true negative rate.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 308:1552")
    {
        Swapped = new LabelSwap.Into(nameof(Sensitivity)),
        Oracle = "OracleDecisionTests.Rates_of_every_group_and_intersection_agree_with_fairlearn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.TrueNegatives, evidence.NonEvents, Estimate.Because.NoNonEvents);
}
