namespace AuditHarness.Metrics.Calibration;

/// <summary>Mean squared gap between predicted risk and outcome.</summary>
/// <remarks>In [0, 1]; undefined when there is no patient. Binary form: half of the original two-class sum.</remarks>
public sealed class BrierScore : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(BrierScore), "Brier score", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Mean squared gap between predicted risk and outcome (binary form, half of the two-class sum). Moves with prevalence.",
        "score interval of a skewed mean: its variance a function of it (Morris 1982, Ann. Stat. 10:65–80), drawn to what the scores lead one to expect where events are few",
        "Brier (1950), Mon. Weather Rev. 78:1–3")
    {
        Swapped = new LabelSwap.Into(nameof(BrierScore)),
        Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        return LossSampling.Estimate(evidence, (score, outcome) => (score - outcome) * (score - outcome), 1);
    }
}
