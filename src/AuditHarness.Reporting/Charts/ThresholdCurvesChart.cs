using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>Small pictures of a few metrics over all thresholds, side by side; lines of one group are one path, for there are very many.</summary>
internal static class ThresholdCurvesChart
{
    /// <summary>Metrics in one picture.</summary>
    public const int Metrics = 8;

    private const int Size = 80;
    private const int Line = 15;

    /// <summary>Draws some metrics of some groups, everybody's wide and grey behind; without groups everybody's alone.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">What was measured at the threshold.</param>
    /// <param name="curves">The lines.</param>
    /// <param name="metrics">Those drawn, at most <see cref="Metrics"/>.</param>
    /// <param name="family">Whose groups; null for everybody alone.</param>
    /// <param name="groups">The groups, at most as many as there are colours.</param>
    public static string Draw(string id, ReportView view, ThresholdCurves curves, IReadOnlyList<IMetric> metrics, GroupFamily? family, IReadOnlyList<Subgroup> groups)
    {
        var titles = metrics.Select(m => ChartSvg.Wrap(Wording.Term(m.Info.Title), 168, 2)).ToArray();
        var head = titles.Max(t => t.Count) * Line;
        var (rows, down) = ((metrics.Count + 1) / 2, head + Size + 16);
        using var canvas = new Canvas(id, Canvas.Narrow, (rows * down) + 26);
        var end = SweepChart.End(view, groups);
        var panels = metrics.Select((metric, i) =>
        {
            var (start, top) = curves.Axis(metric, end);
            return new Panel(canvas, 38 + (i % 2 * 182), head + 4 + (i / 2 * down), 138, Size, end, top) { StartY = start, Tolerance = 0.5 };
        }).ToArray();
        // What looks alike is drawn together, and so becomes one path.
        foreach (var panel in panels) panel.Frame();
        foreach (var panel in panels) panel.Line(view.Threshold, panel.StartY, view.Threshold, panel.EndY, ChartColors.Limit);
        foreach (var group in groups.Prepend(Subgroup.Overall))
        {
            var index = family?.IndexOf(group) ?? -1;
            var (color, width) = index >= 0 ? (ChartColors.Group(index), 1.75f) : family is null ? (ChartColors.Ink, 1.75f) : (ChartColors.Quiet, 3.5f);
            for (var i = 0; i < panels.Length; i++) panels[i].PathWithin(curves.Of(metrics[i], group), color, width);
            if (index < 0 && family is not null) continue;
            for (var i = 0; i < panels.Length; i++)
                if (view.Find(metrics[i].Info.Id, group) is Measurement.Known { Value: var value } && value >= panels[i].StartY && value <= panels[i].EndY)
                    Mark(canvas, Math.Round(panels[i].X(view.Threshold)), Math.Round(panels[i].Y(value)), index, color, width);
        }
        for (var i = 0; i < panels.Length; i++)
            for (var line = 0; line < titles[i].Count; line++)
                canvas.Text(panels[i].Left - 28, panels[i].Top - 8 - ((titles[i].Count - 1 - line) * Line), titles[i][line], "start", tone: "head");
        foreach (var panel in panels)
            foreach (var (value, y) in new[] { (panel.StartY, panel.Top + Size), (panel.EndY, panel.Top + 9) }) canvas.Text(panel.Left - 4, y, Figures.Tick(value), "end");
        // Those beneath each other share an axis.
        foreach (var panel in panels[^Math.Min(2, panels.Length)..])
        {
            canvas.Text(panel.Left, panel.Top + Size + 14, "0");
            canvas.Label(panel.Left + panel.Width, panel.Top + Size + 14, Figures.Tick(end));
        }
        canvas.Text(Canvas.Narrow / 2, canvas.Height - 3, Wording.Say($"threshold"), tone: "soft");
        return canvas.ToXml($"{Title(metrics, family, groups)} {Describe(view, metrics, groups)}");
    }

    /// <summary>What the picture says at the threshold, in words: of everybody, or of the groups that are lowest and highest.</summary>
    /// <param name="view">What was measured at the threshold.</param>
    /// <param name="metrics">Those drawn.</param>
    /// <param name="groups">The groups; none for everybody alone.</param>
    public static string Describe(ReportView view, IReadOnlyList<IMetric> metrics, IReadOnlyList<Subgroup> groups)
    {
        var told = new List<string>();
        foreach (var info in metrics.Select(m => m.Info))
        {
            var known = groups.DefaultIfEmpty(Subgroup.Overall).Select(g => view.Find(info.Id, g)).OfType<Measurement.Known>().ToList();
            if (known.Count == 0) continue;
            var (low, high) = (known.MinBy(k => k.Value)!, known.MaxBy(k => k.Value)!);
            told.Add(groups.Count == 0 ? $"{Wording.Term(info.Title)} {Figures.Value(low.Value)}"
                : Wording.Say($"{Wording.Term(info.Title)} {low.Value:figure} ({low.Subgroup.Levels}) to {high.Value:figure} ({high.Subgroup.Levels})"));
        }
        return told.Count == 0 ? Wording.Say($"None of these is known at the threshold.") : Wording.Say($"At the threshold: {string.Join("; ", told)}.");
    }

    /// <summary>What the lines are: colours and marks of the groups, whom each picture's title names.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="family">Whose groups.</param>
    /// <param name="groups">The groups.</param>
    public static string Key(string id, GroupFamily family, IReadOnlyList<Subgroup> groups)
    {
        const int row = 18;
        using var canvas = new Canvas(id, Canvas.Narrow, row * (groups.Count + 1));
        var y = 13.0;
        foreach (var group in groups.Prepend(Subgroup.Overall))
        {
            var index = family.IndexOf(group);
            var (color, width) = index < 0 ? (ChartColors.Quiet, 3.5f) : (ChartColors.Group(index), 1.75f);
            canvas.Line(10, y - 4, 36, y - 4, color, width);
            if (index >= 0) Mark(canvas, 23, y - 4, index, color, width);
            canvas.Text(44, y, ChartSvg.Fit(group, Canvas.Narrow - 54), "start");
            y += row;
        }
        return canvas.ToXml(null);
    }

    private static string Title(IReadOnlyList<IMetric> metrics, GroupFamily? family, IReadOnlyList<Subgroup> groups)
    {
        var names = string.Join(", ", metrics.Select(m => Wording.Term(m.Info.Title)));
        return family is null ? Wording.Say($"Over all thresholds, everybody: {names}.") : Wording.Say($"Over all thresholds, {string.Join(", ", groups.Select(g => g.Levels))}: {names}.");
    }

    // An outline that the line's own path can hold, like the marks of larger pictures: round, square, diamond, triangles up and down, and a cross.
    private static void Mark(Canvas canvas, double x, double y, int index, Color color, float width)
    {
        const double r = 3;
        (double, double)[] around = (index < 0 ? 2 : index % 6) switch
        {
            0 => [(-1, -r), (1, -r), (r, -1), (r, 1), (1, r), (-1, r), (-r, 1), (-r, -1), (-1, -r)],
            1 => [(-r, -r), (r, -r), (r, r), (-r, r), (-r, -r)],
            2 => [(0, -r - 1), (r + 1, 0), (0, r + 1), (-r - 1, 0), (0, -r - 1)],
            3 => [(-r - 1, r), (r + 1, r), (0, -r - 1), (-r - 1, r)],
            4 => [(-r - 1, -r), (r + 1, -r), (0, r + 1), (-r - 1, -r)],
            _ => [(-r, -r), (r, r), (0, 0), (-r, r), (r, -r)],
        };
        canvas.Path([.. around.Select(p => (x + p.Item1, y + p.Item2))], color, width);
    }
}
