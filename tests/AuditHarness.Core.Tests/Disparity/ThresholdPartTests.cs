using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>What one threshold makes of a gap: by hand, in closed form, and in worlds where only one thing differs.</summary>
internal sealed class ThresholdPartTests
{
    // At each score: (score, events, non-events).
    private static readonly (double, int, int)[] s_reference = [(0.8, 6, 2), (0.6, 2, 2), (0.4, 1, 6), (0.2, 1, 10)];

    [Test]
    public void The_parts_are_those_computed_by_hand()
    {
        // At 0.5 the reference reaches sensitivity 8/10 at a false positive rate of 4/20. The group, 10 events and 20 non-events, at 0.5:
        // 4/10 and 1/20; on its way to the next score, 0.3, where it is at 8/10 and 7/20, it passes 4/20 half-way, at 0.6.
        var group = Ranked((0.7, 4, 1), (0.3, 4, 6), (0.1, 2, 13));
        var sensitivity = ThresholdPart.OfSensitivity(group, Ranked(s_reference), 0.5)!.Value;
        Assert.That((sensitivity.Gap, sensitivity.Threshold, sensitivity.Remaining), Is.EqualTo((-0.4, -0.2, -0.2)).Using<double>(Near));
        // A sensitivity of 0.8 the group reaches at 0.3: 7/20 instead of the 4/20 of the reference.
        var falsePositives = ThresholdPart.OfFalsePositiveRate(group, Ranked(s_reference), 0.5)!.Value;
        Assert.That((falsePositives.Gap, falsePositives.Threshold, falsePositives.Remaining), Is.EqualTo((-0.15, -0.3, 0.15)).Using<double>(Near));
        // Half-way between 5 and 15 of its 30 patients are flagged: 10; the reference flags 12 of 30.
        var flagged = ThresholdPart.OfSelectionRate(group, Ranked(s_reference), 0.5)!.Value;
        Assert.That((flagged.Gap, flagged.Threshold, flagged.Remaining), Is.EqualTo((-7 / 30.0, -5 / 30.0, -2 / 30.0)).Using<double>(Near));
    }

    [Test]
    public void Where_only_the_scale_of_the_scores_differs_the_threshold_makes_the_whole_gap()
    {
        var lower = Ranked([.. s_reference.Select(r => (r.Item1 - 0.25, r.Item2, r.Item3))]);
        foreach (var parts in new[] { ThresholdPart.OfSensitivity(lower, Ranked(s_reference), 0.5), ThresholdPart.OfFalsePositiveRate(lower, Ranked(s_reference), 0.5), ThresholdPart.OfSelectionRate(lower, Ranked(s_reference), 0.5) })
        {
            Assert.That(parts!.Value.Gap, Is.LessThan(0));
            Assert.That(parts.Value.Remaining, Is.Zero.Within(1e-12));
        }
    }

    [Test]
    public void A_group_compared_with_its_like_has_no_part_of_anything()
    {
        var rows = Rows.Random(4, 300, ties: false).Evidence;
        Assert.That(ThresholdPart.OfSensitivity(rows.Ranked, rows.Ranked, rows.Threshold), Is.EqualTo(new GapParts(0, 0, 0)));
        Assert.That(ThresholdPart.OfFalsePositiveRate(rows.Ranked, rows.Ranked, rows.Threshold), Is.EqualTo(new GapParts(0, 0, 0)));
    }

    [Test]
    public void In_a_large_binormal_world_the_parts_are_those_of_the_formula()
    {
        // Non-events N(m, 1), events N(m + d, 1), flagged above 1: the group has m = −0.5, d = 1, the reference m = 0, d = 1.5.
        var (group, reference) = (Binormal(-0.5, 1), Binormal(0, 1.5));
        var threshold = 1 / (1 + Math.Exp(-1.0));
        var parts = ThresholdPart.OfSensitivity(group, reference, threshold)!.Value;
        double inForce = Normal.CDF(0, 1, -0.5), of = Normal.CDF(0, 1, 0.5), own = Normal.CDF(0, 1, 0);
        Assert.That((parts.Gap, parts.Threshold, parts.Remaining), Is.EqualTo((inForce - of, inForce - own, own - of)).Using<double>((a, b) => Math.Abs(a - b) < 1e-3));
    }

    [Test]
    public void Both_parts_sum_to_the_gap_whatever_the_rows()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var (a, b) = (Rows.Random(seed, 40, weighted: seed % 2 == 0).Evidence, Rows.Random(seed + 1000, 60, ties: seed % 3 == 0).Evidence);
            foreach (var figures in new[] { ThresholdPart.OfSensitivity, ThresholdPart.OfFalsePositiveRate, (Func<RankedScores, RankedScores, double, GapParts?>)ThresholdPart.OfSelectionRate })
            {
                if (figures(a.Ranked, b.Ranked, a.Threshold) is not { } parts) continue;
                Assert.That(parts.Threshold + parts.Remaining, Is.EqualTo(parts.Gap).Within(1e-12));
                Assert.That(parts.Remaining, Is.InRange(-1, 1));
            }
        }
    }

    [Test]
    public void A_group_without_events_has_none() =>
        Assert.That(ThresholdPart.OfSensitivity(Ranked((0.7, 0, 5)), Ranked(s_reference), 0.5), Is.Null);

    [Test]
    public void An_audit_shows_both_tables_and_hides_what_the_profile_hides()
    {
        var audit = Sample(ReportProfile.Internal).Run(2);
        var (mix, parts) = (Table(audit, "case-mix"), Table(audit, "threshold-part"));
        Assert.Multiple(() =>
        {
            Assert.That(mix.Rows, Has.All.Count.EqualTo(mix.Columns.Count));
            Assert.That(parts.Rows, Has.All.Count.EqualTo(parts.Columns.Count));
            Assert.That(mix.Rows, Has.Count.EqualTo(2 * 8));
            Assert.That(parts.Rows, Has.Count.EqualTo(2 * 3));
            foreach (var row in parts.Rows)
                Assert.That(Number(row[5]) + Number(row[6]), Is.EqualTo(Number(row[4])).Within(1e-12));
            foreach (var row in parts.Rows)
            {
                var limits = ((Cell.Figure)row[5]).Interval!;
                Assert.That(limits.Lower, Is.LessThanOrEqualTo(Number(row[5])));
                Assert.That(limits.Upper, Is.GreaterThanOrEqualTo(Number(row[5])));
            }
            var gap = audit.Disparities.First(d => d.Metric == "EqualOpportunityDifference" && d.Comparison == Comparison.Reference);
            Assert.That(Number(parts.Rows[0][4]), Is.EqualTo(gap.Value).Within(1e-12));
            Assert.That(Number(mix.Rows[1][4]), Is.EqualTo(gap.Value).Within(1e-12));
            Assert.That(Sample(ReportProfile.Internal).Run(1).Exhibits.OfType<Exhibit.Table>().SelectMany(t => t.Rows.SelectMany(r => r)),
                Is.EqualTo(audit.Exhibits.OfType<Exhibit.Table>().SelectMany(t => t.Rows.SelectMany(r => r))), "on any number of threads");
        });
    }

    private static SampleAudit Sample(ReportProfile profile)
    {
        var rows = Rows.Random(21, 600);
        var sample = SampleAudit.Of(profile, rows.Labels, rows.Scores, [.. Enumerable.Range(0, 600).Select(i => i % 3 == 0 ? "x" : "y")], [.. Enumerable.Range(0, 600).Select(i => i % 5 < 2 ? "p" : "q")]);
        var c = sample.Cohort;
        return new(
            sample.Plan with { Intervals = new IntervalPlan { Resamples = 200 } },
            new ScoredCohort { Labels = c.Labels, Scores = c.Scores, Attributes = c.Attributes, Flow = c.Flow, CaseMix = [new("cell", ["old", "young"], [.. Enumerable.Range(0, 600).Select(i => i / 7 % 2)], 0, false)] });
    }

    // Own thresholds are looked for among all scores, row by row, and rates between two of them lie on the line between their points.
    [TestCase("EqualOpportunityDifferenceFromThreshold")]
    [TestCase("EqualOpportunityDifferenceAtOwnThreshold")]
    [TestCase("PredictiveEqualityDifferenceFromThreshold")]
    [TestCase("PredictiveEqualityDifferenceAtOwnThreshold")]
    [TestCase("DemographicParityDifferenceFromThreshold")]
    [TestCase("DemographicParityDifferenceAtOwnThreshold")]
    public void Parts_of_the_catalog_are_those_counted_row_by_row(string id)
    {
        AssertCounted(id, isWeighted: false);
        AssertCounted(id, isWeighted: true);
    }

    private static void AssertCounted(string id, bool isWeighted)
    {
        var sample = ComparedCohort.Random(31, [400, 150, 90], [0, 0.1, -0.15], isWeighted);
        double[] weights = sample.Weights ?? [.. sample.Scores.Select(_ => 1.0)];
        double Rate(string group, double from, byte? label)
        {
            int[] rows = [.. Enumerable.Range(0, sample.Count).Where(i => sample.Groups[i] == group && (label is null || sample.Labels[i] == label))];
            return rows.Where(i => sample.Scores[i] >= from).Sum(i => weights[i]) / rows.Sum(i => weights[i]);
        }
        var isOfEvents = id.StartsWith("Predictive", StringComparison.Ordinal);
        var (held, figure) = ((byte)(isOfEvents ? 1 : 0), id.StartsWith("Demographic", StringComparison.Ordinal) ? (byte?)null : (byte)(isOfEvents ? 0 : 1));
        foreach (var gap in sample.Compare(id))
        {
            var group = gap.Group!.Conditions[0].Level;
            var aim = Rate("g0", sample.Threshold, held);
            double[] cuts = [double.PositiveInfinity, .. sample.Scores.Where((_, i) => sample.Groups[i] == group).Distinct().OrderDescending()];
            var points = cuts.Select(c => (Held: Rate(group, c, held), Figure: Rate(group, c, figure))).ToArray();
            var inForce = Rate(group, sample.Threshold, figure);
            var on = points.Where(p => Math.Abs(p.Held - aim) < 1e-12).ToArray();
            var (below, above) = (points.LastOrDefault(p => p.Held < aim), points.First(p => p.Held >= aim - 1e-12));
            var own = on.Length > 0 ? Math.Clamp(inForce, on[0].Figure, on[^1].Figure) : below.Figure + ((above.Figure - below.Figure) * (aim - below.Held) / (above.Held - below.Held));
            Assert.That(gap.Value, Is.EqualTo(id.EndsWith("FromThreshold", StringComparison.Ordinal) ? inForce - own : own - Rate("g0", sample.Threshold, figure)).Within(1e-12), group);
            Assert.That(gap.Interval!.Lower, Is.LessThan(gap.Value!.Value));
            Assert.That(gap.Interval.Upper, Is.GreaterThan(gap.Value!.Value));
        }
    }

    private static readonly string[] s_gaps = [.. ThresholdGap.All.Select(g => g.Info.Id)];

    // Non-events N(m, 1), events N(m + d, 1), of both groups half, and all as far apart as quantiles: the variance of each part is a formula.
    [Test]
    public void Limits_of_large_groups_are_those_of_the_formula([Range(0, 2)] int figure, [Values] bool isMade, [Values(1.0, 4.0)] double grown)
    {
        const double cut = 1, n = 20_000, half = 0.5;
        var threshold = 1 / (1 + Math.Exp(-cut));
        var (group, reference) = (Evidence(Binormal(-0.3, 1), threshold), Evidence(Binormal(0, 1.5), threshold));
        static double P(double x) => Normal.CDF(0, 1, x);
        static double Roc(double f, double apart) => P(apart + Normal.InvCDF(0, 1, f));
        static double Slope(double f, double apart) => Normal.PDF(0, 1, apart + Normal.InvCDF(0, 1, f)) / Normal.PDF(0, 1, Normal.InvCDF(0, 1, f));
        static double Share(double p) => p * (1 - p) / n;
        var (t, f, others, u) = (P(0.7 - cut), P(-0.3 - cut), P(1.5 - cut), P(-cut));
        var (own, slope) = (Roc(u, 1), Slope(u, 1));
        var (vain, back) = (P(Normal.InvCDF(0, 1, others) - 1), 1 / Slope(P(Normal.InvCDF(0, 1, others) - 1), 1));
        // Half of all patients have the event, and a share of all rests on twice as many.
        var variance = (figure, isMade) switch
        {
            (0, true) => Share(Math.Abs(t - own)) + (slope * slope * 2 * Share(u)),
            (0, false) => Share(own) + (slope * slope * 2 * Share(u)) + Share(others),
            (1, true) => Share(Math.Abs(f - vain)) + (back * back * 2 * Share(others)),
            (1, false) => Share(vain) + (back * back * 2 * Share(others)) + Share(u),
            (_, true) => Math.Pow((half * Math.Sqrt(Share(f))) + (half * slope * Math.Sqrt(Share(u))), 2) + (Math.Pow(half + (half * slope), 2) * Share(u)) + (Share(Math.Abs(t - own)) / 4) + (Math.Pow(t - own - (f - u), 2) / 8 / n),
            _ => (Share(own) / 4) + (2 * slope * slope * Share(u) / 4) + (Share(others) / 4) + ((Math.Pow(own - u, 2) + Math.Pow(others - u, 2)) / 8 / n),
        };
        var found = ThresholdPart.Sampled(group, reference, (SharesOfGroup.Of(group), SharesOfGroup.Of(reference)))![figure];
        var sampling = isMade ? found.Threshold! : found.Remaining!;
        var (lower, upper) = sampling.Scaled(grown).Limits(1.96);
        Assert.That((upper - lower) / 2 / 1.96, Is.EqualTo(Math.Sqrt(variance / grown)).Within(4).Percent);
    }

    // Patients of one cluster who are all alike count for one, or for less.
    [Test]
    public void Limits_are_numbers_however_little_clusters_leave_of_a_group([Range(0, 2)] int figure, [Values] bool isMade, [Values(1e-6, 0.004, 0.1)] double left, [Values(1, 30)] int degrees)
    {
        var (group, reference) = (Rows.Random(3, 250).Evidence, Rows.Random(8, 250).Evidence);
        foreach (var size in new[] { left, 1 / SharesOfGroup.Of(group).Sensitivity.Size, 1 / SharesOfGroup.Of(group).FalsePositiveRate.Size })
        {
            var found = ThresholdPart.Sampled(group, reference, (SharesOfGroup.Of(group).Grown(size), SharesOfGroup.Of(reference).Grown(left)), degrees)![figure];
            var (value, sampling) = isMade ? (found.Parts.Threshold, found.Threshold!) : (found.Parts.Remaining, found.Remaining!);
            foreach (var z in new[] { 0.1, 1.96, 8 })
                Assert.That(sampling.Limits(z) is var (lower, upper) && lower >= -1 && lower < value && value < upper && upper <= 1, $"{sampling.Limits(z)} at {z}");
        }
    }

    [Test]
    public void A_group_with_a_single_patient_of_a_class_has_none()
    {
        double[] scores = [.. Enumerable.Range(0, 40).Select(i => (i + 0.5) / 40)];
        var sample = new ComparedCohort(scores, [.. scores.Select((_, i) => (byte)(i == 31 || (i % 2 == 0 && i % 3 == 0) ? 1 : 0))], [.. scores.Select((_, i) => i % 2 == 0 ? "a" : "b")]);
        foreach (var gap in s_gaps.SelectMany(sample.Compare))
            Assert.That((gap.Value, gap.Interval, gap.PValue, gap.Reason?.ToString()), Is.EqualTo(((double?)null, (Interval?)null, (double?)null, "left out: fewer than 2 (effective) patients with or without an event: no variance")), gap.Metric);
    }

    [Test]
    public void The_curve_of_limits_stands_where_order_statistics_do_on_average()
    {
        // Three patients of those held, at 1/4, 1/2 and 3/4; of four others one above all, one tied with the second, two below the second and above the third.
        var curve = new OrderedCurve(Ranked((0.9, 1, 0), (0.8, 0, 1), (0.6, 1, 1), (0.5, 2, 0), (0.3, 0, 1)).NonEvents, Ranked((0.9, 1, 0), (0.8, 0, 1), (0.6, 1, 1), (0.5, 2, 0), (0.3, 0, 1)).Events);
        Assert.That(new[] { 0, 0.125, 0.25, 0.5, 0.625, 0.75, 0.875, 1 }.Select(curve.At), Is.EqualTo(new[] { 0, 0.125, 0.25, 0.375, 0.6875, 1, 1, 1 }).Within(1e-12));
        // Two of one score, tied with two others, among whom they stand in an order that is not known: a half of the others' step before the first, a half after the second.
        var tied = Ranked((0.7, 2, 2), (0.2, 2, 0));
        Assert.That(new[] { 1 / 3.0, 2 / 3.0 }.Select(new OrderedCurve(tied.NonEvents, tied.Events).At), Is.EqualTo(new[] { 0.125, 0.375 }).Within(1e-12));
    }

    [Test]
    public void Under_profile_public_limits_are_shown_to_three_digits_outwards()
    {
        var sample = ComparedCohort.Random(6, [300, 200]);
        foreach (var id in s_gaps)
        {
            var (gap, exact) = ((sample with { Profile = ReportProfile.Public }).Compare(id).Single(), sample.Compare(id).Single());
            var (lower, upper) = (exact.Interval!.Lower, exact.Interval.Upper);
            Assert.That(gap.Interval!.Lower, Is.InRange(lower - 0.001, lower).And.EqualTo(Math.Round(gap.Interval.Lower, 3)), id);
            Assert.That(gap.Interval.Upper, Is.InRange(upper, upper + 0.001).And.EqualTo(Math.Round(gap.Interval.Upper, 3)), id);
            Assert.That(gap.PValue, Is.EqualTo(Math.Round(gap.PValue!.Value, 3)).And.InRange(exact.PValue!.Value, exact.PValue.Value + 0.001));
            Assert.That(exact.PValue < 0.05, Is.EqualTo(lower > 0 || upper < 0), id);
            Assert.That(gap.Value, Is.EqualTo(exact.Value));
        }
    }

    [Test]
    public void Groups_compared_with_one_reference_need_less_than_as_many_that_know_nothing_of_each_other()
    {
        // Of a small reference most of the variance is the same for all.
        var sample = ComparedCohort.Random(5, [60, 400, 400, 400]);
        foreach (var id in s_gaps)
        {
            var gap = sample.Compare(id)[0];
            var context = sample.Context;
            var parts = context.OwnThresholds.Of(context.Table, 1)![s_gaps.ToList().IndexOf(id) / 2];
            var sampling = id.EndsWith("FromThreshold", StringComparison.Ordinal) ? parts.Threshold! : parts.Remaining!;
            Assert.That(gap.Interval!.Method.ToString(), Does.EndWith("simultaneous over 3 groups (Dunnett)"), id);
            Assert.That(gap.Interval.Upper - gap.Interval.Lower, Is.InRange(Width(CriticalValue.TwoSided(0.95)), Width(CriticalValue.Sidak(0.95, 3)) + 0.002), id);
            Assert.That(ContrastFamily.WithReference([.. Enumerable.Repeat(((ThresholdPartSampling)sampling).OfReference, 3)]).Critical(0.95), Is.LessThan(CriticalValue.Sidak(0.95, 3) - 0.005), id);
            double Width(double z) => sampling.Limits(z) is var (lower, upper) ? upper - lower : 0;
        }
    }

    [Test]
    public void A_group_whose_decisions_are_hidden_has_no_part_and_is_judged_by_none([Values] ReportProfile profile)
    {
        // In b 3 of 153 patients with the event are missed, and what is hidden beside them so that this does not follow.
        var sample = SampleAudit.OfCounts(profile, ("a", "p", 400, 110, 550, 170), ("b", "p", 150, 100, 500, 3), ("c", "p", 300, 250, 250, 60), ("d", "p", 310, 240, 260, 50), ("e", "p", 320, 230, 270, 40)).Only(AuditCatalog.Performance, AuditCatalog.Disparity);
        var audit = sample.Expecting([.. s_gaps.Select((id, i) => new Expectation { Index = i, Metric = id, Where = [new("a", "*")], Compare = Comparison.Reference, Bound = Bound.AtMost, Limit = 0.9 })]).Run();
        var hidden = audit.Disparities.Where(d => s_gaps.Contains(d.Metric) && d.Attributes is ["a"] && d.Suppressed).Select(d => d.Group!.Levels).ToHashSet();
        Assert.That(hidden, profile == ReportProfile.Internal ? Is.Empty : Has.Member("b").And.Count.LessThan(4));
        Assert.That(audit.Findings.Where(f => f.Value is null).Select(f => f.Subgroup!.Levels).ToHashSet(), Is.EquivalentTo(hidden));
        Assert.That(audit.Findings, Has.Count.EqualTo(4 * s_gaps.Length));
        // Of an intersection under profile public none.
        Assert.That(audit.Disparities.Where(d => s_gaps.Contains(d.Metric) && d.Attributes.Count == 2).Select(d => d.Value is null), Has.All.EqualTo(profile == ReportProfile.Public));
    }

    // Markers are normal with variance 1, so that the truth is known: of the group 0.3 higher, and of events 1.0 in place of 1.4 apart; one in four has the event.
    [Test]
    public void Limits_of_the_bootstrap_are_read_as_the_plan_says_and_hold_the_truth([Values] BootstrapMethod method, [Values(0, 20)] int levels)
    {
        const int worlds = 300, patients = 300;
        const double cut = 1.2, events = 0.25;
        double Above(double mean) => 1 - Normal.CDF(0, 1, cut - mean);
        double Roc(double f, double apart) => Normal.CDF(0, 1, apart + Normal.InvCDF(0, 1, f));
        var (remaining, gap) = (Roc(Above(0), 1.0) - Above(1.4), Above(1.3) - Above(1.4));
        double[] truths = [remaining, gap - remaining, events * remaining, (events * (gap - remaining)) + ((1 - events) * (Above(0.3) - Above(0)))];
        var (held, names) = (new int[truths.Length], new HashSet<string>());
        for (var world = 0; world < worlds; world++)
        {
            var random = new Random(world);
            SubgroupEvidence Group(string name, double mean, double apart)
            {
                byte[] labels = [.. Enumerable.Range(0, patients).Select(_ => (byte)(random.NextDouble() < events ? 1 : 0))];
                double[] scores = [.. labels.Select(l => Normal.Sample(random, mean + (l * apart), 1)).Select(m => levels == 0 ? m : cut + ((Math.Floor((m - cut) * levels / 6) + 0.5) * 6 / levels))];
                return new(Subgroup.Overall, new ScoreOrder([.. scores.Select(s => 1 / (1 + Math.Exp(-s)))], labels, null).Split(GroupIndex.Overall(patients))[0], 1 / (1 + Math.Exp(-cut)), weighted: false)
                {
                    Seed = new Seed((ulong)world).For(name), Intervals = new IntervalPlan { Bootstrap = method, Resamples = 500 },
                };
            }
            var found = ThresholdPartBootstrap.Sampled(Group("group", 0.3, 1.0), new(Group("reference", 0, 1.4)), method)!;
            Sampling[] samplings = [found[0].Remaining!, found[0].Threshold!, found[2].Remaining!, found[2].Threshold!];
            for (var k = 0; k < truths.Length; k++)
                if (samplings[k].Limits(1.959963984540054) is var (lower, upper) && lower <= truths[k] && truths[k] <= upper) held[k]++;
            names.UnionWith(samplings.Select(s => s.Method.ToString()));
        }
        Assert.Multiple(() =>
        {
            // 95 % and three Monte Carlo errors to either side.
            Assert.That(held.Select(h => h / (double)worlds), Is.All.InRange(0.912, 0.988));
            Assert.That(names, Is.EqualTo(new[] { $"bootstrap stratified by group and outcome, {(method == BootstrapMethod.Bca ? "BCa" : "percentiles")}, 500 replicates" }));
        });
    }

    [Test]
    public void An_audit_takes_the_bootstrap_where_the_plan_asks_for_it_and_else_the_closed_form([Values(null, BootstrapMethod.Bca, BootstrapMethod.Percentile)] BootstrapMethod? method)
    {
        var sample = Sample(ReportProfile.Internal);
        var audit = new SampleAudit(sample.Plan with { Intervals = new IntervalPlan { Resamples = 200, Bootstrap = method } }, sample.Cohort).Run();
        var kind = method switch { null => "Wilson and the reach along the ROC curve", BootstrapMethod.Bca => "BCa, 200 replicates", _ => "percentiles, 200 replicates" };
        Assert.That(audit.Disparities.Where(d => s_gaps.Contains(d.Metric)).Select(d => d.Interval!.Method.ToString()), Has.All.Contains(kind));
        Assert.That(Table(audit, "threshold-part").Rows.SelectMany(r => r.Skip(5)).Select(c => ((Cell.Figure)c).Interval!.Method.ToString()), Has.All.Contains(kind));
    }

    [Test]
    public void Replicates_of_a_large_group_vary_as_if_every_patient_had_been_drawn()
    {
        const double aim = 0.2;
        var group = new SubgroupEvidence(Subgroup.Overall, Binormal(0, 1), 0.6, weighted: false) { Seed = new Seed(4) };
        var lazy = new ReplicatedRates(group);
        var whole = new BootstrapGroup(group, "another purpose", Resampling.WithinOutcome);
        const int replicates = 400;
        var (inForce, drawn, full) = (new double[replicates], new double[replicates], new double[replicates]);
        for (var r = 0; r < replicates; r++)
        {
            var curve = lazy.Curve(r);
            Assert.That(lazy.IsDrawnWhereRead);
            inForce[r] = curve.InForce.Sensitivity;
            drawn[r] = At(curve);
            full[r] = At(RankedRates.Of(whole.Draw(r), group.Threshold)!);
        }
        // Of 20,000 patients with the event a binomial number is flagged.
        var flagged = group.Confusion.TruePositives.Rows / 20_000.0;
        Assert.That(inForce.Average(), Is.EqualTo(flagged).Within(4 * Math.Sqrt(flagged * (1 - flagged) / 20_000 / replicates)));
        Assert.That(Deviation(inForce), Is.EqualTo(Math.Sqrt(flagged * (1 - flagged) / 20_000)).Within(0.15 * Math.Sqrt(flagged * (1 - flagged) / 20_000)));
        Assert.That(drawn.Average(), Is.EqualTo(full.Average()).Within(4 * Deviation(full) * Math.Sqrt(2.0 / replicates)));
        Assert.That(Deviation(drawn), Is.EqualTo(Deviation(full)).Within(0.2 * Deviation(full)));
        // Binormal: the variance of the sensitivity at a false positive rate is p (1 − p) / n₁ + (slope)² f (1 − f) / n₀; Pepe (2003), section 5.2.
        var (point, f) = (Normal.CDF(0, 1, 1 + Normal.InvCDF(0, 1, aim)), aim);
        var slope = Normal.PDF(0, 1, 1 + Normal.InvCDF(0, 1, f)) / Normal.PDF(0, 1, Normal.InvCDF(0, 1, f));
        var error = Math.Sqrt(((point * (1 - point)) + (slope * slope * f * (1 - f))) / 20_000);
        Assert.That(Deviation(drawn), Is.EqualTo(error).Within(0.15 * error));

        static double At(IRateCurve curve)
        {
            var (from, to) = curve.Around(HeldRate.FalsePositiveRate, aim);
            return from.FalsePositiveRate == to.FalsePositiveRate ? from.Sensitivity
                : from.Sensitivity + ((to.Sensitivity - from.Sensitivity) * (aim - from.FalsePositiveRate) / (to.FalsePositiveRate - from.FalsePositiveRate));
        }
    }

    private static double Deviation(double[] values) => Math.Sqrt(values.Select(v => Math.Pow(v - values.Average(), 2)).Sum() / (values.Length - 1));

    private static Exhibit.Table Table(AuditResult audit, string id) => audit.Exhibits.OfType<Exhibit.Table>().Single(t => t.Id == id);

    private static double Number(Cell cell) => cell is Cell.Figure figure ? figure.Value : ((Cell.Number)cell).Value;

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-12;

    private static SubgroupEvidence Evidence(RankedScores ranked, double threshold) => new(Subgroup.Overall, ranked, threshold, weighted: false);

    private static RankedScores Binormal(double mean, double apart)
    {
        const int each = 20_000;
        var quantiles = Enumerable.Range(0, each).Select(i => Normal.InvCDF(0, 1, (i + 0.5) / each)).ToArray();
        double[] scores = [.. quantiles.Select(q => q + mean), .. quantiles.Select(q => q + mean + apart)];
        byte[] labels = [.. new byte[each], .. Enumerable.Repeat((byte)1, each)];
        return new ScoreOrder([.. scores.Select(s => 1 / (1 + Math.Exp(-s)))], labels, null).Split(GroupIndex.Overall(2 * each))[0];
    }

    private static RankedScores Ranked(params (double Score, int Events, int NonEvents)[] rows)
    {
        var scores = rows.SelectMany(r => Enumerable.Repeat(r.Score, r.Events + r.NonEvents)).ToArray();
        var labels = rows.SelectMany(r => Enumerable.Repeat((byte)1, r.Events).Concat(Enumerable.Repeat((byte)0, r.NonEvents))).ToArray();
        return new ScoreOrder(scores, labels, null).Split(GroupIndex.Overall(scores.Length))[0];
    }
}
