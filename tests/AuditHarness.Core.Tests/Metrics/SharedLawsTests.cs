using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>What every metric in the catalog must meet: a metric added to it meets these laws unasked.</summary>
public sealed class SharedLawsTests
{
    private const double Exact = 1e-12;
    private const double Fitted = 1e-9;

    private static Estimate.Known Known(IMetric metric, Rows rows)
    {
        var estimate = metric.Measure(rows.Evidence);
        Assert.That(estimate, Is.TypeOf<Estimate.Known>(), metric.Info.Id);
        return (Estimate.Known)estimate;
    }

    private static void AssertSame(IMetric metric, Rows first, Rows second, double tolerance)
    {
        var (a, b) = (Known(metric, first), Known(metric, second));
        Assert.That(b.Value, Is.EqualTo(a.Value).Within(tolerance));
        Assert.That(a.Sampling is null && b.Sampling is null, Is.EqualTo(metric.Info.HasNoInterval), "an interval, but for those that say they have none");
        if (metric.Info.HasNoInterval) return;
        var (i, j) = (a.Sampling!.Interval(0.95), b.Sampling!.Interval(0.95));
        Assert.That(j.Lower, Is.EqualTo(i.Lower).Within(tolerance));
        Assert.That(j.Upper, Is.EqualTo(i.Upper).Within(tolerance));
        Assert.That(b.Denominator, Is.EqualTo(a.Denominator));
    }

    // A value that is corrected for chance or rests on a span of whole patients moves a little with their number, and says so.
    private static double SameWhateverTheSize(IMetric metric) => metric.Info.FollowsSize ? 0.05 : Fitted;

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Reordering_the_patients_changes_no_metric(IMetric metric)
    {
        foreach (var weighted in new[] { false, true })
        {
            var rows = Rows.Random(7, 200, weighted: weighted);
            AssertSame(metric, rows, rows.Shuffled(8), weighted ? Fitted : 0);
        }
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Every_patient_twice_gives_the_same_value_and_a_narrower_interval(IMetric metric)
    {
        var rows = Rows.Random(9, 150);
        var (once, twice) = (Known(metric, rows), Known(metric, rows.Take(Enumerable.Range(0, 2 * rows.Count).Select(i => i / 2))));
        Assert.That(twice.Value, Is.EqualTo(once.Value).Within(SameWhateverTheSize(metric)));
        if (metric.Info.HasNoInterval) return;
        double Width(Estimate.Known known) => known.Sampling!.Interval(0.95) is var i ? i.Upper - i.Lower : 0;
        Assert.That(Width(twice) / Width(once), Is.InRange(metric.Info.NarrowsBySteps ? 0.5 : 0.6, metric.Info.NarrowsByCubeRoot || metric.Info.NarrowsBySteps ? 0.9 : 0.8), "about 1 / √2");
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Equal_weights_are_no_weights(IMetric metric)
    {
        var rows = Rows.Random(10, 150);
        AssertSame(metric, rows, rows with { Weights = [.. Enumerable.Repeat(0.3, rows.Count)] }, 0);
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void All_weights_doubled_change_no_metric(IMetric metric)
    {
        var rows = Rows.Random(11, 150, weighted: true);
        AssertSame(metric, rows, rows with { Weights = Array.ConvertAll(rows.Weights!, w => 2 * w) }, 0);
        AssertSame(metric, rows, rows with { Weights = Array.ConvertAll(rows.Weights!, w => 1e200 * w) }, Fitted);
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void A_weight_of_three_gives_the_value_of_three_patients(IMetric metric)
    {
        var rows = Rows.Random(12, 120);
        var weights = Enumerable.Range(0, rows.Count).Select(i => 1 + (i % 3)).ToArray();
        var weighted = rows with { Weights = Array.ConvertAll(weights, w => (double)w) };
        var repeated = rows.Take(Enumerable.Range(0, rows.Count).SelectMany(i => Enumerable.Repeat(i, weights[i])));
        Assert.That(Known(metric, weighted).Value, Is.EqualTo(Known(metric, repeated).Value).Within(SameWhateverTheSize(metric)));
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Unequal_weights_widen_the_interval(IMetric metric)
    {
        if (metric.Info.HasNoInterval) return;
        // Weights unrelated to anything leave the estimand alone and cost precision: n is not the sum of weights.
        var rows = Rows.Random(13, 3000);
        var weighted = rows with { Weights = [.. Enumerable.Range(0, rows.Count).Select(i => i % 7 == 0 ? 20.0 : 1.0)] };
        double Width(Rows of) => Known(metric, of).Sampling!.Interval(0.95) is var i ? i.Upper - i.Lower : 0;
        Assert.That(Width(weighted) / Width(rows), Is.GreaterThan(metric.Info.NarrowsByCubeRoot ? 1.25 : 1.4));
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Limits_lie_around_the_value_within_the_range_and_spread_with_the_level(IMetric metric)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var known = Known(metric, Rows.Random(seed, 60 + (20 * seed), ties: seed % 2 == 0, weighted: seed % 3 == 0));
            Assert.That(known.Value, Is.InRange(metric.Info.Min, metric.Info.Max));
            Assert.That(known.Reason?.ToString(), known.Sampling is null ? Is.Not.Empty : Is.Null);
            if (metric.Info.HasNoInterval) Assert.That(known.Sampling, Is.Null);
            if (known.Sampling is null) continue;
            var (previousLower, previousUpper) = (known.Value, known.Value);
            foreach (var level in new[] { 0.5, 0.9, 0.95, 0.99 })
            {
                var interval = known.Sampling.Interval(level);
                Assert.That(interval.Lower, Is.LessThanOrEqualTo(previousLower).And.GreaterThanOrEqualTo(metric.Info.Min));
                Assert.That(interval.Upper, Is.GreaterThanOrEqualTo(previousUpper).And.LessThanOrEqualTo(metric.Info.Max));
                Assert.That(interval.Upper, Is.GreaterThan(interval.Lower), "no figure of a sample is certain");
                Assert.That((interval.Level, interval.Method), Is.EqualTo((level, known.Sampling.Method)));
                (previousLower, previousUpper) = (interval.Lower, interval.Upper);
            }
        }
    }

    [TestCase("Sensitivity", "Specificity")]
    [TestCase("Specificity", "Sensitivity")]
    [TestCase("PositivePredictiveValue", "NegativePredictiveValue")]
    [TestCase("NegativePredictiveValue", "PositivePredictiveValue")]
    [TestCase("FalsePositiveRate", "FalseNegativeRate")]
    [TestCase("FalseNegativeRate", "FalsePositiveRate")]
    [TestCase("Accuracy", "Accuracy")]
    [TestCase("BalancedAccuracy", "BalancedAccuracy")]
    [TestCase("MatthewsCorrelation", "MatthewsCorrelation")]
    [TestCase("AreaUnderRoc", "AreaUnderRoc")]
    [TestCase("BrierScore", "BrierScore")]
    [TestCase("ScaledBrierScore", "ScaledBrierScore")]
    [TestCase("LogLoss", "LogLoss")]
    [TestCase("CalibrationSlope", "CalibrationSlope")]
    [TestCase("ExpectedCalibrationError", "ExpectedCalibrationError")]
    public void Swapped_outcomes_and_risks_turn_a_metric_into_its_mirror(string id, string mirror)
    {
        foreach (var weighted in new[] { false, true })
        {
            var rows = Rows.Random(14, 200, weighted: weighted);
            var (a, b) = (Known(MetricCatalog.Find(id)!, rows), Known(MetricCatalog.Find(mirror)!, rows.Swapped()));
            Assert.That(b.Value, Is.EqualTo(a.Value).Within(Fitted));
            Assert.That(b.Sampling!.Interval(0.95).Lower, Is.EqualTo(a.Sampling!.Interval(0.95).Lower).Within(Fitted));
            Assert.That(b.Sampling!.Interval(0.95).Upper, Is.EqualTo(a.Sampling!.Interval(0.95).Upper).Within(Fitted));
        }
    }

    [TestCase("Prevalence", "Prevalence", 1.0)]
    [TestCase("SelectionRate", "SelectionRate", 1.0)]
    [TestCase("CalibrationIntercept", "CalibrationIntercept", 0.0)]
    [TestCase("CalibrationJointIntercept", "CalibrationJointIntercept", 0.0)]
    public void Swapped_outcomes_and_risks_turn_a_metric_around(string id, string mirror, double sum)
    {
        var rows = Rows.Random(15, 200, weighted: true);
        var (a, b) = (Known(MetricCatalog.Find(id)!, rows), Known(MetricCatalog.Find(mirror)!, rows.Swapped()));
        Assert.That(a.Value + b.Value, Is.EqualTo(sum).Within(Fitted));
        Assert.That(b.Sampling!.Interval(0.95).Lower, Is.EqualTo(sum - a.Sampling!.Interval(0.95).Upper).Within(Fitted));
    }

    [Test]
    public void Swapped_outcomes_and_risks_turn_one_likelihood_ratio_into_the_reciprocal_of_the_other()
    {
        var rows = Rows.Random(16, 200);
        var (a, b) = (Known(MetricCatalog.Find("PositiveLikelihoodRatio")!, rows), Known(MetricCatalog.Find("NegativeLikelihoodRatio")!, rows.Swapped()));
        Assert.That(a.Value * b.Value, Is.EqualTo(1).Within(Exact));
        Assert.That(a.Sampling!.Interval(0.95).Upper * b.Sampling!.Interval(0.95).Lower, Is.EqualTo(1).Within(Fitted));
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void A_metric_describes_itself(IMetric metric) => Assert.Multiple(() =>
    {
        var info = metric.Info;
        var sameClass = MetricCatalog.All.Count(m => m.GetType() == metric.GetType());
        Assert.That(sameClass == 1 ? metric.GetType().Name : metric.ToString(), Is.EqualTo(info.Id), "by its class, or of several in one class by itself");
        Assert.That(new[] { info.Title, info.Definition, info.IntervalMethod, info.Source }, Has.None.Empty);
        Assert.That(info.Min, Is.LessThan(info.Max));
        Assert.That(info.Ideal, info.Better is Direction.Target ? Is.Not.Null : Is.Null.Or.InRange(info.Min, info.Max));
        Assert.That(MetricCatalog.Infos.Count(i => i.Id == info.Id || i.Title == info.Title), Is.EqualTo(1));
        Assert.That(MetricCatalog.Find(info.Id), Is.SameAs(metric));
        Assert.That(MetricCatalog.AuditOf(info.Id), Is.EqualTo(
            MetricCatalog.Performance.Contains(metric) ? "performance" : MetricCatalog.Calibration.Contains(metric) ? "calibration" : "utility"));
    });
}
