using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>Wherever a figure by LOESS or lowess stands, the page says beside it where the curve was fitted.</summary>
public sealed class LocalFitsTests
{
    private const string Exact = "Local curves (LOESS, lowess): fitted at every distinct score.", Both = "Local curves (LOESS, lowess): fitted at 512 quantile knots and 64 at bends (Everybody); fitted at every distinct score ";

    // 2,250 distinct scores of everybody, at most 1,250 of a group; up to 2,000 each is fitted.
    private static readonly AuditResult s_counted = CountedAudit.Result;

    [Test]
    public void Beside_the_figures_of_everybody_and_of_each_attribute_and_their_gaps()
    {
        var page = Page(s_counted);
        Assert.That(Notes(page.GetElementById("more-calibration")!), Is.EqualTo(new[] { "Local curves (LOESS, lowess): fitted at 512 quantile knots and 64 at bends." }));
        Assert.That(Notes(page.GetElementById("more-calibration-1")!), Is.EqualTo(new[] { Both + "(north, south, west)." }));
        Assert.That(Notes(page.GetElementById("more-calibration-2")!), Is.EqualTo(new[] { Both + "(f, m)." }));
        Assert.That(Notes(page.GetElementById("more-gaps-1")!), Is.EqualTo(new[] { Both + "(north, south, west)." }), "differences of two of them");
    }

    [Test]
    public void Every_table_with_a_figure_of_a_local_curve_has_it_beneath([Values] bool german)
    {
        using var _ = Wording.Use(german ? ReportLanguage.German : ReportLanguage.English);
        var page = Page(s_counted);
        var tables = page.QuerySelectorAll("main table").Where(t => t.Id is not ("t-metrics" or "t-gap-methods") && !t.Id!.StartsWith("t-evidence", StringComparison.Ordinal) && t.Id is not "t-calibration-by-chance"
            && (t.QuerySelectorAll("th").Any(th => th.TextContent.Contains("oess)", StringComparison.OrdinalIgnoreCase) || th.TextContent.Contains("owess)", StringComparison.Ordinal))
                || (t.GetAttribute("data-metric") ?? "").Contains("Loess", StringComparison.Ordinal))).ToList();
        // Everybody, and each of two attributes; their gaps against the reference and against everybody.
        Assert.That(tables.Count(t => t.Closest("#risks") is not null), Is.GreaterThanOrEqualTo(3));
        Assert.That(tables.Count(t => t.Closest("#everyone") is not null), Is.GreaterThanOrEqualTo(2));
        var says = german ? "Lokale Kurven (LOESS, lowess): " : "Local curves (LOESS, lowess): ";
        foreach (var table in tables) Assert.That(table.Closest("details")!.QuerySelectorAll("p.note").Select(PageTables.Said), Has.Exactly(1).StartsWith(says), table.Id);
    }

    [Test]
    public void It_stays_where_the_table_of_chance_is_not()
    {
        var page = Page(s_counted with { Exhibits = [.. s_counted.Exhibits.Where(e => !e.Id.StartsWith("calibration", StringComparison.Ordinal))] });
        Assert.That(page.GetElementById("t-calibration-by-chance"), Is.Null);
        Assert.That(Notes(page.GetElementById("more-calibration-1")!), Is.EqualTo(new[] { Both + "(north, south, west)." }));
    }

    [Test]
    public void A_figure_that_the_plan_asks_for_has_it_beneath_the_table_that_is_seen_at_once()
    {
        var asked = new Expectation { Index = 0, Metric = "IntegratedCalibrationIndexLowess", Where = [], Bound = Bound.AtMost, Limit = 0.1 };
        var page = Page(s_counted with { Plan = s_counted.Plan with { Expectations = [asked] } });
        var table = page.GetElementById("t-calibration-1")!;
        Assert.That(table.QuerySelectorAll("th").Select(th => th.FirstChild!.TextContent.Trim()), Has.Some.EqualTo("Integrated calibration index (lowess)"));
        Assert.That(table.Closest(".scroll")!.NextElementSibling!.Said(), Is.EqualTo(Both + "(north, south, west)."));
    }

    [Test]
    public void One_kind_for_all_is_said_once_and_without_a_local_curve_nothing_is_said()
    {
        var exact = s_counted with { Measurements = [.. s_counted.Measurements.Select(m => m is Measurement.Known { Fit: not null } known ? known with { Fit = Phrase.Of($"fitted at every distinct score") } : m)] };
        Assert.That(Notes(Page(exact).GetElementById("more-calibration-1")!), Is.EqualTo(new[] { Exact }));
        var none = s_counted with { Measurements = [.. s_counted.Measurements.Where(m => m is not Measurement.Known { Fit: not null })] };
        Assert.That(Notes(Page(none).Body!), Is.Empty);
    }

    [Test]
    public void A_figure_that_is_hidden_says_nothing_of_its_curve()
    {
        Subgroup[] hidden = [SampleAudit.Group("region", "west")];
        var audit = s_counted with { Measurements = [.. s_counted.Measurements.Select(m => hidden.Contains(m.Subgroup) ? new Measurement.Unknown(m.Metric, m.Subgroup, null, null, Phrase.Of($"suppressed: 1 to 10 patients"), true) : m)] };
        Assert.That(Notes(Page(audit).GetElementById("more-calibration-1")!), Is.EqualTo(new[] { Both + "(north, south)." }));
    }

    private static List<string> Notes(IElement part) => [.. part.QuerySelectorAll("p.note").Select(PageTables.Said).Where(t => t.StartsWith("Local curves", StringComparison.Ordinal))];

    private static IDocument Page(AuditResult audit) => new HtmlParser().ParseDocument(ReportHtml.Render(audit));
}
