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
        "log-ratio (Simel, Samsa, Matchar 1991, J. Clin. Epidemiol. 44:763–770); where a rate is 1, from the logarithms of both rates' limits",
        "Deeks, Altman (2004), BMJ 329:168–169");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => PositiveLikelihoodRatio.Of(
        evidence, new FalseNegativeRate(), new Specificity(),
        Phrase.Of($"every patient without an event is flagged: the ratio is infinite"),
        Phrase.Of($"every patient with an event is flagged: the ratio is 0 and its logarithm undefined"));
}
