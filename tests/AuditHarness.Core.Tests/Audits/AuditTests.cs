using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Audits;

[TestFixture]
internal sealed class AuditTests
{
    // Every kind of expectation at once; run once for all who read it.
    private static readonly SampleAudit s_sample = Sample().Expecting(
        Gap("*"), Gap("y") with { Index = 1 }, Metric("*") with { Index = 2 }, Gap("*") with { Index = 3, Compare = Comparison.WorstPair }, Metric("*") with { Index = 4, Where = [] });

    private static readonly Lazy<AuditResult> s_result = new(() => s_sample.Run());

    [Test]
    public void Every_metric_is_measured_on_every_group_overall_first_in_catalog_order()
    {
        var sample = Sample();
        var result = (sample with { Plan = sample.Plan with { Measures = new() { Costs = new(1, 2, 0, 10) } } }).Run();
        string[] groups = ["overall", "x", "y", "p", "q", "x & p", "x & q", "y & p", "y & q"];
        var expected = from metric in MetricCatalog.Infos from g in groups select (metric.Id, g);
        Assert.That(result.Measurements.Select(m => (m.Metric, m.Subgroup.Levels)), Is.EqualTo(expected));
    }

    [Test]
    public void Without_declared_costs_there_is_no_expected_cost_rather_than_one_that_is_missing() =>
        Assert.That(s_result.Value.Measurements.Select(m => m.Metric).Distinct(), Is.EqualTo(MetricCatalog.Infos.Where(i => i.Id != "ExpectedCost").Select(i => i.Id)));

    [Test]
    public void Every_measurement_carries_n_and_an_interval_or_a_reason()
    {
        foreach (var m in s_result.Value.Measurements)
            Assert.That(m, m switch
            {
                Measurement.Known { Interval: null } => Has.Property("Reason").Not.Null,
                Measurement.Known => Has.Property("N").Not.Null,
                _ => Has.Property("Reason").Not.Null,
            }, m.ToString());
    }

    [Test]
    public void Any_number_of_workers_gives_the_same_figures()
    {
        static string Text(AuditResult r) => string.Join("\n", r.Measurements.Select(m => m.ToString())
            .Concat(r.Disparities.Select(d => FormattableString.Invariant($"{d.Metric} {d.Group} {d.Against} {d.Value:R} {d.Interval} {d.PValueHolm:R} {d.ExpectedUnderEquality:R}")))
            .Concat(r.Findings.Select(f => f.Sentence.ToString())));
        Assert.That(Text(s_sample.Run(4)), Is.EqualTo(Text(s_result.Value)));
    }

    [Test]
    public void A_star_gives_one_finding_per_group_and_a_level_gives_one()
    {
        static IEnumerable<Finding> Of(int expectation) => s_result.Value.Findings.Where(f => f.Expectation.Index == expectation);
        Assert.Multiple(() =>
        {
            Assert.That(Of(0).Select(f => f.Subgroup!.Levels), Is.EqualTo(new[] { "y" }));
            Assert.That(Of(1).Select(f => f.Subgroup!.Levels), Is.EqualTo(new[] { "y" }));
            Assert.That(Of(2).Select(f => f.Subgroup!.Levels), Is.EqualTo(new[] { "x", "y" }));
            Assert.That(Of(3).Single().Subgroup, Is.Null);
            Assert.That(Of(4).Single().Subgroup!.IsOverall, Is.True);
        });
    }

    [Test]
    public void An_expectation_about_nobody_is_an_input_fault_that_names_line_and_groups()
    {
        var fault = Assert.Throws<AuditInputException>(() => Sample().Only(AuditCatalog.Performance).Expecting(Metric("nobody") with { Line = 17 }).Run());
        Assert.That(fault!.Message, Does.Contain("a = nobody").And.Contain("line 17").And.Contain("x; y").And.Contain("no evaluated patient"));
    }

    [Test]
    public void An_expectation_that_compares_the_reference_with_itself_does_not_pass_in_silence()
    {
        var fault = Assert.Throws<AuditInputException>(() => Sample().Only(AuditCatalog.Disparity).Expecting(Gap("x") with { Line = 9 }).Run());
        Assert.That(fault!.Message, Does.Contain("line 9").And.Contain("nothing to judge").And.Contain("subgroups.reference"));
    }

    [Test]
    public void A_cohort_of_one_class_is_an_input_fault()
    {
        var fault = Assert.Throws<AuditInputException>(() => SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 20, 0, 0, 20)).Run());
        Assert.That(fault!.Message, Does.Contain("same outcome").And.Contain("'y'"));
    }

    [Test]
    public void Trap_apparent_calibration_is_noticed()
    {
        // Two scores, each exactly the event rate of the patients who have it: slope 1 and intercept 0, as on a model's own training rows.
        byte[] labels = [.. Enumerable.Range(0, 200).Select(i => (byte)(i < 50 ? 1 : 0)), .. Enumerable.Range(0, 200).Select(i => (byte)(i < 120 ? 1 : 0))];
        double[] scores = [.. Enumerable.Repeat(0.25, 200), .. Enumerable.Repeat(0.6, 200)];
        string[] a = [.. Enumerable.Range(0, 400).Select(i => i % 2 == 0 ? "x" : "y")], b = [.. Enumerable.Range(0, 400).Select(i => i % 4 < 2 ? "p" : "q")];
        Assert.Multiple(() =>
        {
            Assert.That(NoticesOf(SampleAudit.Of(ReportProfile.Internal, labels, scores, a, b).Only(AuditCatalog.Performance).Run()), Has.Some.Contains("rows it was fitted to"));
            Assert.That(NoticesOf(s_result.Value), Has.None.Contains("rows it was fitted to"));
        });
    }

    [Test]
    public void Trap_risks_of_exactly_0_or_1_are_kept_for_the_rest_and_their_number_is_said()
    {
        var sample = Sample();
        double[] scores = [.. sample.Cohort.Scores.Select((s, i) => i < 12 ? 1.0 : s)];
        var edges = SampleAudit.Of(ReportProfile.Internal, sample.Cohort.Labels, scores, Texts(sample, 0), Texts(sample, 1));
        Assert.That(NoticesOf(edges.Only(AuditCatalog.Performance).Run()), Has.Some.Contains("12 patients have a predicted risk of exactly 0 or 1"));
        var near = new SampleAudit(edges.Plan with { Measures = new() { LogitEpsilon = 0.0001 } }, edges.Cohort);
        Assert.That(NoticesOf(near.Only(AuditCatalog.Performance).Run()), Has.Some.Contains("12 patients have a predicted risk nearer to 0 or 1 than 0.0001").And.None.Contains("exactly 0 or 1"));
    }

    [Test]
    public void The_threshold_rule_is_fixed_on_the_calibration_part_alone()
    {
        var sample = Sample();
        ScoredCohort With(double shift) => new()
        {
            Labels = sample.Cohort.Labels, Scores = [.. sample.Cohort.Scores.Select(s => s * shift)], Attributes = sample.Cohort.Attributes, Flow = sample.Cohort.Flow,
            Calibration = new ThresholdSample([0.1, 0.2, 0.3, 0.4, 0.6], [0, 0, 1, 0, 1], null),
        };
        var plan = sample.Only(AuditCatalog.Performance).Plan with { Threshold = new ThresholdPlan.ByRule(ThresholdRule.Sensitivity, 0.9) };
        var thresholds = new[] { 1, 0.5 }.Select(shift => (sample with { Plan = plan, Cohort = With(shift) }).Run().Threshold);
        Assert.That(thresholds, Has.All.EqualTo(0.3));
    }

    private static SampleAudit Sample() => SampleAudit.OfCounts(ReportProfile.Internal,
        ("x", "p", 30, 40, 200, 25), ("x", "q", 28, 35, 190, 22), ("y", "p", 24, 20, 90, 22), ("y", "q", 40, 30, 90, 30));

    private static string[] Texts(SampleAudit sample, int attribute) =>
        [.. sample.Cohort.Attributes[attribute].Codes.Select(c => sample.Cohort.Attributes[attribute].Levels[c])];

    private static IReadOnlyList<string> NoticesOf(AuditResult result) =>
        [.. result.Exhibits.OfType<Exhibit.Notices>().SelectMany(n => n.Sentences).Select(s => s.ToString())];

    private static Expectation Gap(string level) => new()
    {
        Index = 0, Metric = "EqualOpportunityDifference", Where = [new("a", level)], Compare = Comparison.Reference, Bound = Bound.AtMost, Limit = 0.1,
    };

    private static Expectation Metric(string level) => new() { Index = 0, Metric = "Sensitivity", Where = [new("a", level)], Bound = Bound.AtLeast, Limit = 0.4 };
}
