using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

public sealed class BootstrapTests
{
    private const double Infinite = double.PositiveInfinity;

    private static SubgroupEvidence With(Rows rows, BootstrapMethod method = BootstrapMethod.Percentile, int resamples = 2000, ulong seed = 1)
    {
        var order = new ScoreOrder(rows.Scores, rows.Labels, rows.Weights);
        return new(Subgroup.Overall, order.Split(GroupIndex.Overall(rows.Count))[0], rows.Threshold, order.IsWeighted)
        {
            Seed = new Seed(seed), Intervals = new IntervalPlan { Bootstrap = method, Resamples = resamples },
        };
    }

    private static double? Mean(double[] scores, Tallies rows)
    {
        double sum = 0, weight = 0;
        for (var i = 0; i < scores.Length; i++) (sum, weight) = (sum + (scores[i] * rows[i].Weight), weight + rows[i].Weight);
        return weight > 0 ? sum / weight : null;
    }

    private static double? MeanOfEvents(RankedScores ranked) => Mean(ranked.Scores, ranked.Events);

    private static double? Area(RankedScores ranked)
    {
        var (events, nonEvents) = (ranked.Events.Aggregate(default(Tally), Tally.Add), ranked.NonEvents.Aggregate(default(Tally), Tally.Add));
        return events.Rows == 0 || nonEvents.Rows == 0 ? null : AreaUnderRoc.DeLong(ranked, events, nonEvents).Area;
    }

    private static BootstrapSampling Of(SubgroupEvidence evidence, Func<RankedScores, double?> statistic, Resampling resampling = Resampling.WithinOutcome) =>
        (BootstrapSampling)Bootstrap.Of(evidence, "test", statistic(evidence.Ranked)!.Value, statistic, 0, 1, resampling).Sampling!;

    private static double Width(Sampling sampling, double z = 1.96) => sampling.Limits(z) is var (lower, upper) ? upper - lower : 0;

    private static Rows Distinct(int patients, int seed = 3)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, patients).Select(_ => random.NextDouble())];
        return new(scores, Array.ConvertAll(scores, s => (byte)(random.NextDouble() < s * s ? 1 : 0)), null, 0.3);
    }

    [Test]
    public void Percentiles_of_a_share_are_those_of_the_binomial_distribution()
    {
        // 200 events, 150 of them at a score of 0.5: a replicate is a binomial draw over 200. Expansion at this size is below 1 %.
        var rows = new Rows([.. Enumerable.Repeat(0.5, 150), .. Enumerable.Repeat(0.1, 80)], [.. Enumerable.Range(0, 230).Select(i => (byte)(i < 200 ? 1 : 0))], null, 0.3);
        double? Share(RankedScores r) => r.Events.Where((_, i) => r.Scores[i] >= 0.3).Sum(t => t.Weight) / r.Events.Sum(t => t.Weight);
        var sampling = Of(With(rows, resamples: 20_000), Share);
        Assert.That(sampling.StandardError, Is.EqualTo(Math.Sqrt(0.75 * 0.25 / 199)).Within(0.02 * 0.0307));
        foreach (var z in new[] { 1.0, 1.96, 2.5 })
        {
            var (lower, upper) = sampling.Limits(z);
            var tail = Normal.CDF(0, 1, -z);
            int Quantile(double p) => Enumerable.Range(0, 201).First(k => Binomial.CDF(0.75, 200, k) >= p);
            Assert.That(lower, Is.EqualTo(Quantile(tail) / 200.0).Within(1.01 / 200), $"{z}");
            Assert.That(upper, Is.EqualTo(Quantile(1 - tail) / 200.0).Within(1.01 / 200), $"{z}");
        }
    }

    [TestCase(60)]
    [TestCase(5000)]
    [TestCase(60_000)]
    public void The_standard_error_of_a_mean_is_its_closed_form(int patients)
    {
        // 5,000 are condensed into cells; 60,000 are drawn by binomials.
        var rows = Distinct(patients);
        double[] events = [.. rows.Scores.Where((_, i) => rows.Labels[i] == 1)];
        var mean = events.Average();
        var error = Math.Sqrt(events.Sum(x => (x - mean) * (x - mean)) / (events.Length - 1) / events.Length);
        var sampling = Of(With(rows), MeanOfEvents);
        Assert.That(sampling.StandardError, Is.EqualTo(error).Within(0.06 * error));
        Assert.That(sampling.Method.ToString(), patients > 1024 ? Does.Contain("1,024 cells") : Does.Not.Contain("cells"));
    }

    [Test]
    public void Rows_of_one_score_and_unequal_weights_vary_as_much_as_their_weights_do()
    {
        // Two scores only, so that all variation of weights is within a cell. Sandwich error of a weighted mean.
        var random = new Random(5);
        var rows = new Rows(
            [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? 0.8 : 0.2)], [.. Enumerable.Range(0, 600).Select(i => (byte)(i % 2))],
            [.. Enumerable.Range(0, 600).Select(_ => random.Next(7) == 0 ? 20.0 : 1.0)], 0.5);
        var evidence = With(rows);
        var mean = MeanOfEvents(evidence.Ranked)!.Value;
        double squares = 0, weight = 0;
        for (var i = 0; i < 600; i++)
        {
            if (rows.Labels[i] == 0) continue;
            var w = rows.Weights![i];
            (squares, weight) = (squares + (w * w * (rows.Scores[i] - mean) * (rows.Scores[i] - mean)), weight + w);
        }
        Assert.That(Of(evidence, MeanOfEvents).StandardError, Is.EqualTo(Math.Sqrt(squares) / weight).Within(0.07 * Math.Sqrt(squares) / weight));
    }

    [Test]
    public void The_acceleration_of_a_mean_is_a_sixth_of_its_standardized_skewness([Values(80, 900, 5000)] int patients)
    {
        var rows = Distinct(patients);
        double[] events = [.. rows.Scores.Where((_, i) => rows.Labels[i] == 1)];
        var mean = events.Average();
        var expected = events.Sum(x => Math.Pow(x - mean, 3)) / (6 * Math.Pow(events.Sum(x => (x - mean) * (x - mean)), 1.5));
        Assert.That(Of(With(rows, BootstrapMethod.Bca), MeanOfEvents).Acceleration, Is.EqualTo(expected).Within(Math.Abs(expected) * 0.1));
    }

    // Hall (1992), The Bootstrap and Edgeworth Expansion, section 3.10: about a mean whose patients have skewness γ, percentiles lie
    // (z² − 1) γ / 6√n standard errors off to the side of the long tail, and BCa's limits (2 z² + 1) γ / 6√n.
    [TestCase(BootstrapMethod.Percentile, 1, -1)]
    [TestCase(BootstrapMethod.Bca, 2, 1)]
    public void Limits_of_a_skewed_mean_lie_as_far_to_one_side_as_the_expansion_has_them(BootstrapMethod method, int ofSquare, int more)
    {
        const int events = 200;
        double[] scores = [.. Enumerable.Range(0, events).Select(i => -Math.Log(1 - ((i + 0.5) / events)) / 8)];
        var rows = new Rows([.. scores, .. Enumerable.Repeat(0.5, 40)], [.. Enumerable.Range(0, events + 40).Select(i => (byte)(i < events ? 1 : 0))], null, 0.3);
        var mean = scores.Average();
        var (square, cube) = (scores.Average(s => (s - mean) * (s - mean)), scores.Average(s => Math.Pow(s - mean, 3)));
        const double z = 1.959963984540054;
        var (lower, upper) = Of(With(rows, method, 40_000), MeanOfEvents).Limits(z);
        var aside = (((lower + upper) / 2) - mean) / Math.Sqrt(square / events);
        Assert.That(aside, Is.EqualTo(((ofSquare * z * z) + more) * cube / Math.Pow(square, 1.5) / (6 * Math.Sqrt(events))).Within(0.03));
    }

    [Test]
    public void The_error_of_an_area_is_DeLongs()
    {
        var rows = Distinct(300);
        var evidence = With(rows);
        var (_, variance) = AreaUnderRoc.DeLong(evidence.Ranked, evidence.Events, evidence.NonEvents);
        Assert.That(Of(evidence, Area).StandardError, Is.EqualTo(Math.Sqrt(variance)).Within(0.06 * Math.Sqrt(variance)));
    }

    [Test]
    public void Patients_drawn_together_vary_in_how_many_have_the_event()
    {
        var evidence = With(Distinct(400));
        double? Prevalence(RankedScores r) => r.Events.Sum(t => t.Weight) / (r.Events.Sum(t => t.Weight) + r.NonEvents.Sum(t => t.Weight));
        var p = Prevalence(evidence.Ranked)!.Value;
        var error = Math.Sqrt(p * (1 - p) / 399);
        Assert.That(Of(evidence, Prevalence, Resampling.Patients).StandardError, Is.EqualTo(error).Within(0.06 * error));
        Assert.That(Bootstrap.Of(evidence, "test", p, Prevalence, 0, 1).Reason!.ToString(), Does.Contain("no variance"), "fixed within outcomes");
    }

    [Test]
    public void A_pair_varies_by_both_groups()
    {
        var (a, b) = (With(Distinct(200, 1), seed: 1), With(Distinct(300, 2), seed: 2));
        var both = Bootstrap.OfPair(a, b, "gap", Area(a.Ranked)!.Value - Area(b.Ranked)!.Value, (x, y) => Area(x) - Area(y), -1, 1).Sampling!;
        var expected = double.Hypot(Of(a, Area).StandardError, Of(b, Area).StandardError);
        Assert.That(both.StandardError, Is.EqualTo(expected).Within(0.06 * expected));
    }

    [Test]
    public void Every_patient_twice_narrows_by_the_root_of_two([Values] BootstrapMethod method)
    {
        var rows = Rows.Random(9, 150);
        var twice = rows.Take(Enumerable.Range(0, 300).Select(i => i / 2));
        Assert.That(Width(Of(With(twice, method), Area)) / Width(Of(With(rows, method), Area)), Is.EqualTo(Math.Sqrt(0.5)).Within(0.05));
    }

    [Test]
    public void The_order_of_patients_changes_nothing([Values] bool weighted)
    {
        var rows = Rows.Random(7, 200, weighted: weighted);
        var (a, b) = (Of(With(rows), Area).Limits(1.96), Of(With(rows.Shuffled(8)), Area).Limits(1.96));
        Assert.That(b.Lower, Is.EqualTo(a.Lower).Within(weighted ? 1e-9 : 0));
        Assert.That(b.Upper, Is.EqualTo(a.Upper).Within(weighted ? 1e-9 : 0));
    }

    [Test]
    public void Limits_spread_with_the_level_stay_finite_and_hold_the_value([Values] BootstrapMethod method, [Values(30, 3000)] int patients)
    {
        var evidence = With(Distinct(patients), method, 400);
        var value = MeanOfEvents(evidence.Ranked)!.Value;
        var sampling = Bootstrap.Of(evidence, "test", value, MeanOfEvents, -Infinite, Infinite).Sampling!;
        var (lower, upper) = (value, value);
        for (var z = 0.05; z < 5.5; z += 0.05)
        {
            var limits = sampling.Limits(z);
            Assert.That(limits.Lower, Is.LessThanOrEqualTo(lower), $"{z}");
            Assert.That(limits.Upper, Is.GreaterThanOrEqualTo(upper), $"{z}");
            Assert.That(double.IsFinite(limits.Upper - limits.Lower), $"{z}");
            (lower, upper) = limits;
        }
        Assert.That(upper - lower, Is.GreaterThan(1.8 * Width(sampling, 2.5)), "the tails go on beyond the replicates");
    }

    [Test]
    public void Four_times_the_patients_halve_the_interval()
    {
        var sampling = Of(With(Distinct(500)), Area);
        Assert.That(Width(sampling.Scaled(4)) / Width(sampling), Is.EqualTo(0.5).Within(0.005));
        Assert.That(sampling.Scaled(4).StandardError, Is.EqualTo(sampling.StandardError / 2).Within(1e-12));
    }

    [Test]
    public void Percentiles_and_BCa_differ_by_bias_and_skewness_and_no_more()
    {
        // The square of a mean near 0: replicates lie above the figure more often than below.
        var rows = Distinct(60);
        double? Square(RankedScores r) => Math.Pow((MeanOfEvents(r) - 0.7)!.Value, 2);
        var (percentile, bca) = (Of(With(rows), Square), Of(With(rows, BootstrapMethod.Bca), Square));
        Assert.That(bca.Limits(1.96).Upper, Is.LessThan(percentile.Limits(1.96).Upper));
        Assert.That(bca.StandardError, Is.EqualTo(percentile.StandardError));
        Assert.That((bca.Method.ToString(), percentile.Method.ToString()), Is.EqualTo(
            ("bootstrap stratified by outcome, BCa, 2,000 replicates", "bootstrap stratified by outcome, percentiles, 2,000 replicates")));
    }

    [Test]
    public void Replicates_without_a_figure_are_left_out_up_to_a_twentieth_and_then_there_is_no_interval()
    {
        var evidence = With(Distinct(60));
        var draws = 0;
        Bootstrapped Failing(int every) => Bootstrap.Of(evidence, "test", 0.5, r => ++draws % every == 0 ? null : MeanOfEvents(r), 0, 1);
        Assert.That(Failing(25).Sampling, Is.Not.Null);
        var (sampling, reason) = Failing(10);
        Assert.That(sampling, Is.Null);
        Assert.That(reason!.ToString(), Is.EqualTo("10 % of bootstrap replicates have no figure"));
    }

    [Test]
    public void One_patient_with_the_event_shows_no_variance()
    {
        var rows = Distinct(60) with { Labels = [.. Enumerable.Range(0, 60).Select(i => (byte)(i == 30 ? 1 : 0))] };
        Assert.That(Bootstrap.Of(With(rows), "test", 0.5, MeanOfEvents, 0, 1).Reason, Is.EqualTo(Estimate.Because.TooFew));
    }

    [Test]
    public void A_purpose_has_its_own_chance_and_a_seed_the_same_bytes_on_any_thread()
    {
        var evidence = With(Distinct(100));
        (double, double) Limits(string purpose) => Bootstrap.Of(evidence, purpose, Area(evidence.Ranked)!.Value, Area, 0, 1).Sampling!.Limits(1.96);
        var alone = Limits("a");
        var many = new (double, double)[8];
        Parallel.For(0, many.Length, i => many[i] = Limits("a"));
        Assert.That(many, Has.All.EqualTo(alone));
        Assert.That(Limits("b"), Is.Not.EqualTo(alone));
    }
}
