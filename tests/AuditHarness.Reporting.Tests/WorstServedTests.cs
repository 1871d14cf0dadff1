using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using static AuditHarness.Reporting.MadeAudit;

namespace AuditHarness.Reporting;

public sealed class WorstServedTests
{
    [Test]
    public void A_failed_gap_names_the_group_that_is_worse_off_with_the_gap_and_its_interval()
    {
        var worst = Of(Failed("EqualOpportunityDifference", Rural, -0.2, -0.25, -0.15, 0.1));
        Assert.That(worst.Title, Is.EqualTo("rural (residence)"));
        Assert.That(worst.HowMuch, Is.EqualTo("Of 100 patients with the event, 20.0 fewer are found among rural than among town (95 % interval 15.0 to 25.0)."));
        Assert.That(worst.HowSure, Is.EqualTo("Hardly chance: the whole interval lies beyond the 10 of 100 that the plan allows."));
        Assert.That(worst.IsFailure, Is.True);
    }

    [Test]
    public void Where_the_reference_is_worse_off_the_reference_is_named()
    {
        var worst = Of(Failed("EqualOpportunityDifference", Rural, 0.2, 0.15, 0.25, 0.1));
        Assert.That(worst.Group, Is.EqualTo(Town));
        Assert.That(worst.Title, Is.EqualTo("town (the reference) against rural (residence)"));
        Assert.That(Openings.Everyone(Failed("EqualOpportunityDifference", Rural, 0.2, 0.15, 0.25, 0.1).View()), Does.Not.Contain("Most of all"));
        Assert.That(worst.HowMuch, Is.EqualTo("Of 100 patients with the event, 20.0 fewer are found among town than among rural (95 % interval 15.0 to 25.0)."));
    }

    [Test]
    public void Of_a_figure_that_is_better_when_lower_the_higher_group_is_worse_off()
    {
        var worst = Of(Failed("PredictiveEqualityDifference", Rural, 0.2, 0.15, 0.25, 0.1));
        Assert.That(worst.Group, Is.EqualTo(Rural));
        Assert.That(worst.HowMuch, Does.StartWith("Of 100 patients without the event, 20.0 more are flagged in vain among rural than among town"));
    }

    [Test]
    public void Of_a_figure_with_a_target_the_group_further_from_it_is_worse_off()
    {
        AuditResult Audit(double rural, double town) => Failed("CalibrationGap", Rural, 0.5, 0.4, 0.6, 0.2)
            .With(Known("CalibrationIntercept", Rural, rural, 0, 0), Known("CalibrationIntercept", Town, town, 0, 0));
        Assert.That(Of(Audit(0.5, 0)).HowMuch, Is.EqualTo("Risks of rural are too low beside those of town: at the same predicted risk, the odds of the event are 1.65 times as high (95 % interval 1.49 to 1.82)."));
        Assert.That(Of(Audit(0, -0.5)).HowMuch, Is.EqualTo("Risks of town are too high beside those of rural: at the same predicted risk, the odds of the event are only 0.61 times as high (95 % interval 0.55 to 0.67)."));
    }

    [Test]
    public void Of_several_failures_the_one_furthest_beyond_its_limit_in_times_of_the_limit_decides()
    {
        // Near ends 0.15 of 0.1 allowed, and 0.25 of 0.2: the larger number is the smaller breach.
        var audit = Failed("EqualOpportunityDifference", Rural, -0.2, -0.25, -0.15, 0.1)
            .With(Gap("CalibrationGap", Coast, 0.5, 0.25, 0.75)).With(Finding("CalibrationGap", Verdict.Fail, Coast, 0.5, 0.25, 0.75, 0.2));
        Assert.That(Of(audit).Group, Is.EqualTo(Rural));
    }

    [Test]
    public void What_counts_in_the_verdict_goes_before_a_warning()
    {
        var audit = Failed("EqualOpportunityDifference", Rural, -0.5, -0.55, -0.45, 0.1, Severity.Warn)
            .With(Gap("EqualOpportunityDifference", Coast, -0.2, -0.25, -0.15)).With(Finding("EqualOpportunityDifference", Verdict.Fail, Coast, -0.2, -0.25, -0.15, 0.1));
        Assert.That(Of(audit).Group, Is.EqualTo(Coast));
        Assert.That(Of(Failed("EqualOpportunityDifference", Rural, -0.5, -0.55, -0.45, 0.1, Severity.Warn)).HowSure, Does.EndWith("The plan counts it as a warning only."));
    }

    [Test]
    public void A_failed_metric_of_a_group_is_told_with_its_limit_and_everybodys_figure()
    {
        var audit = Empty.With(Known("Sensitivity", Subgroup.Overall, 0.8, 0.78, 0.82), Known("Sensitivity", Rural, 0.5, 0.4, 0.6))
            .With(Finding("Sensitivity", Verdict.Fail, Rural, 0.5, 0.4, 0.6, 0.7, Bound.AtLeast));
        Assert.That(Of(audit).Title, Is.EqualTo("rural (residence)"));
        Assert.That(Of(audit).HowMuch, Is.EqualTo("Sensitivity of rural is 0.500 (95 % interval 0.400 to 0.600); the plan asks for at least 0.7. Everybody together has 0.800."));
    }

    [Test]
    public void A_failure_by_the_estimate_alone_whose_interval_reaches_equality_names_nobody()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.45, 0.05))
            .With(Finding("EqualOpportunityDifference", Verdict.Fail, Rural, -0.2, -0.45, 0.05, 0.1, evidence: Evidence.Point));
        Assert.That(Of(audit).Group, Is.Null);
    }

    [Test]
    public void Without_a_failure_the_clearest_gap_is_named_when_it_stays_clear_after_all_comparisons_are_allowed_for()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.001), Gap("AurocGap", Rural, -0.1, -0.15, -0.05, 0.002), Gap("AurocGap", Coast, -0.01, -0.1, 0.08, 0.8));
        Assert.That(Of(audit).Group, Is.EqualTo(Rural));
        Assert.That(Of(audit).HowMuch, Does.StartWith("Of 100 patients with the event, 20.0 fewer"));
        Assert.That(Of(audit).HowSure, Is.EqualTo("The gap is hardly chance: it stays clear when all 3 comparisons are allowed for. The plan sets no limit for this gap."));
        Assert.That(Of(audit).IsFailure, Is.False);
    }

    [Test]
    public void Nobody_is_named_when_a_gap_is_clear_only_until_all_comparisons_are_counted()
    {
        // 0.03 by itself, but two measures were looked at.
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.03), Gap("AurocGap", Rural, -0.01, -0.1, 0.08, 0.8));
        Assert.That(Of(audit).Group, Is.Null);
        Assert.That(Of(audit).HowMuch, Is.EqualTo("Of 2 gaps between a group and its reference, none can be told from chance once that many are looked at."));
        Assert.That(Of(Empty.With(audit.Disparities[0])).Group, Is.EqualTo(Rural), "alone it is enough");
    }

    [Test]
    public void A_difference_in_the_share_flagged_is_told_as_a_difference_and_only_when_nothing_else_is_known()
    {
        var flagged = Failed("DemographicParityDifference", Rural, 0.3, 0.25, 0.35, 0.1);
        Assert.That(Of(flagged).HowMuch, Is.EqualTo("Of 100 patients, 30.0 fewer are flagged among town than among rural (95 % interval 25.0 to 35.0)."));
        Assert.That(Of(flagged).Step, Is.EqualTo(5));
        Assert.That(Of(flagged).HowSure, Does.StartWith("Whether that is worse or better for them depends on what a flag brings."));
        Assert.That(Of(flagged.With(Gap("AurocGap", Coast, -0.1, -0.15, -0.05, 0.001))).Group, Is.EqualTo(Coast));
    }

    [Test]
    public void Gaps_in_people_go_before_odds_however_far_these_are_beyond_their_limit()
    {
        var audit = Failed("CalibrationGap", Coast, 2, 1.9, 2.1, 0.2).With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.25, -0.15)).With(Finding("EqualOpportunityDifference", Verdict.Fail, Rural, -0.2, -0.25, -0.15, 0.1));
        Assert.That(Of(audit).Group, Is.EqualTo(Rural));
    }

    [Test]
    public void A_reference_gives_way_to_a_group_that_is_worse_still()
    {
        var audit = Failed("EqualOpportunityDifference", Rural, 0.3, 0.25, 0.35, 0.1).With(Gap("EqualOpportunityDifference", Coast, -0.15, -0.2, -0.05, 0.001));
        Assert.That(Of(audit).Group, Is.EqualTo(Coast));
        Assert.That(Of(audit).HowSure, Is.EqualTo("The interval leaves out equality. The plan sets no limit for this gap."));
        var failed = audit.With(Finding("EqualOpportunityDifference", Verdict.Fail, Coast, -0.15, -0.2, -0.05, 0.01));
        Assert.That(Of(failed).Group, Is.EqualTo(Coast));
        Assert.That(Of(failed).IsFailure, Is.True);
        Assert.That(Of(Failed("EqualOpportunityDifference", Rural, 0.3, 0.25, 0.35, 0.1).With(Gap("EqualOpportunityDifference", Coast, -0.1, -0.3, 0.1, 0.3))).Group, Is.EqualTo(Town), "not shown to be worse still");
    }

    [Test]
    public void What_the_plan_expects_is_searched_before_everything_else_and_missed_patients_before_false_alarms()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.001), Gap("PredictiveEqualityDifference", Coast, 0.3, 0.25, 0.35, 1e-9), Gap("AccuracyEqualityDifference", Coast, -0.4, -0.5, -0.3, 1e-9));
        Assert.That(Of(audit).Group, Is.EqualTo(Rural), "missed patients first");
        Assert.That(Of(audit).Step, Is.EqualTo(4));
        Assert.That(Of(audit.Expecting("PredictiveEqualityDifference")).Group, Is.EqualTo(Coast));
        Assert.That(Of(audit.Expecting("PredictiveEqualityDifference")).HowSure, Does.StartWith("The gap is hardly chance: it is the only comparison on which the plan has an expectation."));
        Assert.That(Of(audit.Expecting("PredictiveEqualityDifference").Expecting("Sensitivity")).Group, Is.EqualTo(Rural));
        Assert.That(Of(audit.Expecting("PredictiveEqualityDifference", "sex")).Step, Is.EqualTo(4), "an expectation on another attribute");
    }

    [Test]
    public void A_gap_with_an_expectation_that_is_clear_only_by_itself_is_named_and_said_to_be_perhaps_chance()
    {
        var audit = Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.03), Gap("AurocGap", Rural, -0.01, -0.1, 0.08, 0.8), Gap("AccuracyEqualityDifference", Coast, -0.4, -0.5, -0.3, 1e-9))
            .Expecting("EqualOpportunityDifference").Expecting("AurocGap");
        Assert.That(Of(audit).Group, Is.EqualTo(Rural));
        Assert.That(Of(audit).HowSure, Is.EqualTo("The gap is clear by itself, but not after allowing for all 2 comparisons on which the plan has an expectation: it could be chance. The plan sets no limit for this gap."));
        Assert.That(Openings.Everyone(audit.View()), Does.Not.Contain("Most of all").And.Contain("it could be chance"));
    }

    [TestCase(Verdict.Pass, "It lies within the plan's limit.")]
    [TestCase(Verdict.Inconclusive, "Whether it breaks the plan's limit stays open.")]
    public void It_is_said_whether_a_limit_is_kept_or_stays_open(Verdict verdict, string said) => Assert.That(
        Of(Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 0.001)).With(Finding("EqualOpportunityDifference", verdict, Rural, -0.2, -0.3, -0.1, 0.25))).HowSure, Does.EndWith(said));

    [Test]
    public void A_gap_whose_Holm_p_value_is_left_out_for_a_hidden_group_is_still_searched()
    {
        // Three groups, so two comparisons: 0.02 counts as 0.04, and 0.03 as 0.06.
        GroupDisparity With(double p) => Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1) with { PValue = p };
        Assert.That(Of(Empty.With(With(0.02))).Group, Is.EqualTo(Rural));
        Assert.That(Of(Empty.With(With(0.03))).Group, Is.Null);
    }

    [Test]
    public void A_Brier_gap_names_nobody_where_any_other_gap_is_clear()
    {
        var brier = Empty.With(Gap("BrierGap", Coast, 0.1, 0.08, 0.12, 1e-9));
        Assert.That(Of(brier).Step, Is.EqualTo(5));
        Assert.That(Of(brier.With(Gap("AurocGap", Rural, -0.1, -0.15, -0.05, 0.001))).Group, Is.EqualTo(Rural));
    }

    [Test]
    public void An_opposite_gap_on_the_paired_rate_is_told_when_its_interval_leaves_out_equality()
    {
        var audit = Empty.With(Gap("PredictiveEqualityDifference", Rural, 0.2, 0.15, 0.25, 1e-9));
        Assert.That(Of(audit.With(Gap("EqualOpportunityDifference", Rural, 0.224, 0.03, 0.39, 0.4))).HowMuch, Does.EndWith(
            "The same group is also found more often: of 100 patients with the event 22.4 more (95 % interval 3.0 to 39.0)."));
        Assert.That(Of(audit.With(Gap("EqualOpportunityDifference", Rural, 0.2, -0.01, 0.4, 0.4))).HowMuch, Does.Not.Contain("same group"), "could be chance");
        Assert.That(Of(Empty.With(Gap("EqualOpportunityDifference", Rural, -0.2, -0.3, -0.1, 1e-9), Gap("PredictiveEqualityDifference", Rural, -0.15, -0.2, -0.1, 0.9))).HowMuch, Does.EndWith(
            "The same group is also flagged in vain less often: of 100 patients without the event 15.0 fewer (95 % interval 10.0 to 20.0)."));
    }

    [Test]
    public void Without_any_comparison_it_says_that_nothing_is_known()
    {
        Assert.That(Of(Empty).Title, Is.EqualTo("No group can be named"));
        Assert.That(Of(Empty).HowSure, Is.EqualTo("Nothing is known about differences between groups."));
    }

    private static WorstServed Of(AuditResult audit) => WorstServed.Of(audit.View());

    private static AuditResult Failed(string id, Subgroup group, double value, double lower, double upper, double limit, Severity severity = Severity.Error) =>
        Empty.With(Gap(id, group, value, lower, upper)).With(Finding(id, Verdict.Fail, group, value, lower, upper, limit, severity: severity));
}
