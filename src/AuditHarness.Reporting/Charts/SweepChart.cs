using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>What every threshold would come to: sensitivity, specificity, positive predictive value and share flagged, of everybody, a few groups, or one.</summary>
internal static class SweepChart
{
    private const int Top = 26;
    private const int Size = 128;
    private const int Row = 18;

    // Metric, and what it is at a point; the share flagged needs how common the event is.
    private static readonly (string Metric, string Title, Func<OperatingPoint, double, double?> At)[] Metrics =
    [
        (nameof(Sensitivity), "Sensitivity", (p, _) => p.Sensitivity),
        (nameof(Specificity), "Specificity", (p, _) => 1 - p.FalsePositiveRate),
        (nameof(PositivePredictiveValue), "Precision", (p, _) => p.Precision),
        (nameof(SelectionRate), "Selection rate", (p, prevalence) => (prevalence * p.Sensitivity) + ((1 - prevalence) * p.FalsePositiveRate)),
    ];

    /// <summary>Draws the four curves of some groups, everybody's wide and grey behind; without groups everybody's alone.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    /// <param name="groups">The groups, with curves, at most as many as there are colours.</param>
    public static string Draw(string id, ReportView view, GroupFamily? family, IReadOnlyList<Subgroup> groups)
    {
        const int down = Size + 62;
        using var canvas = new Canvas(id, Canvas.Narrow, Top + (2 * down) - 18 + (family is null ? 0 : 12 + (Row * (groups.Count + 1))));
        var end = End(view, groups);
        for (var i = 0; i < Metrics.Length; i++)
        {
            var panel = new Panel(canvas, 34 + (i % 2 * 184), Top + (i / 2 * down), Size + 10, Size, end, 1);
            panel.Grid(3);
            canvas.Text(panel.Left, panel.Top - 8, ChartSvg.Fit(Wording.Term(Metrics[i].Title), panel.Width), "start", tone: "head");
            canvas.Text(panel.Left + (panel.Width / 2), panel.Top + panel.Height + 30, Wording.Say($"threshold"), tone: "soft");
            panel.Line(view.Threshold, 0, view.Threshold, 1, ChartColors.Limit);
            Line(panel, view, Subgroup.Overall, Metrics[i].At, family is null ? ChartColors.Ink : ChartColors.Quiet, family is null ? 2 : 3.5f);
            foreach (var group in groups) Line(panel, view, group, Metrics[i].At, ChartColors.Group(family!.IndexOf(group)), 1.75f);
            foreach (var group in family is null ? [Subgroup.Overall] : groups) Mark(panel, view, group, Metrics[i].Metric, family);
        }
        var y = Top + (2 * down) - 8.0;
        foreach (var group in family is null ? [] : groups.Prepend(Subgroup.Overall))
        {
            var index = family!.IndexOf(group);
            canvas.Line(10, y - 4, 36, y - 4, index < 0 ? ChartColors.Quiet : ChartColors.Group(index), index < 0 ? 3.5f : 1.75f);
            if (index >= 0) canvas.Mark(23, y - 4, ChartColors.Marker(index), ChartColors.Group(index), 9);
            canvas.Text(44, y, ChartSvg.Fit(group, Canvas.Narrow - 54), "start");
            y += Row;
        }
        return canvas.ToXml($"{Title(groups)} {Describe(view, family, groups)}");
    }

    /// <summary>What the picture says, in words: what half and what twice the threshold would come to.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    /// <param name="groups">The groups.</param>
    public static string Describe(ReportView view, GroupFamily? family, IReadOnlyList<Subgroup> groups)
    {
        var group = family is not null && groups.Count == 1 ? groups[0] : Subgroup.Overall;
        if (OperatingChart.Curve(view, group) is not { Points.Count: > 1 } curve) return "";
        var told = new[] { 0.5, 2 }.Select(f => f * view.Threshold).Select(t => (Asked: t, Point: Nearest(curve, t))).Where(t => t.Point is not null)
            .Select(t => Wording.Say($"From a threshold of {t.Point!.Threshold!.Value:0.00} on, sensitivity would be {t.Point.Sensitivity:figure} and specificity {1 - t.Point.FalsePositiveRate:figure}.")).Distinct().ToList();
        return Wording.Say($"The upright line is the threshold of {view.Threshold:figure}; a mark is what was measured there.") + string.Concat(told.Select(t => " " + t));
    }

    /// <summary>The groups whose curves have thresholds.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="family">Whose groups; null for none.</param>
    public static IReadOnlyList<Subgroup> Shown(ReportView view, GroupFamily? family) => [.. (family?.Groups ?? []).Where(g => HasThresholds(view, g))];

    /// <summary>Whether a group's curve has thresholds.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="group">The group.</param>
    public static bool HasThresholds(ReportView view, Subgroup group) => OperatingChart.Curve(view, group) is { } curve && curve.Points.Count(p => p.Threshold is not null) > 1;

    private static string Title(IReadOnlyList<Subgroup> groups) => groups.Count == 1 ? Wording.Say($"What every threshold would come to, {groups[0].Levels}.") : Wording.Say($"What every threshold would come to.");

    private static OperatingPoint? Nearest(Exhibit.OperatingCurve curve, double threshold) =>
        curve.Points.Where(p => p.Threshold is not null).MinBy(p => Math.Abs(p.Threshold!.Value - threshold)) is { } nearest && Math.Abs(nearest.Threshold!.Value - threshold) <= 0.1 * threshold ? nearest : null;

    /// <summary>Whether it draws a metric.</summary>
    /// <param name="metric">Id of the metric.</param>
    public static bool Holds(string metric) => Array.Exists(Metrics, m => m.Metric == metric);

    /// <summary>Where the axis of thresholds ends: risks crowd at the low end where the event is rare, and beyond the end nobody is flagged.</summary>
    /// <param name="view">The curves.</param>
    /// <param name="groups">The groups, beside everybody.</param>
    public static double End(ReportView view, IReadOnlyList<Subgroup> groups)
    {
        var highest = groups.Prepend(Subgroup.Overall).SelectMany(g => OperatingChart.Curve(view, g)?.Points ?? []).Where(IsFlagging).Select(p => p.Threshold ?? 0).DefaultIfEmpty(1).Max();
        return Math.Min(1, Ticks.RoundUp(Math.Max(highest, 1.2 * view.Threshold)));
    }

    private static bool IsFlagging(OperatingPoint point) => point.Sensitivity > 0 || point.FalsePositiveRate > 0;

    private static void Line(Panel panel, ReportView view, Subgroup group, Func<OperatingPoint, double, double?> at, Color color, float width)
    {
        if (OperatingChart.Curve(view, group) is not { Points: [.., var last] } curve) return;
        panel.Path([.. curve.Points.Where(p => p.Threshold <= panel.EndX).OrderBy(p => p.Threshold).Select(p => (p.Threshold!.Value, at(p, last.Precision ?? 0))).Where(p => p.Item2 is not null).Select(p => (p.Value, p.Item2!.Value))], color, width);
    }

    private static void Mark(Panel panel, ReportView view, Subgroup group, string metric, GroupFamily? family)
    {
        if (view.Find(metric, group) is not Measurement.Known known) return;
        var index = family?.IndexOf(group) ?? -1;
        panel.Mark(view.Threshold, known.Value, index < 0 ? MarkerShape.FilledDiamond : ChartColors.Marker(index), index < 0 ? ChartColors.Ink : ChartColors.Group(index), 8);
    }
}
