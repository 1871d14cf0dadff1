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
        "log-ratio (Simel, Samsa, Matchar 1991, J. Clin. Epidemiol. 44:763–770); where a rate is 1, from the logarithms of both rates' limits",
        "Deeks, Altman (2004), BMJ 329:168–169");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => Of(evidence, new Sensitivity(), new FalsePositiveRate(),
        Phrase.Of($"no patient without an event is flagged: the ratio is infinite"), Phrase.Of($"no patient with an event is flagged: the ratio is 0 and its logarithm undefined"));

    /// <summary>Ratio of a rate among events and a rate among non-events.</summary>
    internal static Estimate Of(SubgroupEvidence evidence, IMetric amongEvents, IMetric amongNonEvents, Phrase infinite, Phrase zero)
    {
        if (evidence.Events.Rows == 0 || evidence.NonEvents.Rows == 0) return new Estimate.Undefined(Estimate.Because.OneClass);
        var over = BalancedAccuracy.Rate(amongEvents, evidence);
        var under = BalancedAccuracy.Rate(amongNonEvents, evidence);
        if (under.Proportion <= 0) return new Estimate.Undefined(infinite);
        var denominator = Math.Min(evidence.Events.Rows, evidence.NonEvents.Rows);
        var value = over.Proportion / under.Proportion;
        if (over.Proportion <= 0) return new Estimate.Known(value, null, denominator, zero);
        // Beyond that, which takes absurd weights, limits on the log scale would overflow.
        var sampling = new RatioSampling(over, under);
        return sampling.StandardError > 50 * value
            ? new Estimate.Known(value, null, denominator, Phrase.Of($"one patient's weight drowns the others: no usable variance"))
            : new Estimate.Known(value, sampling, denominator);
    }
}
