using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

public sealed class ThresholdCurvesTests
{
    private static ReportView View { get; } = new(SampleAudit.Typical);

    private static GroupFamily Family => View.Families[0];

    private static ThresholdCurves Curves(ReportView view) => new(view, view.Families[0].Groups.Prepend(Subgroup.Overall));

    [Test]
    public void Every_measured_metric_of_decisions_has_its_curves_or_a_larger_picture()
    {
        // The sample declares no costs.
        var decisions = MetricCatalog.Infos.Where(m => m is { Basis: MetricBasis.Decision, NeedsCosts: false } && View.Metrics.Contains(m.Id)).Select(m => m.Id).ToList();
        string[] pictured = ["Sensitivity", "Specificity", "PositivePredictiveValue", "SelectionRate", "NetBenefit", "TruePositivesPer1000", "FalseNegativesPer1000", "FalsePositivesPer1000", "TrueNegativesPer1000"];
        Assert.That(decisions, Has.Count.GreaterThan(10));
        Assert.That(ThresholdCurves.MetricsOf(View).Select(m => m.Info.Id), Is.EqualTo(decisions.Except(pictured)));
        var alone = new ReportView(SampleAudit.Typical with { Measurements = [.. SampleAudit.Typical.Measurements.Where(m => MetricCatalog.AuditOf(m.Metric) != AuditCatalog.Utility)] });
        Assert.That(ThresholdCurves.MetricsOf(alone).Select(m => m.Info.Id), Is.SupersetOf(pictured[..4]), "beside no decision curves nothing is pictured elsewhere");
    }

    [Test]
    public void A_line_goes_through_what_each_metric_is_at_each_point()
    {
        var curves = Curves(View);
        foreach (var group in Family.Groups)
        {
            var points = OperatingChart.Curve(View, group)!.Points.Where(p => p.Threshold is not null).OrderBy(p => p.Threshold).ToList();
            var prevalence = OperatingChart.Curve(View, group)!.Prevalence!.Value;
            double Found(OperatingPoint p) => prevalence * p.Sensitivity;
            double Vain(OperatingPoint p) => (1 - prevalence) * p.FalsePositiveRate;
            foreach (var (id, expected) in new (string, Func<OperatingPoint, double?>)[]
            {
                ("FalseNegativeRate", p => 1 - p.Sensitivity), ("Accuracy", p => Found(p) + 1 - prevalence - Vain(p)), ("YoudenIndex", p => p.Sensitivity - p.FalsePositiveRate),
                ("F1Score", p => 2 * Found(p) / (Found(p) + Vain(p) + prevalence)), ("PositiveLikelihoodRatio", p => p.Sensitivity / p.FalsePositiveRate),
                ("FalseOmissionRate", p => p.FalsePositiveRate == 1 ? null : (prevalence - Found(p)) / (1 - Found(p) - Vain(p))),
            })
            {
                if (ThresholdCurves.MetricsOf(View).FirstOrDefault(m => m.Info.Id == id) is not { } metric) continue;
                var line = curves.Of(metric, group);
                Assert.That(line.Select(l => l.Threshold), Is.EqualTo(points.Select(p => p.Threshold!.Value)));
                foreach (var ((_, value), point) in line.Zip(points)) Assert.That(value, expected(point) is { } e ? Is.EqualTo(e).Within(1e-9) : Is.Null, $"{id} at {point.Threshold}");
            }
        }
    }

    [Test]
    public void A_line_is_broken_where_there_is_no_value_and_leaves_the_picture_where_it_goes_beyond()
    {
        string Drawn(params (double, double?)[] values)
        {
            using var canvas = new Canvas("x", 100, 100);
            new Panel(canvas, 0, 0, 100, 100, 1, 1).PathWithin(values, ChartColors.Group(0), 1.75f);
            var svg = canvas.ToXml("picture");
            return svg.Contains("<path", StringComparison.Ordinal) ? svg.Split(" d=\"")[1].Split('"')[0] : "";
        }
        Assert.Multiple(() =>
        {
            Assert.That(Drawn((0, 0.5), (0.2, 0.5), (0.4, null), (0.6, 0.5), (1, 0.5)), Is.EqualTo("M0 50h20M60 50h40"));
            Assert.That(Drawn((0, null), (0.2, 0.5), (0.4, null)), Is.Empty, "a point by itself is no line");
            Assert.That(Drawn((0, 2), (0.5, 0), (1, 2)), Is.EqualTo("M25 0l25 100 25-100"));
            Assert.That(Drawn((0, -1), (1, 3)), Is.EqualTo("M25 100l25-100"), "from below to above");
            Assert.That(Drawn((0, 3), (1, -1)), Is.EqualTo("M50 0l25 100"));
            Assert.That(Drawn((0, 1), (0.5, 1), (1, 2)), Is.EqualTo("M0 0h50"));
            Assert.That(Drawn((0, 2), (1, 3)), Is.Empty);
            Assert.That(Drawn((0, 0.5), (0.5, 0.5), (1.5, 0.5)), Is.EqualTo("M0 50h50"), "beyond the right end there is none");
        });
    }

    [Test]
    public void An_axis_is_the_range_of_a_share_and_what_most_points_need_otherwise()
    {
        var curves = Curves(View);
        foreach (var metric in ThresholdCurves.MetricsOf(View))
        {
            var (start, end) = curves.Axis(metric, 1);
            Assert.That(start, Is.LessThanOrEqualTo(0).And.LessThan(end), metric.Info.Id);
            if (metric.Info is { Min: 0, Max: 1 }) Assert.That((start, end), Is.EqualTo((0.0, 1.0)), metric.Info.Id);
            Assert.That(start, Is.GreaterThanOrEqualTo(Math.Min(0, metric.Info.Min)), metric.Info.Id);
            Assert.That(end, Is.LessThanOrEqualTo(metric.Info.Max), metric.Info.Id);
            var values = Family.Groups.SelectMany(g => curves.Of(metric, g)).Select(p => p.Value).OfType<double>().ToList();
            Assert.That(values.Count(v => v >= start && v <= end), Is.GreaterThan(0.7 * values.Count), metric.Info.Id);
        }
    }

    [Test]
    public void Pictures_are_sound_and_a_mark_of_each_group_stands_at_what_was_measured()
    {
        var curves = Curves(View);
        foreach (var metrics in ThresholdCurves.MetricsOf(View).Chunk(ThresholdCurvesChart.Metrics))
        {
            var svg = ThresholdCurvesChart.Draw("x", View, curves, metrics, Family, Family.Groups);
            SvgShapes.AssertSound(svg);
            SvgShapes.AssertNothingCut(svg);
            foreach (var metric in metrics) Assert.That(SvgShapes.Label(svg), Does.Contain(metric.Info.Title));
            foreach (var (group, i) in Family.Groups.Select((g, i) => (g, i)))
                Assert.That(svg.Split('\n').Count(l => l.Contains($"s-group-{i + 1} ", StringComparison.Ordinal)), Is.EqualTo(1), "all lines and marks of a group are one path");
        }
        Assert.That(SvgShapes.Texts(ThresholdCurvesChart.Key("k", Family, Family.Groups)), Is.EqualTo(Family.Groups.Select(g => g.Levels).Prepend("everybody")));
    }

    // A band is an area that lets through what lies behind.
    [Test]
    public void Only_the_curves_that_their_note_names_have_bands()
    {
        static int Bands(string svg) => SvgShapes.Xml(svg).Descendants().Count(e => e.Attribute("fill-opacity") is not null);
        var (curves, group) = (Curves(View), Family.Groups[1]);
        Assert.Multiple(() =>
        {
            Assert.That(ReportHtml.Render(SampleAudit.Typical).Split("These lines have no bands"), Has.Length.EqualTo(1 + 1 + View.Families.Count), "said of everybody and of each attribute");
            foreach (var metrics in ThresholdCurves.MetricsOf(View).Chunk(ThresholdCurvesChart.Metrics))
                Assert.That(Bands(ThresholdCurvesChart.Draw("x", View, curves, metrics, null, [])) + Bands(ThresholdCurvesChart.Draw("x", View, curves, metrics, Family, Family.Groups)), Is.Zero);
            Assert.That(Bands(SweepChart.Draw("x", View, null, [])) + Bands(SweepChart.Draw("x", View, Family, Family.Groups)), Is.Zero);
            foreach (var everybody in new[] { OperatingChart.Overlay("x", OperatingPlane.Roc, View, null), OperatingChart.Overlay("x", OperatingPlane.PrecisionRecall, View, null), DecisionCurveChart.Overlay("x", View, null), DecisionCurveChart.Alone("x", View, Family, group) })
                Assert.That(Bands(everybody), Is.EqualTo(1), SvgShapes.Label(everybody));
            Assert.That(Bands(OperatingChart.Alone("x", View, Family, group)), Is.EqualTo(2), "one of each picture");
        });
    }

    [Test]
    public void They_are_folded_away_on_the_page_for_everybody_and_each_attribute()
    {
        var page = ReportHtml.Render(SampleAudit.Typical);
        foreach (var position in View.Families.Select(f => f.Position).Prepend(0))
            Assert.That(page, Does.Contain($"<details class=curves id=\"thresholds-{position}\">"));
    }
}
