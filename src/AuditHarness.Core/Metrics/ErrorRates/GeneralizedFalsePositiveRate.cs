namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Mean score of the patients without the event.</summary>
/// <remarks>In [0, 1]; undefined when there is no such patient.</remarks>
public sealed class GeneralizedFalsePositiveRate : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(GeneralizedFalsePositiveRate), "Generalized false positive rate", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Mean score of the patients without the event: the false positive rate of a decision drawn with the score as its chance. Equal between groups, it is balance for the negative class.",
        "Student's t on the effective size, widened on the side of the long tail by Hall's correction for skewness (1992, J. R. Stat. Soc. B 54:221–228); of fewer than 5 patients Student's t of the scores or of their log-odds, whichever reaches further",
        "Kleinberg, Mullainathan, Raghavan (2017), ITCS 8:43:1–43:23; Pleiss et al. (2017), NeurIPS 30:5680–5689")
    {
        Swapped = new LabelSwap.Into(nameof(GeneralizedTruePositiveRate), -1, 1),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.Generalized_rates_agree_with_AIF360",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        ScoreAverage.Of(evidence.Ranked.Scores, evidence.Ranked.NonEvents, evidence.NonEvents, Estimate.Because.NoNonEvents);
}
