using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Simulation;

/// <summary>What metrics measure on a whole population against closed forms and integrals taken another way.</summary>
public sealed class BinormalPopulationTests
{
    private static double Truth(IMetric metric, BinormalPopulation population) => ((Estimate.Known)metric.Measure(population.Evidence())).Value;

    // Mean of a function of marker and outcome by the trapezoid rule on a coarser grid, from the densities themselves.
    private static double Mean(BinormalPopulation p, Func<double, int, double> of)
    {
        const double step = 0.01;
        var sum = 0.0;
        for (var x = -10.0; x < 13; x += step)
            sum += step * ((p.Prevalence * Normal.PDF(p.Separation, 1, x) * of(x, 1)) + ((1 - p.Prevalence) * Normal.PDF(0, 1, x) * of(x, 0)));
        return sum;
    }

    [Test]
    public void Truths_are_those_of_closed_forms_and_integrals([Values(0.02, 0.3)] double prevalence, [Values(0.6, 0.9)] double auroc) => Assert.Multiple(() =>
    {
        var p = new BinormalPopulation(prevalence, auroc);
        Assert.That(Truth(new AreaUnderRoc(), p), Is.EqualTo(auroc).Within(1e-7));
        Assert.That(Truth(new Prevalence(), p), Is.EqualTo(prevalence).Within(1e-12));
        Assert.That(Truth(new SelectionRate(), p), Is.EqualTo(BinormalPopulation.FlaggedShare).Within(1e-12));
        // Sensitivity of a binormal marker at its false positive rate: Φ(d + Φ⁻¹(FPR)).
        Assert.That(Truth(new Sensitivity(), p), Is.EqualTo(Normal.CDF(0, 1, p.Separation + Normal.InvCDF(0, 1, Truth(new FalsePositiveRate(), p)))).Within(1e-9));
        Assert.That(Truth(new BrierScore(), p), Is.EqualTo(Mean(p, (x, y) => Math.Pow(p.Score(x) - y, 2))).Within(1e-7));
        Assert.That(Truth(new LogLoss(), p), Is.EqualTo(Mean(p, (x, y) => -Math.Log(y == 1 ? p.Score(x) : 1 - p.Score(x)))).Within(1e-6));
        Assert.That(Truth(new ObservedExpectedRatio(), p), Is.EqualTo(prevalence / Mean(p, (x, _) => p.Score(x))).Within(1e-6));
        // logit(score) = c + 0.8 logit(risk), and so logit(risk) = (logit(score) − c) / 0.8.
        Assert.That(Truth(new CalibrationSlope(), p), Is.EqualTo(1 / 0.8).Within(1e-5));
    });

    [Test]
    public void The_true_risk_is_the_share_of_events_at_a_marker()
    {
        var p = new BinormalPopulation(0.1, 0.75);
        double with = 0.1 * Normal.PDF(p.Separation, 1, 0.7), without = 0.9 * Normal.PDF(0, 1, 0.7);
        Assert.That(p.Risk(0.7), Is.EqualTo(with / (with + without)).Within(1e-12));
    }

    [Test]
    public void Samples_have_the_populations_figures_on_average_with_weights_too([Values] bool weighted)
    {
        var p = new BinormalPopulation(0.1, 0.75);
        var sample = p.Sample(200_000, new Seed(3), 0, weighted);
        Assert.Multiple(() =>
        {
            Assert.That(sample.IsWeighted, Is.EqualTo(weighted));
            foreach (var metric in new IMetric[] { new Prevalence(), new SelectionRate(), new Sensitivity(), new AreaUnderRoc(), new BrierScore() })
                Assert.That(((Estimate.Known)metric.Measure(sample)).Value, Is.EqualTo(Truth(metric, p)).Within(0.01), metric.Info.Id);
        });
    }

    [Test]
    public void A_fixed_threshold_and_a_shift_move_what_is_flagged()
    {
        var p = new BinormalPopulation(0.3, 0.75);
        var shifted = p with { ScoreShift = 0.5, FixedThreshold = p.Threshold };
        Assert.Multiple(() =>
        {
            Assert.That(Truth(new SelectionRate(), p with { FixedThreshold = p.Threshold }), Is.EqualTo(BinormalPopulation.FlaggedShare).Within(1e-9));
            Assert.That(Truth(new SelectionRate(), shifted), Is.EqualTo(Mean(shifted, (x, _) => shifted.Score(x) >= p.Threshold ? 1 : 0)).Within(0.01));
            Assert.That(Truth(new AreaUnderRoc(), shifted), Is.EqualTo(0.75).Within(1e-7));
        });
    }
}
