using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

public sealed class AbrocaTests
{
    // The ROC curve at a false positive rate, from its definition: walk down the scores; ties slope.
    private static double RateAt(ComparedCohort of, string group, double x)
    {
        var rows = Enumerable.Range(0, of.Count).Where(i => of.Groups[i] == group).ToArray();
        double events = rows.Count(i => of.Labels[i] == 1), others = rows.Length - events;
        double px = 0, py = 0;
        foreach (var tie in rows.GroupBy(i => of.Scores[i]).OrderByDescending(t => t.Key))
        {
            var (nx, ny) = (px + (tie.Count(i => of.Labels[i] == 0) / others), py + (tie.Count(i => of.Labels[i] == 1) / events));
            if (x < nx) return py + ((ny - py) * (x - px) / (nx - px));
            (px, py) = (nx, ny);
        }
        return 1;
    }

    [Test]
    public void The_area_is_that_of_the_curves_integrated_point_by_point([Range(1, 4)] int seed)
    {
        var sample = ComparedCohort.Random(seed, [60, 50], [0, 0.15]);
        if (seed % 2 == 0) sample = sample with { Scores = Array.ConvertAll(sample.Scores, s => Math.Round(s, 1)) };
        const int steps = 40_000;
        var sum = 0.0;
        for (var k = 0; k < steps; k++) sum += Math.Abs(RateAt(sample, "g1", (k + 0.5) / steps) - RateAt(sample, "g0", (k + 0.5) / steps)) / steps;
        Assert.That(sample.Compare("Abroca")[0].Value, Is.EqualTo(sum).Within(5e-5));
    }

    [Test]
    public void Curves_that_cross_have_an_area_between_them_although_their_areas_agree()
    {
        // One group: events at the top and at the bottom of the scores; the other: in the middle. By hand: the first curve rises to ½ at
        // once and ends at 1, the second is 0, then 1 beyond ½. Between them lie ½ · ½ + ½ · ½.
        double[] scores = [0.9, 0.1, 0.5, 0.6, 0.5, 0.55, 0.9, 0.1];
        byte[] labels = [1, 1, 0, 0, 1, 1, 0, 0];
        string[] groups = ["a", "a", "a", "a", "b", "b", "b", "b"];
        ComparedCohort sample = new([.. Enumerable.Repeat(scores, 10).SelectMany(s => s)], [.. Enumerable.Repeat(labels, 10).SelectMany(s => s)], [.. Enumerable.Repeat(groups, 10).SelectMany(s => s)]);
        Assert.Multiple(() =>
        {
            Assert.That(sample.Compare("AurocGap")[0].Value, Is.Zero.Within(1e-12), "holisticai's abroca, which is the signed area");
            Assert.That(sample.Compare("Abroca")[0].Value, Is.EqualTo(0.5).Within(1e-12));
            Assert.That(sample.Compare("Abroca")[0].Interval!.Lower, Is.GreaterThan(0));
        });
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void It_is_at_least_the_gap_of_the_areas_and_its_signed_form_is_that_gap(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var groups = oracle.Evidence(model, "sex" is var sex && folder == "health_insurance" ? "gender" : sex).Values.ToArray();
        var (absolute, signed) = RocCurve.Of(groups[0]).AreaTo(RocCurve.Of(groups[1]));
        double Auc(SubgroupEvidence of) => ((Estimate.Known)new Metrics.Discrimination.AreaUnderRoc().Measure(of)).Value;
        Assert.Multiple(() =>
        {
            Assert.That(signed, Is.EqualTo(Auc(groups[0]) - Auc(groups[1])).Within(1e-12));
            Assert.That(absolute, Is.GreaterThanOrEqualTo(Math.Abs(signed)));
        });
    }

    [Test]
    public void Equal_groups_are_rarely_told_apart_and_chance_gives_what_it_says()
    {
        const int worlds = 200;
        var (accused, seen, expected) = (0, 0.0, 0.0);
        for (var world = 0; world < worlds; world++)
        {
            var gap = ComparedCohort.Random(1000 + world, [80, 60]).Compare("Abroca")[0];
            if (gap.Interval!.Lower > 0) accused++;
            (seen, expected) = (seen + gap.Value!.Value, expected + gap.ExpectedUnderEquality!.Value);
        }
        Assert.Multiple(() =>
        {
            Assert.That(accused, Is.LessThanOrEqualTo(0.05 * worlds + (2 * Math.Sqrt(0.05 * 0.95 * worlds))));
            Assert.That(expected / seen, Is.InRange(0.85, 1.15), "the bias that stands beside the figure is the one it has");
        });
    }

    // Where one curve lies above the other throughout the area is the gap of the AUROCs, whose standard error is DeLong's: so far must the
    // limits reach, the lower one by Student's factor of the smallest class. Quantiles of 1,000 replicates are noise of 4 %, the mean of 40 of less than 1 %.
    // A bootstrap of few events, which make nearly all of the error, varies by n where DeLong's variance divides by n − 1.
    [TestCase(400, 400)]
    [TestCase(12, 60)]
    public void Of_curves_that_do_not_cross_the_limits_are_those_of_the_gap_of_their_areas(int events, int others)
    {
        var (below, above) = (0.0, 0.0);
        const int worlds = 40;
        for (var world = 0; world < worlds; world++)
        {
            var random = new MathNet.Numerics.Random.MersenneTwister(3000 + world);
            var n = events + others;
            double Marker(double apart) => MathNet.Numerics.Distributions.Normal.CDF(0, 1, MathNet.Numerics.Distributions.Normal.Sample(random, apart, 1));
            byte[] labels = [.. Enumerable.Range(0, 2 * n).Select(i => (byte)(i % n < events ? 1 : 0))];
            var sample = new ComparedCohort([.. labels.Select((label, i) => Marker(label == 0 ? 0 : i < n ? 1.8 : 0.2))], labels, [.. labels.Select((_, i) => i < n ? "a" : "b")]);
            var gap = sample.Compare("Abroca")[0];
            var groups = sample.Context.Table.Of("AreaUnderRoc").Select(e => ((Estimate.Known)e).Sampling!.StandardError).ToArray();
            var error = double.Hypot(groups[0], groups[1]) * Math.Sqrt((events - 1) / (double)events);
            below += (gap.Value!.Value - gap.Interval!.Lower) / (MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, events - 1, 0.975) * error) / worlds;
            above += (gap.Interval.Upper - gap.Value.Value) / (1.959963984540054 * error) / worlds;
        }
        Assert.Multiple(() =>
        {
            Assert.That(below, Is.EqualTo(1).Within(0.05));
            Assert.That(above, Is.EqualTo(1).Within(0.05));
        });
    }

    [Test]
    public void A_real_area_is_covered_and_found()
    {
        // g1's scores are noise: its curve is the diagonal, and the area to g0's is that of a cohort large enough to have no error.
        static ComparedCohort World(int seed, int n)
        {
            var one = ComparedCohort.Random(seed, [n, n]);
            var random = new Random(seed);
            return one with { Scores = [.. one.Scores.Select((s, i) => one.Groups[i] == "g1" ? (random.Next(256) + 0.5) / 256 : s)] };
        }
        var truth = World(1, 200_000).Compare("AurocGap")[0].Value!.Value;
        var (covered, found) = (0, 0);
        for (var world = 0; world < 100; world++)
        {
            var gap = World(2000 + world, 200).Compare("Abroca")[0];
            if (gap.Interval!.Lower <= -truth && -truth <= gap.Interval.Upper) covered++;
            if (gap.Interval.Lower > 0) found++;
        }
        Assert.Multiple(() =>
        {
            Assert.That(covered, Is.GreaterThanOrEqualTo(91));
            Assert.That(found, Is.GreaterThanOrEqualTo(80));
        });
    }
}
