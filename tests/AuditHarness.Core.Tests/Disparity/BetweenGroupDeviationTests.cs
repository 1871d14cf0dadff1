namespace AuditHarness.Disparity;

public sealed class BetweenGroupDeviationTests
{
    // Of everybody, of those with an event, of those without: the others must not matter.
    [TestCase("BetweenGroupDeviationOfSelectionRate", null)]
    [TestCase("BetweenGroupDeviationOfSensitivity", 1)]
    [TestCase("BetweenGroupDeviationOfFalsePositiveRate", 0)]
    public void Estimate_and_limits_meet_the_equations_that_define_them(string id, int? of)
    {
        // Shares of 0.2, 0.4, 0.6 and 0.5 flagged among 100, 200, 150 and 80, counted here; χ² quantiles of 3 degrees from a table.
        (double P, int N)[] groups = [(0.2, 100), (0.4, 200), (0.6, 150), (0.5, 80)];
        var rows = groups.SelectMany((g, k) => Enumerable.Range(0, g.N).Select(i => (Group: $"g{k}", Score: i < g.P * g.N ? 0.9 : 0.1, Label: (byte)(of ?? i % 2)))
            .Concat(Enumerable.Range(0, of is null ? 0 : 30 + (20 * k)).Select(i => (Group: $"g{k}", Score: i % 3 == 0 ? 0.9 : 0.1, Label: (byte)(1 - of!.Value))))).ToArray();
        var gap = new ComparedCohort([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]).Compare(id).Single();
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

    // Every pair of patients counted for the area and its two components; their variance at the area that all groups are taken to have is
    // Newcombe's (2006) method 5, whose component is multiplied by how much larger the group's own is, drawn to 1 as if by ten patients.
    [Test]
    public void The_deviation_of_areas_meets_the_same_equations_with_the_variance_at_their_pooled_area()
    {
        var random = new Random(5);
        (double Shift, int Events, int Others)[] groups = [(0.05, 60, 90), (0.4, 50, 120), (0.25, 80, 60), (0, 40, 100), (0.3, 30, 70), (0.15, 90, 60)];
        var rows = groups.SelectMany((g, k) => Enumerable.Range(0, g.Events + g.Others).Select(i => (Group: $"g{k}", Label: (byte)(i < g.Events ? 1 : 0),
            Score: Math.Round((random.NextDouble() * 0.6) + (i < g.Events ? 0.6 * g.Shift : 0), 2)))).ToArray();
        var gap = new ComparedCohort([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]).Compare("BetweenGroupDeviationOfAuroc").Single();
        var areas = rows.GroupBy(r => r.Group).Select(g =>
        {
            double[] events = [.. g.Where(r => r.Label == 1).Select(r => r.Score)], others = [.. g.Where(r => r.Label == 0).Select(r => r.Score)];
            static double Above(double e, double o) => e > o ? 1 : e == o ? 0.5 : 0;
            var area = events.Average(e => others.Average(o => Above(e, o)));
            static double Component(double at) => at * (1 - at) * (((1 - at) / (2 - at)) + (at / (1 + at))) / 2;
            double Ratio(double spread, int n) => (10 + (n * spread / Component(area))) / (9 + n);
            var (m, n) = (events.Length, others.Length);
            var (ofEvents, ofOthers) = (Ratio(events.Average(e => Math.Pow(others.Average(o => Above(e, o)) - area, 2)), m), Ratio(others.Average(o => Math.Pow(events.Average(e => Above(e, o)) - area, 2)), n));
            // Of the largest that scores can have a class of n takes a part of 1 in 1 + (n − 1)².
            double Spread(double at, double ratio, int size) => ((at * (1 - at)) + (Math.Pow(size - 1, 2) * ratio * Component(at))) / (1 + Math.Pow(size - 1, 2));
            return (Area: area, Variance: (Func<double, double>)(at => ((at * (1 - at)) + ((n - 1) * Spread(at, ofEvents, m)) + ((m - 1) * Spread(at, ofOthers, n))) / (m * n)));
        }).ToArray();
        var mean = areas.Average(a => a.Area);
        var pooled = areas.Sum(a => a.Area / a.Variance(mean)) / areas.Sum(a => 1 / a.Variance(mean));
        double Q(double deviation)
        {
            var weights = areas.Select(a => 1 / (a.Variance(pooled) + (deviation * deviation))).ToArray();
            var centre = areas.Zip(weights, (a, w) => a.Area * w).Sum() / weights.Sum();
            return areas.Zip(weights, (a, w) => w * Math.Pow(a.Area - centre, 2)).Sum();
        }
        Assert.Multiple(() =>
        {
            Assert.That(Q(gap.Value!.Value), Is.EqualTo(5).Within(1e-6), "Paule and Mandel");
            Assert.That(Q(gap.Interval!.Lower), Is.EqualTo(12.8325020).Within(1e-6), "0.975 quantile of χ² with 5 degrees");
            Assert.That(Q(gap.Interval.Upper), Is.EqualTo(0.8312116).Within(1e-6), "0.025 quantile");
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
            var interval = new ComparedCohort([.. rows.Select(r => r.Score)], [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Group)]).Compare("BetweenGroupDeviationOfSelectionRate").Single().Interval!;
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
