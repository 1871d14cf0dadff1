namespace AuditHarness.Disparity;

public sealed class BetweenGroupDeviationTests
{
    private static readonly string[] Ids = ["BetweenGroupDeviationOfSensitivity", "BetweenGroupDeviationOfFalsePositiveRate", "BetweenGroupDeviationOfSelectionRate"];

    [Test]
    public void Estimate_and_limits_meet_the_equations_that_define_them()
    {
        // Shares of 0.2, 0.4, 0.6 and 0.5 flagged among 100, 200, 150 and 80, counted here; χ² quantiles of 3 degrees from a table.
        (double P, int N)[] groups = [(0.2, 100), (0.4, 200), (0.6, 150), (0.5, 80)];
        var rows = groups.SelectMany((g, k) => Enumerable.Range(0, g.N).Select(i => (Group: $"g{k}", Score: i < g.P * g.N ? 0.9 : 0.1, Label: (byte)(i % 2)))).ToArray();
        var gap = new ComparedCohort([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]).Compare("BetweenGroupDeviationOfSelectionRate").Single();
        var pooled = (groups.Sum(g => g.P * g.N) + 0.5) / (groups.Sum(g => g.N) + 1);
        double Q(double deviation)
        {
            var weights = groups.Select(g => 1 / ((pooled * (1 - pooled) / g.N) + (deviation * deviation))).ToArray();
            var mean = groups.Zip(weights, (g, w) => g.P * w).Sum() / weights.Sum();
            return groups.Zip(weights, (g, w) => w * (g.P - mean) * (g.P - mean)).Sum();
        }
        Assert.Multiple(() =>
        {
            Assert.That(Q(gap.Value!.Value), Is.EqualTo(3).Within(1e-6), "Paule and Mandel");
            Assert.That(Q(gap.Interval!.Lower), Is.EqualTo(9.3484036).Within(1e-6), "0.975 quantile of χ² with 3 degrees");
            Assert.That(Q(gap.Interval.Upper), Is.EqualTo(0.2157953).Within(1e-6).Or.LessThan(Q(0.4999)).And.GreaterThan(0.2157953), "0.025 quantile, or the largest deviation there is");
        });
    }

    [Test]
    public void Forty_equal_groups_show_a_wide_gap_and_no_deviation()
    {
        var sample = ComparedCohort.Random(12, [.. Enumerable.Repeat(60, 40)]);
        var widest = sample.Compare("DemographicParityDifference").Single(g => g.Comparison == Comparison.WorstPair);
        var deviation = sample.Compare("BetweenGroupDeviationOfSelectionRate").Single();
        Assert.Multiple(() =>
        {
            Assert.That(widest.Value, Is.GreaterThan(0.2));
            Assert.That(deviation.Value, Is.LessThan(0.05));
            Assert.That(deviation.Interval!.Lower, Is.Zero);
        });
    }

    [Test]
    public void It_covers_the_deviation_that_the_groups_were_drawn_with_and_rarely_accuses_equal_ones([Values(0, 0.08)] double deviation)
    {
        var random = new Random(8);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var (held, accused, worlds) = (0, 0, 300);
        for (var world = 0; world < worlds; world++)
        {
            var rates = Enumerable.Range(0, 12).Select(_ => Math.Clamp(0.4 + (deviation * Normal()), 0, 1)).ToArray();
            var rows = Enumerable.Range(0, 1200).Select(i => (Group: $"g{i % 12:00}", Score: random.NextDouble() < rates[i % 12] ? 0.9 : 0.1, Label: (byte)(i % 2))).ToArray();
            var interval = new ComparedCohort([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]).Compare(Ids[2]).Single().Interval!;
            if (interval.Lower <= deviation && deviation <= interval.Upper) held++;
            if (interval.Lower > 0) accused++;
        }
        Assert.Multiple(() =>
        {
            Assert.That(held / (double)worlds, Is.GreaterThan(0.92));
            if (deviation == 0) Assert.That(accused / (double)worlds, Is.LessThan(0.075));
        });
    }
}
