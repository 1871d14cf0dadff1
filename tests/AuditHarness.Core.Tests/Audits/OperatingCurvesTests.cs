using System.Collections.Concurrent;
using AuditHarness.Audits.Disclosure;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Audits;

[TestFixture]
internal sealed class OperatingCurvesTests
{
    private static readonly ConcurrentDictionary<(int Seed, ReportProfile Profile), Lazy<(ScoredCohort Cohort, AuditResult Result)>> s_audits = [];

    [Test]
    public void Every_point_lies_on_the_curve_that_trying_every_threshold_gives([Range(0, 13)] int seed)
    {
        var (cohort, result) = Audited(seed, seed % 2 == 0 ? ReportProfile.Internal : ReportProfile.Public);
        var shown = 0;
        foreach (var curve in Curves(result).Where(c => c.Reason is null))
        {
            var rows = RowsOf(cohort, curve.Subgroup);
            var exact = rows.Select(r => cohort.Scores[r]).Distinct().Append(double.PositiveInfinity).Select(t => Brute(cohort, rows, t)).ToArray();
            foreach (var point in curve.Points)
            {
                shown++;
                Assert.That(exact.Min(e => Math.Abs(e.Fpr - point.FalsePositiveRate) + Math.Abs(e.Tpr - point.Sensitivity)
                    + ((e.Precision, point.Precision) switch { (null, null) => 0, ({ } a, { } b) => Math.Abs(a - b), _ => 1 })), Is.LessThan(1e-12), curve.Title.ToString());
            }
        }
        Assert.That(shown, Is.GreaterThan(1));
    }

    [Test]
    public void Between_neighbouring_points_stand_none_or_more_than_ten_of_either_outcome([Range(0, 29)] int seed)
    {
        var (cohort, result) = Audited(seed, seed % 2 == 0 ? ReportProfile.Internal : ReportProfile.Public);
        foreach (var curve in Curves(result).Where(c => c.Reason is null))
        {
            var rows = RowsOf(cohort, curve.Subgroup);
            var steps = curve.Points.Select(p => Located(cohort, rows, p)).ToArray();
            Assert.Multiple(() =>
            {
                Assert.That(steps[0], Is.EqualTo((0, 0)));
                Assert.That(steps[^1], Is.EqualTo((rows.Count(r => cohort.Labels[r] == 1), rows.Count(r => cohort.Labels[r] == 0))));
                Assert.That(curve.Points, Has.Count.LessThanOrEqualTo(OperatingCurves.MostPoints));
                for (var i = 1; i < steps.Length; i++)
                {
                    var (events, nonEvents) = (steps[i].Events - steps[i - 1].Events, steps[i].NonEvents - steps[i - 1].NonEvents);
                    Assert.That((events, nonEvents), Is.Not.EqualTo((0, 0)));
                    Assert.That(events, Is.Zero.Or.GreaterThan(10), curve.Title.ToString());
                    Assert.That(nonEvents, Is.Zero.Or.GreaterThan(10), curve.Title.ToString());
                }
            });
        }
    }

    [Test]
    public void No_point_is_told_from_a_shown_operating_point_or_bin_edge_by_a_few_patients([Range(1, 29, 2)] int seed)
    {
        var (cohort, result) = Audited(seed, ReportProfile.Public);
        foreach (var curve in Curves(result).Where(c => c.Reason is null))
        {
            var rows = RowsOf(cohort, curve.Subgroup);
            var points = curve.Points.Select(p => Located(cohort, rows, p)).ToArray();
            bool Shows(string metric) => result.Measurements.Single(m => m.Metric == metric && m.Subgroup.Equals(curve.Subgroup)) is Measurement.Known;
            var atThreshold = Counted(cohort, rows, 0.5);
            var together = seed % 3 == 0 && !curve.Subgroup.IsOverall;     // cut at the same scores as others, whose few patients may forbid it
            if (together) { }
            else if (Shows("Sensitivity") && Shows("Specificity")) Assert.That(points, Has.Member(atThreshold), "under profile public the operating point is one of the curve's own");
            else Assert.That(points.Any(p => p == atThreshold && p != points[0] && p != points[^1]), Is.False, curve.Title.ToString());
            var bins = result.Exhibits.OfType<Exhibit.ReliabilityCurve>().Single(e => e.Subgroup.Equals(curve.Subgroup)).Bins;
            var descending = rows.OrderByDescending(r => cohort.Scores[r]).ToArray();
            var above = rows.Length;
            foreach (var bin in bins)
            {
                above -= bin.N!.Value;
                var events = descending.Take(above).Count(r => cohort.Labels[r] == 1);
                foreach (var point in points.Where(p => p != atThreshold))
                    Assert.That((Small(point.Events - events), Small(point.NonEvents - (above - events))), Is.EqualTo((false, false)), curve.Title.ToString());
            }
        }
        static bool Small(int difference) => CellTable.IsSmall(Math.Abs(difference));
    }

    [Test]
    public void The_threshold_of_each_point_gives_its_counts_and_the_net_benefit_is_that_at_it([Range(0, 13)] int seed)
    {
        var (cohort, result) = Audited(seed, seed % 2 == 0 ? ReportProfile.Internal : ReportProfile.Public);
        Assert.Multiple(() =>
        {
            foreach (var curve in Curves(result).Where(c => c.Reason is null))
            {
                var rows = RowsOf(cohort, curve.Subgroup);
                double weight = 0, events = 0;
                foreach (var r in rows) (weight, events) = (weight + (cohort.Weights?[r] ?? 1), events + (cohort.Labels[r] * (cohort.Weights?[r] ?? 1)));
                Assert.That(curve.Prevalence, Is.EqualTo(events / weight).Within(1e-12));
                for (var i = 0; i < curve.Points.Count; i++)
                {
                    var point = curve.Points[i];
                    if (point.Threshold is not { } threshold)
                    {
                        Assert.That((i, rows.Max(r => cohort.Scores[r]), point.NetBenefit), Is.EqualTo((0, 1.0, (double?)null)), "nobody is flagged at any");
                        continue;
                    }
                    Assert.That(Counted(cohort, rows, threshold), Is.EqualTo(Located(cohort, rows, point)), $"{curve.Title} at {threshold}");
                    if (i > 0 && curve.Points[i - 1].Threshold is { } before) Assert.That(threshold, Is.LessThan(before));
                    if (threshold == 1) Assert.That(point.NetBenefit, Is.Null);
                    else
                    {
                        var benefit = (point.Sensitivity * events / weight) - (point.FalsePositiveRate * (1 - (events / weight)) * threshold / (1 - threshold));
                        Assert.That(point.NetBenefit, Is.EqualTo(benefit).Within(1e-12));
                        Assert.That(benefit, Is.InRange(point.NetBenefitInterval!.Lower, point.NetBenefitInterval.Upper));
                    }
                }
            }
        });
    }

    [Test]
    public void Every_metric_of_decisions_follows_from_a_point_as_it_is_measured_at_its_threshold([Range(0, 13)] int seed)
    {
        var (cohort, result) = Audited(seed, seed % 2 == 0 ? ReportProfile.Internal : ReportProfile.Public);
        var measures = MeasurePlan.Default with { Costs = new(1, 2, 0, 10), Beta = 3 };
        var (known, undefined) = (0, 0);
        Assert.Multiple(() =>
        {
            foreach (var curve in Curves(result).Where(c => c.Reason is null))
            {
                var rows = RowsOf(cohort, curve.Subgroup);
                var order = new ScoreOrder([.. rows.Select(r => cohort.Scores[r])], [.. rows.Select(r => cohort.Labels[r])], cohort.Weights is { } w ? [.. rows.Select(r => w[r])] : null);
                var ranked = order.Split(GroupIndex.Overall(rows.Length))[0];
                foreach (var point in curve.Points)
                {
                    if (point.Threshold is not { } threshold)
                    {
                        Assert.That(PointEvidence.Of(curve, point, measures), Is.Null);
                        continue;
                    }
                    var told = PointEvidence.Of(curve, point, measures)!;
                    var measured = new SubgroupEvidence(curve.Subgroup, ranked, threshold, order.IsWeighted) { Measures = measures };
                    foreach (var metric in MetricCatalog.All.Where(m => m.Info.Basis == MetricBasis.Decision))
                        switch (metric.Measure(measured), metric.Measure(told))
                        {
                            case (Estimate.Known own, Estimate.Known followed):
                                known++;
                                Assert.That(followed.Value, Is.EqualTo(own.Value).Within(1e-9 * Math.Max(1, Math.Abs(own.Value))), $"{metric.Info.Id} of {curve.Title} at {threshold}");
                                break;
                            case (Estimate.Undefined own, Estimate.Undefined followed):
                                undefined++;
                                Assert.That(followed.Reason.ToString(), Is.EqualTo(own.Reason.ToString()), metric.Info.Id);
                                break;
                            case var (own, followed):
                                Assert.Fail($"{metric.Info.Id} of {curve.Title} at {threshold}: {own} and {followed}");
                                break;
                        }
                }
            }
        });
        Assert.That((known > 0, undefined > 0), Is.EqualTo((true, true)));
    }

    [Test]
    public void No_threshold_that_is_told_is_the_score_of_a_patient_of_the_group_but_the_audits_own([Range(1, 29, 2)] int seed)
    {
        var (cohort, result) = Audited(seed, ReportProfile.Public);
        foreach (var curve in Curves(result).Where(c => c.Reason is null))
        {
            var scores = RowsOf(cohort, curve.Subgroup).Select(r => cohort.Scores[r]).ToHashSet();
            foreach (var threshold in curve.Points.Select(p => p.Threshold).OfType<double>().Where(t => t is not 0.5 and not 0))
                Assert.That(scores, Has.No.Member(threshold), curve.Title.ToString());
        }
    }

    [Test]
    public void A_thinned_curve_keeps_points_at_the_thresholds_that_decisions_are_taken_at()
    {
        var random = new Random(3);
        var scores = Array.ConvertAll(new double[30_000], _ => Math.Pow(random.NextDouble(), 3));
        var labels = Array.ConvertAll(scores, s => (byte)(random.NextDouble() < s ? 1 : 0));
        var groups = Array.ConvertAll(scores, _ => "xy"[random.Next(2)].ToString());
        var sample = SampleAudit.Of(ReportProfile.Internal, labels, scores, groups, groups);
        var curve = Curves(sample.Only(AuditCatalog.Performance).Run()).First(c => c.Subgroup.IsOverall);
        Assert.That(curve.Points, Has.Count.GreaterThan(OperatingCurves.MostPoints / 2).And.Count.LessThanOrEqualTo(OperatingCurves.MostPoints));
        foreach (var looked in new[] { 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5 })
            Assert.That(curve.Points.Min(p => Math.Abs(p.Threshold!.Value - looked)), Is.LessThan(0.005), $"{looked}");
    }

    [Test]
    public void Where_nothing_is_thinned_the_trapezoid_area_is_the_AUROC([Values] bool weighted)
    {
        var random = new Random(5);
        double[] levels = [0.1, 0.2, 0.3, 0.5, 0.6, 0.8, 0.95];
        List<(double Score, byte Label, double Weight)> rows = [];
        for (var k = 0; k < levels.Length; k++)
            for (byte label = 0; label < 2; label++)
                for (var i = 0; i < 11 + (label == 1 ? 4 * k : 30 - (3 * k)); i++) rows.Add((levels[k], label, weighted ? 0.5 + random.NextDouble() : 1));
        var sample = SampleAudit.Of(ReportProfile.Internal, [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Score)], [.. rows.Select(_ => "x")], [.. rows.Select(_ => "p")]);
        var result = (sample with { Cohort = Weighted(sample.Cohort, [.. rows.Select(r => r.Weight)]), Plan = sample.Plan with { Audits = [AuditCatalog.Performance] } }).Run();
        var points = Curves(result).Single(c => c.Subgroup.IsOverall).Points;
        var area = points.Zip(points.Skip(1), (a, b) => (b.FalsePositiveRate - a.FalsePositiveRate) * (a.Sensitivity + b.Sensitivity) / 2).Sum();
        var auroc = (Measurement.Known)result.Measurements.Single(m => m.Metric == "AreaUnderRoc" && m.Subgroup.IsOverall);
        Assert.That(points, Has.Count.EqualTo(levels.Length + 1));
        Assert.That(area, Is.EqualTo(auroc.Value).Within(1e-12));
    }

    [Test]
    public void Reordering_the_patients_changes_no_curve()
    {
        var (cohort, result) = Audited(8, ReportProfile.Internal);
        var order = Enumerable.Range(0, cohort.Count).ToArray();
        new Random(1).Shuffle(order);
        var shuffled = new ScoredCohort
        {
            Labels = [.. order.Select(i => cohort.Labels[i])], Scores = [.. order.Select(i => cohort.Scores[i])],
            Attributes = [.. cohort.Attributes.Select(a => a with { Codes = [.. order.Select(i => a.Codes[i])] })], Flow = cohort.Flow,
        };
        var (first, second) = (Curves(result).ToArray(), Curves(Run(shuffled, ReportProfile.Internal)).ToArray());
        Assert.That(second.Select(c => c.Title), Is.EqualTo(first.Select(c => c.Title)));
        Assert.That(second.SelectMany(c => c.Points), Is.EqualTo(first.SelectMany(c => c.Points)));
    }

    [Test]
    public void Intervals_are_mid_P_ones_of_each_point_by_itself()
    {
        var (cohort, result) = Audited(8, ReportProfile.Internal);
        var curve = Curves(result).First(c => c.Subgroup.IsOverall);
        var rows = RowsOf(cohort, curve.Subgroup);
        var events = rows.Count(r => cohort.Labels[r] == 1);
        foreach (var point in curve.Points.Skip(1))
        {
            var (tp, fp) = Located(cohort, rows, point);
            Assert.That((point.SensitivityInterval!.Lower, point.SensitivityInterval.Upper), Is.EqualTo(MidP(tp, events)).Using<(double, double)>(Near));
            Assert.That((point.FalsePositiveRateInterval!.Lower, point.FalsePositiveRateInterval.Upper), Is.EqualTo(MidP(fp, rows.Length - events)).Using<(double, double)>(Near));
            Assert.That((point.PrecisionInterval!.Lower, point.PrecisionInterval.Upper), Is.EqualTo(MidP(tp, tp + fp)).Using<(double, double)>(Near));
            Assert.That(point.PrecisionInterval.Method.ToString(), Is.EqualTo("mid-P, pointwise"));
        }
        Assert.That((curve.Points[0].Precision, curve.Points[0].PrecisionInterval), Is.EqualTo(((double?)null, (Statistics.Interval?)null)), "nobody is flagged");

        static bool Near((double L, double U) a, (double L, double U) b) => Math.Abs(a.L - b.L) < 1e-9 && Math.Abs(a.U - b.U) < 1e-9;
        // By bisection on binomial tails in which the outcome itself counts half.
        static (double, double) MidP(int k, int n) => (k == 0 ? 0 : Lower(k, n), k == n ? 1 : 1 - Lower(n - k, n));
        static double Lower(int k, int n)
        {
            var (low, high) = (0.0, 1.0);
            for (var i = 0; i < 60; i++)
            {
                var middle = (low + high) / 2;
                if (1 - Binomial.CDF(middle, n, k) + (Binomial.PMF(middle, n, k) / 2) < 0.025) low = middle;
                else high = middle;
            }
            return low;
        }
    }

    [Test]
    public void A_group_whose_outcomes_are_hidden_has_no_curve_and_one_of_one_class_neither()
    {
        var result = SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 90, 40, 160, 30), ("x", "q", 50, 40, 160, 48), ("y", "p", 4, 20, 43, 3), ("y", "q", 14, 20, 60, 6)).Run();
        var oneClass = SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 90, 40, 160, 30), ("x", "q", 50, 40, 160, 48), ("z", "p", 0, 20, 60, 0)).Run();
        var reasons = Curves(result).ToDictionary(c => c.Subgroup.Levels, c => (c.Reason?.ToString(), c.Points.Count > 0));
        Assert.Multiple(() =>
        {
            Assert.That(reasons["y & p"], Is.EqualTo((Suppression.Reason.ToString(), false)));
            Assert.That(Curves(oneClass).Single(c => c.Subgroup.Levels == "z").Reason?.ToString(), Is.EqualTo("all patients have the same outcome"));
            Assert.That(reasons["overall"], Is.EqualTo(((string?)null, true)));
        });
    }

    [Test]
    public void Of_a_points_score_no_few_patients_are_left_when_shown_groups_are_taken_from_everybody([Range(0, 23)] int seed)
    {
        // The attacker knows at which score each point stands, and takes the shown groups from the overall curve wherever all have one.
        var random = new Random(seed);
        var n = random.Next(150, 900);
        var (scores, labels, a) = (new double[n], new byte[n], new string[n]);
        for (var i = 0; i < n; i++)
        {
            scores[i] = (1 + random.Next(8)) / 10.0;
            labels[i] = (byte)(random.NextDouble() < scores[i] * 0.7 ? 1 : 0);
            a[i] = random.Next(12) switch { 0 => "rare", < 4 => "some", < 6 => "others", _ => "most" };
        }
        var sample = SampleAudit.Of(ReportProfile.Internal, labels, scores, a, [.. a.Select((_, i) => i % 2 == 0 ? "p" : "q")]);
        // With the bins of reliability curves beside them, and as often without.
        if (seed % 2 == 1) sample = sample.Only(AuditCatalog.Performance);
        var result = sample.Run();
        var overall = Curves(result).Single(c => c.Subgroup.IsOverall);
        if (overall.Reason is not null) return;
        var all = RowsOf(sample.Cohort, Subgroup.Overall);
        foreach (var attribute in new[] { "a", "b" })
        {
            var groups = Curves(result).Where(c => c.Subgroup.Attributes == attribute).ToArray();
            var curves = groups.Where(c => c.Reason is null).ToArray();
            if (curves.Length == 0 || curves.Length == groups.Length) continue;
            var left = new List<(int Events, int NonEvents)>();
            foreach (var score in Enumerable.Range(1, 10).Select(k => k / 10.0).Reverse())
            {
                if (!Has(overall, all, score) || !curves.All(c => Has(c, RowsOf(sample.Cohort, c.Subgroup), score))) continue;
                var rest = groups.Except(curves).Select(c => Counted(sample.Cohort, RowsOf(sample.Cohort, c.Subgroup), score)).Aggregate((x, y) => (x.Events + y.Events, x.NonEvents + y.NonEvents));
                left.Add(rest);
            }
            foreach (var (before, after) in left.Zip(left.Skip(1)))
            {
                Assert.That(after.Events - before.Events, Is.Zero.Or.GreaterThan(10));
                Assert.That(after.NonEvents - before.NonEvents, Is.Zero.Or.GreaterThan(10));
            }
        }

        bool Has(Exhibit.OperatingCurve curve, int[] rows, double score) => curve.Points.Any(p => Located(sample.Cohort, rows, p) == Counted(sample.Cohort, rows, score));
    }

    // Continuous scores and points scores, with and without weights, of 60 to 1,500 patients in up to twelve groups.
    private static ScoredCohort Cohort(int seed)
    {
        var random = new Random(seed);
        var n = seed % 5 == 0 ? random.Next(60, 200) : random.Next(300, 1500);
        var (scores, labels, weights) = (new double[n], new byte[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            var u = random.NextDouble();
            scores[i] = (seed % 3) switch { 0 => Math.Round(u, 1), 1 => Math.Round(u, 2), _ => u };
            labels[i] = (byte)(random.NextDouble() < 0.05 + (0.5 * u * u) ? 1 : 0);
            weights[i] = 0.25 + random.NextDouble();
        }
        var sample = SampleAudit.Of(ReportProfile.Internal, labels, scores,
            [.. Enumerable.Range(0, n).Select(_ => "vwwxxxyyyyyy"[random.Next(12)].ToString())], [.. Enumerable.Range(0, n).Select(_ => "pqq"[random.Next(3)].ToString())]);
        return seed % 4 == 3 ? Weighted(sample.Cohort, weights) : sample.Cohort;
    }

    private static ScoredCohort Weighted(ScoredCohort cohort, double[] weights) => new()
    {
        Labels = cohort.Labels, Scores = cohort.Scores, Attributes = cohort.Attributes, Flow = cohort.Flow, Weights = weights,
    };

    // Each is looked at from several sides. Bins of reliability curves take part where anybody may read the report; of the others every second does without.
    private static (ScoredCohort Cohort, AuditResult Result) Audited(int seed, ReportProfile profile) =>
        s_audits.GetOrAdd((seed, profile), key => new(() => Cohort(key.Seed) is var cohort
            ? (cohort, Run(cohort, key.Profile, ofPerformance: key.Profile == ReportProfile.Internal && key.Seed % 4 == 2)) : default)).Value;

    private static AuditResult Run(ScoredCohort cohort, ReportProfile profile, bool ofPerformance = false)
    {
        var sample = SampleAudit.OfCounts(profile, ("x", "p", 1, 1, 1, 1)) with { Cohort = cohort };
        return (ofPerformance ? sample.Only(AuditCatalog.Performance) : sample).Run();
    }

    private static IEnumerable<Exhibit.OperatingCurve> Curves(AuditResult result) => result.Exhibits.OfType<Exhibit.OperatingCurve>();

    private static int[] RowsOf(ScoredCohort cohort, Subgroup group) =>
        [.. Enumerable.Range(0, cohort.Count).Where(r => group.Conditions.All(c => cohort.Attributes.Single(a => a.Name == c.Attribute) is var a && a.Levels[a.Codes[r]] == c.Level))];

    private static (double Fpr, double Tpr, double? Precision) Brute(ScoredCohort cohort, int[] rows, double threshold)
    {
        double tp = 0, fp = 0, events = 0, nonEvents = 0;
        foreach (var r in rows)
        {
            var weight = cohort.Weights?[r] ?? 1;
            if (cohort.Labels[r] == 1) (events, tp) = (events + weight, tp + (cohort.Scores[r] >= threshold ? weight : 0));
            else (nonEvents, fp) = (nonEvents + weight, fp + (cohort.Scores[r] >= threshold ? weight : 0));
        }
        return (fp / nonEvents, tp / events, tp + fp > 0 ? tp / (tp + fp) : null);
    }

    private static (int Events, int NonEvents) Counted(ScoredCohort cohort, int[] rows, double threshold) =>
        (rows.Count(r => cohort.Labels[r] == 1 && cohort.Scores[r] >= threshold), rows.Count(r => cohort.Labels[r] == 0 && cohort.Scores[r] >= threshold));

    // The patients above a point: its threshold is found by trying all.
    private static (int Events, int NonEvents) Located(ScoredCohort cohort, int[] rows, OperatingPoint point) =>
        rows.Select(r => cohort.Scores[r]).Distinct().Append(double.PositiveInfinity)
            .Where(t => Brute(cohort, rows, t) is var b && Math.Abs(b.Fpr - point.FalsePositiveRate) + Math.Abs(b.Tpr - point.Sensitivity) < 1e-12)
            .Select(t => Counted(cohort, rows, t)).First();
}
