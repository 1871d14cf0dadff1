using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

public sealed class OverallComparisonTests
{
    private static DisparityInfo Info(string metric, DisparityForm form) => new($"{metric}{form}", metric, form, [metric], "d", "s");

    private static ComparisonContext Context(ScoredCohort cohort, double threshold, int smallest = 1)
    {
        var sample = SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 1, 1, 1, 1)).Plan;
        var plan = sample with { Subgroups = sample.Subgroups with { MinimumSize = smallest } };
        var order = new ScoreOrder(cohort.Scores, cohort.Labels, cohort.Weights);
        GroupTable Table(GroupIndex index) => ComparedCohort.TableOf(index, order, threshold, plan);
        return new(plan, cohort, Table(GroupIndex.Of(cohort.Attributes)), Table(GroupIndex.Overall(cohort.Count)), threshold, null);
    }

    private static ScoredCohort Cohort(double[] scores, byte[] labels, double[]? weights, params AttributeColumn[] attributes) => new()
    {
        Scores = scores, Labels = labels, Weights = weights, Attributes = attributes, Flow = new CohortFlow(labels.Length, [], 0, labels.Length, labels.Length, 0),
    };

    private static IReadOnlyList<GroupGap> Gaps(ComparisonContext context, string metric, DisparityForm form) =>
        new OverallComparison(Info(metric, form), context).Gaps;

    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Gaps_to_overall_agree_with_fairlearn(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var (key, weighted) in folder == "nhanes_weighted" ? [("fairlearn", false), ("fairlearn_weighted", true)] : new[] { ("fairlearn", false) })
            foreach (var attributes in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty(key).EnumerateObject())
            {
                var context = Context(Cohort(oracle.Numbers("score_" + model), oracle.Labels, weighted ? oracle.Weights : null, [.. attributes.Name.Split(" & ").Select(oracle.Attribute)]), oracle.Threshold);
                // fairlearn calls a rate over nobody 0, and takes the largest gap over all groups.
                if (context.Table.Evidence.Any(e => e.Events.Rows == 0 || e.NonEvents.Rows == 0 || e.Confusion.Flagged.Rows == 0)) continue;
                foreach (var (metric, theirs) in new[]
                {
                    ("SelectionRate", "selection_rate"), ("Sensitivity", "tpr"), ("FalsePositiveRate", "fpr"), ("PositivePredictiveValue", "precision"), ("Accuracy", "accuracy"),
                })
                {
                    double Theirs(string form) => attributes.Value.GetProperty(form + "_to_overall").GetProperty(theirs).GetDouble();
                    agreement.Check($"{key} {attributes.Name} {metric}", Gaps(context, metric, DisparityForm.Difference).Max(g => Math.Abs(g.PlanningValue!.Value)), Theirs("difference"), 1e-12);
                    var ratios = Gaps(context, metric, DisparityForm.Ratio).Select(g => g.PlanningValue!.Value).ToArray();
                    agreement.Check($"{key} {attributes.Name} {metric} ratio", ratios.Min(r => Math.Min(r, 1 / r)), Theirs("ratio"), 1e-12);
                }
                // Their equalized odds to overall: the worse of both rates in the worst group.
                double Odds(string form, Func<double, double, double> worse) =>
                    worse(attributes.Value.GetProperty(form + "_to_overall").GetProperty("tpr").GetDouble(), attributes.Value.GetProperty(form + "_to_overall").GetProperty("fpr").GetDouble());
                agreement.Check($"{key} {attributes.Name} odds", OfOdds(context, DisparityForm.Difference).Max(g => g.PlanningValue!.Value), Odds("difference", Math.Max), 1e-12);
                agreement.Check($"{key} {attributes.Name} odds ratio", OfOdds(context, DisparityForm.Ratio).Min(g => g.PlanningValue!.Value), Odds("ratio", Math.Min), 1e-12);
            }
        agreement.Holds(atLeast: 20);
    }

    private static IReadOnlyList<GroupGap> OfOdds(ComparisonContext context, DisparityForm form) =>
        new OverallComparison(new($"Odds{form}", "odds", form, ["Sensitivity", "FalsePositiveRate"], "d", "s"), context).Gaps;

    // Of two rates the limits are the larger ones of both, towards equality at the level that both rates of all groups need, away from it at that of the
    // groups alone, and the p-value is that of the clearer one, twice.
    [Test]
    public void Of_two_rates_the_worse_counts([Values] bool weighted, [Values] DisparityForm form)
    {
        if (form == DisparityForm.Value) return;
        var cohort = ComparedCohort.Random(5, [300, 200, 250], [0, 0.15, -0.1], weighted);
        var codes = Array.ConvertAll(cohort.Groups, g => g[1] - '0');
        var context = Context(Cohort(cohort.Scores, cohort.Labels, cohort.Weights, new AttributeColumn("a", ["0", "1", "2"], codes, 0, false)), 0.5);
        var (sensitivity, falsePositives, odds) = (Gaps(context, "Sensitivity", form), Gaps(context, "FalsePositiveRate", form), OfOdds(context, form));
        double Size(double gap) => form == DisparityForm.Ratio ? Math.Min(gap, 1 / gap) : Math.Abs(gap);
        double Near((double Lower, double Upper) l, double equality) => l.Lower <= equality && equality <= l.Upper ? equality : Math.Abs(l.Lower - equality) < Math.Abs(l.Upper - equality) ? l.Lower : l.Upper;
        Assert.Multiple(() =>
        {
            for (var g = 0; g < 3; g++)
            {
                var each = new[] { sensitivity[g], falsePositives[g] };
                var found = odds[g].Disparity;
                var worse = form == DisparityForm.Ratio ? each.Min(e => Size(e.Disparity.Value!.Value)) : each.Max(e => Size(e.Disparity.Value!.Value));
                Assert.That(found.Value, Is.EqualTo(worse).Within(1e-12));
                var (low, high) = (CriticalValue.Sidak(0.95, 3), CriticalValue.Sidak(0.95, 6));
                for (var i = 0; i < 60; i++) (low, high) = odds[g].Limits!.Alpha((low + high) / 2) > 0.025 ? ((low + high) / 2, high) : (low, (low + high) / 2);
                Assert.That(low, Is.InRange(2.4, CriticalValue.Sidak(0.95, 6) - 1e-3), "less than independent contrasts need");
                var (near, far) = (each.Select(e => e.Limits!.At(low)).ToArray(), each.Select(e => e.Limits!.At(CriticalValue.Sidak(0.95, 3))).ToArray());
                if (form == DisparityForm.Difference)
                {
                    Assert.That(found.Interval!.Upper, Is.EqualTo(far.Max(l => Math.Max(-l.Lower, l.Upper))).Within(1e-9));
                    Assert.That(found.Interval.Lower, Is.EqualTo(near.Max(l => Size(Near(l, 0)))).Within(1e-9));
                }
                else
                {
                    Assert.That(found.Interval!.Lower, Is.EqualTo(far.Min(l => Math.Min(l.Lower, 1 / l.Upper))).Within(1e-9));
                    Assert.That(found.Interval.Upper, Is.EqualTo(near.Min(l => Size(Near(l, 1)))).Within(1e-9));
                }
                Assert.That(found.PValue, Is.EqualTo(Math.Min(1, 2 * each.Min(e => e.Disparity.PValue!.Value))).Within(1e-12));
            }
        });
    }

    // Scores that only the group has, that it shares with others, and that it does not have, at either end and in between.
    [Test]
    public void All_others_are_those_outside_the_group([Values] bool weighted, [Values] bool ties, [Values(1, 2, 3)] int seed)
    {
        var cohort = ComparedCohort.Random(seed, [150, 40, 300, 1], weighted: weighted);
        if (!ties) cohort = cohort with { Scores = [.. cohort.Scores.Select((s, i) => s + (i * 1e-7))] };
        var codes = Array.ConvertAll(cohort.Groups, g => g[1] - '0');
        var context = Context(Cohort(cohort.Scores, cohort.Labels, cohort.Weights, new AttributeColumn("a", ["0", "1", "2", "3"], codes, 0, false)), 0.5);
        Assert.Multiple(() =>
        {
            foreach (var metric in new[] { "SelectionRate", "Sensitivity", "MeanPrediction", "GeneralizedTruePositiveRate", "BrierScore" })
                for (var g = 0; g < 4; g++)
                {
                    int[] others = [.. Enumerable.Range(0, cohort.Count).Where(i => codes[i] != g)];
                    var rows = new Rows([.. others.Select(i => cohort.Scores[i])], [.. others.Select(i => cohort.Labels[i])], cohort.Weights is null ? null : [.. others.Select(i => cohort.Weights[i])], 0.5);
                    var expected = (Estimate.Known)MetricCatalog.Find(metric)!.Measure(rows.Evidence);
                    var found = (Estimate.Known)context.Others.Of(metric)[g];
                    Assert.That(found.Value, Is.EqualTo(expected.Value).Within(1e-12), metric);
                    Assert.That(found.Sampling!.StandardError, Is.EqualTo(expected.Sampling!.StandardError).Within(1e-9), metric);
                }
        });
    }

    // 60 % of the rows with 10 % of the weight, and nobody flagged anywhere: of the gap to the others 90 % is that to everybody, not 40 %.
    [TestCase(120, 80, 0.1)]
    [TestCase(80, 120, 0.9)]
    public void Where_rates_are_alike_the_share_is_still_one_of_weights(int first, int second, double share)
    {
        var n = first + second;
        double[] weights = [.. Enumerable.Range(0, n).Select(i => i < first ? share / first : (1 - share) / second)];
        var context = Context(Cohort(
            [.. Enumerable.Range(0, n).Select(i => 0.1 + (i * 1e-4))], [.. Enumerable.Range(0, n).Select(i => (byte)(i % 3 == 0 ? 1 : 0))], weights,
            new AttributeColumn("a", ["x", "y"], [.. Enumerable.Range(0, n).Select(i => i < first ? 0 : 1)], 0, false)), 0.5);
        var z = CriticalValue.TwoSided(0.95);
        var difference = Contrast.Difference(0, new ProportionSampling(0, first, ProportionMethod.MidP), 0, new ProportionSampling(0, second, ProportionMethod.MidP)).Limits(z);
        var gap = Gaps(context, "SelectionRate", DisparityForm.Difference)[0].Disparity;
        Assert.That(new[] { gap.Interval!.Lower, gap.Interval.Upper }, Is.EqualTo(new[] { (1 - share) * difference.Lower, (1 - share) * difference.Upper }).Within(1e-9));
    }

    // 60 of 80 and 60 of 120 flagged: everybody 0.6, w = 0.4. By the identity gap = 0.6 · (0.75 − 0.5), with the interval of that difference.
    [Test]
    public void The_interval_is_that_of_the_group_and_all_others_carried_through()
    {
        var flagged = Enumerable.Range(0, 200).Select(i => i is < 60 or (>= 80 and < 140)).ToArray();
        var context = Context(Cohort(
            [.. flagged.Select((f, i) => (f ? 0.6 : 0.2) + (i * 1e-4))], [.. Enumerable.Range(0, 200).Select(i => (byte)(i % 3 == 0 ? 1 : 0))], null,
            new AttributeColumn("a", ["x", "y"], [.. Enumerable.Range(0, 200).Select(i => i < 80 ? 0 : 1)], 0, false)), 0.5);
        // What one of two groups has more than everybody the other has less: one statement.
        var z = CriticalValue.TwoSided(0.95);
        var (x, y) = (new ProportionSampling(0.75, 80, ProportionMethod.MidP), new ProportionSampling(0.5, 120, ProportionMethod.MidP));
        Assert.Multiple(() =>
        {
            var gap = Gaps(context, "SelectionRate", DisparityForm.Difference)[0].Disparity;
            var difference = Contrast.Difference(0.75, x, 0.5, y);
            Assert.That((gap.Group!.Levels, gap.Against), Is.EqualTo(("x", Subgroup.Overall)));
            Assert.That(gap.Value, Is.EqualTo(0.15).Within(1e-12));
            Assert.That(gap.Interval!.Lower, Is.EqualTo(0.6 * difference.Limits(z).Lower).Within(1e-12));
            Assert.That(gap.Interval.Upper, Is.EqualTo(0.6 * difference.Limits(z).Upper).Within(1e-12));
            Assert.That(gap.PValue, Is.EqualTo(difference.PValue));
            var ratio = Gaps(context, "SelectionRate", DisparityForm.Ratio)[0].Disparity;
            var rho = Contrast.Ratio(x, y)!.Limits(z).Lower;
            Assert.That(ratio.Value, Is.EqualTo(1.25).Within(1e-12));
            Assert.That(ratio.Interval!.Lower, Is.EqualTo(rho / ((0.4 * rho) + 0.6)).Within(1e-12));
        });
    }

    [Test]
    public void All_others_are_the_other_groups_row_by_row([Values] bool weighted)
    {
        var rows = Rows.Random(4, 300, weighted: weighted);
        var codes = Enumerable.Range(0, 300).Select(i => i * 7 % 11 % 3).ToArray();
        var context = Context(Cohort(rows.Scores, rows.Labels, rows.Weights, new AttributeColumn("a", ["x", "y", "z"], codes, 0, false)), rows.Threshold);
        foreach (var metric in new[] { "Sensitivity", "PositivePredictiveValue", "BrierScore", "LogLoss" })
            for (var g = 0; g < 3; g++)
            {
                var expected = (Estimate.Known)MetricCatalog.Find(metric)!.Measure(rows.Take(Enumerable.Range(0, 300).Where(i => codes[i] != g)).Evidence);
                var ours = (Estimate.Known)context.Others.Of(metric)[g];
                Assert.That(ours.Value, Is.EqualTo(expected.Value).Within(1e-12), metric);
                Assert.That(ours.Sampling!.Limits(1.96).Lower, Is.EqualTo(expected.Sampling!.Limits(1.96).Lower).Within(1e-9), metric);
                Assert.That(context.Others.Rows(g), Is.EqualTo(codes.Count(c => c != g)));
            }
    }

    [Test]
    public void The_simultaneous_intervals_cover_all_true_gaps_together()
    {
        double[] truth = [0.2, 0.35, 0.5];
        int[] sizes = [150, 60, 90];
        var codes = sizes.SelectMany((n, g) => Enumerable.Repeat(g, n)).ToArray();
        var random = new Random(3);
        var (covered, draws) = (0, 400);
        // Given the groups' sizes everybody's rate is their average.
        var overall = truth.Zip(sizes, (p, n) => p * n).Sum() / 300;
        for (var draw = 0; draw < draws; draw++)
        {
            double[] scores = [.. codes.Select(g => random.NextDouble() < truth[g] ? 0.8 : 0.2)];
            var context = Context(Cohort(scores, [.. codes.Select((_, i) => (byte)(i % 2))], null, new AttributeColumn("a", ["x", "y", "z"], codes, 0, false)), 0.5);
            if (Gaps(context, "SelectionRate", DisparityForm.Difference).Select((g, i) => g.Disparity.Interval is { } l && l.Lower <= truth[i] - overall && truth[i] - overall <= l.Upper).All(c => c)) covered++;
        }
        Assert.That(covered / (double)draws, Is.GreaterThan(0.93));
    }

    [Test]
    public void How_far_the_means_of_other_groups_lie_apart_is_no_chance()
    {
        // Three groups of 400 whose scores are even over 0.04 about 0.2, 0.5 and 0.8. With the groups of the sizes they have a gap to everybody varies
        // by 2/3 · √(1 + 1/2) of a mean's standard error; held at once 2.34 of it (analysis of means, Nelson's table of three groups).
        int[] codes = [.. Enumerable.Range(0, 1200).Select(i => i / 400)];
        double[] scores = [.. codes.Select((g, i) => 0.2 + (0.3 * g) + (0.04 * (((i % 400) + 0.5) / 400 - 0.5)))];
        var gaps = Gaps(Context(Cohort(scores, [.. codes.Select((_, i) => (byte)(i % 2))], null, new AttributeColumn("a", ["x", "y", "z"], codes, 0, false)), 0.5), "MeanPrediction", DisparityForm.Difference);
        var half = 2.34 * 2 / 3 * Math.Sqrt(1.5) * 0.04 / Math.Sqrt(12) / Math.Sqrt(400);
        for (var g = 0; g < 3; g++)
        {
            var interval = gaps[g].Disparity.Interval!;
            Assert.That(gaps[g].Disparity.Value, Is.EqualTo(0.3 * (g - 1)).Within(1e-12));
            Assert.That((interval.Upper - interval.Lower) / 2, Is.EqualTo(half).Within(0.01 * half));
        }
    }

    [Test]
    public void A_share_of_a_single_patient_has_no_gap_to_everybody_and_is_compared_nevertheless()
    {
        // Of 40 patients each, events are 1, 2 and 20: found 1, 1 and 12.
        int[] codes = [.. Enumerable.Range(0, 120).Select(i => i / 40)], events = [1, 2, 20], found = [1, 1, 12];
        byte[] labels = [.. codes.Select((g, i) => (byte)(i % 40 < events[g] ? 1 : 0))];
        double[] scores = [.. codes.Select((g, i) => i % 40 < found[g] ? 0.9 : 0.1)];
        var gaps = Gaps(Context(Cohort(scores, labels, null, new AttributeColumn("a", ["x", "y", "z"], codes, 0, false)), 0.5, 30), "Sensitivity", DisparityForm.Difference);
        Assert.Multiple(() =>
        {
            Assert.That(gaps[0].Disparity.Interval, Is.Null);
            Assert.That(gaps[0].Disparity.Value, Is.Null);
            Assert.That(gaps[0].Disparity.Reason?.ToString(), Is.EqualTo("a share of fewer than two (effective) patients says next to nothing: no gap"));
            Assert.That(gaps[1].Disparity.Interval, Is.Not.Null);
            Assert.That(gaps.Select(g => (g.Disparity.Groups, g.Disparity.LeftOut.Count)), Is.All.EqualTo((3, 0)), "who is left out would tell a count of 1 from more");
        });
    }

    [Test]
    public void A_group_that_is_everybody_or_too_small_has_a_reason()
    {
        var rows = Rows.Random(4, 100);
        IReadOnlyList<GroupGap> Of(int[] codes, params string[] levels) =>
            Gaps(Context(Cohort(rows.Scores, rows.Labels, null, new AttributeColumn("a", levels, codes, 0, false)), rows.Threshold, 30), "SelectionRate", DisparityForm.Difference);
        Assert.That(Of(new int[100], "x").Single().Disparity.Reason?.ToString(), Is.EqualTo("left out: fewer than 30 patients in all other groups"));
        var small = Of([.. Enumerable.Range(0, 100).Select(i => i < 10 ? 1 : 0)], "x", "y");
        Assert.That(small.Select(g => g.Disparity.Reason?.ToString()), Is.EqualTo(new[] { "left out: fewer than 30 patients in all other groups", "left out: fewer than 30 patients" }));
        Assert.That(small[1].LimitsWhenGrown(10, 10), Is.Not.Null, "a plan for the group that is too small");
    }
}
