using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>F1, Matthews correlation, balanced accuracy and likelihood ratios on tables whose figures are known.</summary>
public sealed class TableMetricsTests
{
    private static Rows Table(int tp, int fp, int tn, int fn) => new(
        [.. Enumerable.Repeat(0.9, tp + fp), .. Enumerable.Repeat(0.1, tn + fn)],
        [.. Enumerable.Repeat((byte)1, tp), .. Enumerable.Repeat((byte)0, fp + tn), .. Enumerable.Repeat((byte)1, fn)], null, 0.5);

    private static Estimate.Known Measure(IMetric metric, Rows rows) => (Estimate.Known)metric.Measure(rows.Evidence);

    [TestCase(80, 20, 80, 20)]
    [TestCase(9, 3, 40, 2)]
    [TestCase(0, 3, 40, 5)]
    public void Likelihood_ratios_are_ratios_of_rates_with_the_score_limits_of_a_ratio(int tp, int fp, int tn, int fn) => Assert.Multiple(() =>
    {
        double events = tp + fn, nonEvents = fp + tn;
        foreach (var (metric, a, c) in new (IMetric, double, double)[] { (new PositiveLikelihoodRatio(), tp, fp), (new NegativeLikelihoodRatio(), fn, tn) })
        {
            var known = Measure(metric, Table(tp, fp, tn, fn));
            Assert.That(known.Value, Is.EqualTo(a / events / (c / nonEvents)).Within(1e-12));
            Assert.That(known.Sampling!.Limits(1.96), Is.EqualTo(new RatioSampling(new(a / events, events), new(c / nonEvents, nonEvents)).Limits(1.96)));
        }
    });

    [Test]
    public void A_sensitivity_of_1_does_not_make_a_likelihood_ratio_look_more_certain_than_one_just_below()
    {
        double RelativeWidth(int tp, int fn) => Measure(new PositiveLikelihoodRatio(), Table(tp, 30, 70, fn)).Sampling!.Interval(0.95) is var i
            ? Math.Log(i.Upper / i.Lower) : 0;
        Assert.That(RelativeWidth(5, 0), Is.GreaterThan(RelativeWidth(500, 0)).And.GreaterThan(0.9));
    }

    [Test]
    public void F1_limits_are_those_of_the_jaccard_index()
    {
        // TP 30, FP 10, FN 20: J = 30 / 60, mid-P limits of 30/60 are (0.375, 0.625), F1 = 2J / (1 + J).
        var known = Measure(new F1Score(), Table(30, 10, 99, 20));
        var (lower, upper) = new ProportionSampling(0.5, 60, ProportionMethod.MidP).Limits(CriticalValue.TwoSided(0.95));
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(2 * 30 / 90.0).Within(1e-15));
            Assert.That(known.Sampling!.Interval(0.95).Lower, Is.EqualTo(2 * lower / (1 + lower)).Within(1e-12));
            Assert.That(known.Sampling!.Interval(0.95).Upper, Is.EqualTo(2 * upper / (1 + upper)).Within(1e-12));
        });
    }

    [Test]
    public void The_error_of_the_matthews_correlation_is_near_the_jackknifes([Values] bool weighted)
    {
        var rows = Rows.Random(5, 400, weighted: weighted);
        var without = Enumerable.Range(0, rows.Count)
            .Select(i => Measure(new MatthewsCorrelation(), rows.Take(Enumerable.Range(0, rows.Count).Where(j => j != i))).Value).ToArray();
        var jackknife = Math.Sqrt(without.Sum(v => Math.Pow(v - without.Average(), 2)) * (rows.Count - 1) / rows.Count);
        Assert.That(Measure(new MatthewsCorrelation(), rows).Sampling!.StandardError, Is.EqualTo(jackknife).Within(2).Percent);
    }

    // Bishop, Fienberg, Holland (1975), section 11.3: for equal margins of ½ the variance of phi is (1 − φ²) / n; ½ is added to each cell.
    [Test]
    public void The_variance_of_the_matthews_correlation_is_the_textbooks_for_equal_margins()
    {
        var known = Measure(new MatthewsCorrelation(), Table(35, 15, 35, 15));
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(0.4).Within(1e-12));
            Assert.That(known.Sampling!.StandardError, Is.EqualTo(Math.Sqrt((1 - Math.Pow(20 / 51.0, 2)) / 102)).Within(1e-12));
        });
    }

    [Test]
    public void Perfect_agreement_has_a_correlation_of_1_that_is_not_certain() => Assert.Multiple(() =>
    {
        var (right, wrong) = (Measure(new MatthewsCorrelation(), Table(5, 0, 7, 0)), Measure(new MatthewsCorrelation(), Table(0, 5, 0, 7)));
        Assert.That((right.Value, wrong.Value), Is.EqualTo((1.0, -1.0)));
        Assert.That((right.Sampling!.Interval(0.95).Upper, right.Sampling.Interval(0.95).Lower), Is.EqualTo((1.0, -wrong.Sampling!.Interval(0.95).Upper)));
        Assert.That(right.Sampling.Interval(0.95).Lower, Is.InRange(0.2, 0.8));
    });

    [Test]
    public void Balanced_accuracy_recovers_its_limits_from_both_rates()
    {
        // Zou, Donner (2008): L = θ − √((θ₁ − l₁)² + (θ₂ − l₂)²) for a sum, halved for a mean.
        var z = CriticalValue.TwoSided(0.95);
        var ((l1, u1), (l2, u2)) = (new ProportionSampling(0.8, 50, ProportionMethod.MidP).Limits(z), new ProportionSampling(0.9, 100, ProportionMethod.MidP).Limits(z));
        var interval = Measure(new BalancedAccuracy(), Table(40, 10, 90, 10)).Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Lower, Is.EqualTo(0.85 - (Math.Sqrt(Math.Pow(0.8 - l1, 2) + Math.Pow(0.9 - l2, 2)) / 2)).Within(1e-12));
            Assert.That(interval.Upper, Is.EqualTo(0.85 + (Math.Sqrt(Math.Pow(u1 - 0.8, 2) + Math.Pow(u2 - 0.9, 2)) / 2)).Within(1e-12));
        });
    }
}
