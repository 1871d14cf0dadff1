namespace AuditHarness.Metrics.Calibration;

/// <summary>The recalibration model where scores separate the outcomes.</summary>
public sealed class PenalizedRecalibrationTests
{
    private static double Logit(double p) => Math.Log(p / (1 - p));

    private static Estimate.Known Known(IMetric metric, Rows rows) => (Estimate.Known)metric.Measure(rows.Evidence);

    private static readonly Rows Separated = new(
        [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65], [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1], null, 0.5);

    // A model with as many parameters as risks: Firth's penalty is half a patient more in each of the four cells (Firth 1993).
    [Test]
    public void Two_risks_give_the_log_odds_of_a_table_with_a_half_added()
    {
        var rows = new Rows([.. Enumerable.Repeat(0.2, 8), .. Enumerable.Repeat(0.4, 9)], [.. new byte[8], 1, 1, 1, 1, 1, 0, 0, 0, 0], null, 0.5);
        var slope = (Math.Log(5.5 / 4.5) - Math.Log(0.5 / 8.5)) / (Logit(0.4) - Logit(0.2));
        Assert.Multiple(() =>
        {
            Assert.That(Known(new CalibrationSlope(), rows).Value, Is.EqualTo(slope).Within(1e-6));
            Assert.That(Known(new CalibrationJointIntercept(), rows).Value, Is.EqualTo(Math.Log(5.5 / 4.5) - (slope * Logit(0.4))).Within(1e-6));
        });
    }

    // The profile by brute force, patient by patient: at a limit, no other coefficient brings the penalized log-likelihood above what
    // is 1.96² / 2 below its maximum, and one brings it there.
    [Test]
    public void Limits_are_where_the_profile_has_lost_half_the_square_of_z()
    {
        double[] x = Array.ConvertAll(Separated.Scores, Logit);
        double Penalized(double intercept, double slope)
        {
            double sum = 0, a = 0, b = 0, c = 0;
            for (var i = 0; i < x.Length; i++)
            {
                var p = 1 / (1 + Math.Exp(-intercept - (slope * x[i])));
                sum += Math.Log(Separated.Labels[i] == 1 ? p : 1 - p);
                (a, b, c) = (a + (p * (1 - p)), b + (p * (1 - p) * x[i]), c + (p * (1 - p) * x[i] * x[i]));
            }
            return sum + (Math.Log((a * c) - (b * b)) / 2);
        }
        var (slope, intercept) = (Known(new CalibrationSlope(), Separated), Known(new CalibrationJointIntercept(), Separated));
        var best = Penalized(intercept.Value, slope.Value);
        Assert.Multiple(() =>
        {
            foreach (var step in new[] { -1e-3, 1e-3 })
            {
                Assert.That(Penalized(intercept.Value + step, slope.Value), Is.LessThan(best));
                Assert.That(Penalized(intercept.Value, slope.Value + step), Is.LessThan(best));
            }
            double Greatest(Func<double, double> of) => Enumerable.Range(0, 120_001).Max(i => of(-60 + (i / 1000.0)));
            var (lower, upper) = slope.Sampling!.Limits(1.96);
            foreach (var limit in new[] { lower, upper }) Assert.That(best - Greatest(level => Penalized(level, limit)), Is.EqualTo(1.96 * 1.96 / 2).Within(1e-4));
            (lower, upper) = intercept.Sampling!.Limits(1.96);
            foreach (var limit in new[] { lower, upper }) Assert.That(best - Greatest(other => Penalized(limit, other)), Is.EqualTo(1.96 * 1.96 / 2).Within(1e-4));
        });
    }

    [Test]
    public void Weights_that_are_equal_are_none_and_the_order_does_not_matter() => Assert.Multiple(() =>
    {
        var (plain, once) = (Known(new CalibrationSlope(), Separated).Sampling!, Separated with { Weights = [.. Enumerable.Repeat(0.5, Separated.Count)] });
        Assert.That(Known(new CalibrationSlope(), once).Sampling!.Limits(2), Is.EqualTo(plain.Limits(2)));
        Assert.That(Known(new CalibrationSlope(), Separated.Shuffled(3)).Sampling!.Limits(2), Is.EqualTo(plain.Limits(2)));
        Assert.That(plain.Scaled(2).Limits(2), Is.EqualTo(plain.Limits(Math.Sqrt(2))).Within(1e-12));
    });

    [Test]
    public void Limits_stay_finite_at_any_level([Values(0.5, 2, 5.5)] double z)
    {
        var (lower, upper) = Known(new CalibrationSlope(), Separated).Sampling!.Limits(z);
        Assert.That(double.IsFinite(lower) && double.IsFinite(upper) && lower < upper, Is.True);
    }

    [Test]
    public void Few_patients_that_separate_have_no_slope() =>
        Assert.That(new CalibrationSlope().Measure(new Rows([0.1, 0.2, 0.7, 0.8], [0, 0, 1, 1], null, 0.5).Evidence), Is.TypeOf<Estimate.Undefined>());
}
