using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>How many events are missed for each patient flagged in vain: FN / FP.</summary>
/// <remarks>From 0; undefined when nobody is flagged in vain.</remarks>
public sealed class FalseNegativesPerFalsePositive : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(FalseNegativesPerFalsePositive), "False negatives per false positive", MetricBasis.Decision, Direction.Neither, null, 0,
        double.PositiveInfinity,
        "Events missed for each patient flagged in vain, FN / FP: groups are treated equally when it is the same in all. Moves with prevalence.",
        "Clopper and Pearson's limits of the share of false positives among all wrong decisions, as odds: narrower ones fall short, as there is a figure only where there is one",
        "Berk et al. (2021), Sociol. Methods Res. 50:3–44")
    {
        Swapped = new LabelSwap.Inverse(nameof(FalseNegativesPerFalsePositive)),
        Prominence = Prominence.Detail, IsExact = true, Oracle = "TableFunctionTests.False_negatives_per_false_positive_is_the_odds_of_a_miss",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        var (missed, vain) = (evidence.Confusion.FalseNegatives, evidence.Confusion.FalsePositives);
        if (vain.Rows == 0) return new Estimate.Undefined(Phrase.Of($"no patient is flagged in vain: the ratio is infinite or undefined"));
        var share = evidence.Share(vain, missed + vain);
        return TallyShare.Finite(
            OddsAgainst(share.Proportion), new SquareAndAddSampling(
                Phrase.Of($"Clopper–Pearson, as odds"), p => OddsAgainst(p[0]), [new(share.Proportion, share.Size, ProportionMethod.ClopperPearson)], min: 0), (missed + vain).Rows);
    }

    private static double OddsAgainst(double share) => (1 - share) / share;
}
