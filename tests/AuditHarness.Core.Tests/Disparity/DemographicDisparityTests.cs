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

    private static ComparedCohort Of(params (string Group, string Stratum, int Rejected, int Accepted)[] cells)
    {
        var rows = cells.SelectMany(c => Enumerable.Range(0, c.Rejected + c.Accepted).Select(i => (c.Group, c.Stratum, Score: i < c.Rejected ? 0.2 : 0.8, Label: (byte)(i % 2)))).ToArray();
        return new([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]) { Strata = [.. rows.Select(r => r.Stratum)] };
    }
}
