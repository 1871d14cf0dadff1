using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Sensitivity / (1 − specificity): by how much a flag multiplies the odds of an event.</summary>
/// <remarks>From 0; undefined when all outcomes are the same or no patient without an event is flagged.</remarks>
public sealed class PositiveLikelihoodRatio : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(PositiveLikelihoodRatio), "Positive likelihood ratio", MetricBasis.Decision, Direction.Higher, null, 0,
        double.PositiveInfinity,
        "Sensitivity / (1 − specificity): by how much a flag multiplies the odds of an event.",
        "score interval of a ratio (Koopman 1984, Biometrics 40:513–517), or its correction for skewness (Gart, Nam 1988, Biometrics 44:323–338) where that reaches further",
        "Deeks, Altman (2004), BMJ 329:168–169")
    {
        Swapped = new LabelSwap.Inverse(nameof(NegativeLikelihoodRatio)),
        Oracle = "TableMetricsTests.Likelihood_ratios_are_ratios_of_rates_with_the_score_limits_of_a_ratio",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => Of(evidence, new Sensitivity(), new FalsePositiveRate(),
        Phrase.Of($"no patient without an event is flagged: the ratio is infinite"));

    /// <summary>Ratio of a rate among events and a rate among non-events.</summary>
    internal static Estimate Of(SubgroupEvidence evidence, IMetric amongEvents, IMetric amongNonEvents, Phrase infinite)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var over = BalancedAccuracy.Rate(amongEvents, evidence);
        var under = BalancedAccuracy.Rate(amongNonEvents, evidence);
        if (under.Proportion <= 0) return new Estimate.Undefined(infinite);
        var denominator = Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows);
        return new Estimate.Known(over.Proportion / under.Proportion, new RatioSampling(over, under), denominator);
    }
}
