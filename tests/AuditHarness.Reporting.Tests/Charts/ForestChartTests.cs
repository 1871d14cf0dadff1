using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

public sealed class ForestChartTests
{
    private static readonly Subgroup A = SampleAudit.Group("g", "a"), B = SampleAudit.Group("g", "b"), C = SampleAudit.Group("g", "c"), D = SampleAudit.Group("g", "d");

    // The axis is 340 wide from 10: x = 10 + 340 (v + 0.5). Lanes are 33 high from 22, their lines 23 below their top.
    [Test]
    public void Intervals_equality_and_limits_are_drawn_to_scale_in_every_lane()
    {
        var svg = ForestChart.Draw("x", Panel([-0.2, 0.2], Gap(B, -0.25, -0.4, -0.1)), (-0.5, 0.5));
        Assert.That(SvgShapes.Lines(svg, "group-2", 2).Single(), Is.EqualTo(new[] { 44, 78, 146, 78.0 }).Within(0.051), "second lane: the reference has the first");
        // From the first lane's mark to the second's, in dashes that leave out the texts.
        Assert.That(SvgShapes.Lines(svg, "chart-limit", 2), Is.EqualTo(new[] { new[] { 112, 39, 112, 85.0 }, [248, 39, 248, 85.0] }).Within(0.051));
        Assert.That(SvgShapes.Lines(svg, "chart-ink", 1).Single(), Is.EqualTo(new[] { 180, 39, 180, 85.0 }).Within(0.051));
        Assert.That(svg.Split("d-13-20").Length - 1, Is.GreaterThanOrEqualTo(3));
        Assert.That(SvgShapes.Texts(svg), Has.Member("−0.250 (−0.400 to −0.100)").And.Member("limit −0.2").And.Member("limit 0.2").And.Member("reference").And.Member("← lower than a"));
        SvgShapes.AssertSound(svg);
        SvgShapes.AssertNothingCut(svg);
    }

    [Test]
    public void A_ratio_and_its_inverse_lie_equally_far_from_equality()
    {
        var panel = Panel([0.8, 1.25], Gap(B, 0.5, 0.25, 1) with { Form = DisparityForm.Ratio });
        Assert.That(panel.Range.From * panel.Range.To, Is.EqualTo(1).Within(1e-12));
        var line = SvgShapes.Lines(ForestChart.Draw("x", panel with { Limits = [] }, (0.1, 10)), "group-2", 2).Single();
        Assert.That(line[0], Is.EqualTo(180 - (170 * Math.Log10(4))).Within(0.051));
        Assert.That(line[2], Is.EqualTo(180).Within(0.051));
    }

    [Test]
    public void What_chance_alone_gives_lies_beneath_the_worst_pair()
    {
        var worst = Gap(C, 0.3, 0.1, 0.4) with { Comparison = Comparison.WorstPair, Against = B, ExpectedUnderEquality = 0.1 };
        var svg = ForestChart.Draw("x", Panel([], Gap(B, 0, -0.1, 0.1), worst), (-0.5, 0.5));
        var bar = SvgShapes.Boxes(svg, "chart-quiet", faint: true).Single();
        Assert.That((bar.X, bar.Width), Is.EqualTo((180.0, 34.0)).Within(0.051));
        Assert.That(SvgShapes.Texts(svg), Has.Member("worst pair: c − b"));
        Assert.That(SvgShapes.Label(svg), Does.Contain("chance alone would give about 0.100"));
    }

    [Test]
    public void Groups_without_a_gap_are_named_with_the_reason_and_have_no_mark()
    {
        var hidden = Gap(B, 0, 0, 0) with { Value = null, Interval = null, Suppressed = true, LeftOut = [new(C, Phrase.Of($"fewer than {30:count} patients"))] };
        var svg = ForestChart.Draw("x", Panel([], hidden, Gap(D, 0.1, 0, 0.2)), (-1, 1));
        Assert.That(svg, Does.Not.Contain("-group-2").And.Not.Contain("-group-3").And.Contain("-group-4"));
        Assert.That(SvgShapes.Texts(svg), Has.Member("b").And.Member("hidden: small cell").And.Member("c").And.Member("left out: fewer than 30 patients"));
    }

    [Test]
    public void An_interval_that_runs_out_of_the_picture_ends_in_an_arrow()
    {
        var svg = ForestChart.Draw("x", Panel([], Gap(B, 0, -3, 0.2)), (-0.5, 0.5));
        Assert.That(SvgShapes.Lines(svg, "group-2", 2).Single()[0], Is.EqualTo(10).Within(0.051));
        Assert.That(svg, Does.Contain("<path class=\"f-group-2\" d=\"M3 60"));
    }

    [Test]
    public void Of_an_intersection_every_level_keeps_a_part_of_the_name()
    {
        var group = new Subgroup(new AttributeLevel("a", "capital and its surroundings"), new AttributeLevel("b", "agriculture"));
        Assert.That(ChartSvg.Fit(group, 160), Does.Match("^capital.*… & agriculture$"));
        Assert.That(ChartSvg.Lines(group, 100), Has.Count.InRange(2, 3).And.Exactly(1).EqualTo("agriculture"));
    }

    [TestCase("ethnicity", new[] { -0.1, 0.1 })]
    [TestCase("gender", new double[0])]
    public void A_limit_is_drawn_only_where_the_plan_sets_it(string attribute, double[] expected) =>
        Assert.That(ForestPanel.LimitsOf(SampleAudit.Typical.Plan.Expectations, "EqualOpportunityDifference", DisparityForm.Difference, [attribute]), Is.EqualTo(expected));

    [Test]
    public void Every_disparity_of_a_family_is_a_panel_and_those_with_limits_come_first()
    {
        var view = new ReportView(SampleAudit.Typical);
        var panels = ForestPanel.Of(view, view.Families[0]);
        Assert.That(panels.Select(p => p.Metric), Is.EquivalentTo(DisparityCatalog.All.Where(d => d.Prominence == Metrics.Prominence.Headline).Select(d => d.Id)));
        Assert.That(panels[0].Metric, Is.EqualTo("EqualOpportunityDifference"));
    }

    [Test]
    public void Among_many_groups_the_largest_gaps_come_first()
    {
        var groups = Enumerable.Range(0, 14).Select(i => SampleAudit.Group("g", $"l{i}")).ToList();
        var gaps = groups.Skip(1).Select((g, i) => Gap(g, (i - 6) / 100.0, -1, 1) with { Against = groups[0] }).ToList();
        var panel = new ForestPanel(new GroupFamily(1, ["g"], groups, groups[0], gaps), gaps, []);
        Assert.That(panel.Rows.Select(r => r.Group.Levels).Take(3), Is.EqualTo(new[] { "l1", "l13", "l2" }));
        Assert.That(panel.Rows, Has.Count.EqualTo(14));
    }

    [Test]
    public void Texts_from_data_stay_in_their_elements_and_within_the_picture()
    {
        foreach (var payload in SampleAudit.Hostile)
        {
            var (group, other) = (SampleAudit.Group("a", payload), SampleAudit.Group("a", payload + "2"));
            var gap = Gap(group, 0.1, 0, 0.2) with { Against = other };
            var svg = ForestChart.Draw("x", new(new(1, ["a"], [group, other], other, [gap]), [gap], [-0.01, 0.01]), (-1, 1));
            SvgShapes.AssertSound(svg);
            if (!payload.Any(char.IsControl)) SvgShapes.AssertNothingCut(svg);
        }
    }

    private static ForestPanel Panel(double[] limits, params GroupDisparity[] gaps) => new(new GroupFamily(1, ["g"], [A, B, C, D], A, gaps), gaps, limits);

    private static GroupDisparity Gap(Subgroup group, double value, double lower, double upper) => new()
    {
        Metric = "AurocGap", Attributes = ["g"], Form = DisparityForm.Difference, Comparison = Comparison.Reference, Group = group, Against = A,
        Value = value, Interval = new(lower, upper, 0.95, Phrase.Of($"m")), Groups = 2, LeftOut = [],
    };
}
