namespace AuditHarness.Metrics.Calibration;

/// <summary>Mean negative natural logarithm of the risk given to what happened.</summary>
/// <remarks>From 0; undefined when there is no patient. Risks are clipped to [1e-15, 1 − 1e-15], so that one certain error costs 34.5, not infinity.</remarks>
public sealed class LogLoss : IMetric
{
    private const double Clip = 1e-15;

    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(LogLoss), "Log loss", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Mean negative natural logarithm of the risk given to what happened; risks clipped to [1e-15, 1 − 1e-15].",
        "score interval of a skewed mean: its variance a function of it (Morris 1982, Ann. Stat. 10:65–80), drawn to what the scores lead one to expect where events are few",
        "Good (1952), J. R. Stat. Soc. B 14:107–114")
    {
        Swapped = new LabelSwap.Into(nameof(LogLoss)),
        Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        return LossSampling.Estimate(evidence, Loss, double.PositiveInfinity);
    }

    private static double Loss(double score, int outcome)
    {
        var risk = Math.Clamp(score, Clip, 1 - Clip);
        // The risk of an event, 1 − risk of none, without a jump that nobody can foretell.
        return -Math.Log(Math.Abs(1 - outcome - risk));
    }
}
