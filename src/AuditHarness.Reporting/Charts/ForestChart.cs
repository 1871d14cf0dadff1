using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// One disparity over the groups of an attribute, a lane for each: its gap with its interval, the line of equality, the plan's limits,
/// the worst pair, and how far that would be apart by chance alone. Groups without a gap are named with the reason.
/// </summary>
internal static class ForestChart
{
    private const int Side = 10;
    private const int Lane = 33;
    private const int Bare = 19;

    /// <summary>Draws a panel.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="panel">What it shows.</param>
    /// <param name="range">The range to show, see <see cref="ForestPanel.Range"/>.</param>
    public static string Draw(string id, ForestPanel panel, (double From, double To) range)
    {
        var rows = panel.Rows;
        var limits = panel.Limits.Where(l => l >= range.From && l <= range.To).ToList();
        double X(double value) => Side + ((Canvas.Narrow - (2 * Side)) * (panel.Scale(Math.Clamp(value, range.From, range.To)) - panel.Scale(range.From)) / (panel.Scale(range.To) - panel.Scale(range.From)));
        var top = limits.Count == 0 ? 4 : 22;
        var bottom = top + rows.Sum(r => IsDrawn(panel, r.Gap) || IsReference(panel, r.Group) ? Lane : Bare) + (panel.Worst is { } w ? IsDrawn(panel, w) ? Lane : Bare : 0);
        using var canvas = new Canvas(id, Canvas.Narrow, bottom + 44);
        var ticks = panel.IsRatio ? Ticks.Ratio(range.From, range.To) : Ticks.Linear(range.From, range.To, 6);
        foreach (var tick in ticks) canvas.Label(X(tick), bottom + 16, Figures.Tick(tick));
        var equality = panel.IsRatio ? 1.0 : 0.0;
        LimitLabels(canvas, limits, X);
        Ways(canvas, panel, bottom + 35);

        // Within the lanes only: through texts a line could be read as a sign. One line for lanes that follow each other, and all of one
        // look together, for then they are one path.
        var lanes = Runs(panel, top).Append((bottom - (IsDrawn(panel, panel.Worst) ? Lane : 0), bottom)).Where(l => l.To > l.From).ToList();
        var (color, ink, red) = ChartColors.InLanes;
        foreach (var (from, to) in lanes)
            foreach (var tick in ticks) canvas.Line(X(tick), from + 17, X(tick), to - 3, color);
        foreach (var (from, to) in lanes) canvas.Line(X(equality), from + 17, X(equality), to - 3, ink);
        foreach (var (from, to) in lanes)
            foreach (var limit in limits) canvas.Line(X(limit), from + 17, X(limit), to - 3, red, 2);

        var y = (double)top;
        foreach (var (group, gap, leftOut) in rows)
        {
            var index = panel.Family.IndexOf(group);
            if (IsReference(panel, group))
            {
                Label(canvas, y, group, Wording.Say($"reference"));
                Mark(canvas, X(equality), y + 23, index);
                y += Lane;
            }
            else if (IsDrawn(panel, gap))
            {
                Label(canvas, y, group, Figure(panel, gap!));
                Draw(canvas, panel, gap!, range, X, y + 23, ChartColors.Group(index));
                if (gap!.Value >= range.From && gap.Value <= range.To) Mark(canvas, X(gap.Value.Value), y + 23, index);
                y += Lane;
            }
            else
            {
                Label(canvas, y, group, leftOut is not null ? Wording.Say($"left out: {leftOut.Reason}") : gap is null ? Wording.Say($"not compared") : gap.Suppressed ? Wording.Say($"hidden: small cell") : Wording.Say($"not estimable"));
                y += Bare;
            }
        }
        if (panel.Worst is { } worst)
        {
            canvas.Line(0, y, canvas.Width, y, ChartColors.Quiet);
            var drawn = IsDrawn(panel, worst);
            Label(canvas, y, Wording.Say($"worst pair: {Words.Pair(worst)}"), drawn ? Figure(panel, worst) : worst.Suppressed ? Wording.Say($"hidden: small cell") : Wording.Say($"not estimable"));
            if (drawn)
            {
                if (worst.ExpectedUnderEquality is { } chance) canvas.Box(X(0), y + 18, X(chance) - X(0), 10, ChartColors.Quiet, 0.5);
                Draw(canvas, panel, worst, range, X, y + 23, ChartColors.Ink);
                if (worst.Value >= range.From && worst.Value <= range.To) canvas.Mark(X(worst.Value.Value), y + 23, MarkerShape.OpenSquare, ChartColors.Ink, 8);
            }
        }
        return canvas.ToXml($"{Wording.Say($"Forest plot of {Words.Title(panel.Metric)} by {panel.Family.Title}.")} {Describe(panel)}");
    }

    /// <summary>What the chart says, in words: the largest gap, which intervals leave out equality, the limits, and what chance gives.</summary>
    /// <param name="panel">What it shows.</param>
    public static string Describe(ForestPanel panel)
    {
        var against = panel.Gaps.Where(g => g is { Comparison: Comparison.Reference, Value: not null }).ToList();
        var equality = panel.IsRatio ? 1 : 0;
        var sentences = new List<string>();
        if (against.MaxBy(g => panel.Size(g.Value!.Value)) is { } widest)
        {
            var apart = against.Count(g => g.Interval is { } i && (i.Lower > equality || i.Upper < equality));
            sentences.Add(Wording.Say($"Furthest from {widest.Against?.Levels ?? ""}: {widest.Group?.Levels ?? ""}, {Figures.WithInterval(widest.Value!.Value, widest.Interval)}."));
            sentences.Add(Wording.Say($"{apart:count} of {against.Count:count} {against.Count:plural(interval|intervals)} {apart:plural(excludes|exclude)} equality."));
        }
        else sentences.Add(Wording.Say($"No gap to the reference can be shown."));
        if (panel.Worst is { Value: { } value } worst)
            sentences.Add(worst.ExpectedUnderEquality is { } chance
                ? Wording.Say($"Worst pair: {Words.Pair(worst)}, {Figures.WithInterval(value, worst.Interval)}; chance alone would give about {Figures.Value(chance)} (grey bar).")
                : Wording.Say($"Worst pair: {Words.Pair(worst)}, {Figures.WithInterval(value, worst.Interval)}."));
        if (panel.Limits.Count > 0)
            sentences.Add(Wording.Say($"The plan's {panel.Limits.Count:plural(limit|limits)}: {string.Join("; ", panel.Limits.Select(Limit))}."));
        return string.Join(" ", sentences);
    }

    private static void Draw(Canvas canvas, ForestPanel panel, GroupDisparity gap, (double From, double To) range, Func<double, double> x, double y, Color color)
    {
        if (gap.Interval is not { } interval || (panel.IsRatio && interval.Upper <= 0)) return;
        canvas.Line(x(interval.Lower), y, x(interval.Upper), y, color, 2);
        // An arrow where the interval runs out of the picture.
        if (interval.Lower < range.From) canvas.Area([(Side - 7, y), (Side, y - 4), (Side, y + 4)], color);
        if (interval.Upper > range.To) canvas.Area([(Canvas.Narrow - Side + 7, y), (Canvas.Narrow - Side, y - 4), (Canvas.Narrow - Side, y + 4)], color);
    }

    private static void Mark(Canvas canvas, double x, double y, int group)
    {
        canvas.Mark(x, y, ChartColors.Marker(group), ChartColors.Paper, 12);
        canvas.Mark(x, y, ChartColors.Marker(group), ChartColors.Group(group), 9);
    }

    // From where to where lanes follow each other without a bare row between.
    private static IEnumerable<(double From, double To)> Runs(ForestPanel panel, double top)
    {
        var (from, y) = (top, top);
        foreach (var (group, gap, _) in panel.Rows)
        {
            if (IsDrawn(panel, gap) || IsReference(panel, group))
            {
                y += Lane;
                continue;
            }
            yield return (from, y);
            from = y += Bare;
        }
        yield return (from, y);
    }

    private static void Label(Canvas canvas, double y, Subgroup group, string figure) =>
        Label(canvas, y, ChartSvg.Fit(group, Canvas.Narrow - (2 * Side) - 8 - Typeface.Width(ChartSvg.Fit(figure, 210))), figure);

    private static void Label(Canvas canvas, double y, string name, string figure)
    {
        var right = ChartSvg.Fit(figure, 210);
        canvas.Text(Side, y + 14, ChartSvg.Fit(name, Canvas.Narrow - (2 * Side) - 8 - Typeface.Width(right)), "start");
        canvas.Text(Canvas.Narrow - Side, y + 14, right, "end");
    }

    // The number above each limit; where two would touch, the second stands further to the side.
    private static void LimitLabels(Canvas canvas, List<double> limits, Func<double, double> x)
    {
        var free = 0.0;
        foreach (var limit in limits)
        {
            var text = Wording.Say($"limit {Limit(limit)}");
            var half = Typeface.Width(text) / 2;
            var middle = Math.Max(free + half, Math.Clamp(x(limit), half, Canvas.Narrow - half));
            canvas.Text(middle, 15, text, tone: "limit");
            free = middle + half + 6;
        }
    }

    // Which way the figures point, to both sides of equality; the larger of two gaps has no way.
    private static void Ways(Canvas canvas, ForestPanel panel, double y)
    {
        if (GapWords.OnlyMetric(panel.Metric) is null || panel.Reference is not { } reference) return;
        var (lower, higher) = (Wording.Say($"← lower than {reference.Levels}"), Wording.Say($"higher →"));
        canvas.Text(Side, y, ChartSvg.Fit(lower, Canvas.Narrow - (2 * Side) - Typeface.Width(higher) - 12), "start", tone: "soft");
        canvas.Text(Canvas.Narrow - Side, y, higher, "end", tone: "soft");
    }

    private static bool IsDrawn(ForestPanel panel, GroupDisparity? gap) => gap?.Value is { } value && (!panel.IsRatio || value > 0);

    private static bool IsReference(ForestPanel panel, Subgroup group) => group.Equals(panel.Reference);

    private static string Figure(ForestPanel panel, GroupDisparity gap) =>
        panel.IsRatio ? Figures.WithInterval(gap.Value!.Value, gap.Interval) : Figures.Signed(gap.Value!.Value) + (gap.Interval is null ? "" : " " + Figures.Limits(gap.Interval));

    private static string Limit(double limit) => Figures.Exact(Math.Round(limit, 3)).Replace('-', '−');
}
