namespace AuditHarness.Disparity;

public sealed class CrossGroupRankingTests
{
    private static readonly ComparedCohort Sample = ComparedCohort.Random(3, [80, 60, 50], [0, 0.1, -0.1]);

    // Share of pairs (event, non-event) in which the event scores higher, ties counted half.
    private static double Area(ComparedCohort of, Func<int, bool> eventIn, Func<int, bool> nonEventIn)
    {
        double won = 0, pairs = 0;
        for (var i = 0; i < of.Count; i++)
            for (var j = 0; j < of.Count; j++)
                if (of.Labels[i] == 1 && eventIn(i) && of.Labels[j] == 0 && nonEventIn(j))
                {
                    var weight = (of.Weights?[i] ?? 1) * (of.Weights?[j] ?? 1);
                    pairs += weight;
                    won += weight * (of.Scores[i] > of.Scores[j] ? 1 : of.Scores[i] == of.Scores[j] ? 0.5 : 0);
                }
        return won / pairs;
    }

    [Test]
    public void CrossGroupAuc_is_the_share_of_pairs_counted_one_by_one([Values] bool weighted)
    {
        var sample = ComparedCohort.Random(3, [80, 60, 50], [0, 0.1, -0.1], weighted);
        Func<int, bool> In(string group) => i => sample.Groups[i] == group;
        Assert.Multiple(() =>
        {
            foreach (var gap in sample.Compare("CrossGroupAuc").Where(g => g.Comparison == Comparison.Reference))
            {
                var (g, h) = (In(gap.Group!.Levels), In(gap.Against!.Levels));
                Assert.That(gap.Value, Is.EqualTo(Area(sample, g, h) - Area(sample, h, g)).Within(1e-12));
            }
        });
    }

    [Test]
    public void Background_and_subgroup_areas_are_the_shares_of_pairs_counted_one_by_one([Values] bool weighted)
    {
        var sample = ComparedCohort.Random(3, [80, 60, 50], [0, 0.1, -0.1], weighted);
        var overall = Area(sample, _ => true, _ => true);
        Assert.Multiple(() =>
        {
            foreach (var group in new[] { "g0", "g1", "g2" })
            {
                bool In(int i) => sample.Groups[i] == group;
                double Gap(string id) => sample.Compare(id).Single(g => g.Group!.Levels == group).Value!.Value;
                Assert.That(Gap("BackgroundPositiveSubgroupNegative"), Is.EqualTo(Area(sample, i => !In(i), In) - overall).Within(1e-12));
                Assert.That(Gap("BackgroundNegativeSubgroupPositive"), Is.EqualTo(Area(sample, In, i => !In(i)) - overall).Within(1e-12));
            }
        });
    }

    [Test]
    public void The_variance_of_a_background_gap_is_that_of_leaving_each_patient_out()
    {
        // Jackknife within the four classes (group or not, event or not): an independent way to the variance of the same difference.
        var sample = ComparedCohort.Random(8, [300, 300], [0, 0.1]);
        double Statistic(IEnumerable<int> rows)
        {
            var part = sample.Take(rows);
            return Area(part, i => part.Groups[i] != "g1", i => part.Groups[i] == "g1") - Area(part, _ => true, _ => true);
        }
        var all = Enumerable.Range(0, sample.Count).ToArray();
        var variance = 0.0;
        foreach (var cell in all.GroupBy(i => (sample.Groups[i], sample.Labels[i])))
        {
            var members = cell.ToArray();
            // Every fourth patient of a cell is left out in turn; the mean square stands for all.
            var left = members.Where((_, k) => k % 4 == 0).Select(i => Statistic(all.Where(j => j != i))).ToArray();
            var mean = left.Average();
            variance += (members.Length - 1.0) * left.Sum(v => (v - mean) * (v - mean)) / left.Length;
        }
        var gap = sample.Compare("BackgroundPositiveSubgroupNegative").Single(g => g.Group!.Levels == "g1");
        var half = (gap.Interval!.Upper - gap.Interval.Lower) / 2;
        // Šidák over two groups: 2.2365 standard errors; Student's t is a little more.
        Assert.That(half / (2.2365 * Math.Sqrt(variance)), Is.InRange(0.9, 1.12));
    }

    [Test]
    public void A_model_that_ranks_perfectly_within_groups_can_rank_wrongly_across()
    {
        ComparedCohort sample = new(
            [.. Enumerable.Range(0, 80).Select(i => (i < 40 ? 0.5 : 0.0) + (i % 2 == 0 ? 0.3 : 0.1) + (i / 1000.0))],
            [.. Enumerable.Range(0, 80).Select(i => (byte)(i % 2 == 0 ? 1 : 0))], [.. Enumerable.Range(0, 80).Select(i => i < 40 ? "favoured" : "other")]);
        Assert.Multiple(() =>
        {
            Assert.That(sample.Compare("AurocGap")[0].Value, Is.Zero);
            Assert.That(sample.Compare("CrossGroupAuc")[0].Value, Is.EqualTo(-1));
            Assert.That(sample.Compare("CrossGroupAuc")[0].Interval!.Upper, Is.LessThan(-0.5));
        });
    }
}
