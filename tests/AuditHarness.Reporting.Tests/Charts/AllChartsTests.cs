using System.Globalization;
using System.Text.RegularExpressions;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>What holds for every picture of a page.</summary>
public sealed partial class AllChartsTests
{
    private static string Page { get; } = ReportHtml.Render(SampleAudit.Typical);

    [Test]
    public void A_page_with_far_more_than_forty_pictures_stays_below_three_megabytes()
    {
        Assert.That(Charts(Page), Has.Count.GreaterThan(40));
        Assert.That(Page, Has.Length.LessThan(3_000_000));
    }

    [Test]
    public void Hardly_a_shape_says_itself_how_it_looks()
    {
        var shapes = Shape().Matches(string.Concat(Charts(Page))).Select(m => m.Value).ToList();
        Assert.That(shapes, Has.Count.GreaterThan(400));
        // A pattern for what is hidden is each picture's own.
        Assert.That(shapes.Where(s => Look().IsMatch(s) && !s.Contains("url(#", StringComparison.Ordinal) && !s.Contains("M0 0V7", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_class_of_a_shape_has_its_rule() =>
        Assert.That(Shape().Matches(string.Concat(Charts(Page))).SelectMany(m => Classes().Match(m.Value).Groups["of"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct().Where(c => !ShapeLooks.Css.Contains($".{c} {{", StringComparison.Ordinal)), Is.Empty);

    [Test]
    public void The_font_is_in_the_page_once_and_charts_name_none() =>
        Assert.That(Page.Split("@font-face").Length - 1, Is.EqualTo(1));

    [Test]
    public void Every_picture_says_what_it_shows_or_stands_beside_a_text_that_does()
    {
        foreach (var chart in Charts(Page)) Assert.That(chart, Does.Match("^<svg class=chart (role=\"img\" aria-label=\"[^\"]{9,}\"|aria-hidden=\"true\") viewBox"));
    }

    [Test]
    public void Every_figure_has_an_id_of_its_own_made_of_positions_and_our_words()
    {
        var ids = Figure().Matches(Page).Select(m => m.Groups[1].Value).ToList();
        Assert.That(ids, Is.Unique.And.Count.GreaterThan(40).And.All.Match("^chart-[a-z]+(-[a-z0-9]+)*$"));
        Assert.That(Page.Split("<figure").Length - 1, Is.EqualTo(ids.Count));
    }

    [Test]
    public void No_picture_is_wider_than_a_phone_shows_with_texts_of_eleven_pixels()
    {
        // 358 pixels are left of 390; texts are 12 units.
        foreach (Match box in ViewBox().Matches(Page)) Assert.That(12 * 358 / double.Parse(box.Groups[1].Value, CultureInfo.InvariantCulture), Is.GreaterThan(11), box.Value);
    }

    [TestCase("de-DE")]
    [TestCase("ar-SA")]
    [TestCase("tr-TR")]
    public void The_machines_culture_changes_no_byte(string culture)
    {
        var expected = Several();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.That(Several(), Is.EqualTo(expected));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void In_German_figures_have_their_comma_and_coordinates_do_not()
    {
        using var language = Wording.Use(ReportLanguage.German);
        foreach (var chart in Draw())
        {
            Assert.That(Coordinates().Matches(chart).Select(m => m.Groups[1].Value), Has.None.Contains(","));
            SvgShapes.AssertSound(chart);
        }
        Assert.That(string.Concat(Draw()), Does.Contain("0,7"));
    }

    // In the language of the page, as Render does it.
    private static string Several()
    {
        using var language = Wording.Use(ReportLanguage.English);
        return string.Concat(Draw());
    }

    private static List<string> Draw()
    {
        var view = new ReportView(SampleAudit.Typical);
        var family = view.Families[2];
        return
        [
            HeatMapChart.Draw("a", view, family, ["Sensitivity", "AreaUnderRoc"], family.Groups), MatrixChart.Draw("b", view, family, "Sensitivity"),
            OperatingChart.Overlay("c", OperatingPlane.Roc, view, view.Families[0]), OperatingChart.Alone("d", view, family, family.Groups[0]),
            .. ForestPanel.Of(view, family).Select(p => ForestChart.Draw("e", p, p.Range)),
            ReliabilityChart.Draw("f", view.Curve(Subgroup.Overall)!, null, 0, 1), CohortFlowChart.Draw("g", (Exhibit.Table)view.Exhibit("cohort-flow")!),
        ];
    }

    private static List<string> Charts(string page) => [.. Chart().Matches(page).Select(m => m.Value)];

    [GeneratedRegex("<svg class=chart.*?</svg>", RegexOptions.Singleline)]
    private static partial Regex Chart();

    [GeneratedRegex("<(?:path|rect|circle|ellipse) [^>]*>")]
    private static partial Regex Shape();

    [GeneratedRegex(" (?:fill|stroke|stroke-width|stroke-dasharray)=")]
    private static partial Regex Look();

    [GeneratedRegex(" class=(?:\"(?<of>[^\"]*)\"|(?<of>[^ >]+))")]
    private static partial Regex Classes();

    [GeneratedRegex("<figure[^>]* ?id=\"([^\"]*)\"")]
    private static partial Regex Figure();

    [GeneratedRegex("<svg class=chart[^>]* viewBox=\"0 0 ([0-9]+) ")]
    private static partial Regex ViewBox();

    [GeneratedRegex(" (?:d|x|y|cx|cy|width|height|viewBox|transform)=\"([^\"]*)\"")]
    private static partial Regex Coordinates();
}
