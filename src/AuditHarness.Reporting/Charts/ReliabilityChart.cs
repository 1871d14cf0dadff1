using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// Observed event rate against predicted risk for one group, with the band of its intervals, everybody's curve behind it and the line
/// of perfect calibration; beneath, on the same axis, how the group's risks are distributed.
/// </summary>
internal static class ReliabilityChart
{
    private const int Left = 48;
    private const int Top = 8;
    private const int Size = 300;
    private const int CurveHeight = 240;
    private const int BarsTop = Top + CurveHeight + 26;
    private const int BarsHeight = 58;

    /// <summary>Draws curve and distribution.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="curve">The group's curve.</param>
    /// <param name="overall">Everybody's curve, or null.</param>
    /// <param name="group">Position of the group within its attribute, from 0.</param>
    /// <param name="end">Where both axes end, the same for all groups of an attribute; in (0, 1].</param>
    public static string Draw(string id, Exhibit.ReliabilityCurve curve, Exhibit.ReliabilityCurve? overall, int group, double end)
    {
        using var canvas = new Canvas(id, Canvas.Narrow, BarsTop + BarsHeight + 50);
        var color = ChartColors.Group(group);
        var panel = new Panel(canvas, Left, Top, Size, CurveHeight, end, end);
        panel.Grid(6);
        canvas.Text(14, Top + (CurveHeight / 2.0), Wording.Say($"observed event rate"), rotated: true);
        panel.Line(0, 0, end, end, ChartColors.InkDashed);
        // Where a calibrated model's rates would lie by chance: what is outside of it is more than that.
        panel.Band([.. Points(curve).Where(b => b.UnderCalibration is not null).Select(b => (b.MeanScore!.Value, b.UnderCalibration!.Lower, b.UnderCalibration.Upper))], ChartColors.Quiet);
        if (overall is not null) panel.Path(Points(overall).Select(b => (b.MeanScore!.Value, b.EventRate!.Value)), ChartColors.Quiet, 3);
        var bins = Points(curve);
        var ranged = bins.Where(b => b.Interval is not null).ToList();
        panel.Band([.. ranged.Select(b => (b.MeanScore!.Value, b.Interval!.Lower, b.Interval.Upper))], color);
        foreach (var bin in ranged) panel.Line(bin.MeanScore!.Value, bin.Interval!.Lower, bin.MeanScore.Value, bin.Interval.Upper, color, 1.5f);
        panel.Path(bins.Select(b => (b.MeanScore!.Value, b.EventRate!.Value)), color, 1.5f);
        foreach (var bin in bins) panel.Mark(bin.MeanScore!.Value, bin.EventRate!.Value, ChartColors.Marker(group), color);
        Distribution(canvas, curve, color, end);
        return canvas.ToXml($"{Wording.Say($"Reliability curve, {Words.Group(curve.Subgroup)}.")} {Describe(curve)}");
    }

    /// <summary>
    /// Where the axes of a set of curves must end to hold all their points with room to spare. Not all their intervals: one bin of a
    /// few patients would press every curve into a corner; its interval runs out of the chart and stands in the table.
    /// </summary>
    /// <param name="curves">The curves that are to be compared.</param>
    public static double End(IEnumerable<Exhibit.ReliabilityCurve> curves)
    {
        var largest = curves.SelectMany(Points).Select(b => Math.Max(b.MeanScore!.Value, b.EventRate!.Value)).DefaultIfEmpty(1).Max();
        return largest <= 0 ? 1 : Math.Min(1, Ticks.RoundUp(1.2 * largest));
    }

    /// <summary>Whether there is a point to draw.</summary>
    /// <param name="curve">The curve.</param>
    public static bool HasPoints(Exhibit.ReliabilityCurve curve) => Points(curve).Count > 0;

    /// <summary>What the curve says, in words: where it lies furthest from the line, and what is hidden.</summary>
    /// <param name="curve">The curve.</param>
    public static string Describe(Exhibit.ReliabilityCurve curve)
    {
        var sentences = new List<string>();
        if (Points(curve) is { Count: > 0 } bins)
        {
            var worst = bins.MaxBy(b => Math.Abs(b.EventRate!.Value - b.MeanScore!.Value))!;
            var outside = bins.Count(b => b.Interval is { } i && (b.MeanScore < i.Lower || b.MeanScore > i.Upper));
            sentences.Add(Wording.Say($"In {outside:count} of {bins.Count:count} {bins.Count:plural(bin|bins)} the interval of the observed rate misses the predicted risk."));
            var banded = bins.Where(b => b.UnderCalibration is not null).ToList();
            if (banded.Count > 0) sentences.Add(Wording.Say($"In {banded.Count(b => b.EventRate < b.UnderCalibration!.Lower || b.EventRate > b.UnderCalibration.Upper):count} of {banded.Count:count} the rate lies where risks that are right would hardly put it (grey band)."));
            sentences.Add(Wording.Say($"Furthest apart: predicted {Figures.Value(worst.MeanScore!.Value)}, observed {Figures.Value(worst.EventRate!.Value)} (n\u00A0=\u00A0{Figures.CountOrHidden(worst.N)})."));
        }
        else sentences.Add(curve.Reason is { } reason ? Wording.Say($"No curve, {reason}.") : Wording.Say($"No curve."));
        var hidden = curve.Bins.Count(b => b.N is null);
        if (hidden > 0) sentences.Add(Wording.Say($"{hidden:count} of {curve.Bins.Count:count} {curve.Bins.Count:plural(bin|bins)} hidden: small cell."));
        return string.Join(" ", sentences);
    }

    // A bin is as wide as its risks and as high as its patients are dense, so that areas are numbers; those with the event fill its foot.
    private static void Distribution(Canvas canvas, Exhibit.ReliabilityCurve curve, Color color, double end)
    {
        var bars = curve.Bins.Where(b => b is { N: > 0, EventRate: not null } && b.To > b.From)
            .Select(b => (b.From, b.To, Density: b.N!.Value / (b.To - b.From), Events: b.EventRate!.Value)).ToList();
        var densest = bars.Select(b => b.Density).DefaultIfEmpty(1).Max();
        var panel = new Panel(canvas, Left, BarsTop, Size, BarsHeight, end, densest);
        // All of one look together, for then they are one path.
        foreach (var withEvent in new[] { false, true })
            foreach (var bar in bars.Where(b => b.From < end))
            {
                // Half a unit at each side keeps neighbours apart.
                var (x, width) = (panel.X(bar.From) + 0.5, Math.Max(0.5, panel.X(bar.To) - panel.X(bar.From) - 1));
                var (top, split, foot) = (panel.Y(bar.Density), panel.Y(bar.Density * bar.Events), panel.Y(0));
                if (withEvent) canvas.Box(x, split, width, foot - split, color);
                else canvas.Box(x, top, width, split - top, color, 0.35);
            }
        foreach (var bin in curve.Bins.Where(b => b.N is null && b.From < end))
            canvas.Hatch(panel.X(bin.From), panel.Y(0) - 10, Math.Max(3, panel.X(bin.To) - panel.X(bin.From)), 10);
        canvas.Line(Left, panel.Y(0), Left + Size, panel.Y(0), ChartColors.Ink);
        canvas.Text(30, BarsTop + (BarsHeight / 2.0), Wording.Say($"patients"), rotated: true);
        canvas.Text(Left + (Size / 2.0), BarsTop + BarsHeight + 17, Wording.Say($"predicted risk"));
        var y = BarsTop + BarsHeight + 40;
        var with = Wording.Say($"with the event");
        canvas.Box(Left, y - 10, 12, 12, color);
        canvas.Text(Left + 17, y, with, "start");
        var x2 = Left + 17 + Typeface.Width(with) + 16;
        canvas.Box(x2, y - 10, 12, 12, color, 0.35);
        canvas.Text(x2 + 17, y, Wording.Say($"without"), "start");
    }

    private static List<ReliabilityBin> Points(Exhibit.ReliabilityCurve curve) =>
        [.. curve.Bins.Where(b => b is { MeanScore: not null, EventRate: not null })];
}
