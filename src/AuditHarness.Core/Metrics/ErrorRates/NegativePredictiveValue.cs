namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Share of patients not flagged who have no event. Moves with prevalence.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient that is not flagged.</remarks>
public sealed class NegativePredictiveValue : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NegativePredictiveValue), "Negative predictive value", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Share of patients not flagged who have no event. Moves with prevalence.",
        "mid-P (Wilson or Clopper–Pearson where the plan asks for them), on Kish's effective size when rows are weighted",
        "Altman, Bland (1994), BMJ 309:102")
    {
        Oracle = "OracleDecisionTests.Wilson_intervals_agree_with_statsmodels",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        Estimate.Share(evidence, evidence.Confusion.TrueNegatives, evidence.Confusion.NotFlagged, Estimate.Because.AllFlagged);
}
