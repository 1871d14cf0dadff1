using System.Globalization;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

/// <summary>Lines over all thresholds, read off the pictures by the figures at their axes as a reader does, against what is counted row by row.</summary>
public sealed class CountedCurvesTests
{
    // A line may pass by a point within a quarter of a pixel, and places have a decimal.
    private const double Near = 0.35;

    private static readonly ReportView s_view = new(CountedAudit.Result);

    private static readonly (string Title, Func<Counts, double?> Rate)[] s_swept =
    [
        ("Sensitivity", c => (double)c.Found / c.Events), ("Specificity", c => (double)(c.NonEvents - c.Vain) / c.NonEvents),
        ("Precision", c => c.Flagged == 0 ? null : (double)c.Found / c.Flagged), ("Selection rate", c => (double)c.Flagged / (c.Events + c.NonEvents)),
    ];

    [Test]
    public void A_sweep_draws_the_rates_of_everybody_at_each_threshold()
    {
        var svg = SweepChart.Draw("x", s_view, null, []);
        Assert.Multiple(() =>
        {
            foreach (var (title, rate) in s_swept) AssertDrawn(title, PanelOf(svg, title), SvgShapes.Traces(svg, "chart-ink", 2), Swept(Subgroup.Overall, rate));
        });
    }

    [Test]
    public void A_sweep_draws_the_rates_of_each_group_in_its_colour_and_everybodys_behind([Values(0, 1)] int family)
    {
        var groups = s_view.Families[family].Groups;
        var svg = SweepChart.Draw("x", s_view, s_view.Families[family], groups);
        Assert.Multiple(() =>
        {
            foreach (var (title, rate) in s_swept)
            {
                var panel = PanelOf(svg, title);
                AssertDrawn(title + ", everybody", panel, SvgShapes.Traces(svg, "chart-quiet", 3.5), Swept(Subgroup.Overall, rate));
                for (var g = 0; g < groups.Count; g++) AssertDrawn($"{title}, {groups[g]}", panel, SvgShapes.Traces(svg, $"group-{g + 1}", 1.75), Swept(groups[g], rate));
                // The first group's mark is a dot.
                var mark = SvgShapes.Xml(svg).Descendants().Where(e => e.Name.LocalName == "circle").Select(c => (X: SvgShapes.Number(c, "cx"), Y: SvgShapes.Number(c, "cy"))).Where(panel.Holds).ToList();
                Assert.That(mark.Select(m => m.X), Is.EqualTo(new[] { panel.X(CountedAudit.Threshold) }).Within(Near), title);
                Assert.That(mark.Select(m => m.Y), Is.EqualTo(new[] { panel.Y(rate(At(groups[0], CountedAudit.Threshold))!.Value) }).Within(Near), title);
            }
        });
    }

    [Test]
    public void The_four_rates_of_a_sweep_cannot_be_taken_for_each_other()
    {
        // Else the tests above could not tell one from another: somewhere any two lie many pixels apart.
        var lines = s_swept.Append((Title: "False positive rate", Rate: c => (double)c.Vain / c.NonEvents)).Select(s => Swept(Subgroup.Overall, s.Rate)).ToList();
        for (var i = 0; i < lines.Count; i++)
            for (var j = 0; j < i; j++) Assert.That(lines[i].Join(lines[j], p => p.X, p => p.X, (p, q) => Math.Abs(p.Y - q.Y)).Max(), Is.GreaterThan(0.1));
    }

    [Test]
    public void A_decision_curve_is_true_positives_less_false_ones_at_the_odds_of_the_threshold()
    {
        var svg = DecisionCurveChart.Overlay("x", s_view, null);
        AssertDecision(svg, Subgroup.Overall, SvgShapes.Traces(svg, "chart-ink", 2), SvgShapes.Traces(svg, "chart-ink", 1.25, dashed: true));
    }

    [Test]
    public void Decision_curves_of_groups_are_each_groups_own([Values(0, 1)] int family)
    {
        var groups = s_view.Families[family].Groups;
        var svg = DecisionCurveChart.Overlay("x", s_view, s_view.Families[family]);
        for (var g = 0; g < groups.Count; g++)
            AssertDecision(svg, groups[g], SvgShapes.Traces(svg, $"group-{g + 1}", 1.75), SvgShapes.Traces(svg, $"group-{g + 1}", 1.25, dashed: true));
        AssertDrawn("everybody", DecisionPanel(svg), SvgShapes.Traces(svg, "chart-quiet", 3.5), Benefit(Subgroup.Overall));
    }

    [Test]
    public void The_decision_curve_of_a_group_alone_is_its_own_with_everybodys_behind()
    {
        foreach (var family in s_view.Families)
            for (var g = 0; g < family.Groups.Count; g++)
            {
                var svg = DecisionCurveChart.Alone("x", s_view, family, family.Groups[g]);
                AssertDecision(svg, family.Groups[g], SvgShapes.Traces(svg, $"group-{g + 1}", 1.75), SvgShapes.Traces(svg, $"group-{g + 1}", 1.25, dashed: true));
                AssertDrawn("everybody", DecisionPanel(svg), SvgShapes.Traces(svg, "chart-quiet", 3), Benefit(Subgroup.Overall));
            }
    }

    private static void AssertDecision(string svg, Subgroup group, List<(double X, double Y)[]> model, List<(double X, double Y)[]> all) => Assert.Multiple(() =>
    {
        var panel = DecisionPanel(svg);
        AssertDrawn(group.ToString(), panel, model, Benefit(group));
        // Flagging everybody: prevalence less the share without the event at the odds.
        var counts = At(group, 0);
        var prevalence = (double)counts.Events / (counts.Events + counts.NonEvents);
        List<(double X, double Y)> everybody = [.. Enumerable.Range(0, 999).Select(i => i / 1000.0).Select(t => (t, prevalence - ((1 - prevalence) * t / (1 - t))))];
        AssertDrawn($"{group}, flagging everybody", panel, all, everybody);
        var nobody = SvgShapes.Traces(svg, "chart-ink", 1.25).Where(l => l.All(panel.Holds)).SelectMany(l => l).ToList();
        Assert.That(nobody.Select(p => p.X), Is.EqualTo(new[] { panel.Left, panel.Right }).Within(Near), "flagging nobody");
        Assert.That(nobody.Select(p => p.Y), Is.All.EqualTo(panel.Y(0)).Within(Near), "flagging nobody");
    });

    // Every corner of the drawn line lies on the counted one, and the drawn line leaves out no counted point that the panel holds.
    private static void AssertDrawn(string what, Panel panel, List<(double X, double Y)[]> traces, IReadOnlyList<(double X, double Y)> counted)
    {
        List<(double X, double Y)[]> drawn = [.. traces.Where(t => t.All(panel.Holds))];
        (double X, double Y)[] expected = [.. counted.Select(p => (panel.X(p.X), panel.Y(p.Y)))];
        var within = expected.Where(panel.Holds).ToList();
        Assert.That(drawn, Is.Not.Empty, what);
        Assert.That(within, Has.Count.GreaterThan(8), what + ": too few points to tell a line");
        Assert.That(drawn.SelectMany(d => d).Max(p => Away(p, expected)), Is.LessThan(Near), what + ": drawn where nothing was counted");
        Assert.That(within.Max(p => drawn.Min(d => Away(p, d))), Is.LessThan(Near), what + ": counted and not drawn");
    }

    private static double Away((double X, double Y) point, (double X, double Y)[] line) => line.Zip(line.Skip(1), (a, b) =>
    {
        var (dx, dy) = (b.X - a.X, b.Y - a.Y);
        var along = dx == 0 && dy == 0 ? 0 : Math.Clamp((((point.X - a.X) * dx) + ((point.Y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        return double.Hypot(point.X - a.X - (along * dx), point.Y - a.Y - (along * dy));
    }).Min();

    private sealed record Counts(int Found, int Vain, int Events, int NonEvents)
    {
        public int Flagged => Found + Vain;
    }

    private static Counts At(Subgroup group, double threshold)
    {
        var rows = CountedAudit.Groups.Single(g => g.Group.Equals(group)).Rows;
        return new(
            rows.Count(r => r.Score >= threshold && r.Label == 1), rows.Count(r => r.Score >= threshold && r.Label == 0), rows.Count(r => r.Label == 1), rows.Count(r => r.Label == 0));
    }

    // Only thresholds are taken from the result: which of them are shown is a matter of who could be told from them.
    private static IEnumerable<double> Thresholds(Subgroup group) =>
        OperatingChart.Curve(s_view, group)!.Points.Select(p => p.Threshold).OfType<double>().Order();

    private static List<(double X, double Y)> Swept(Subgroup group, Func<Counts, double?> rate) =>
        [.. Thresholds(group).Select(t => (t, Rate: rate(At(group, t)))).Where(p => p.Rate is not null).Select(p => (p.t, p.Rate!.Value))];

    private static List<(double X, double Y)> Benefit(Subgroup group) =>
    [
        .. Thresholds(group).Where(t => t < 1).Select(t => At(group, t) is var c && c.Events + c.NonEvents is var n
            ? (t, ((double)c.Found / n) - ((double)c.Vain / n * t / (1 - t))) : default),
    ];

    /// <summary>A panel with the scales that its grid lines and the figures at them tell.</summary>
    private sealed record Panel(double Left, double Right, double Top, double Bottom, Func<double, double> X, Func<double, double> Y)
    {
        public bool Holds((double X, double Y) place) => place.X >= Left - 0.1 && place.X <= Right + 0.1 && place.Y >= Top - 0.1 && place.Y <= Bottom + 0.1;
    }

    // A title stands above the upper left corner of its panel.
    private static Panel PanelOf(string svg, string title) => SvgShapes.TextAt(svg, title) is var (left, y) ? Read(svg, left, y) : null!;

    private static Panel DecisionPanel(string svg) => Read(svg, SvgShapes.Lines(svg, "chart-grid").Min(l => l[0]), 0);

    private static Panel Read(string svg, double left, double above)
    {
        var (grid, texts) = (SvgShapes.Lines(svg, "chart-grid"), SvgShapes.Placed(svg));
        var top = grid.Select(l => Math.Min(l[1], l[3])).Where(y => y > above).Min();
        var up = grid.Where(l => l[0] == l[2] && Math.Min(l[1], l[3]) == top && l[0] >= left - 0.1).OrderBy(l => l[0]).ToList();
        var bottom = Math.Max(up[0][1], up[0][3]);
        var across = grid.Where(l => l[1] == l[3] && Math.Abs(Math.Min(l[0], l[2]) - left) < 0.1 && l[1] >= top - 0.1 && l[1] <= bottom + 0.1).OrderBy(l => l[1]).ToList();
        var right = across.Max(l => Math.Max(l[0], l[2]));
        up = [.. up.Where(l => l[0] <= right + 0.1)];
        double Tick(Func<(string Text, double X, double Y), bool> at) => double.Parse(texts.Where(at).MinBy(t => double.Hypot(t.X - left, t.Y - bottom)).Text.Replace('−', '-'), CultureInfo.InvariantCulture);
        double Beneath(double x) => Tick(t => Math.Abs(t.X - x) < 0.2 && t.Y > bottom && t.Y < bottom + 20);
        double Beside(double y) => Tick(t => Math.Abs(t.Y - 4 - y) < 0.2 && t.X < left && t.X > left - 20);
        return new(left, right, top, bottom, Scale(up[0][0], Beneath(up[0][0]), up[^1][0], Beneath(up[^1][0])), Scale(across[0][1], Beside(across[0][1]), across[^1][1], Beside(across[^1][1])));
    }

    private static Func<double, double> Scale(double place1, double value1, double place2, double value2) =>
        value => place1 + ((value - value1) / (value2 - value1) * (place2 - place1));
}
