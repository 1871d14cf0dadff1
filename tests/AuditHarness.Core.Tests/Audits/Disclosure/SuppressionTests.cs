using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Audits.Disclosure;

[TestFixture]
internal sealed class SuppressionTests
{
    private static readonly (string, string, int, int, int, int)[] SmallEvents =
    [
        ("x", "p", 30, 40, 200, 25), ("x", "q", 28, 35, 190, 22), ("y", "p", 14, 20, 90, 12), ("y", "q", 4, 20, 90, 3), ("z", "p", 30, 20, 80, 30), ("z", "q", 31, 22, 85, 28),
    ];

    private static readonly Lazy<AuditResult> s_smallEvents = new(() => SampleAudit.OfCounts(ReportProfile.Internal, SmallEvents).Expecting(
        new Expectation { Index = 0, Metric = "EqualOpportunityDifference", Where = [new("a", "y"), new("b", "q")], Compare = Comparison.Reference, Bound = Bound.AtMost, Limit = 0.1 },
        new Expectation { Index = 1, Metric = "Sensitivity", Where = [new("a", "y"), new("b", "q")], Bound = Bound.AtLeast, Limit = 0.4 }).Run());

    [Test]
    public void Events_of_1_to_10_are_hidden_with_non_events_and_every_figure_that_would_give_them_away()
    {
        var result = s_smallEvents.Value;
        var small = Group("y", "q");
        var figures = result.Measurements.Where(m => m.Subgroup.Equals(small)).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(figures.Select(m => m.N), Has.All.EqualTo(117));
            Assert.That(figures.Select(m => m.Events), Has.All.Null);
            Assert.That(figures.Where(m => m is Measurement.Known).Select(m => m.Metric), Is.EqualTo(new[] { "SelectionRate" }));
            Assert.That(figures.OfType<Measurement.Unknown>().Select(m => m.Reason), Has.All.EqualTo(Suppression.Reason));
            Assert.That(result.Exhibits.OfType<Exhibit.ReliabilityCurve>().Single(e => e.Subgroup.Equals(small)).Bins, Is.Empty);
        });
    }

    [Test]
    public void Complementary_cells_leave_two_unknowns_in_every_row_and_column_and_no_more_than_needed()
    {
        var result = s_smallEvents.Value;
        var hidden = result.Measurements.Where(m => m.Metric == "Prevalence" && m.Events is null).Select(m => m.Subgroup.Levels).ToArray();
        // y & q is small; y & p shields it in its row, and one more pair in the columns.
        Assert.That(hidden, Has.Length.EqualTo(4).And.Contain("y & q").And.Contain("y & p"));
        Assert.That(hidden, Has.None.EqualTo("overall"));
    }

    [Test]
    public void Gaps_with_a_hidden_group_are_hidden_and_findings_on_it_keep_verdict_and_number()
    {
        var result = s_smallEvents.Value;
        var gap = result.Disparities.Single(d => d.Metric == "EqualOpportunityDifference" && d.Comparison == Comparison.Reference && Equals(d.Group, Group("y", "q")));
        Assert.Multiple(() =>
        {
            Assert.That(gap.Suppressed, Is.True);
            Assert.That((gap.Value, gap.Interval, gap.PValue, gap.PValueHolm), Is.EqualTo(((double?)null, (Statistics.Interval?)null, (double?)null, (double?)null)));
            Assert.That((gap.PValueBenjaminiHochberg, gap.MinimumDetectable), Is.EqualTo(((double?)null, (double?)null)));
            foreach (var finding in result.Findings)
            {
                Assert.That(finding.Verdict, Is.EqualTo(Verdict.Inconclusive));
                Assert.That((finding.Value, finding.Interval), Is.EqualTo(((double?)null, (Statistics.Interval?)null)));
                Assert.That(finding.MorePatients, Is.Positive, finding.Sentence.ToString());
                Assert.That(finding.Sentence.ToString(), Does.Contain("hidden"));
            }
        });
    }

    [Test]
    public void A_predictive_value_on_few_flagged_patients_is_hidden_with_all_it_follows_from_or_not_at_all([Values] ReportProfile profile)
    {
        // Sensitivity and specificity with their denominators give the 4 true and 3 false positives, whatever is done to the predictive value.
        var result = SampleAudit.OfCounts(profile, ("x", "p", 30, 40, 200, 25), ("x", "q", 28, 35, 190, 22), ("y", "p", 4, 3, 90, 20), ("y", "q", 40, 30, 90, 30)).Run();
        var flagged7 = result.Measurements.Where(m => m.Subgroup.Equals(Group("y", "p"))).ToDictionary(m => m.Metric);
        Assert.That(new[] { "PositivePredictiveValue", "Sensitivity", "Specificity", "SelectionRate", "Accuracy" }.Select(m => flagged7[m] is Measurement.Known),
            Has.All.EqualTo(profile == ReportProfile.Internal));
        Assert.That(flagged7["Prevalence"], Is.InstanceOf<Measurement.Known>());
    }

    [Test]
    public void Profile_public_hides_rates_whose_numerator_is_1_to_10_and_those_that_would_tell_it()
    {
        (string, string, int, int, int, int)[] cells = [("x", "p", 30, 40, 200, 25), ("x", "q", 28, 35, 190, 22), ("y", "p", 8, 33, 90, 20), ("y", "q", 40, 30, 90, 30)];
        var result = SampleAudit.OfCounts(ReportProfile.Public, cells).Run();
        var figures = result.Measurements.Where(m => m.Subgroup.Equals(Group("y", "p"))).ToDictionary(m => m.Metric);
        Assert.Multiple(() =>
        {
            foreach (var metric in new[] { "Sensitivity", "FalseNegativeRate", "PositivePredictiveValue", "Accuracy", "F1Score", "MatthewsCorrelation" })
                Assert.That(figures[metric], Is.InstanceOf<Measurement.Unknown>(), metric);
            Assert.That(figures["Prevalence"], Is.InstanceOf<Measurement.Known>());
            Assert.That(figures["AreaUnderRoc"], Is.InstanceOf<Measurement.Known>());
            Assert.That(SampleAudit.OfCounts(ReportProfile.Internal, cells).Run().Measurements.Single(m => m.Metric == "Sensitivity" && m.Subgroup.Equals(Group("y", "p"))),
                Is.InstanceOf<Measurement.Known>());
        });
    }

    [Test]
    public void No_shown_exact_rate_gives_a_hidden_count_away([Values] ReportProfile profile)
    {
        // The attacker takes every shown rate of a group whose n is shown and looks for whole numbers of events that fit.
        var result = profile == ReportProfile.Internal ? s_smallEvents.Value : SampleAudit.OfCounts(profile, SmallEvents).Run();
        foreach (var group in result.Measurements.GroupBy(m => m.Subgroup).Where(g => g.First() is { N: not null, Events: null }))
            Assert.That(group.OfType<Measurement.Known>().Where(m => m.Metric != "SelectionRate"), Is.Empty, group.Key.ToString());
    }

    [Test]
    public void A_whole_cohort_of_a_few_patients_shows_nothing_and_still_ends()
    {
        var result = SampleAudit.OfCounts(ReportProfile.Internal, ("x", "p", 2, 1, 3, 1), ("y", "q", 1, 1, 1, 0)).Run();
        Assert.Multiple(() =>
        {
            Assert.That(result.Measurements.Select(m => m.N), Has.All.Null);
            Assert.That(result.Measurements.OfType<Measurement.Known>(), Is.Empty);
        });
    }

    [Test]
    public void A_worst_pair_between_shown_groups_is_hidden_when_its_limits_rest_on_a_hidden_one()
    {
        // As a reviewer found it: the range expected by chance of four groups, two of them hidden, gave their events to 16 digits.
        var result = SampleAudit.OfCounts(ReportProfile.Internal, ("a", "p", 90, 40, 160, 10), ("b", "p", 32, 40, 160, 48), ("c", "p", 4, 20, 43, 3), ("d", "p", 14, 20, 60, 6)).Run();
        var gaps = result.Disparities.Where(d => d.Metric == "EqualOpportunityDifference" && d.Attributes is ["a"]).ToArray();
        var worst = gaps.Single(d => d.Comparison == Comparison.WorstPair);
        Assert.Multiple(() =>
        {
            Assert.That((worst.Value, worst.Interval, worst.ExpectedUnderEquality, worst.Suppressed), Is.EqualTo(((double?)null, (Statistics.Interval?)null, (double?)null, true)));
            Assert.That(gaps.Where(d => d.Value is not null), Is.Not.Empty);
            Assert.That(gaps.Select(d => d.PValueHolm), Has.All.Null, "the adjustment would pass on a hidden p-value");
            Assert.That(gaps.Select(d => d.PValueBenjaminiHochberg), Has.All.Null);
        });
    }

    [Test]
    public void Curves_of_a_points_score_are_withheld_together_when_one_would_follow_from_the_others()
    {
        // Three scores shared by all: b's 3 events at the lowest score are everybody's less a's.
        List<(string A, byte Label, double Score)> rows = [];
        void Add(string a, double score, int events, int nonEvents)
        {
            for (var i = 0; i < events + nonEvents; i++) rows.Add((a, (byte)(i < events ? 1 : 0), score));
        }
        Add("a", 0.1, 12, 188);
        Add("a", 0.6, 60, 60);
        Add("b", 0.1, 3, 97);
        Add("b", 0.6, 50, 50);
        var result = SampleAudit.Of(ReportProfile.Public, [.. rows.Select(r => r.Label)], [.. rows.Select(r => r.Score)], [.. rows.Select(r => r.A)], [.. rows.Select((_, i) => i % 2 == 0 ? "p" : "q")]).Run();
        var curves = result.Exhibits.OfType<Exhibit.ReliabilityCurve>().ToDictionary(c => c.Subgroup.Levels);
        Assert.That((curves["a"].Bins.Count, curves["b"].Bins.Count, curves["a"].Reason), Is.EqualTo((0, 0, Suppression.Reason)));
    }

    private static Subgroup Group(string a, string b) => new(new AttributeLevel("a", a), new AttributeLevel("b", b));
}
