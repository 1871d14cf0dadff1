namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients whose decision disagrees with their outcome.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient.</remarks>
public sealed class ErrorRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ErrorRate), "Error rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1,
        "Share of patients whose decision disagrees with their outcome: (FP + FN) / n = 1 − accuracy. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Šimundić (2009), eJIFCC 19:203–211")
    {
        Swapped = new LabelSwap.Into(nameof(ErrorRate)),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.The_error_rate_is_scikit_learns_accuracy_turned_round",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => Estimate.Share(
        evidence, evidence.Confusion.FalsePositives + evidence.Confusion.FalseNegatives, evidence.All, Estimate.Because.NoPatients);
}
