namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients with an event who are flagged; true positive rate, recall.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient with an event.</remarks>
public sealed class Sensitivity : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(Sensitivity), "Sensitivity", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of patients with an event who are flagged; true positive rate, recall.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 308:1552")
    {
        Swapped = new LabelSwap.Into(nameof(Specificity)),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.TruePositives, evidence.Events, Estimate.Because.NoEvents);
}
