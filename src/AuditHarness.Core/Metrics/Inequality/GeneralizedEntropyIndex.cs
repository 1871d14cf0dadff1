namespace AuditHarness.Metrics.Inequality;

/// <summary>Generalized entropy, α = 2, of the benefits of decisions: half the squared coefficient of variation.</summary>
/// <remarks>From 0; undefined when there is no patient, or all are missed events.</remarks>
public sealed class GeneralizedEntropyIndex : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(GeneralizedEntropyIndex), "Generalized entropy index", MetricBasis.Decision, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Σ ((bᵢ / μ)² − 1) / (2 n) with α = 2, where b = decision − outcome + 1 is a patient's benefit and μ its mean: half the squared coefficient of variation, 0 when all benefit alike.",
        UnequalBenefit.IntervalMethod,
        "Speicher et al. (2018), KDD 24:2239–2248")
    {
        Swapped = new LabelSwap.None("A missed event and a flag in vain leave benefits of 0 and 2, which is not the same inequality the other way round."),
        Prominence = Prominence.Detail, Oracle = "InequalityTests.Both_indexes_agree_with_AIF360",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => UnequalBenefit.Of(evidence, static (wrong, vain) =>
    {
        var (mean, square) = (1 - wrong + (2 * wrong * vain), 1 - wrong + (4 * wrong * vain));
        return ((square / (mean * mean)) - 1) / 2;
    });
}
