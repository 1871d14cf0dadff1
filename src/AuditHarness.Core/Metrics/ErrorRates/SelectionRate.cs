namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients flagged: score >= threshold.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient.</remarks>
public sealed class SelectionRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(SelectionRate), "Selection rate", MetricBasis.Decision, Direction.Neither, null, 0, 1,
        "Share of patients flagged: score >= threshold. Also called alert rate.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Feldman et al. (2015), KDD 21:259–268")
    {
        Swapped = new LabelSwap.Into(nameof(SelectionRate), -1, 1),
        Oracle = "OracleDecisionTests.Rates_of_every_group_and_intersection_agree_with_fairlearn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.Flagged, evidence.All, Estimate.Because.NoPatients);
}
