using AuditHarness.Cohorts;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Metrics.Calibration;

public sealed class LogisticRecalibrationTests
{
    private static LogisticRecalibration Fit(Rows rows, bool fixSlope)
    {
        Assert.That(LogisticRecalibration.TryFit(rows.Evidence, fixSlope, out var fit), Is.Null);
        return fit!;
    }

    private static string? Refusal(double[] scores, byte[] labels, bool fixSlope) =>
        LogisticRecalibration.TryFit(new Rows(scores, labels, null, 0.5).Evidence, fixSlope, out _)?.ToString();

    [Test]
    public void It_finds_the_maximum_that_a_plain_row_by_row_fit_finds(
        [Values(1, 2, 3)] int seed, [Values] bool weighted, [Values] bool fixSlope)
    {
        var rows = Rows.Random(seed, 300, ties: seed != 2, weighted);
        var (ours, plain) = (Fit(rows, fixSlope), RowwiseLogistic.Fit(rows, fixSlope, RowwiseLogistic.Maximum));
        Assert.Multiple(() =>
        {
            Assert.That(ours.Intercept, Is.EqualTo(plain.Intercept).Within(1e-9));
            Assert.That(ours.Slope, Is.EqualTo(plain.Slope).Within(1e-9));
            Assert.That(ours.InterceptError, Is.EqualTo(plain.RobustInterceptError).Within(1e-8));
            Assert.That(ours.SlopeError, Is.EqualTo(plain.RobustSlopeError).Within(1e-8));
            if (weighted) return;   // the model's errors know no weights
            Assert.That(ours.ModelInterceptError, Is.EqualTo(plain.InterceptError).Within(1e-8));
            Assert.That(ours.ModelSlopeError, Is.EqualTo(plain.SlopeError).Within(1e-8));
        });
    }

    [Test]
    public void Events_equal_expected_events_when_the_slope_is_fixed()
    {
        var rows = Rows.Random(5, 200, weighted: true);
        var intercept = Fit(rows, fixSlope: true).Intercept;
        var surplus = Enumerable.Range(0, rows.Count).Sum(i =>
            rows.Weight(i) * (rows.Labels[i] - (1 / (1 + Math.Exp(-intercept - Math.Log(rows.Scores[i] / (1 - rows.Scores[i])))))));
        Assert.That(surplus, Is.Zero.Within(1e-9));
    }

    [Test]
    public void Two_distinct_risks_reproduce_the_two_event_rates()
    {
        // Closed form: the slope joins the logits of 1/4 and 3/4 over the logits of the two scores.
        var fit = Fit(new([0.2, 0.2, 0.2, 0.2, 0.6, 0.6, 0.6, 0.6], [1, 0, 0, 0, 1, 1, 1, 0], null, 0.5), fixSlope: false);
        Assert.That(fit.Slope, Is.EqualTo(2 * Math.Log(3) / (Math.Log(1.5) - Math.Log(0.25))).Within(1e-12));
    }

    [Test]
    public void Risks_of_exactly_0_and_1_are_left_out_and_counted()
    {
        var rows = Rows.Random(6, 100);
        var more = rows with { Scores = [0, .. rows.Scores, 1, 1], Labels = [1, .. rows.Labels, 0, 1] };
        var (with, without) = (Fit(more, fixSlope: false), Fit(rows, fixSlope: false));
        Assert.Multiple(() =>
        {
            Assert.That(more.Evidence.Ranked.RowsWithoutLogit, Is.EqualTo(3));
            Assert.That(with.Excluded, Is.EqualTo(3));
            Assert.That(with.Rows, Is.EqualTo(100));
            Assert.That((with.Intercept, with.Slope, with.InterceptError, with.SlopeError),
                Is.EqualTo((without.Intercept, without.Slope, without.InterceptError, without.SlopeError)));
            Assert.That(new CalibrationSlope().Measure(more.Evidence), Has.Property(nameof(Estimate.Known.Denominator)).EqualTo(100));
            // All other metrics keep them.
            Assert.That(new BrierScore().Measure(more.Evidence), Has.Property(nameof(Estimate.Known.Denominator)).EqualTo(103));
        });
    }

    [Test]
    public void With_an_epsilon_risks_of_exactly_0_and_1_count_as_so_near([Values] bool fixSlope)
    {
        var rows = Rows.Random(6, 100);
        var more = rows with { Scores = [0, 0.0004, .. rows.Scores, 1, 1], Labels = [1, 0, .. rows.Labels, 0, 1] };
        var moved = RowwiseLogistic.Fit(more with { Scores = Array.ConvertAll(more.Scores, s => Math.Clamp(s, 0.001, 0.999)) }, fixSlope, RowwiseLogistic.Maximum);
        var order = new ScoreOrder(more.Scores, more.Labels, null);
        var evidence = new SubgroupEvidence(Subgroup.Overall, order.Split(GroupIndex.Overall(more.Count))[0], more.Threshold, weighted: false) { Measures = new() { LogitEpsilon = 0.001 } };
        var (why, fit) = fixSlope ? evidence.RecalibrationInTheLarge : evidence.Recalibration;
        Assert.Multiple(() =>
        {
            Assert.That(why, Is.Null);
            Assert.That((fit!.Rows, fit.Excluded), Is.EqualTo((104, 0)));
            Assert.That(fit.Intercept, Is.EqualTo(moved.Intercept).Within(1e-8));
            Assert.That(fit.Slope, Is.EqualTo(fixSlope ? 1 : moved.Slope).Within(1e-8));
            // All other metrics read the risks as they are.
            Assert.That(((Estimate.Known)new MeanPrediction().Measure(evidence)).Value, Is.EqualTo(more.Scores.Average()).Within(1e-12));
        });
    }

    [TestCase(new[] { 0.1, 0.2, 0.7, 0.8 }, new byte[] { 0, 0, 1, 1 }, Description = "complete")]
    [TestCase(new[] { 0.1, 0.2, 0.7, 0.8 }, new byte[] { 1, 1, 0, 0 }, Description = "the wrong way round")]
    [TestCase(new[] { 0.1, 0.4, 0.4, 0.8 }, new byte[] { 0, 0, 1, 1 }, Description = "quasi-complete: both at one score only")]
    [TestCase(new[] { 0.1, 0.4, 0.4 }, new byte[] { 0, 0, 1 }, Description = "quasi-complete at the end")]
    public void Scores_that_separate_the_outcomes_have_no_slope(double[] scores, byte[] labels) => Assert.Multiple(() =>
    {
        Assert.That(Refusal(scores, labels, fixSlope: false), Does.Contain("separate"));
        Assert.That(Refusal(scores, labels, fixSlope: true), Is.Null, "in the large there is a maximum");
    });

    [Test]
    public void Constant_scores_have_no_slope_but_an_intercept()
    {
        Assert.That(Refusal([0.3, 0.3, 0.3], [0, 1, 0], fixSlope: false), Does.Contain("all scores are equal"));
        // One event in three: the intercept leads from logit(0.3) to logit(1/3).
        Assert.That(Fit(new([0.3, 0.3, 0.3], [0, 1, 0], null, 0.5), fixSlope: true).Intercept, Is.EqualTo(Math.Log(0.5) - Math.Log(3.0 / 7)).Within(1e-12));
    }

    [TestCase(new double[0], new byte[0], "no patient has a risk strictly between 0 and 1")]
    [TestCase(new[] { 0.0, 1.0 }, new byte[] { 0, 1 }, "no patient has a risk strictly between 0 and 1")]
    [TestCase(new[] { 0.0, 0.4, 0.5 }, new byte[] { 0, 1, 1 }, "same outcome")]
    public void A_refusal_says_why(double[] scores, byte[] labels, string why) =>
        Assert.That(Refusal(scores, labels, fixSlope: true), Does.Contain(why));

    [Test]
    public void Scores_that_hardly_differ_do_not_drown_in_rounding()
    {
        // The same four rates at two risks 1e-9 apart: the slope times their distance in logits is still 2 log 3.
        var (a, b) = (0.01, 0.01 + 1e-9);
        var fit = Fit(new([a, a, a, a, b, b, b, b], [1, 0, 0, 0, 1, 1, 1, 0], null, 0.5), fixSlope: false);
        var distance = Math.Log(b / (1 - b)) - Math.Log(a / (1 - a));
        Assert.Multiple(() =>
        {
            Assert.That(fit.Slope * distance, Is.EqualTo(2 * Math.Log(3)).Within(1e-9));
            // Woolf's standard error of a log odds ratio, over the distance.
            Assert.That(fit.ModelSlopeError * distance, Is.EqualTo(Math.Sqrt(2 * (1 + (1.0 / 3)))).Within(1e-8));
        });
    }

    [Test]
    public void Absurdly_small_risks_still_converge()
    {
        double[] scores = [1e-300, 1e-280, 1e-290, 1e-270, 1e-260];
        var fit = Fit(new(scores, [0, 1, 0, 0, 1], null, 0.5), fixSlope: true);
        var slope = Fit(new(scores, [0, 1, 0, 0, 1], null, 0.5), fixSlope: false);
        Assert.That(new[] { fit.Intercept, fit.InterceptError, slope.Slope, slope.SlopeError, slope.InterceptError }, Is.All.GreaterThan(0).And.All.LessThan(1e6));
    }

    [Test]
    public void It_converges_wherever_there_is_a_maximum_however_extreme_the_risks()
    {
        var random = new Random(1);
        var fitted = 0;
        for (var trial = 0; trial < 2000; trial++)
        {
            var n = 4 + random.Next(20);
            var scores = new double[n];
            for (var i = 0; i < n; i++)
            {
                var small = Math.Pow(10, -(trial % 2 == 0 ? 4 : 100) * random.NextDouble());
                scores[i] = random.Next(4) == 0 ? Math.Max(1e-300, Math.Min(1 - 1e-16, 1 - small)) : Math.Min(1 - 1e-16, small);
            }
            byte[] labels = [.. scores.Select(_ => (byte)random.Next(2))];
            double[] weights = [.. scores.Select(_ => Math.Pow(10, 3 * random.NextDouble()))];
            foreach (var fixSlope in new[] { false, true })
            {
                var why = LogisticRecalibration.TryFit(new Rows(scores, labels, weights, 0.5).Evidence, fixSlope, out _)?.ToString();
                Assert.That(why ?? "", Does.Not.Contain("converge"), $"trial {trial}");
                if (why is null) fitted++;
            }
        }
        Assert.That(fitted, Is.GreaterThan(3000));
    }

    [Test]
    public void A_model_judged_on_the_rows_it_was_fitted_on_is_recognised()
    {
        // D1 of the reference values: rms prints slope 1 and intercept 0 for fitted data, which reads like perfection.
        var rows = Rows.Random(8, 400);
        var fit = RowwiseLogistic.Fit(rows, fixSlope: false, RowwiseLogistic.Maximum);
        var fitted = rows with { Scores = Array.ConvertAll(rows.Scores, s => 1 / (1 + Math.Exp(-fit.Intercept - (fit.Slope * Math.Log(s / (1 - s)))))) };
        Assert.Multiple(() =>
        {
            Assert.That(LogisticRecalibration.LooksApparent(fitted.Evidence), Is.True);
            Assert.That(LogisticRecalibration.LooksApparent((fitted with { Scores = Array.ConvertAll(fitted.Scores, s => Math.Round(s, 3)) }).Evidence), Is.True, "a file of three decimals");
            Assert.That(LogisticRecalibration.LooksApparent(rows.Evidence), Is.False);
            Assert.That(LogisticRecalibration.LooksApparent((rows with { Scores = [], Labels = [] }).Evidence), Is.False);
        });
    }

    [Test]
    public void How_near_is_as_near_as_on_training_rows_does_not_hang_on_the_scale_of_weights()
    {
        // One patient weighs a hundred times as much as each other: as a likelihood these weights are those of few patients, which they are not.
        var rows = Rows.Random(8, 4000) with { Weights = [.. Enumerable.Range(0, 4000).Select(i => i == 0 ? 1 : 0.01)] };
        var fit = RowwiseLogistic.Fit(rows, fixSlope: false, RowwiseLogistic.Maximum);
        Rows Moved(double by) => rows with { Scores = Array.ConvertAll(rows.Scores, s => 1 / (1 + Math.Exp(-fit.Intercept - by - (fit.Slope * Math.Log(s / (1 - s)))))) };
        var error = Moved(0).Evidence.RecalibrationInTheLarge.Fit!.InterceptError;
        Assert.Multiple(() =>
        {
            Assert.That(LogisticRecalibration.LooksApparent(Moved(0).Evidence), Is.True);
            Assert.That(LogisticRecalibration.LooksApparent(Moved(0.03 * error).Evidence), Is.False, "no nearer than three hundredths of a standard error");
        });
    }

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Held_out_predictions_do_not_look_apparent(string folder, string model) =>
        Assert.That(LogisticRecalibration.LooksApparent(OracleFolder.Of(folder).Evidence(model, "")["overall"]), Is.False);
}
