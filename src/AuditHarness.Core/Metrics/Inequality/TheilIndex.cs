namespace AuditHarness.Metrics.Inequality;

/// <summary>Theil's index (generalized entropy, α = 1) of the benefits of decisions.</summary>
/// <remarks>From 0; undefined when there is no patient, or all are missed events.</remarks>
public sealed class TheilIndex : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(TheilIndex), "Theil index", MetricBasis.Decision, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Σ (bᵢ / μ) ln(bᵢ / μ) / n, where b = decision − outcome + 1 is a patient's benefit and μ its mean: 0 when all benefit alike. Natural logarithm; 0 ln 0 counts as 0.",
        UnequalBenefit.IntervalMethod,
        "Theil (1967), Economics and Information Theory; Speicher et al. (2018), KDD 24:2239–2248")
    {
        Swapped = new LabelSwap.None("A missed event and a flag in vain leave benefits of 0 and 2, which is not the same inequality the other way round."),
        Prominence = Prominence.Detail, Oracle = "InequalityTests.Both_indexes_agree_with_AIF360",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => UnequalBenefit.Of(evidence, static (wrong, vain) =>
    {
        // Σ b ln b is 2 ln 2 for each flag in vain and 0 for anybody else.
        var mean = 1 - wrong + (2 * wrong * vain);
        return (2 * wrong * vain * Math.Log(2) / mean) - Math.Log(mean);
    });
}
