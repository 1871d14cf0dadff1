using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Observed event rate / mean predicted risk.</summary>
/// <remarks>From 0, ideal 1, above 1 when risk is underestimated; undefined when there is no patient or every predicted risk is 0.</remarks>
public sealed class ObservedExpectedRatio : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ObservedExpectedRatio), "Observed / expected ratio", MetricBasis.Score, Direction.Target, 1, 0, double.PositiveInfinity,
        "Observed event rate / mean predicted risk: above 1 when risk is underestimated.",
        "that of a share (mid-P) for the event rate, divided by the mean predicted risk (the expected rate counts as fixed)",
        "Debray et al. (2017), BMJ 356:i6460")
    {
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var expected = ScoreMean.Of(evidence, (score, _) => score).Value;
        if (expected <= 0) return new Estimate.Undefined(Phrase.Of($"every predicted risk is 0"));
        var observed = (ProportionSampling)((Estimate.Known)new ErrorRates.Prevalence().Measure(evidence)).Sampling!;
        return new Estimate.Known(
            observed.Proportion / expected,
            new TransformedSampling(Phrase.Of($"{observed.Method} / mean risk"), observed, observed.StandardError / expected, rate => rate / expected),
            evidence.Count);
    }
}
