using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>Decision curves: net benefit against the threshold, of everybody, of a few groups over each other, or of one group with its band.</summary>
internal static class DecisionCurveChart
{
    private const int Left = 52;
    private const int Top = 8;
    private const int Size = 298;

    /// <summary>Draws the curves of some groups, everybody's wide and grey behind; without groups everybody's alone, with its band.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The curves, and what was measured at the threshold.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    public static string Overlay(string id, ReportView view, GroupFamily? family)
    {
        const int height = 240, foot = 50, row = 18;
        var curves = Shown(view, family);
        var rows = curves.OrderByDescending(c => Figure(view, c.Subgroup)?.Value ?? double.NegativeInfinity).ToList();
        var keys = Keys(family is null);
        using var canvas = new Canvas(id, Canvas.Narrow, Top + height + foot + (row * (rows.Count + keys.Count + 1)) + 4);
        var panel = Axes(canvas, view, curves, Left, Size, height, 6);
        foreach (var curve in curves)
        {
            var index = family?.IndexOf(curve.Subgroup) ?? -1;
            if (index >= 0 || family is null) panel.Path(curve.All(panel.StartY, panel.EndX), index < 0 ? ChartColors.InkDashed : ChartColors.GroupDashed(index), 1.25f);
            if (family is null) Band(panel, curve, ChartColors.Ink);
            Line(panel, curve, index >= 0 ? ChartColors.Group(index) : family is null ? ChartColors.Ink : ChartColors.Quiet, index >= 0 ? 1.75f : family is null ? 2 : 3.5f);
        }
        foreach (var curve in curves) Mark(panel, view, curve.Subgroup, family);
        var y = (double)(Top + height + foot);
        foreach (var (text, dashed) in keys)
        {
            y += row;
            canvas.Line(10, y - 4, 36, y - 4, dashed ? family is null ? ChartColors.InkDashed : ChartColors.GroupDashed(0) : ChartColors.Ink, 1.25f);
            canvas.Text(44, y, ChartSvg.Fit(text, Canvas.Narrow - 50), "start", tone: "soft");
        }
        y += row;
        canvas.Text(Left + Size, y, ChartSvg.Fit(Wording.Say($"net benefit at the threshold"), Size), "end", tone: "soft");
        foreach (var curve in rows)
        {
            y += row;
            var index = family?.IndexOf(curve.Subgroup) ?? -1;
            var color = index >= 0 ? ChartColors.Group(index) : family is null ? ChartColors.Ink : ChartColors.Quiet;
            canvas.Line(10, y - 4, 36, y - 4, color, index >= 0 ? 1.75f : 3.5f);
            if (index >= 0) canvas.Mark(23, y - 4, ChartColors.Marker(index), color, 9);
            var figure = Figure(view, curve.Subgroup) is { } known ? Figures.WithInterval(known.Value, known.Interval) : "–";
            canvas.Text(44, y, ChartSvg.Fit(curve.Subgroup, Canvas.Narrow - 62 - Typeface.Width(figure)), "start");
            canvas.Text(Left + Size, y, figure, "end");
        }
        return canvas.ToXml($"{Wording.Say($"Decision curves.")} {Describe(view, family)}");
    }

    /// <summary>Draws the curve of one group with its band, what flagging everybody would be worth to it, and everybody's curve behind.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose group.</param>
    /// <param name="group">The group; has a curve.</param>
    public static string Alone(string id, ReportView view, GroupFamily family, Subgroup group)
    {
        const int height = 132;
        using var canvas = new Canvas(id, Canvas.Narrow, Top + height + 40);
        var curve = DecisionCurve.Of(view, group)!;
        var index = family.IndexOf(group);
        var all = DecisionCurve.Of(view, Subgroup.Overall);
        var panel = Axes(canvas, view, all is null ? [curve] : [all, curve], Left, Size, height, 4);
        if (all is not null) Line(panel, all, ChartColors.Quiet, 3);
        panel.Path(curve.All(panel.StartY, panel.EndX), ChartColors.GroupDashed(index), 1.25f);
        Band(panel, curve, ChartColors.Group(index));
        Line(panel, curve, ChartColors.Group(index), 1.75f);
        Mark(panel, view, group, family);
        return canvas.ToXml(Wording.Say($"Decision curve of {group.Levels}.") + " " + Describe(view, group));
    }

    /// <summary>What an overlay says, in words.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="family">Whose groups; null for everybody.</param>
    public static string Describe(ReportView view, GroupFamily? family)
    {
        if (family is null) return Describe(view, Subgroup.Overall) + " " + Wording.Say($"Dashed: flagging everybody. The line at 0: flagging nobody.");
        var known = Shown(view, family).Where(c => !c.Subgroup.IsOverall).Select(c => (Curve: c, Figure: Figure(view, c.Subgroup))).Where(c => c.Figure is not null).ToList();
        List<string> sentences = [];
        if (known.Count > 1)
        {
            var (low, high) = (known.MinBy(k => k.Figure!.Value), known.MaxBy(k => k.Figure!.Value));
            sentences.Add(Wording.Say($"At the threshold of {view.Threshold:figure} net benefit is highest for {high.Curve.Subgroup.Levels}, {Figures.WithInterval(high.Figure!.Value, high.Figure.Interval)}, and lowest for {low.Curve.Subgroup.Levels}, {Figures.WithInterval(low.Figure!.Value, low.Figure.Interval)}; it moves with how common the event is."));
        }
        sentences.Add(Wording.Say($"Dashed in a group's colour: flagging everybody in it. The line at 0: flagging nobody."));
        return string.Join(" ", sentences);
    }

    /// <summary>What the picture of one group says, in words.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="group">The group, or overall; has a curve.</param>
    public static string Describe(ReportView view, Subgroup group)
    {
        var curve = DecisionCurve.Of(view, group)!;
        var better = curve.Points.Where(p => p.Threshold < 1 && p.Value > Math.Max(0, curve.OfAll(p.Threshold))).Select(p => p.Threshold).ToList();
        return (Figure(view, group) is { } known ? Wording.Say($"Net benefit at the threshold of {view.Threshold:figure}: {Figures.WithInterval(known.Value, known.Interval)}; of flagging everybody {curve.OfAll(view.Threshold):figure}.") + " " : "")
            + (better.Count == 0 ? Wording.Say($"At no threshold shown is the model worth more than flagging everybody or nobody.")
                : Wording.Say($"The model is worth more than flagging everybody and nobody at thresholds between {better.Min():0.00} and {better.Max():0.00}."));
    }

    /// <summary>The curves that can be drawn, everybody's first.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    public static IReadOnlyList<DecisionCurve> Shown(ReportView view, GroupFamily? family) =>
        [.. (family?.Groups ?? []).Prepend(Subgroup.Overall).Select(g => DecisionCurve.Of(view, g)).OfType<DecisionCurve>()];

    private static Measurement.Known? Figure(ReportView view, Subgroup group) => view.Find(UtilityWords.NetBenefit, group) as Measurement.Known;

    private static List<(string Text, bool Dashed)> Keys(bool everybody) =>
    [
        (everybody ? Wording.Say($"flagging everybody") : Wording.Say($"flagging everybody in the group"), true),
        (Wording.Say($"flagging nobody: 0"), false),
    ];

    // As far across as some curve is worth something, and well beyond the audit's threshold; down far enough to see a harm.
    private static Panel Axes(Canvas canvas, ReportView view, IReadOnlyList<DecisionCurve> curves, double left, double width, double height, int most)
    {
        var end = Math.Min(1, Ticks.RoundUp(Math.Max(1.3 * view.Threshold, 1.05 * curves.Max(c => c.LastOfWorth))));
        var top = Ticks.RoundUp(1.05 * Math.Max(0.001, curves.Max(c => c.Prevalence)));
        var panel = new Panel(canvas, left, Top, width, height, end, top) { StartY = -top / 4 };
        panel.Grid(most);
        canvas.Text(left + (width / 2), Top + height + 32, Wording.Say($"threshold"));
        canvas.Text(12, Top + (height / 2), Wording.Say($"net benefit"), rotated: true);
        panel.Line(0, 0, end, 0, ChartColors.Ink, 1.25f);
        if (view.Threshold <= end) panel.Line(view.Threshold, panel.StartY, view.Threshold, top, ChartColors.Limit);
        return panel;
    }

    private static void Line(Panel panel, DecisionCurve curve, Color color, float width) =>
        panel.PathWithin([.. curve.Points.Select(p => (p.Threshold, (double?)p.Value))], color, width);

    private static void Band(Panel panel, DecisionCurve curve, Color color) =>
        panel.Band([.. curve.Points.Where(p => p.Interval is { } i && i.Upper >= panel.StartY && p.Threshold <= panel.EndX).Select(p => (p.Threshold, p.Interval!.Lower, p.Interval.Upper))], color);

    private static void Mark(Panel panel, ReportView view, Subgroup group, GroupFamily? family)
    {
        if (Figure(view, group) is not { } known || view.Threshold > panel.EndX || known.Value < panel.StartY || known.Value > panel.EndY) return;
        var index = family?.IndexOf(group) ?? -1;
        panel.Mark(view.Threshold, known.Value, MarkerShape.FilledCircle, ChartColors.Paper, 14);
        panel.Mark(view.Threshold, known.Value, index < 0 ? MarkerShape.FilledDiamond : ChartColors.Marker(index), index < 0 ? ChartColors.Ink : ChartColors.Group(index), 10);
    }
}
