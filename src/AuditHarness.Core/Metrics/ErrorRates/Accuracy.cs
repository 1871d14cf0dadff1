namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients whose decision agrees with their outcome. Moves with prevalence.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient.</remarks>
public sealed class Accuracy : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(Accuracy), "Accuracy", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of patients whose decision agrees with their outcome. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Šimundić (2009), eJIFCC 19:203–211")
    {
        Swapped = new LabelSwap.Into(nameof(Accuracy)),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => Estimate.Share(
        evidence, evidence.Confusion.TruePositives + evidence.Confusion.TrueNegatives, evidence.All, Estimate.Because.NoPatients);
}
