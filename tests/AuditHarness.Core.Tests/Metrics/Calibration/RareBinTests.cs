using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Limits of figures over bins where a bin holds nobody, or hardly anybody.</summary>
public sealed class RareBinTests
{
    private static Interval Measured(IMetric metric, double[] scores, byte[] labels)
    {
        var ranked = new ScoreOrder(scores, labels, null).Split(GroupIndex.Overall(scores.Length))[0];
        return ((Estimate.Known)metric.Measure(new(Subgroup.Overall, ranked, 0.5, weighted: false) { Seed = new Seed(3) })).Sampling!.Interval(0.95);
    }

    [Test]
    public void Risks_in_one_bin_resolve_nothing_and_leave_open_what_those_in_another_would()
    {
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => 0.04 + (i / 2000.0))];
        var interval = Measured(new BrierResolution(), scores, [.. scores.Select((_, i) => (byte)(i % 20 == 0 ? 1 : 0))]);
        // None of 60 in another bin: by mid-P its share u is no more than that of which half of (1 − u)^60 is 2.5 %. Its rate is 1 and that of the others 0.05 at most.
        var unseen = 1 - Math.Pow(0.05, 1 / 60.0);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Lower, Is.Zero);
            Assert.That(interval.Upper, Is.EqualTo(unseen * (1 - unseen) * 0.95 * 0.95).Within(1e-9));
        });
    }

    [Test]
    public void Two_events_in_a_bin_of_two_are_no_surprise_where_chance_brings_them_together_often_enough()
    {
        // 20 calibrated patients of a risk of about 0.13 in ten bins of two: some bin holds two events in 1 − (1 − 0.13²)^10 = 16 % of samples.
        double[] scores = [.. Enumerable.Range(0, 20).Select(i => 0.12 + (i / 1000.0))];
        var interval = Measured(new MaximumCalibrationError(), scores, [.. scores.Select((_, i) => (byte)(i is 8 or 9 ? 1 : 0))]);
        Assert.That(interval.Lower, Is.LessThan(0.02));
    }
}
