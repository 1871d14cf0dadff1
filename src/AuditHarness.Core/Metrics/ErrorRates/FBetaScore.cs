using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Weighted harmonic mean of sensitivity and positive predictive value.</summary>
/// <remarks>In [0, 1]; undefined when there is neither an event nor a flag.</remarks>
public sealed class FBetaScore : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FBetaScore), "F-beta score", MetricBasis.Decision, Direction.Higher, 1, 0, 1,
        "(1 + β²) TP / ((1 + β²) TP + β² FN + FP): sensitivity counts β times as much as positive predictive value, β = 2 unless the plan says otherwise. Moves with prevalence.",
        "the limits of the share of true positives among TP + FP + FN and of the share of misses among FP + FN, squared and added (MOVER)",
        "Van Rijsbergen (1979), Information Retrieval, chapter 7")
    {
        Swapped = new LabelSwap.None("It is about the event: the same of the other outcome is no figure of the catalog."),
        Prominence = Prominence.Detail, Oracle = "OracleTableTests.F_beta_is_the_weighted_harmonic_mean_of_scikit_learns_precision_and_recall",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var cells = evidence.Confusion;
        var wrong = cells.FalsePositives + cells.FalseNegatives;
        var union = cells.TruePositives + wrong;
        if (union.Rows == 0) return new Estimate.Undefined(Phrase.Of($"no patient has an event or is flagged"));
        var beta = evidence.Measures.Beta * evidence.Measures.Beta;
        // Given TP + FP + FN the true positives are binomial, and given FP + FN the misses among them. Where nobody is decided wrongly,
        // the worse kind of mistake is reckoned with.
        var right = evidence.Share(cells.TruePositives, union);
        var worst = beta > 1 ? 1.0 : 0;
        var method = Phrase.Of($"MOVER of two {right.Method} intervals");
        var sampling = wrong.Rows == 0
            ? new SquareAndAddSampling(method, p => Score(p[0], worst, beta), [right], 0, 1)
            : new SquareAndAddSampling(method, p => Score(p[0], p[1], beta), [right, evidence.Share(cells.FalseNegatives, wrong)], 0, 1);
        var missed = wrong.Rows == 0 ? worst : evidence.Share(cells.FalseNegatives, wrong).Proportion;
        return new Estimate.Known(Score(right.Proportion, missed, beta), sampling, union.Rows);
    }

    private static double Score(double right, double missed, double beta) =>
        (1 + beta) * right / (((1 + beta) * right) + ((1 - right) * ((beta * missed) + 1 - missed)));
}
