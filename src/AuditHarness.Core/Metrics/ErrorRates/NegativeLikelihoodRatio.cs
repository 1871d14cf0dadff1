namespace AuditHarness.Metrics.ErrorRates;

/// <summary>(1 − sensitivity) / specificity: by how much the absence of a flag multiplies the odds of an event.</summary>
/// <remarks>From 0; undefined when all outcomes are the same or every patient without an event is flagged.</remarks>
public sealed class NegativeLikelihoodRatio : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(NegativeLikelihoodRatio), "Negative likelihood ratio", MetricBasis.Decision, Direction.Lower, 0, 0,
        double.PositiveInfinity,
        "(1 − sensitivity) / specificity: by how much the absence of a flag multiplies the odds of an event.",
        "score interval of a ratio (Koopman 1984, Biometrics 40:513–517), or its correction for skewness (Gart, Nam 1988, Biometrics 44:323–338) where that reaches further",
        "Deeks, Altman (2004), BMJ 329:168–169")
    {
        Swapped = new LabelSwap.Inverse(nameof(PositiveLikelihoodRatio)),
        Oracle = "TableMetricsTests.Likelihood_ratios_are_ratios_of_rates_with_the_score_limits_of_a_ratio",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => PositiveLikelihoodRatio.Of(
        evidence, new FalseNegativeRate(), new Specificity(),
        Phrase.Of($"every patient without an event is flagged: the ratio is infinite"));
}
