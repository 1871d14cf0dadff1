using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>A lane of <see cref="RecordDots"/>.</summary>
/// <param name="Label">Whose figure, or which one; from data.</param>
/// <param name="Position">Position of the group within its attribute, which gives colour and marker; −1 for everybody.</param>
/// <param name="Measured">The figure with what stands beside it; null when it was not measured.</param>
internal sealed record RecordLane(string Label, int Position, RecordMeasurement? Measured);

/// <summary>
/// Figures of made-up records, a lane for each with its interval, and beneath it what stands beside: real records, the memoriser, other
/// generators. A lane without a figure says why.
/// </summary>
internal static class RecordDots
{
    /// <summary>Lanes that one picture has room for.</summary>
    public const int Most = 24;

    private const int Side = 10;
    private const int Lane = 43;
    private const int Bare = 19;
    private const int Line = 14;

    private static readonly MarkerShape[] Shapes = [MarkerShape.OpenDiamond, MarkerShape.OpenTriangleUp, MarkerShape.OpenSquare, MarkerShape.OpenCircle, MarkerShape.OpenTriangleDown];

    /// <summary>Draws lanes.</summary>
    /// <param name="id">Unique on the page; letters, digits and hyphens.</param>
    /// <param name="title">What it shows, in words.</param>
    /// <param name="info">What is measured, for range and ideal; of several metrics one that has the range of all.</param>
    /// <param name="records">What was measured.</param>
    /// <param name="lanes">The lanes, at most <see cref="Most"/>.</param>
    /// <param name="limits">The plan's limits, ascending.</param>
    public static string Draw(string id, string title, MetricInfo info, RecordsView records, IReadOnlyList<RecordLane> lanes, IReadOnlyList<double> limits)
    {
        var (from, to) = Range(info, lanes, limits);
        double X(double value) => Side + ((Canvas.Narrow - (2 * Side)) * (Math.Clamp(value, from, to) - from) / (to - from));
        // Names that differ in their last words only must not be cut to the same.
        var labels = lanes.Select(l => ChartSvg.Wrap(l.Label, Canvas.Narrow - Typeface.Width(Said(l)) - 8, 2)).ToList();
        var bottom = 4 + lanes.Select((l, k) => (IsDrawn(l) ? Lane : Bare) + (Line * (labels[k].Count - 1))).Sum();
        var legend = Legend(records);
        using var canvas = new Canvas(id, Canvas.Narrow, bottom + 26 + (18 * legend.Count));
        var ticks = Ticks.Linear(from, to, 6);
        foreach (var tick in ticks) canvas.Label(X(tick), bottom + 14, Figures.Tick(tick));
        double y = 4;
        foreach (var (lane, label) in lanes.Zip(labels))
        {
            var drawn = IsDrawn(lane);
            for (var line = 0; line < label.Count; line++) canvas.Text(0, y + 12 + (Line * line), label[line], "start");
            canvas.Text(canvas.Width, y + 12, Said(lane), "end");
            y += Line * (label.Count - 1);
            if (!drawn)
            {
                y += Bare;
                continue;
            }
            foreach (var tick in ticks) canvas.Line(X(tick), y + 18, X(tick), y + Lane - 3, ChartColors.Grid);
            if (info.Ideal is { } ideal && ideal >= from && ideal <= to) canvas.Line(X(ideal), y + 18, X(ideal), y + Lane - 3, ChartColors.Ink);
            foreach (var limit in limits.Where(l => l >= from && l <= to)) canvas.Line(X(limit), y + 18, X(limit), y + Lane - 3, ChartColors.Limit, 2);
            Beside(canvas, lane.Measured!, X, y + 35);
            Own(canvas, lane, X, y + 23);
            y += Lane;
        }
        for (var line = 0; line < legend.Count; line++) Say(canvas, legend[line], bottom + 36 + (18 * line));
        return canvas.ToXml(title);
    }

    /// <summary>What the lanes say, in words: which figure is furthest from that of real records, and how many are clearly worse.</summary>
    /// <param name="records">What was measured.</param>
    /// <param name="lanes">The lanes.</param>
    /// <param name="limits">The plan's limits.</param>
    public static string Describe(RecordsView records, IReadOnlyList<RecordLane> lanes, IReadOnlyList<double> limits)
    {
        var known = lanes.Where(l => l.Measured?.Figure.Value is not null).ToList();
        var sentences = new List<string>();
        if (known.Count == 0) sentences.Add(Wording.Say($"No figure can be shown."));
        else if (known.Where(l => records.IsBesideReal(l.Measured!)).ToList() is { Count: > 0 } beside)
        {
            var worse = beside.Where(l => records.Standing(l.Measured!) > 0).ToList();
            sentences.Add(Wording.Say($"{worse.Count:count} of {beside.Count:count} {beside.Count:plural(figure|figures)} {worse.Count:plural(is|are)} clearly worse than that of real records."));
            if (worse.MaxBy(l => RecordSearch.Apart(records, l.Measured!)) is { } worst)
                sentences.Add(Wording.Say($"Furthest: {worst.Label}, {RecordWords.Figure(worst.Measured!.Figure)}; real records {RecordWords.Figure(records.RealBeside(worst.Measured!)!)}."));
        }
        else sentences.Add(RecordWords.NotBesideReal(known.Exists(l => records.RealBeside(l.Measured!) is { Value: not null })));
        if (lanes.Count(l => l.Measured?.Figure.Suppressed == true) is > 0 and var hidden) sentences.Add(Wording.Say($"{hidden:count} {hidden:plural(figure is|figures are)} hidden: small cell."));
        if (limits.Count > 0) sentences.Add(Wording.Say($"The plan's {limits.Count:plural(limit|limits)}: {string.Join("; ", limits.Select(l => Figures.Exact(l).Replace('-', '−')))}."));
        return string.Join(" ", sentences);
    }

    private static string Said(RecordLane lane) => lane.Measured?.Figure switch
    {
        null => Wording.Say($"not measured"),
        { Value: { } value, Interval: null } => $"{Figures.Value(value)} {Wording.Say($"no interval")}",
        { Value: { } value } figure => Figures.WithInterval(value, figure.Interval),
        { Suppressed: true } => Wording.Say($"hidden: small cell"),
        _ => Wording.Say($"not estimable"),
    };

    private static bool IsDrawn(RecordLane lane) => lane.Measured is { } m && (m.Figure.Value is not null || m.Baselines.Any(b => b.Value is not null));

    private static void Own(Canvas canvas, RecordLane lane, Func<double, double> x, double y)
    {
        if (lane.Measured!.Figure is not { Value: { } value } figure) return;
        var color = lane.Position < 0 ? ChartColors.Ink : ChartColors.Group(lane.Position);
        if (figure.Interval is { } interval) canvas.Line(x(interval.Lower), y, x(interval.Upper), y, color, 2);
        var marker = lane.Position < 0 ? MarkerShape.FilledCircle : ChartColors.Marker(lane.Position);
        canvas.Mark(x(value), y, marker, ChartColors.Paper, 12);
        canvas.Mark(x(value), y, marker, color, 9);
    }

    private static void Beside(Canvas canvas, RecordMeasurement measured, Func<double, double> x, double y)
    {
        for (var b = 0; b < measured.Baselines.Count; b++)
        {
            if (measured.Baselines[b] is not { Value: { } value } figure) continue;
            if (figure.Interval is { } interval && b == 0) canvas.Line(x(interval.Lower), y, x(interval.Upper), y, ChartColors.Quiet);
            canvas.Mark(x(value), y, Shapes[b % Shapes.Length], ChartColors.Quiet, 7);
        }
    }

    // As many to a line as fit.
    private static List<List<(MarkerShape Shape, string Text)>> Legend(RecordsView records)
    {
        List<(MarkerShape Shape, string Text)> all = [(MarkerShape.FilledCircle, RecordWords.MadeUp), .. records.Results.Baselines.Select((b, i) => (Shapes[i % Shapes.Length], RecordWords.Baseline(b.Name)))];
        var (lines, left) = (new List<List<(MarkerShape, string)>> { new() }, (double)Canvas.Narrow);
        foreach (var entry in all)
        {
            var width = Typeface.Width(entry.Text) + 26;
            if (width > left && lines[^1].Count > 0)
            {
                lines.Add([]);
                left = Canvas.Narrow;
            }
            lines[^1].Add(entry);
            left -= width;
        }
        return lines;
    }

    private static void Say(Canvas canvas, List<(MarkerShape Shape, string Text)> entries, double y)
    {
        double x = 0;
        foreach (var (shape, text) in entries)
        {
            canvas.Mark(x + 5, y - 4, shape, shape == MarkerShape.FilledCircle ? ChartColors.Ink : ChartColors.Quiet, 7);
            canvas.Text(x + 13, y, text, "start");
            x += Typeface.Width(text) + 26;
        }
    }

    // All values, intervals as far as they are not far wider than the rest, the ideal and the limits; never beyond what the figure can be.
    private static (double From, double To) Range(MetricInfo info, IReadOnlyList<RecordLane> lanes, IReadOnlyList<double> limits)
    {
        var figures = lanes.Where(l => l.Measured is not null).SelectMany(l => l.Measured!.Baselines.Prepend(l.Measured.Figure)).Where(f => f.Value is not null).ToList();
        var values = figures.Select(f => f.Value!.Value).Concat(limits).Concat(info.Ideal is { } ideal ? [ideal] : []).DefaultIfEmpty(0).ToList();
        var (low, high) = (values.Min(), values.Max());
        var reach = Math.Max(high - low, 0.02);
        var ends = lanes.Where(l => l.Measured is not null).SelectMany(l => l.Measured!.Baselines.Take(1).Prepend(l.Measured.Figure)).Select(f => f.Interval).OfType<Statistics.Interval>().SelectMany(i => new[] { i.Lower, i.Upper })
            .Select(e => Math.Clamp(e, low - reach, high + reach)).ToList();
        (low, high) = (Math.Min(low, ends.DefaultIfEmpty(low).Min()), Math.Max(high, ends.DefaultIfEmpty(high).Max()));
        var margin = Math.Max(0.04 * (high - low), 0.005);
        return (Math.Max(low - margin, info.Min - (margin / 2)), Math.Min(high + margin, info.Max + (margin / 2)));
    }
}
