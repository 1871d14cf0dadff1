using AuditHarness.Statistics;
using MathNet.Numerics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Hosmer and Lemeshow's χ² over tenths of risk. Of low value: it depends on the groups, does not say where, and says little of small samples and too much of large ones.</summary>
/// <remarks>Undefined with unequal weights, with fewer than 3 groups, and where a group's risks leave nothing to expect.</remarks>
public sealed class HosmerLemeshowTest : ICalibrationTest
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(HosmerLemeshowTest), "Hosmer–Lemeshow test (of low value)", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "Σ (observed − expected)² / expected over events and non-events of the tenths of the group by risk.",
        "χ² with as many degrees of freedom as there are groups, for the model was fitted on other patients; with 2 fewer for those that it was fitted on",
        "Hosmer, Lemeshow (1980), Commun. Stat. A 9:1043–1069; Hosmer, Hosmer, le Cessie, Lemeshow (1997), Stat. Med. 16:965–980")
    {
        Convention = "Groups as hoslem.test of R's ResourceSelection with g = 10: type 7 quantiles, right-closed; where ties make quantiles coincide there are fewer groups, and fewer degrees of freedom (hoslem.test keeps g − 2).",
        Prominence = Prominence.Detail, Oracle = "CalibrationTestsTests.Tests_agree_with_val_prob_and_hoslem_test",
    };

    /// <inheritdoc/>
    public CalibrationTestResult Test(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new CalibrationTestResult.Undefined(Estimate.Because.NoPatients);
        if (evidence.IsWeighted) return new CalibrationTestResult.Undefined(Phrase.Of($"with unequal weights the statistic has no known distribution"));
        var bins = Groups(evidence);
        if (bins.Count < 3) return new CalibrationTestResult.Undefined(Phrase.Of($"fewer than 3 groups of risk"));
        var sum = 0.0;
        foreach (var bin in bins)
        {
            var expected = bin.All.Weight * bin.MeanScore;
            var difference = bin.Events.Weight - expected;
            sum += (difference * difference / expected) + (difference * difference / (bin.All.Weight - expected));
        }
        if (!double.IsFinite(sum)) return new CalibrationTestResult.Undefined(Phrase.Of($"a group of risk has no expected event or non-event"));
        return new CalibrationTestResult.Known(sum, bins.Count, Tail(sum, bins.Count),
            Phrase.Of($"of low value; were these the patients that the model was fitted on: {bins.Count - 2:count} degrees of freedom, p = {Tail(sum, bins.Count - 2):0.0000}"));
    }

    // R's first group reaches from the lowest score to the first cut beyond it: where a tenth of the patients or more share the
    // lowest score, they are no group by themselves.
    private static IReadOnlyList<ScoreBin> Groups(SubgroupEvidence evidence)
    {
        var bins = evidence.Curves.EqualMass;
        var lowest = evidence.Ranked.Events[0].Rows + evidence.Ranked.NonEvents[0].Rows;
        return bins.Count > 1 && lowest - 1 >= 0.1 * (evidence.Count - 1) ? [bins[0].With(bins[1]), .. bins.Skip(2)] : bins;
    }

    private static double Tail(double chiSquare, int degrees) => SpecialFunctions.GammaUpperRegularized(degrees / 2.0, chiSquare / 2);
}
