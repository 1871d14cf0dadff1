namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of flagged patients who have an event; precision. Moves with prevalence.</summary>
/// <remarks>In [0, 1]; undefined when there is no flagged patient.</remarks>
public sealed class PositivePredictiveValue : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(PositivePredictiveValue), "Positive predictive value", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of flagged patients who have an event; precision. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 309:102")
    {
        Swapped = new LabelSwap.Into(nameof(NegativePredictiveValue)),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Confusion.Flagged is { Rows: > 0 } decided
        ? Estimate.Of(evidence.ShareWithEvent(evidence.Confusion.TruePositives, decided), decided) : new Estimate.Undefined(Estimate.Because.NoneFlagged);
}
