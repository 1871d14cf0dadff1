using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

public sealed class OperatingChartTests
{
    private static ReportView View { get; } = new(SampleAudit.Typical);

    // All but those that nobody would miss.
    private static IEnumerable<double> Drawn(IEnumerable<(double X, double Y)> points) => Thinning.Of([.. points], 0.25).SelectMany(p => new[] { p.X, p.Y });

    // The axes are 304 wide from 46 and 304 high down to 312.
    [Test]
    public void A_roc_curve_goes_through_its_points()
    {
        var svg = OperatingChart.Overlay("x", OperatingPlane.Roc, View, View.Families[0]);
        var points = OperatingChart.Curve(View, View.Families[0].Groups[1])!.Points;
        Assert.That(SvgShapes.Path(svg, "group-2"), Is.EqualTo(Drawn(points.Select(p => (46 + (304 * p.FalsePositiveRate), 312 - (304 * p.Sensitivity))))).Within(0.051));
    }

    [Test]
    public void A_precision_recall_curve_begins_where_somebody_is_flagged()
    {
        var svg = OperatingChart.Overlay("x", OperatingPlane.PrecisionRecall, View, View.Families[0]);
        var points = OperatingChart.Curve(View, View.Families[0].Groups[1])!.Points.Skip(1);
        Assert.That(SvgShapes.Path(svg, "group-2"), Is.EqualTo(Drawn(points.Select(p => (46 + (304 * p.Sensitivity), 312 - (304 * p.Precision!.Value))))).Within(0.051));
    }

    [Test]
    public void Dashed_is_what_a_score_without_information_gives()
    {
        string Dashed(OperatingPlane plane) => OperatingChart.Overlay("x", plane, View, null).Split('\n').Single(l => l.Contains("d-5-4", StringComparison.Ordinal));
        Assert.That(Dashed(OperatingPlane.Roc), Does.Contain("M46 312l304-304\""));
        var prevalence = OperatingChart.Curve(View, Subgroup.Overall)!.Points[^1].Precision!.Value;
        Assert.That(Dashed(OperatingPlane.PrecisionRecall), Does.Contain(FormattableString.Invariant($"M46 {312 - (304 * prevalence):0.#}h304\"")));
    }

    [Test]
    public void Curves_are_listed_from_the_best_to_the_worst_with_everybody_among_them()
    {
        var svg = OperatingChart.Overlay("x", OperatingPlane.Roc, View, View.Families[0]);
        var names = SvgShapes.Texts(svg).Where(t => t == "everybody" || View.Families[0].Groups.Any(g => g.Levels == t)).ToList();
        Assert.That(names, Is.EqualTo(View.Families[0].Groups.OrderByDescending(g => OperatingChart.Summary(View, OperatingPlane.Roc, g)).Select(g => g.Levels).Prepend("everybody")));
        Assert.That(SvgShapes.Label(svg), Does.Contain("AUROC is highest for").And.Contain("and lowest for"));
    }

    [Test]
    public void A_group_without_a_curve_is_not_drawn_and_is_not_among_those_shown()
    {
        var hidden = View.Families[2].Groups[^1];
        Assert.That(OperatingChart.Curve(View, hidden)!.Points, Is.Empty);
        Assert.That(OperatingChart.Shown(View, View.Families[2]), Has.No.Member(hidden).And.Count.EqualTo(View.Families[2].Groups.Count - 1));
    }

    [Test]
    public void One_group_alone_has_both_pictures_with_their_bands_and_everybody_behind()
    {
        var svg = OperatingChart.Alone("x", View, View.Families[0], View.Families[0].Groups[1]);
        Assert.That(svg.Split('\n').Count(l => l.Contains("class=\"f-group-2\" fill-opacity", StringComparison.Ordinal)), Is.EqualTo(2));
        Assert.That(svg.Split('\n').Count(l => l.Contains("class=\"s-quiet w-3\"", StringComparison.Ordinal)), Is.EqualTo(2));
    }

    [Test]
    public void Pictures_are_sound_nothing_is_cut_and_twice_is_the_same()
    {
        foreach (var audit in new[] { SampleAudit.Typical, SampleAudit.OfHostileTexts })
        {
            var view = new ReportView(audit);
            foreach (var family in view.Families)
            {
                List<Func<string>> pictures = [.. new[] { OperatingPlane.Roc, OperatingPlane.PrecisionRecall }.Select(p => (Func<string>)(() => OperatingChart.Overlay("x", p, view, family)))];
                pictures.AddRange(OperatingChart.Shown(view, family).Select(g => (Func<string>)(() => OperatingChart.Alone("x", view, family, g))));
                foreach (var draw in pictures)
                {
                    var svg = draw();
                    Assert.That(svg, Is.EqualTo(draw()));
                    SvgShapes.AssertSound(svg);
                    SvgShapes.AssertNothingCut(svg);
                }
            }
        }
    }
}
