using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Brier score, its scaled form, log loss and O/E against sums row by row.</summary>
public sealed class ScoreMeanTests
{
    private static Estimate.Known Measure(IMetric metric, Rows rows) => (Estimate.Known)metric.Measure(rows.Evidence);

    // Linearised standard error of a weighted mean with the small-sample factor of the effective size.
    private static (double Mean, double Error, double Size) Mean(Rows rows, Func<int, double> of)
    {
        var all = Enumerable.Range(0, rows.Count).ToArray();
        var weight = all.Sum(rows.Weight);
        var mean = all.Sum(i => rows.Weight(i) * of(i)) / weight;
        var size = weight * weight / all.Sum(i => rows.Weight(i) * rows.Weight(i));
        return (mean, Math.Sqrt(all.Sum(i => Math.Pow(rows.Weight(i) * (of(i) - mean) / weight, 2)) * size / (size - 1)), size);
    }

    [Test]
    public void Brier_score_and_log_loss_are_means_whose_error_becomes_that_of_a_mean([Range(1, 4)] int seed, [Values] bool weighted)
    {
        foreach (var (patients, tolerance) in new[] { (60, 0.25), (5000, 0.01) })
        {
            var rows = Rows.Random(seed, patients, weighted: weighted);
            foreach (var (metric, of) in new (IMetric, Func<int, double>)[]
            {
                (new BrierScore(), i => Math.Pow(rows.Scores[i] - rows.Labels[i], 2)),
                (new LogLoss(), i => -Math.Log(rows.Labels[i] == 1 ? rows.Scores[i] : 1 - rows.Scores[i])),
            })
            {
                var (mean, error, _) = Mean(rows, of);
                Assert.That(Measure(metric, rows).Value, Is.EqualTo(mean).Within(1e-13));
                Assert.That(Measure(metric, rows).Sampling!.StandardError / error, Is.EqualTo(1).Within(tolerance));
            }
        }
    }

    // With one score for all a loss has two values, and its mean is a function of the event rate alone.
    [Test]
    public void Limits_of_the_brier_score_of_a_constant_are_near_wilsons([Values(0, 1, 6, 30)] int events)
    {
        var rows = new Rows([.. Enumerable.Repeat(0.2, 60)], [.. Enumerable.Range(0, 60).Select(i => (byte)(i < events ? 1 : 0))], null, 0.5);
        var (lower, upper) = Measure(new BrierScore(), rows).Sampling!.Limits(1.96);
        var (low, high) = new ProportionSampling(events / 60.0, 60).Limits(1.96);
        Assert.Multiple(() =>
        {
            Assert.That(lower, Is.EqualTo(0.04 + (0.6 * low)).Within(0.012));
            Assert.That(upper, Is.EqualTo(0.04 + (0.6 * high)).Within(0.012));
        });
    }

    [Test]
    public void Brier_of_a_certain_and_wrong_forecast_is_1_and_its_log_loss_finite() => Assert.Multiple(() =>
    {
        var rows = new Rows([1.0, 0.0], [0, 1], null, 0.5);
        Assert.That(Measure(new BrierScore(), rows).Value, Is.EqualTo(1));
        Assert.That(Measure(new LogLoss(), rows).Value, Is.EqualTo(-Math.Log(1e-15)).Within(0.01));
    });

    [Test]
    public void Scaled_brier_is_0_for_the_prevalence_1_for_certainty_and_negative_for_worse() => Assert.Multiple(() =>
    {
        byte[] labels = [1, 0, 0, 0];
        Assert.That(Measure(new ScaledBrierScore(), new([0.25, 0.25, 0.25, 0.25], labels, null, 0.5)).Value, Is.Zero.Within(1e-15));
        Assert.That(Measure(new ScaledBrierScore(), new([1, 0, 0, 0], labels, null, 0.5)).Value, Is.EqualTo(1));
        Assert.That(Measure(new ScaledBrierScore(), new([0, 1, 1, 1], labels, null, 0.5)).Value, Is.EqualTo(1 - (1 / 0.1875)).Within(1e-12));
    });

    [Test]
    public void The_error_of_the_scaled_brier_score_is_near_the_jackknifes([Values] bool weighted)
    {
        var rows = Rows.Random(4, 400, weighted: weighted);
        var without = Enumerable.Range(0, rows.Count)
            .Select(i => Measure(new ScaledBrierScore(), rows.Take(Enumerable.Range(0, rows.Count).Where(j => j != i))).Value).ToArray();
        var jackknife = Math.Sqrt(without.Sum(v => Math.Pow(v - without.Average(), 2)) * (rows.Count - 1) / rows.Count);
        Assert.That(Measure(new ScaledBrierScore(), rows).Sampling!.StandardError, Is.EqualTo(jackknife).Within(2).Percent);
    }

    [Test]
    public void Observed_over_expected_carries_the_limits_of_an_event_rate_of_patients_who_vary_like_the_ratio()
    {
        // 2 events of 4 over a mean risk of 0.4, so R = 1.25. Mean R s (1 − R s) is 0.171875 and mean (y − R s)² 0.203125, each over 0.25; ten
        // times the first and twice the second: 0.70833, as if of 5.647 patients. Mid-P limits of a half of them by R's pbeta and uniroot.
        var known = Measure(new ObservedExpectedRatio(), new([0.1, 0.3, 0.5, 0.7], [0, 1, 0, 1], null, 0.5));
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(1.25).Within(1e-15));
            Assert.That(known.Sampling!.Interval(0.95).Lower, Is.EqualTo(0.138672450423 / 0.4).Within(1e-5));
            Assert.That(known.Sampling!.Interval(0.95).Upper, Is.EqualTo(0.861327549577 / 0.4).Within(1e-5));
        });
    }
}
