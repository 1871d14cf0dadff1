using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Errors against the oracles we have the patients of. Those of the published miscalibrated example (risks of a model on df_binary, drawn
/// towards .3 + .7 logit) cannot be tested here: only its figures are recorded, not its 750 patients.
/// </summary>
public sealed class CalibrationErrorTests
{
    private static double Value(IMetric metric, SubgroupEvidence evidence) => ((Estimate.Known)metric.Measure(evidence)).Value;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Binned_errors_agree_with_scikit_learn(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (who, theirs, ours) in oracle.Groups(oracle.Metrics, model))
        {
            var probability = theirs.GetProperty("probability");
            agreement.Check($"{who} ece_quantile", new EqualMassCalibrationError().Measure(ours), probability.GetProperty("ece_quantile").GetDouble(), 1e-12);
            agreement.Check($"{who} mce_quantile", new MaximumCalibrationError().Measure(ours), probability.GetProperty("mce_quantile").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 6 * 2);
    }

    [Test]
    public void Binned_errors_equal_sums_row_by_row([Range(1, 4)] int seed)
    {
        var rows = Rows.Random(seed, 230, ties: seed % 2 == 0);
        var sorted = rows.Scores.Order().ToArray();
        var cuts = Enumerable.Range(1, 9).Select(k =>
        {
            var position = k / 10.0 * (rows.Count - 1);
            var (low, high) = (sorted[(int)position], sorted[(int)position + 1]);
            return low + ((high - low) * (position - (int)position));
        }).Distinct().ToArray();
        var bins = Enumerable.Range(0, rows.Count).GroupBy(i => cuts.Count(c => rows.Scores[i] > c)).Select(b =>
            (N: (double)b.Count(), Rate: b.Average(i => (double)rows.Labels[i]), Risk: b.Average(i => rows.Scores[i]))).ToArray();
        var debiased = bins.Sum(b => b.N / rows.Count * (Math.Pow(b.Rate - b.Risk, 2) - (b.N > 1 ? b.Rate * (1 - b.Rate) / (b.N - 1) : 0)));
        Assert.Multiple(() =>
        {
            Assert.That(Value(new AdaptiveCalibrationError(), rows.Evidence), Is.EqualTo(bins.Average(b => Math.Abs(b.Rate - b.Risk))).Within(1e-12));
            Assert.That(Value(new DebiasedCalibrationError(), rows.Evidence), Is.EqualTo(Math.Sqrt(Math.Max(0, debiased))).Within(1e-12));
            Assert.That(Value(new EqualMassCalibrationError(), rows.Evidence), Is.EqualTo(bins.Sum(b => b.N / rows.Count * Math.Abs(b.Rate - b.Risk))).Within(1e-12));
            Assert.That(Value(new MaximumCalibrationError(), rows.Evidence), Is.EqualTo(bins.Max(b => Math.Abs(b.Rate - b.Risk))).Within(1e-12));
        });
    }

    // With weights a cut is the score at which its tenth of the weight is reached, and n_bin in the correction is (Σ w)² / Σ w².
    [Test]
    public void Weighted_binned_errors_equal_sums_row_by_row([Range(1, 4)] int seed)
    {
        var rows = Rows.Random(seed, 230, ties: seed % 2 == 0, weighted: true);
        var all = Enumerable.Range(0, rows.Count).ToArray();
        var total = all.Sum(rows.Weight);
        double[] cuts = [.. Enumerable.Range(1, 9).Select(k => rows.Scores.Where(s => all.Where(i => rows.Scores[i] <= s).Sum(rows.Weight) >= k / 10.0 * total).Min()).Distinct()];
        var bins = all.GroupBy(i => cuts.Count(c => rows.Scores[i] > c)).Select(b =>
        {
            double weight = b.Sum(rows.Weight), size = weight * weight / b.Sum(i => rows.Weight(i) * rows.Weight(i));
            double rate = b.Sum(i => rows.Weight(i) * rows.Labels[i]) / weight, gap = rate - (b.Sum(i => rows.Weight(i) * rows.Scores[i]) / weight);
            return (Share: weight / total, Gap: Math.Abs(gap), Debiased: (gap * gap) - (size > 1 ? rate * (1 - rate) / (size - 1) : 0));
        }).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(bins, Has.Length.GreaterThan(5));
            Assert.That(Value(new DebiasedCalibrationError(), rows.Evidence), Is.EqualTo(Math.Sqrt(Math.Max(0, bins.Sum(b => b.Share * b.Debiased)))).Within(1e-12));
            Assert.That(Value(new AdaptiveCalibrationError(), rows.Evidence), Is.EqualTo(bins.Average(b => b.Gap)).Within(1e-12));
            Assert.That(Value(new EqualMassCalibrationError(), rows.Evidence), Is.EqualTo(bins.Sum(b => b.Share * b.Gap)).Within(1e-12));
            Assert.That(Value(new MaximumCalibrationError(), rows.Evidence), Is.EqualTo(bins.Max(b => b.Gap)).Within(1e-12));
        });
    }

    // val.prob of rms 6.5-0 calls lowess with delta = 1 % of the range of the risks: between points so far apart it interpolates, where
    // ours is exact or has 512 knots and 64. What delta alone moves, in R (lowess with its delta against delta = 0): Eavg up to 7.0e-5
    // (flchain, rf), E90 up to 1.5e-4 (flchain, lr; 9.8e-5 and less in all others), Emax up to 5.2e-6. Hence 1e-4, and for E90 2e-4.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Errors_by_lowess_agree_with_val_prob_as_far_as_its_delta_lets_them(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var overall = oracle.R.GetProperty("models").GetProperty(model).GetProperty("overall").GetProperty("calibration").GetProperty("val_prob");
        var ours = oracle.Evidence(model, "")["overall"];
        Assert.Multiple(() =>
        {
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Mean), ours), Is.EqualTo(overall.GetProperty("Eavg").GetDouble()).Within(1e-4));
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Ninety), ours), Is.EqualTo(overall.GetProperty("E90").GetDouble()).Within(2e-4));
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Largest), ours), Is.EqualTo(overall.GetProperty("Emax").GetDouble()).Within(1e-4));
        });
    }

    // R's default surface is interpolated between the vertices of a tree. What that alone moves, in R (interpolate against direct): ICI
    // up to .0020 (flchain, rf), E50 up to .00078 (flchain, lr), E90 up to .0073 (flchain, gb), Emax up to .0227 (health_insurance,
    // gb). The exact fit agrees to 1e-9: LocalRegressionTests.
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Errors_by_loess_agree_with_r_as_far_as_its_interpolation_lets_them(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var loess = oracle.R.GetProperty("models").GetProperty(model).GetProperty("overall").GetProperty("calibration").GetProperty("loess");
        var ours = oracle.Evidence(model, "")["overall"];
        Assert.Multiple(() =>
        {
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Mean), ours), Is.EqualTo(loess.GetProperty("ici").GetDouble()).Within(2e-3 + 1e-4));
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Median), ours), Is.EqualTo(loess.GetProperty("e50").GetDouble()).Within(8e-4 + 1e-4));
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Ninety), ours), Is.EqualTo(loess.GetProperty("e90").GetDouble()).Within(7.3e-3 + 1e-4));
            Assert.That(Value(new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Largest), ours), Is.EqualTo(loess.GetProperty("emax").GetDouble()).Within(2.27e-2 + 1e-4));
        });
    }

    // Trap: errors are positive even for a perfect model, so that small groups look worse.
    [Test]
    public void What_chance_alone_gives_is_what_simulation_gives() => Assert.Multiple(() =>
    {
        var rows = Rows.Random(31, 200, ties: false);
        var random = new Random(32);
        var draws = Enumerable.Range(0, 600).Select(_ => (rows with { Labels = Array.ConvertAll(rows.Scores, s => (byte)(random.NextDouble() < s ? 1 : 0)) }).Evidence).ToArray();
        // A root that is 0 in half of all samples varies more than its mean, here and in the 256 draws of the metric itself.
        foreach (var error in MetricCatalog.Calibration.OfType<ICalibrationError>())
            Assert.That(error.ByChance(rows.Evidence), Is.EqualTo(draws.Average(d => Value(error, d))).Within(error is DebiasedCalibrationError ? 25 : 15).Percent, error.Info.Id);
    });

    [Test]
    public void Nobody_gives_no_error_by_chance() => Assert.Multiple(() =>
    {
        foreach (var error in MetricCatalog.Calibration.OfType<ICalibrationError>())
            Assert.That(error.ByChance(new Rows([], [], null, 0.5).Evidence), Is.Null, error.Info.Id);
    });

    [Test]
    public void Limits_are_the_same_every_time_and_on_every_thread()
    {
        var rows = Rows.Random(33, 300);
        (double, double)[] Limits(SubgroupEvidence evidence) =>
            [.. MetricCatalog.Calibration.OfType<ICalibrationError>().Where(e => !e.Info.HasNoInterval).Select(e => ((Estimate.Known)e.Measure(evidence)).Sampling!.Limits(2))];
        var first = Limits(rows.Evidence);
        var evidence = rows.Evidence;
        var others = new (double, double)[4][];
        Parallel.For(0, 4, i => others[i] = Limits(evidence));
        foreach (var other in others) Assert.That(other, Is.EqualTo(first));
    }
}
