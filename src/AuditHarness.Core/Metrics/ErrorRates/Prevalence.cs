namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients with an event.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient.</remarks>
public sealed class Prevalence : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(Prevalence), "Prevalence", MetricBasis.Outcome, Direction.Neither, null, 0, 1,
        "Share of patients with an event.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 309:102")
    {
        Swapped = new LabelSwap.Into(nameof(Prevalence), -1, 1),
        Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Events, evidence.All, Estimate.Because.NoPatients);
}
