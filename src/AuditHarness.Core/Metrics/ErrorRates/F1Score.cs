using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Harmonic mean of sensitivity and positive predictive value, 2 TP / (2 TP + FP + FN).</summary>
/// <remarks>In [0, 1]; undefined when there is neither an event nor a flag.</remarks>
public sealed class F1Score : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(F1Score), "F1 score", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "Harmonic mean of sensitivity and positive predictive value, 2 TP / (2 TP + FP + FN). Moves with prevalence.",
        "that of a share (mid-P) for the Jaccard index J = TP / (TP + FP + FN), carried through 2 J / (1 + J)",
        "Van Rijsbergen (1979), Information Retrieval, chapter 7")
    {
        Swapped = new LabelSwap.None("It is about the event: the same of the other outcome is no figure of the catalog."),
        Oracle = "OracleDecisionTests.Counts_and_rates_agree_with_scikit_learn_overall_and_in_every_group",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        // Given TP + FP + FN, the true positives among them are binomial; F1 is an increasing function of their share.
        var cells = evidence.Confusion;
        var union = cells.TruePositives + cells.FalsePositives + cells.FalseNegatives;
        if (union.Rows == 0) return new Estimate.Undefined(Phrase.Of($"no patient has an event or is flagged"));
        var inner = evidence.Share(cells.TruePositives, union);
        var jaccard = inner.Proportion;
        var slope = 2 / ((1 + jaccard) * (1 + jaccard));
        return new Estimate.Known(
            FromJaccard(jaccard), new TransformedSampling(Phrase.Of($"{inner.Method} of the Jaccard index"), inner, inner.StandardError * slope, FromJaccard),
            union.Rows);
    }

    private static double FromJaccard(double j) => 2 * j / (1 + j);
}
