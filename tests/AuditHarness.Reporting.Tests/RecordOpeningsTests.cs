using AuditHarness.Audits;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting;

public sealed class RecordOpeningsTests
{
    private static ReportView View { get; } = new(SampleRecords.Typical);

    [Test]
    public void Who_names_the_group_that_is_missing_most_clearly_with_its_interval() => Assert.That(
        RecordOpenings.Who(View), Does.Contain("Most clearly missing are F (sex): of every 100 that there should be, 35.0 (95 % interval 25.0 to 45.0) are."));

    [Test]
    public void A_leak_is_told_beside_what_the_attack_gets_of_copies() => Assert.That(
        RecordOpenings.Privacy(View), Does.Contain("shown to learn more of the people in the training records").And.Contain("Of real records in their place it gets 0.520 (0.500 to 0.540), of the memoriser, which copies, 1.000"));

    [Test]
    public void Nothing_is_told_that_no_interval_shows()
    {
        var none = new ReportView(Without(f => f with { Figure = f.Figure with { Interval = null, Reason = f.Figure.Reason ?? Phrase.Of($"no variance") } }));
        foreach (var text in new[] { RecordOpenings.Who(none), RecordOpenings.Possible(none), RecordOpenings.Alike(none), RecordOpenings.Learned(none), RecordOpenings.Privacy(none) })
            Assert.That(text, Does.Not.Contain("ost clearly").And.Not.Contain("is shown").And.Not.Contain("are shown to").And.Not.Empty);
        Assert.That(WorstServed.Of(none).Group, Is.Null.Or.EqualTo(SampleRecords.Typical.Findings[0].Subgroup));
    }

    [Test]
    public void A_figure_without_an_interval_says_why()
    {
        var none = new ReportView(Without(f => f.Figure.Value is null ? f : f with { Figure = f.Figure with { Interval = null, Reason = Phrase.Of($"all scores are equal") } }));
        Assert.Multiple(() =>
        {
            Assert.That(RecordOpenings.Alike(none), Does.Contain("rightly 56.0 (no interval: all scores are equal) times in 100").And.Contain("it is 52.0 (95 % interval 50.0 to 54.0) times."));
            Assert.That(RecordOpenings.Learned(none), Does.Contain("Whether that is a loss or a gain is not shown: all scores are equal."));
            Assert.That(RecordWords.Figure(none.Records!.Find("LinkabilityRisk", Cohorts.Subgroup.Overall)!.Figure), Does.EndWith(" (no interval: all scores are equal)"));
        });
    }

    [Test]
    public void Without_any_figure_each_section_says_so_and_the_page_stands()
    {
        var bare = SampleRecords.Typical with { Findings = [], Verdict = Expectations.Verdict.Pass, Records = SampleRecords.Typical.Records! with { Figures = [], Draws = [], Baselines = [] }, Plan = SampleRecords.Typical.Plan with { Expectations = [] } };
        Assert.That(() => ReportFiles.Render(bare), Throws.Nothing);
        Assert.That(RecordOpenings.Privacy(new(bare)), Is.EqualTo("The plan does not ask whether the records give anybody away."));
        Assert.That(WorstServed.Of(new(bare)).Title, Is.EqualTo("No group can be named"));
    }

    [Test]
    public void The_group_whose_limit_is_broken_fares_worst() => Assert.Multiple(() =>
    {
        var worst = WorstServed.Of(View);
        Assert.That((worst.Title, worst.Step, worst.IsFailure), Is.EqualTo(("F (sex)", 1, true)));
        var unasked = WorstServed.Of(new(SampleRecords.Typical with { Findings = [] }));
        Assert.That((unasked.Title, unasked.Step), Is.EqualTo(("F (sex)", 2)), "of the right share more than half is missing");
    });

    [TestCase(0.5, 0.03, 0, Description = "guessing")]
    [TestCase(0.56, 0.065, 0, Description = "its own interval reaches guessing")]
    [TestCase(0.56, 0.055, 0, Description = "clear by itself, not among so many figures")]
    [TestCase(0.9, 0.03, 1, Description = "clear among all")]
    public void A_leak_of_a_group_must_stay_clear_among_all_figures_looked_at(double area, double half, int found)
    {
        var audit = Without(f => RecordSearch.Attacks.Contains(f.Metric) && !f.Group.IsOverall && f.Figure.Value is not null
            ? f with { Figure = f.Figure with { Value = f.Metric == "DensityMembershipArea" ? area : 0, Interval = f.Metric == "DensityMembershipArea" ? SampleAudit.Around(area, half) : SampleAudit.Around(0, 0.03) } }
            : f);
        Assert.That(RecordSearch.Clearest(RecordSearch.Leaks(new(audit))) is null ? 0 : 1, Is.EqualTo(found));
    }

    [Test]
    public void Where_nothing_real_stands_beside_nothing_is_held_against_it()
    {
        var alone = new ReportView(Without(f => f with { Baselines = [new(null, null, null, Phrase.Of($"there are no held-out records"), false), f.Baselines[1]] }));
        Assert.That(RecordOpenings.Alike(alone), Does.Contain("No figure of real records stands beside").And.Not.Contain("further from real ones"));
        var columns = alone.Records!.Parts(["KolmogorovSmirnovComplement"], Cohorts.Subgroup.Overall);
        Assert.That(Charts.RecordMap.Describe(alone.Records, columns), Does.StartWith("No figure of real records stands beside").And.Not.Contain("clearly worse"));
        Assert.That(Charts.RecordDots.Describe(alone.Records, [.. columns.Select(c => new Charts.RecordLane(c.Subject!, -1, c))], []), Does.StartWith("No figure of real records stands beside").And.Not.Contain("clearly worse"));
        Assert.That(RecordOpenings.Alike(View), Does.Contain("further from real ones"));
    }

    [Test]
    public void Figures_without_a_real_one_are_not_among_those_compared()
    {
        var some = new ReportView(Without(f => f.Metric == "KolmogorovSmirnovComplement" && f.Subject == "age" ? f with { Baselines = [new(null, null, null, Phrase.Of($"hidden"), true), f.Baselines[1]] } : f));
        Assert.That(RecordOpenings.Alike(View), Does.Contain(" of 4 columns").And.Not.Contain("could not be compared"));
        Assert.That(RecordOpenings.Alike(some), Does.Contain(" of 3 columns").And.Contain("1 more column could not be compared."));
        var columns = some.Records!.Parts(["KolmogorovSmirnovComplement"], Cohorts.Subgroup.Overall);
        Assert.That(Charts.RecordMap.Describe(some.Records, columns), Does.Contain("of 1 figure "));
    }

    [Test]
    public void Groups_of_which_there_is_no_figure_are_named() => Assert.Multiple(() =>
    {
        foreach (var said in new[] { RecordOpenings.Who(View), RecordOpenings.Privacy(View), RecordOpenings.Alike(View), RecordOpenings.Learned(View) })
            Assert.That(said, Does.Contain("Not among them: F & <50 (sex × age), of whom there is no such figure."));
    });

    [TestCase(0, "But none of them gets anything of the memoriser either")]
    [TestCase(1, "Of the memoriser, which copies, only 6 of them have a figure, and none gets anything")]
    [TestCase(7, null)]
    public void Of_attacks_that_the_memoriser_has_no_figure_of_nothing_is_said(int missing, string? says)
    {
        // Nothing found, of nobody.
        var attacks = RecordSearch.Attacks.ToList();
        var view = new ReportView(Without(f =>
        {
            var info = Metrics.MetricCatalog.InfoOf(f.Metric)!;
            if (attacks.IndexOf(f.Metric) is not (>= 0 and var k) || f.Figure.Value is null) return f;
            var nothing = f.Figure with { Value = info.Ideal ?? 0, Interval = SampleAudit.Around(info.Ideal ?? 0, 0.03) };
            return f with { Figure = nothing, Baselines = [nothing, k < missing ? new(null, null, null, Phrase.Of($"hidden"), true) : nothing] };
        }));
        Assert.That(RecordOpenings.Privacy(view), says is null ? Does.Not.Contain("memoriser") : Does.Contain(says));
    }

    private static AuditResult Without(Func<RecordMeasurement, RecordMeasurement> change) =>
        SampleRecords.Typical with { Records = SampleRecords.Typical.Records! with { Figures = [.. SampleRecords.Typical.Records.Figures.Select(change)] } };
}
