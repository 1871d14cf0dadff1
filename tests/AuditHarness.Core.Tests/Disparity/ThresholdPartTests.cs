using AuditHarness.Audits;
using AuditHarness.Cohorts;
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

    // Markers are normal with variance 1, so that the truth is known: of the group 0.3 higher, and of events 1.0 in place of 1.4 apart.
    [Test]
    public void Limits_are_read_as_the_plan_says_and_hold_the_truth([Values] BootstrapMethod method, [Values(0, 20)] int levels)
    {
        const int worlds = 300, patients = 300;
        const double cut = 1.2;
        double Above(double mean) => 1 - Normal.CDF(0, 1, cut - mean);
        double Roc(double f, double apart) => Normal.CDF(0, 1, apart + Normal.InvCDF(0, 1, f));
        var (remaining, gap) = (Roc(Above(0), 1.0) - Above(1.4), Above(1.3) - Above(1.4));
        var (held, rests, names) = (0, 0, new HashSet<string>());
        for (var world = 0; world < worlds; world++)
        {
            var random = new Random(world);
            SubgroupEvidence Group(string name, double mean, double apart)
            {
                byte[] labels = [.. Enumerable.Range(0, patients).Select(i => (byte)(i % 4 == 0 ? 1 : 0))];
                double[] scores = [.. labels.Select(l => Normal.Sample(random, mean + (l * apart), 1)).Select(m => levels == 0 ? m : cut + ((Math.Floor((m - cut) * levels / 6) + 0.5) * 6 / levels))];
                return new(Subgroup.Overall, new ScoreOrder([.. scores.Select(s => 1 / (1 + Math.Exp(-s)))], labels, null).Split(GroupIndex.Overall(patients))[0], 1 / (1 + Math.Exp(-cut)), weighted: false)
                {
                    Seed = new Seed((ulong)world).For(name), Intervals = new IntervalPlan { Bootstrap = method, Resamples = 500 },
                };
            }
            var found = ThresholdPart.Bootstrapped(Group("group", 0.3, 1.0), new(Group("reference", 0, 1.4)))![0];
            bool Holds(Sampling? sampling, double truth) => sampling?.Limits(1.959963984540054) is var (lower, upper) && lower <= truth && truth <= upper;
            if (Holds(found.Remaining, remaining)) held++;
            if (Holds(found.Threshold, gap - remaining)) rests++;
            if (found.Remaining is { } s) names.Add(s.Method.ToString());
        }
        Assert.Multiple(() =>
        {
            // 95 % and three Monte Carlo errors to either side.
            Assert.That(held / (double)worlds, Is.InRange(0.912, 0.988));
            Assert.That(rests / (double)worlds, Is.InRange(0.912, 0.988));
            Assert.That(names, Is.EqualTo(new[] { $"bootstrap stratified by group and outcome, {(method == BootstrapMethod.Bca ? "BCa" : "percentiles")}, 500 replicates" }));
        });
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
            Assert.That(curve, Is.Not.InstanceOf<RankedRates>());
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
