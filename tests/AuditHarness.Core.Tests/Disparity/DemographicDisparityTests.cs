using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

public sealed class DemographicDisparityTests
{
    // AIF360 tests/sklearn/test_metrics.py: groups of 3, 7 and 6 with (1, 2), (3, 4) and (4, 2) rejected and accepted; here ten times as many, which changes no share.
    [Test]
    public void Its_mean_weighted_by_group_size_is_aif360s_worked_case()
    {
        var cohort = Of(("a", "s", 10, 20), ("b", "s", 30, 40), ("c", "s", 40, 20));
        var gaps = cohort.Compare("DemographicDisparity").ToDictionary(g => g.Group!.Levels, g => g.Value!.Value);
        Assert.Multiple(() =>
        {
            Assert.That(gaps["a"], Is.EqualTo((1 - 2) / 8.0).Within(1e-12));
            Assert.That(((3 * gaps["a"]) + (7 * gaps["b"]) + (6 * gaps["c"])) / 16, Is.EqualTo(((3 * (1 - 2)) + (7 * (3 - 4)) + (6 * (4 - 2))) / (8.0 * 16)).Within(1e-12));
            // One stratum holds everybody: conditioning changes nothing.
            Assert.That(cohort.Compare("ConditionalDemographicDisparity").Select(g => g.Value!.Value), Is.EqualTo(gaps.Values).Within(1e-12));
        });
    }

    [Test]
    public void Within_strata_it_is_the_mean_of_the_strata_counted_row_by_row([Values] bool weighted)
    {
        var sample = ComparedCohort.Random(6, [80, 60, 50], [0, 0.1, -0.1], weighted);
        double Weight(IEnumerable<int> rows) => rows.Sum(i => sample.Weights?[i] ?? 1);
        var all = Enumerable.Range(0, sample.Count).ToArray();
        foreach (var gap in sample.Compare("ConditionalDemographicDisparity"))
        {
            double sum = 0, total = 0;
            foreach (var stratum in all.GroupBy(i => sample.Strata![i]))
            {
                double Share(bool flagged) => Weight(stratum.Where(i => sample.Groups[i] == gap.Group!.Levels && sample.Scores[i] >= 0.5 == flagged))
                    / Weight(stratum.Where(i => sample.Scores[i] >= 0.5 == flagged));
                sum += Weight(stratum) * (Share(false) - Share(true));
                total += Weight(stratum);
            }
            Assert.That(gap.Value, Is.EqualTo(sum / total).Within(1e-12));
        }
    }

    [Test]
    public void A_stratum_can_explain_what_looks_like_a_disparity()
    {
        // Berkeley's shape: within each department both are admitted alike, and women apply where few are.
        var sample = Of(("men", "easy", 40, 160), ("women", "easy", 10, 40), ("men", "hard", 40, 10), ("women", "hard", 160, 40));
        Assert.Multiple(() =>
        {
            Assert.That(sample.Compare("DemographicDisparity").Single(g => g.Group!.Levels == "women").Value, Is.GreaterThan(0.3));
            Assert.That(sample.Compare("ConditionalDemographicDisparity").Select(g => g.Value!.Value), Is.All.Zero.Within(1e-12));
            Assert.That(sample.Compare("DemographicParityWithinStrata")[0].Value, Is.Zero.Within(1e-12));
            Assert.That((sample with { Strata = null }).Compare("ConditionalDemographicDisparity"), Is.Empty);
        });
    }

    // Every outcome of two binomials, each with its probability: of groups of given sizes nothing else is left to chance.
    [TestCase(25, 0.2, 40, 0.2)]
    [TestCase(25, 0.6, 40, 0.3)]
    [TestCase(12, 0.4, 120, 0.15)]
    public void Limits_hold_the_truth_of_groups_of_given_sizes_as_often_as_they_say(int size, double flagged, int otherSize, double otherFlagged)
    {
        var share = size / (double)(size + otherSize);
        var everybody = (share * flagged) + ((1 - share) * otherFlagged);
        var truth = (share * (1 - flagged) / (1 - everybody)) - (share * flagged / everybody);
        var (held, all) = (0.0, 0.0);
        for (var x = 0; x <= size; x++)
            for (var y = 0; y <= otherSize; y++)
            {
                var probability = Binomial.PMF(flagged, size, x) * Binomial.PMF(otherFlagged, otherSize, y);
                if (DemographicDisparity.Gap(Decisions(x, size), Decisions(x + y, size + otherSize), ProportionMethod.MidP) is not GapFigure.Known gap) continue;
                var (lower, upper) = gap.Limits(CriticalValue.TwoSided(0.95));
                Assert.That(gap.Value, Is.InRange(lower - 1e-12, upper + 1e-12));
                (held, all) = (held + (lower <= truth && truth <= upper ? probability : 0), all + probability);
            }
        Assert.That(held / all, Is.InRange(0.94, 0.975));
    }

    // 0.1 + 0.2 + 0.3 less the same is not 0 in floating point: what is left of the flagged is nobody all the same.
    [Test]
    public void Weights_that_are_all_taken_away_leave_nobody_flagged_behind()
    {
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => 0.1 + (0.1 * (i % 3)))];
        var cohort = new ComparedCohort([.. weights.Select((_, i) => i < 20 ? 0.8 : 0.2)], [.. weights.Select((_, i) => (byte)(i % 2))], [.. weights.Select((_, i) => i < 30 ? "a" : "b")]) { Weights = weights };
        foreach (var gap in cohort.Compare("DemographicDisparity"))
        {
            Assert.That(Math.Abs(gap.Value!.Value), Is.InRange(0.5, 1));
            Assert.That(gap.Interval!.Lower, Is.LessThan(gap.Interval.Upper).And.InRange(-2, 2));
        }
    }

    private static ConfusionCounts Decisions(int flagged, int all) => new(default, Count(flagged), Count(all - flagged), default);

    private static Tally Count(int rows) => new(rows, rows, rows);

    private static ComparedCohort Of(params (string Group, string Stratum, int Rejected, int Accepted)[] cells)
    {
        var rows = cells.SelectMany(c => Enumerable.Range(0, c.Rejected + c.Accepted).Select(i => (c.Group, c.Stratum, Score: i < c.Rejected ? 0.2 : 0.8, Label: (byte)(i % 2)))).ToArray();
        return new([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]) { Strata = [.. rows.Select(r => r.Stratum)] };
    }
}
