using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

public sealed class DecisionCurveChartTests
{
    private static ReportView View { get; } = new(SampleAudit.Typical);

    [Test]
    public void Flagging_everybody_is_worth_the_prevalence_where_false_alarms_are_free_and_nothing_where_the_threshold_is_the_prevalence()
    {
        var curve = DecisionCurve.Of(View, Subgroup.Overall)!;
        Assert.That(curve.Prevalence, Is.EqualTo(0.2).Within(1e-12));
        Assert.That((curve.OfAll(0), curve.OfAll(0.2)), Is.EqualTo((0.2, 0.0)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12));
        // 0.2 − 0.8 · 0.5 / 0.5
        Assert.That(curve.OfAll(0.5), Is.EqualTo(-0.6).Within(1e-12));
    }

    [Test]
    public void The_curve_of_flagging_everybody_ends_at_the_foot_of_the_picture()
    {
        var line = DecisionCurve.Of(View, Subgroup.Overall)!.All(-0.05, 1);
        Assert.That(line[^1].Y, Is.EqualTo(-0.05).Within(1e-12));
        Assert.That(line.Select(p => p.Y), Is.Ordered.Descending);
    }

    [Test]
    public void A_decision_curve_holds_the_points_of_the_operating_curve_from_the_lowest_threshold_up()
    {
        var group = View.Families[0].Groups[0];
        var curve = DecisionCurve.Of(View, group)!;
        Assert.That(curve.Points.Select(p => p.Threshold), Is.Ordered.Ascending);
        Assert.That(curve.Points.Select(p => p.Value), Is.EqualTo(OperatingChart.Curve(View, group)!.Points.Skip(1).Reverse().Select(p => p.NetBenefit)));
    }

    [Test]
    public void A_curve_without_thresholds_is_no_decision_curve()
    {
        var bare = SampleAudit.Typical with { Exhibits = [.. SampleAudit.Typical.Exhibits.Select(e => e is Exhibit.OperatingCurve c ? c with { Points = [.. c.Points.Select(p => p with { Threshold = null })] } : e)] };
        Assert.That(DecisionCurve.Of(new(bare), Subgroup.Overall), Is.Null);
        Assert.That(SweepChart.HasThresholds(new(bare), Subgroup.Overall), Is.False);
    }

    [Test]
    public void A_line_that_leaves_the_picture_ends_at_its_foot_and_does_not_run_along_it()
    {
        using var canvas = new Canvas("x", 100, 100);
        var panel = new Panel(canvas, 0, 0, 100, 100, 1, 1) { StartY = -1 };
        panel.PathWithin([(0, 0), (0.25, -3), (0.5, -3), (0.75, 1), (1, 1)], ChartColors.Ink, 1);
        // It crosses −1 a third of the way from 0 to 0.25, and halfway from 0.5 to 0.75.
        var svg = canvas.ToXml("x");
        Assert.That(SvgShapes.Lines(svg, "chart-ink").Single(), Is.EqualTo(new[] { 0, 50, 8.33, 100 }).Within(0.051));
        Assert.That(SvgShapes.Path(svg, "chart-ink"), Is.EqualTo(new[] { 62.5, 100, 75, 0, 100, 0 }).Within(0.051));
    }

    [Test]
    public void Pictures_are_sound_nothing_is_cut_and_twice_is_the_same()
    {
        foreach (var audit in new[] { SampleAudit.Typical, SampleAudit.OfHostileTexts })
        {
            var view = new ReportView(audit);
            List<Func<string>> pictures = [() => DecisionCurveChart.Overlay("x", view, null), () => SweepChart.Draw("x", view, null, [])];
            foreach (var family in view.Families)
            {
                pictures.Add(() => DecisionCurveChart.Overlay("x", view, family));
                pictures.Add(() => SweepChart.Draw("x", view, family, [.. SweepChart.Shown(view, family).Take(OperatingChart.Most)]));
                pictures.AddRange(DecisionCurveChart.Shown(view, family).Where(c => !c.Subgroup.IsOverall).Select(c => (Func<string>)(() => DecisionCurveChart.Alone("x", view, family, c.Subgroup))));
            }
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
