using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>ROC and precision-recall curves: of everybody, of a few groups over each other, or of one group with everybody behind.</summary>
internal static class OperatingChart
{
    /// <summary>Groups whose curves one picture holds.</summary>
    public const int Most = 6;

    /// <summary>Draws one plane with the curves of some groups, everybody's wide and grey behind; without groups everybody's alone, with its band.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="plane">Which picture.</param>
    /// <param name="view">The curves, and what was measured at the threshold.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    public static string Overlay(string id, OperatingPlane plane, ReportView view, GroupFamily? family)
    {
        var groups = Shown(view, family);
        var rows = groups.Count == 0 ? [Subgroup.Overall] : groups.Prepend(Subgroup.Overall).OrderByDescending(g => Summary(view, plane, g) ?? double.NegativeInfinity).ToList();
        const int left = 46, top = 8, size = 304, foot = 50, row = 18;
        var (marks, title) = (Wording.Say($"marks: at the threshold"), Words.Title(plane.Summary));
        var fits = Typeface.Width(marks) + Typeface.Width(title) + 12 <= size;
        using var canvas = new Canvas(id, Canvas.Narrow, top + size + foot + (row * (rows.Count + (fits ? 1 : 2))) + 2);
        var panel = new Panel(canvas, left, top, size, size, 1, 1);
        Axes(panel, plane, 6);
        if (Curve(view, Subgroup.Overall) is { } all)
        {
            plane.Chance(panel, all);
            if (groups.Count == 0) plane.Band(panel, all, ChartColors.Ink);
            plane.Line(panel, all, groups.Count == 0 ? ChartColors.Ink : ChartColors.Quiet, groups.Count == 0 ? 2 : 3.5f);
        }
        foreach (var group in groups) plane.Line(panel, Curve(view, group)!, ChartColors.Group(family!.IndexOf(group)), 1.75f);
        foreach (var group in groups.Count == 0 ? rows : groups) Threshold(panel, plane, view, group, family);
        var y = (double)(top + size + foot + 4);
        canvas.Text(left, y, marks, "start", tone: "soft");
        if (!fits) y += row;
        canvas.Text(left + size, y, ChartSvg.Fit(title, size), "end", tone: "soft");
        foreach (var group in rows)
        {
            y += row;
            var figure = view.Find(plane.Summary, group) is Measurement.Known known ? Figures.WithInterval(known.Value, known.Interval) : "–";
            Key(canvas, 10, y - 4, group, family, groups.Count > 0);
            canvas.Text(left, y, ChartSvg.Fit(group, size - 10 - Typeface.Width(figure)), "start");
            canvas.Text(left + size, y, figure, "end");
        }
        return canvas.ToXml($"{plane.Title}. {Describe(plane, view, family)}");
    }

    /// <summary>Draws both planes of one group side by side, with its bands and everybody behind.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The curves, and what was measured at the threshold.</param>
    /// <param name="family">Whose group.</param>
    /// <param name="group">The group; has a curve.</param>
    public static string Alone(string id, ReportView view, GroupFamily family, Subgroup group)
    {
        const int top = 8, size = 132;
        using var canvas = new Canvas(id, Canvas.Narrow, top + size + 38);
        var color = ChartColors.Group(family.IndexOf(group));
        foreach (var (plane, left) in new[] { (OperatingPlane.Roc, 44), (OperatingPlane.PrecisionRecall, 224) })
        {
            var panel = new Panel(canvas, left, top, size, size, 1, 1);
            Axes(panel, plane, 3);
            if (Curve(view, Subgroup.Overall) is { } all) plane.Line(panel, all, ChartColors.Quiet, 3);
            var curve = Curve(view, group)!;
            plane.Chance(panel, curve);
            plane.Band(panel, curve, color);
            plane.Line(panel, curve, color, 1.75f);
            Threshold(panel, plane, view, group, family);
        }
        return canvas.ToXml(Wording.Say($"ROC and precision–recall curves of {group.Levels}.") + " " + Describe(view, group));
    }

    /// <summary>What an overlay says, in words: the curves' figures, best and worst.</summary>
    /// <param name="plane">Which picture.</param>
    /// <param name="view">The figures.</param>
    /// <param name="family">Whose groups; null for everybody.</param>
    public static string Describe(OperatingPlane plane, ReportView view, GroupFamily? family)
    {
        var title = Words.Title(plane.Summary);
        var sentences = new List<string>();
        var known = Shown(view, family).Select(g => view.Find(plane.Summary, g)).OfType<Measurement.Known>().ToList();
        if (known.Count > 0)
        {
            var (low, high) = (known.MinBy(k => k.Value)!, known.MaxBy(k => k.Value)!);
            sentences.Add(Wording.Say($"{title} is highest for {high.Subgroup.Levels}, {Figures.WithInterval(high.Value, high.Interval)}, and lowest for {low.Subgroup.Levels}, {Figures.WithInterval(low.Value, low.Interval)}."));
        }
        if (view.Find(plane.Summary, Subgroup.Overall) is Measurement.Known all) sentences.Add(Wording.Say($"{title} of everybody: {Figures.WithInterval(all.Value, all.Interval)}."));
        sentences.Add(plane == OperatingPlane.Roc
            ? Wording.Say($"Dashed: a score that tells nothing.")
            : family is not null ? Wording.Say($"Dashed: how common the event is.")
            : Wording.Say($"Dashed: how common the event is, which precision would be without any score; it moves with that, so it cannot be compared between groups in which the event is more or less common."));
        return string.Join(" ", sentences);
    }

    /// <summary>What the picture of one group says, in words.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="group">The group.</param>
    public static string Describe(ReportView view, Subgroup group)
    {
        string? Said(string metric) => view.Find(metric, group) is Measurement.Known known ? $"{Words.Title(metric)} {Figures.WithInterval(known.Value, known.Interval)}" : null;
        var curve = string.Join(", ", new[] { Said("AreaUnderRoc"), Said("AveragePrecision") }.OfType<string>());
        var threshold = string.Join(", ", new[] { Said("Sensitivity"), Said("FalsePositiveRate"), Said("PositivePredictiveValue") }.OfType<string>());
        return string.Join(" ", new[] { curve.Length == 0 ? null : curve + ".", threshold.Length == 0 ? null : Wording.Say($"At the threshold: {threshold}.") }.OfType<string>());
    }

    /// <summary>The groups whose curves can be drawn.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose groups; null for none.</param>
    public static IReadOnlyList<Subgroup> Shown(ReportView view, GroupFamily? family) =>
        [.. (family?.Groups ?? []).Where(g => Curve(view, g) is { Points.Count: > 1 })];

    /// <summary>The curve of a group, or null.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="group">The group.</param>
    public static Exhibit.OperatingCurve? Curve(ReportView view, Subgroup group) =>
        view.Audit.Exhibits.OfType<Exhibit.OperatingCurve>().FirstOrDefault(c => c.Subgroup.Equals(group));

    /// <summary>The figure that sums a curve up, or null.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="plane">Which picture.</param>
    /// <param name="group">The group.</param>
    public static double? Summary(ReportView view, OperatingPlane plane, Subgroup group) => (view.Find(plane.Summary, group) as Measurement.Known)?.Value;

    private static void Axes(Panel panel, OperatingPlane plane, int most)
    {
        panel.Grid(most);
        panel.Canvas.Text(panel.Left + (panel.Width / 2), panel.Top + panel.Height + 32, Wording.Term(plane.Across));
        panel.Canvas.Text(panel.Left - 32, panel.Top + (panel.Height / 2), Wording.Term(plane.Up), rotated: true);
    }

    private static void Threshold(Panel panel, OperatingPlane plane, ReportView view, Subgroup group, GroupFamily? family)
    {
        if (plane.AtThreshold(view, group) is not var (x, y)) return;
        var index = family?.IndexOf(group) ?? -1;
        panel.Mark(x, y, MarkerShape.FilledCircle, ChartColors.Paper, 14);
        panel.Mark(x, y, index < 0 ? MarkerShape.FilledDiamond : ChartColors.Marker(index), index < 0 ? ChartColors.Ink : ChartColors.Group(index), 10);
    }

    private static void Key(Canvas canvas, double x, double y, Subgroup group, GroupFamily? family, bool behind)
    {
        var index = family?.IndexOf(group) ?? -1;
        var color = index >= 0 ? ChartColors.Group(index) : behind ? ChartColors.Quiet : ChartColors.Ink;
        canvas.Line(x, y, x + 26, y, color, index >= 0 ? 1.75f : 3.5f);
        if (index >= 0) canvas.Mark(x + 13, y, ChartColors.Marker(index), color, 9);
    }
}
