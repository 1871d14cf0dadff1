using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Charts;

/// <summary>Heat map and intersection matrix, and what their grounds mean.</summary>
public sealed class CellGridTests
{
    private static readonly Subgroup A = SampleAudit.Group("g", "a");

    // The group's interval is 0.6 to 0.8 around 0.7: it reaches 0.1 to both sides.
    [TestCase("Sensitivity", 0.79, 0)]
    [TestCase("Sensitivity", 0.85, 1)]
    [TestCase("Sensitivity", 0.95, 2)]
    [TestCase("Sensitivity", 0.55, -1)]
    [TestCase("FalsePositiveRate", 0.85, -1)]
    [TestCase("FalsePositiveRate", 0.35, 3)]
    [TestCase("Prevalence", 0.1, 0)]
    [TestCase("CalibrationSlope", 0.95, 2)]
    [TestCase("CalibrationSlope", 1.5, -3)]
    public void A_ground_tells_how_many_reaches_of_its_interval_a_figure_is_worse(string metric, double everybody, int expected) =>
        Assert.That(Standing.Of(MetricCatalog.Find(metric)!.Info, Known(metric, A, 0.7, new(0.6, 0.8, 0.95, Phrase.Of($"m"))), Known(metric, Subgroup.Overall, everybody, null)), Is.EqualTo(expected));

    [Test]
    public void A_ratio_is_judged_like_its_inverse() =>
        Assert.That(Standing.Of(MetricCatalog.Find("ObservedExpectedRatio")!.Info, Known("ObservedExpectedRatio", A, 0.5, new(0.45, 0.55, 0.95, Phrase.Of($"m"))), Known("ObservedExpectedRatio", Subgroup.Overall, 1.7, null)), Is.EqualTo(3), "0.5 is further from 1 than 1.7 is");

    [Test]
    public void Without_an_interval_or_a_figure_nothing_is_said_to_be_worse()
    {
        var info = MetricCatalog.Find("Sensitivity")!.Info;
        Assert.That(Standing.Of(info, Known("Sensitivity", A, 0.1, null), Known("Sensitivity", Subgroup.Overall, 0.9, null)), Is.Zero);
        Assert.That(Standing.Of(info, null, Known("Sensitivity", Subgroup.Overall, 0.9, null)), Is.Zero);
    }

    [Test]
    public void A_heat_map_shows_every_figure_hatches_the_hidden_and_grounds_the_worse()
    {
        var view = Of([A, B], [Known("Sensitivity", Subgroup.Overall, 0.9, null), Known("Sensitivity", A, 0.7, new(0.65, 0.75, 0.95, Phrase.Of($"m"))), Hidden("Sensitivity", B)]);
        var svg = HeatMapChart.Draw("x", view, view.Families[0], ["Sensitivity"], [A, B]);
        Assert.That(SvgShapes.Texts(svg), Has.Member("0.900").And.Member("0.700").And.Member("everybody").And.Member("a").And.Member("b"));
        // One swatch of the legend, and the cell.
        Assert.That(SvgShapes.Boxes(svg, "worse-3"), Has.Count.EqualTo(2));
        Assert.That(SvgShapes.Boxes(svg, "better-3"), Has.Count.EqualTo(1));
        var cell = SvgShapes.Boxes(svg, "worse-3")[0];
        Assert.That(SvgShapes.Hatched(svg)[0], Is.EqualTo((cell.X, cell.Y + 24, cell.Width, cell.Height)).Within(0.051), "the cell beneath; the other one is the legend's");
        Assert.That(SvgShapes.Hatched(svg), Has.Count.EqualTo(2));
        Assert.That(SvgShapes.Label(svg), Does.Contain("Of 1 figure 1 is clearly worse than everybody's.").And.Contain("Most clearly Sensitivity of a: 0.700 (0.650 to 0.750), everybody 0.900.").And.Contain("1 figure is hidden"));
        SvgShapes.AssertSound(svg);
        SvgShapes.AssertNothingCut(svg);
    }

    [Test]
    public void A_matrix_has_a_cell_for_each_intersection_with_its_number()
    {
        var view = new ReportView(SampleAudit.Typical);
        var family = view.Families[2];
        var svg = MatrixChart.Draw("x", view, family, "Specificity");
        Assert.That(SvgShapes.Texts(svg).Count(t => t.StartsWith("n ", StringComparison.Ordinal)), Is.EqualTo(1 + family.Groups.Count(g => view.Find("Specificity", g) is Measurement.Known)), "and the legend's n < 30");
        Assert.That(SvgShapes.Label(svg), Does.Contain("Specificity is lowest in").And.Contain("1 of 8 cells is hidden"));
        SvgShapes.AssertNothingCut(svg);
    }

    [TestCase(6, 10)]
    [TestCase(10, 6)]
    public void Sixty_intersections_stay_within_the_width_of_a_phone(int first, int second)
    {
        var groups = (from a in Enumerable.Range(0, first) from b in Enumerable.Range(0, second) select new Subgroup(new AttributeLevel("one", $"level {a}"), new AttributeLevel("two", $"another {b}"))).ToList();
        var view = Of(groups, [Known("Sensitivity", Subgroup.Overall, 0.7, null), .. groups.Select((g, i) => i % 7 == 0 ? (Measurement)Hidden("Sensitivity", g) : Known("Sensitivity", g, 0.5 + (i / 200.0), new(0.4, 0.9, 0.95, Phrase.Of($"m"))))]);
        var svg = MatrixChart.Draw("x", view, view.Families[0], "Sensitivity");
        Assert.That(svg, Does.Contain("viewBox=\"0 0 360 "));
        Assert.That(SvgShapes.Texts(svg).Count(t => t.StartsWith("n 1", StringComparison.Ordinal)), Is.EqualTo(groups.Count - 9));
        SvgShapes.AssertNothingCut(svg);
    }

    [Test]
    public void Texts_from_data_stay_in_their_elements_and_within_the_picture()
    {
        var view = new ReportView(SampleAudit.OfHostileTexts);
        foreach (var family in view.Families)
        {
            foreach (var metrics in view.Metrics.Chunk(HeatMapChart.Columns)) Check(HeatMapChart.Draw("x", view, family, metrics, family.Groups));
            if (family.Attributes.Count == 2) Check(MatrixChart.Draw("x", view, family, "Sensitivity"));
        }

        static void Check(string svg)
        {
            SvgShapes.AssertSound(svg);
            SvgShapes.AssertNothingCut(svg);
        }
    }

    private static Subgroup B { get; } = SampleAudit.Group("g", "b");

    private static Measurement.Known Known(string metric, Subgroup group, double value, Interval? interval) => new(metric, group, 100, 20, value, interval, interval is null ? Phrase.Of($"no variance") : null);

    private static Measurement.Unknown Hidden(string metric, Subgroup group) => new(metric, group, null, null, Phrase.Of($"suppressed: 1 to 10 patients"), true);

    private static ReportView Of(IReadOnlyList<Subgroup> groups, IReadOnlyList<Measurement> measurements) =>
        new(SampleAudit.Typical with { Measurements = measurements, Disparities = [], Exhibits = [] }) { };
}
