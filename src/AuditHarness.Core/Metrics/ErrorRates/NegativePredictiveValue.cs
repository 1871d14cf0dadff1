namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients not flagged who have no event. Moves with prevalence.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient that is not flagged.</remarks>
public sealed class NegativePredictiveValue : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NegativePredictiveValue), "Negative predictive value", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of patients not flagged who have no event. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on the effective size of its linearized variance (Korn, Graubard 1998) when rows are weighted",
        "Altman, Bland (1994), BMJ 309:102")
    {
        Swapped = new LabelSwap.Into(nameof(PositivePredictiveValue)),
        Oracle = "OracleDecisionTests.Wilson_intervals_agree_with_statsmodels",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Confusion.NotFlagged is { Rows: > 0 } decided
        ? Estimate.Of(evidence.ShareWithoutEvent(evidence.Confusion.TrueNegatives, decided), decided) : new Estimate.Undefined(Estimate.Because.AllFlagged);
}
