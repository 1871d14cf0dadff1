using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Html;

/// <summary>What matters comes first, the rest is one click away, and nothing of the catalogs is missing.</summary>
public sealed class ProminencesTests
{
    private static IDocument Page { get; } = new HtmlParser().ParseDocument(ReportHtml.Render(SampleAudit.Typical));

    private static string s_detail => MetricCatalog.Infos.FirstOrDefault(i => i.Prominence == Metrics.Prominence.Detail)?.Id ?? "";

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.Infos))]
    public void Every_metric_of_the_catalog_is_on_the_page_for_everybody_and_by_every_attribute(MetricInfo info)
    {
        var section = MetricCatalog.AuditOf(info.Id) switch { AuditCatalog.Performance => "#accurate", AuditCatalog.Calibration => "#risks", _ => "#utility" };
        Assert.That(Tables(section, info.Id).Where(t => t.GetAttribute("data-family") is null), Is.Not.Empty, "everybody");
        var byGroup = Tables(section == "#accurate" ? "#everyone" : section, info.Id).Select(t => t.GetAttribute("data-family")).OfType<string>().Distinct();
        Assert.That(byGroup, Is.EquivalentTo(new[] { "1", "2", "3" }));
        Assert.That(Page.GetElementById("definition-" + info.Id)?.TextContent, Does.Contain(info.Definition).And.Contain(info.Source).And.Contain(info.Oracle).And.Contain(info.Convention));
    }

    [TestCaseSource(typeof(DisparityCatalog), nameof(DisparityCatalog.All))]
    public void Every_disparity_of_the_catalog_is_on_the_page_in_each_of_its_comparisons(DisparityInfo info)
    {
        foreach (var comparison in info.Comparisons)
        {
            var names = (comparison, info.Prominence) switch
            {
                (Comparison.AllGroups, _) => "together-1",
                (Comparison.Overall, _) => "overall-1",
                (Comparison.WorstPair, Metrics.Prominence.Detail) => "worst-1",
                (Comparison.Reference, Metrics.Prominence.Detail) => "against-1",
                _ => "gaps-1",
            };
            var heads = Page.QuerySelectorAll($"#everyone table[data-table^='{names}'] th").Select(th => th.FirstChild?.TextContent.Trim()).ToList();
            Assert.That(heads, Has.Member(info.Title), names);
        }
        Assert.That(Page.GetElementById("definition-gap-" + info.Id)?.TextContent, Does.Contain(info.Definition).And.Contain(info.Source).And.Contain(info.Oracle));
    }

    [Test]
    public void Details_are_folded_and_have_no_picture()
    {
        foreach (var table in Page.QuerySelectorAll("table.detail"))
        {
            Assert.That(table.Closest("details.more-figures")?.HasAttribute("open"), Is.False, table.Id);
            Assert.That(table.Closest("details.more-figures")!.QuerySelector("svg"), Is.Null);
        }
    }

    [Test]
    public void What_the_plan_has_an_expectation_on_is_shown_at_once()
    {
        Assume.That(s_detail, Is.Not.Empty);
        Assert.That(new Prominences(SampleAudit.Typical).IsFirst(s_detail), Is.False);
        var asked = SampleAudit.Typical with { Plan = SampleAudit.Typical.Plan with { Expectations = [SampleAudit.Typical.Plan.Expectations[0] with { Metric = s_detail }] } };
        Assert.That(new Prominences(asked).IsFirst(s_detail), Is.True);
    }

    [Test]
    public void A_detail_that_nobody_has_makes_no_column_and_is_named_with_its_reason()
    {
        Assume.That(s_detail, Is.Not.Empty);
        var none = SampleAudit.Typical with
        {
            Measurements = [.. SampleAudit.Typical.Measurements.Select(m => m.Metric == s_detail ? new Measurement.Unknown(m.Metric, m.Subgroup, m.N, m.Events, Phrase.Of($"no costs are declared"), false) : m)],
        };
        var page = new HtmlParser().ParseDocument(ReportHtml.Render(none));
        var title = MetricCatalog.Find(s_detail)!.Info.Title;
        Assert.That(page.QuerySelectorAll("table.detail th").Select(th => th.FirstChild?.TextContent), Has.No.Member(title));
        Assert.That(page.QuerySelectorAll("details.more-figures > .note").Select(n => n.TextContent), Has.Some.Contains($"{title} (no costs are declared)"));
    }

    [Test]
    public void The_worst_served_group_is_not_looked_for_among_details()
    {
        var detail = DisparityCatalog.All.FirstOrDefault(d => d is { Prominence: Metrics.Prominence.Detail, Form: DisparityForm.Difference } && GapWords.OnlyMetric(d.Id)?.Better is Direction.Higher or Direction.Lower);
        Assume.That(detail, Is.Not.Null);
        var gap = MadeAudit.Gap(detail!.Id, MadeAudit.Rural, -0.3, -0.35, -0.25, 0.0001);
        Assert.That(SearchedGap.Directed(MadeAudit.Empty.With(gap).View()), Is.Empty);
        Assert.That(SearchedGap.Directed(MadeAudit.Empty.With(MadeAudit.Gap("EqualOpportunityDifference", MadeAudit.Rural, -0.3, -0.35, -0.25, 0.0001)).View()), Has.Exactly(1).Items);
    }

    private static IEnumerable<IElement> Tables(string section, string metric) => Page.QuerySelectorAll($"{section} table")
        .Where(t => t.ClassList.Contains("measurements") || t.ClassList.Contains("detail"))
        .Where(t => t.GetAttribute("data-metric")?.Split(' ').Contains(metric) == true || t.QuerySelector($"[data-metric='{metric}']") is not null);
}
