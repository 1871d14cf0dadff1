using AuditHarness.Audits;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics.ErrorRates;

/// <summary>Youden index, diagnostic odds ratio, F-beta, kappa and the ratio of mistakes on tables whose figures are known.</summary>
public sealed class TableFunctionTests
{
    private static Rows Table(int tp, int fp, int tn, int fn) => new(
        [.. Enumerable.Repeat(0.9, tp + fp), .. Enumerable.Repeat(0.1, tn + fn)],
        [.. Enumerable.Repeat((byte)1, tp), .. Enumerable.Repeat((byte)0, fp + tn), .. Enumerable.Repeat((byte)1, fn)], null, 0.5);

    // With Wilson's limits, for which formulas and published values are known.
    private static Estimate.Known Measure(IMetric metric, Rows rows) => rows.Evidence is var e ? (Estimate.Known)metric.Measure(
        new SubgroupEvidence(e.Subgroup, e.Ranked, e.Threshold, e.IsWeighted) { Intervals = new() { Proportions = ProportionMethod.Wilson } }) : null!;

    // Newcombe (1998), Stat. Med. 17:873, table II: sensitivity less false positive rate is a difference of two independent proportions.
    [TestCase(56, 48, 32, 14, 0.2, 0.052431472402, 0.333872654037)]
    [TestCase(9, 3, 7, 1, 0.6, 0.170522723935, 0.809017973535)]
    [TestCase(10, 0, 20, 0, 1, 0.679086037142, 1)]
    [TestCase(5, 0, 29, 51, 5 / 56.0, -0.038137147904, 0.192560013855)]
    public void Youden_limits_are_newcombes_of_two_rates(int tp, int fp, int tn, int fn, double value, double lower, double upper)
    {
        var known = Measure(new YoudenIndex(), Table(tp, fp, tn, fn));
        var interval = known.Sampling!.Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(value).Within(1e-12));
            Assert.That(interval.Lower, Is.EqualTo(lower).Within(1e-11));
            Assert.That(interval.Upper, Is.EqualTo(upper).Within(1e-11));
        });
    }

    // Fagerland, Newcombe (2013): Wilson's limits lie 2 asinh(z / 2 · √(1/a + 1/b)) from the log-odds a / b.
    [TestCase(80, 20, 70, 30)]
    [TestCase(3, 2, 40, 1)]
    public void The_diagnostic_odds_ratio_and_its_limits_follow_the_inverse_hyperbolic_sine_formula(int tp, int fp, int tn, int fn)
    {
        var known = Measure(new DiagnosticOddsRatio(), Table(tp, fp, tn, fn));
        var z = CriticalValue.TwoSided(0.95);
        double Reach(double a, double b) => 2 * Math.Asinh(z / 2 * Math.Sqrt((1 / a) + (1 / b)));
        var reach = double.Hypot(Reach(tp, fn), Reach(fp, tn));
        var ratio = tp * tn / (double)(fp * fn);
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(ratio).Within(1e-9));
            Assert.That(known.Sampling!.Interval(0.95).Lower, Is.EqualTo(ratio * Math.Exp(-reach)).Within(1e-8));
            Assert.That(known.Sampling!.Interval(0.95).Upper / (ratio * Math.Exp(reach)), Is.EqualTo(1).Within(1e-9));
        });
    }

    // Trap: 0.5 added in silence, or infinity printed as 10.
    [Test]
    public void Nothing_is_added_to_an_empty_cell_of_the_diagnostic_odds_ratio() => Assert.Multiple(() =>
    {
        Assert.That(new DiagnosticOddsRatio().Measure(Table(5, 0, 5, 5).Evidence), Is.TypeOf<Estimate.Undefined>());
        Assert.That(new DiagnosticOddsRatio().Measure(Table(5, 5, 5, 0).Evidence), Is.TypeOf<Estimate.Undefined>());
        var zero = Measure(new DiagnosticOddsRatio(), Table(0, 5, 5, 5));
        Assert.That((zero.Value, zero.Sampling, zero.Reason is null), Is.EqualTo((0.0, (Sampling?)null, false)));
    });

    [Test]
    public void False_negatives_per_false_positive_is_the_odds_of_a_miss()
    {
        // Clopper and Pearson's limits of 81 in 263, computed with R.
        const double lower = 0.252736745585, upper = 0.367621922601;
        var known = Measure(new FalseNegativesPerFalsePositive(), Table(30, 81, 99, 182));
        Assert.Multiple(() =>
        {
            Assert.That(known.Value, Is.EqualTo(182 / 81.0).Within(1e-12));
            Assert.That(known.Sampling!.Interval(0.95).Lower, Is.EqualTo((1 - upper) / upper).Within(1e-9));
            Assert.That(known.Sampling!.Interval(0.95).Upper, Is.EqualTo((1 - lower) / lower).Within(1e-9));
            Assert.That(new FalseNegativesPerFalsePositive().Measure(Table(3, 0, 9, 2).Evidence), Is.TypeOf<Estimate.Undefined>());
        });
    }

    [Test]
    public void With_beta_1_f_beta_and_its_limits_are_those_of_f1()
    {
        var evidence = Rows.Random(3, 300).Evidence;
        var one = new SubgroupEvidence(evidence.Subgroup, evidence.Ranked, evidence.Threshold, false) { Measures = new() { Beta = 1 } };
        var (beta, f1) = ((Estimate.Known)new FBetaScore().Measure(one), (Estimate.Known)new F1Score().Measure(one));
        Assert.Multiple(() =>
        {
            Assert.That(beta.Value, Is.EqualTo(f1.Value).Within(1e-14));
            Assert.That(beta.Sampling!.Limits(1.96).Lower, Is.EqualTo(f1.Sampling!.Limits(1.96).Lower).Within(1e-12));
            Assert.That(beta.Sampling!.Limits(1.96).Upper, Is.EqualTo(f1.Sampling!.Limits(1.96).Upper).Within(1e-12));
        });
    }

    // The delta method's error of kappa, Fleiss, Cohen, Everitt (1969), Psychol. Bull. 72:323: what the interval comes to in large samples.
    [Test]
    public void The_error_of_kappa_is_the_published_one_in_a_large_sample()
    {
        var (tp, fp, tn, fn) = (0.20, 0.10, 0.60, 0.10);
        const int n = 100_000;
        double po = tp + tn, pe = ((tp + fp) * (tp + fn)) + ((fn + tn) * (fp + tn)), kappa = (po - pe) / (1 - pe);
        double flagged = tp + fp, events = tp + fn;
        double Square(double x) => x * x;
        var a = (tp * Square(1 - ((flagged + events) * (1 - kappa)))) + (tn * Square(1 - ((2 - flagged - events) * (1 - kappa))));
        var b = Square(1 - kappa) * ((fp * Square(events + (1 - flagged))) + (fn * Square((1 - events) + flagged)));
        var c = Square(kappa - (pe * (1 - kappa)));
        var error = Math.Sqrt((a + b - c) / n) / (1 - pe);
        var known = Measure(new CohenKappa(), Table((int)(tp * n), (int)(fp * n), (int)(tn * n), (int)(fn * n)));
        Assert.That(known.Value, Is.EqualTo(kappa).Within(1e-9));
        Assert.That(known.Sampling!.StandardError, Is.EqualTo(error).Within(1).Percent);
    }

    [Test]
    public void Decisions_without_a_mistake_are_not_certain_for_it() => Assert.Multiple(() =>
    {
        foreach (var metric in new IMetric[] { new CohenKappa(), new YoudenIndex(), new FBetaScore() })
        {
            var known = Measure(metric, Table(8, 0, 12, 0));
            Assert.That((known.Value, known.Sampling!.Interval(0.95).Upper), Is.EqualTo((1.0, 1.0)), metric.Info.Id);
            Assert.That(known.Sampling!.Interval(0.95).Lower, Is.LessThan(0.85), metric.Info.Id);
        }
    });
}
