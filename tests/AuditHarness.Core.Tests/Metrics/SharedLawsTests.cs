using AuditHarness.Disparity;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>What every metric in the catalog must meet: a metric added to it meets these laws unasked.</summary>
public sealed class SharedLawsTests
{
    private const double Fitted = 1e-9;

    private static Estimate.Known Known(IMetric metric, Rows rows)
    {
        var estimate = metric.Measure(rows.Evidence);
        Assert.That(estimate, Is.TypeOf<Estimate.Known>(), metric.Info.Id);
        return (Estimate.Known)estimate;
    }

    // As an audit measures them, with a seed that follows from the name, and with costs.
    private static Estimate.Known[] InGroups(IMetric metric, ComparedCohort cohort) => [.. cohort.Context.Table.Evidence.Select(e =>
        (Estimate.Known)metric.Measure(new(e.Subgroup, e.Ranked, e.Threshold, e.IsWeighted) { Measures = Rows.Settings, Seed = e.Seed }))];

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

    // The span of a smoother is of whole patients, rounded down: one more or less of the 112 that are three quarters of 150 moves a figure by up to
    // 1.1 % of itself, in eight figures of four samples.
    private static double SameWhateverTheSize(IMetric metric, double value) => metric.Info.FollowsSize ? 0.02 * value : Fitted;

    // What is taken off for chance is told by how many patients a bin holds: by the definition, of so many instead.
    private static double Debiased(Rows rows, Func<Tally, double> patients) => Math.Sqrt(rows.Evidence.Curves.EqualMass.Sum(bin =>
        bin.All.Weight / rows.Evidence.All.Weight * (Math.Pow(bin.EventRate - bin.MeanScore, 2) - (bin.EventRate * (1 - bin.EventRate) / (patients(bin.All) - 1)))));

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
        if (metric is DebiasedCalibrationError)
            Assert.That((once.Value, twice.Value), Is.EqualTo((Debiased(rows, t => t.Rows), Debiased(rows, t => 2 * t.Rows))).Using<double>((a, b) => Math.Abs(a - b) < Fitted));
        else
            Assert.That(twice.Value, Is.EqualTo(once.Value).Within(SameWhateverTheSize(metric, once.Value)));
        if (metric.Info.HasNoInterval) return;
        double Width(Estimate.Known known) => known.Sampling!.Interval(0.95) is var i ? i.Upper - i.Lower : 0;
        Assert.That(Width(twice) / Width(once), Is.InRange(metric.Info.NarrowsBySteps ? 0.5 : 0.6, metric.Info.NarrowsByCubeRoot || metric.Info.NarrowsBySteps ? 0.9 : 0.8), "about 1 / √2");
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void The_name_of_a_group_changes_no_metric(IMetric metric)
    {
        foreach (var weighted in new[] { false, true })
        {
            var cohort = ComparedCohort.Random(3, [150, 90, 120], [0, 0.1, -0.05], weighted);
            var (own, other) = (InGroups(metric, cohort), InGroups(metric, cohort with { Groups = Array.ConvertAll(cohort.Groups, g => g switch { "g0" => "z", "g1" => "y", _ => "x" }) }));
            for (var g = 0; g < own.Length; g++)
            {
                var (a, b) = (own[g], other[^(g + 1)]);
                Assert.That((b.Value, b.Denominator, b.Reason), Is.EqualTo((a.Value, a.Denominator, a.Reason)));
                if (a.Sampling is null) { Assert.That(b.Sampling, Is.Null); continue; }
                var (i, j) = (a.Sampling.Interval(0.95), b.Sampling!.Interval(0.95));
                // What is drawn is drawn by the name of the group: limits of simulated worlds move by their Monte Carlo error, here by up to 0.11 of their width.
                var within = metric.Info.IntervalMethod.Contains("simulation", StringComparison.Ordinal) ? 0.2 * (i.Upper - i.Lower) : 0;
                Assert.That(j.Lower, Is.EqualTo(i.Lower).Within(within));
                Assert.That(j.Upper, Is.EqualTo(i.Upper).Within(within));
            }
        }
    }

    // Of a whole cohort equal weights are found and put aside, whatever they are; what goes through sums of weights is held by the next law
    // and by A_weight_of_three_gives_the_value_of_three_patients.
    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Equal_weights_are_no_weights(IMetric metric)
    {
        var rows = Rows.Random(10, 150);
        AssertSame(metric, rows, rows with { Weights = [.. Enumerable.Repeat(0.3, rows.Count)] }, 0);
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Weights_that_are_equal_within_a_group_are_no_weights_for_it(IMetric metric)
    {
        var cohort = ComparedCohort.Random(3, [150, 90, 120], [0, 0.1, -0.05]);
        var (plain, weighted) = (InGroups(metric, cohort), InGroups(metric, cohort with { Weights = Array.ConvertAll(cohort.Groups, g => g switch { "g0" => 0.3, "g1" => 0.7, _ => 1.1 }) }));
        // Three quarters of a group are as many patients of whatever weight only up to rounding; errors that allow for weights are not those of the model.
        var isRobust = metric.Info.IntervalMethod.Contains("Huber–White", StringComparison.Ordinal);
        foreach (var (a, b) in plain.Zip(weighted))
        {
            Assert.That(b.Value, Is.EqualTo(a.Value).Within(SameWhateverTheSize(metric, a.Value)));
            Assert.That(b.Sampling is null, Is.EqualTo(a.Sampling is null));
            if (a.Sampling is null) continue;
            var (i, j) = (a.Sampling.Interval(0.95), b.Sampling!.Interval(0.95));
            var within = metric.Info.FollowsSize || isRobust ? 0.02 * (i.Upper - i.Lower) : Fitted;
            Assert.That(j.Lower, Is.EqualTo(i.Lower).Within(within));
            Assert.That(j.Upper, Is.EqualTo(i.Upper).Within(within));
        }
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void A_patient_who_weighs_nothing_is_nobody(IMetric metric)
    {
        var rows = Rows.Random(15, 200, weighted: true);
        AssertSame(metric, rows.Take(Enumerable.Range(0, 200).Where(i => i % 3 != 0)), rows with { Weights = [.. rows.Weights!.Select((w, i) => i % 3 == 0 ? 0 : w)] }, 0);
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
        var (own, expected) = (Known(metric, weighted).Value, Known(metric, repeated).Value);
        // A bin's patients are Kish's effective number of them.
        if (metric is DebiasedCalibrationError)
            Assert.That((own, expected), Is.EqualTo((Debiased(weighted, t => t.EffectiveSize), Debiased(repeated, t => t.Rows))).Using<double>((a, b) => Math.Abs(a - b) < Fitted));
        else
            Assert.That(own, Is.EqualTo(expected).Within(Fitted));
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

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void Swapped_outcomes_and_risks_turn_a_metric_into_the_one_that_it_names(IMetric metric)
    {
        for (var seed = 14; seed < 20; seed++)
        {
            var rows = Rows.Random(seed, 200, ties: seed % 2 == 0, weighted: seed % 3 == 0);
            switch (metric.Info.Swapped)
            {
                case LabelSwap.Into(var id, var factor, var offset):
                    AssertTurned(metric, MetricCatalog.Find(id)!, rows, x => offset + (factor * x));
                    break;
                case LabelSwap.Inverse(var id):
                    AssertTurned(metric, MetricCatalog.Find(id)!, rows, x => 1 / x);
                    break;
                case LabelSwap.None(var why):
                    Assert.That(why, Does.EndWith("."));
                    Assert.That(MirrorsOf(metric), Is.Empty, "there is one all the same");
                    break;
                default:
                    Assert.Fail("a metric of scores says what it is of the other outcome");
                    break;
            }
        }
    }

    private static void AssertTurned(IMetric metric, IMetric other, Rows rows, Func<double, double> turned)
    {
        var (own, swapped) = (Known(metric, rows), Known(other, rows.Swapped()));
        Assert.That(turned(swapped.Value), Is.EqualTo(own.Value).Within(Fitted * Math.Max(1, Math.Abs(own.Value))));
        // Limits of an exact test are no other figure's, and those of simulated worlds move by their Monte Carlo error.
        if (metric.Info.HasNoInterval || metric.Info.IsExact != other.Info.IsExact) return;
        var (i, j) = (own.Sampling!.Interval(0.95), swapped.Sampling!.Interval(0.95));
        double[] limits = [turned(j.Lower), turned(j.Upper)];
        var within = metric is Calibration.ICalibrationError ? 1e-3 : Fitted;
        Assert.That(limits.Min(), Is.EqualTo(i.Lower).Within(within * Math.Max(1, Math.Abs(i.Lower))), $"{j.Method}");
        Assert.That(limits.Max(), Is.EqualTo(i.Upper).Within(within * Math.Max(1, Math.Abs(i.Upper))), $"{j.Method}");
    }

    // Metrics that are the same of the swapped patients, or complement or reciprocal, whatever the patients are.
    private static IEnumerable<string> MirrorsOf(IMetric metric) =>
        from other in MetricCatalog.All
        where other.Info.Basis == metric.Info.Basis
        let pairs = new[] { 20, 21, 22 }.Select(seed => Rows.Random(seed, 150, weighted: seed == 22)).Select(rows => (Own: Known(metric, rows).Value, Other: Known(other, rows.Swapped()).Value)).ToArray()
        where pairs.All(p => Math.Abs(p.Own - p.Other) < Fitted) || pairs.All(p => Math.Abs(p.Own + p.Other - 1) < Fitted) || pairs.All(p => Math.Abs((p.Own * p.Other) - 1) < Fitted)
        select other.Info.Id;

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
