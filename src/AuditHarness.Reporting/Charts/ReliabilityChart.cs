using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>Observed event rate against predicted risk for one group, with everybody's curve behind it and the line of perfect calibration.</summary>
internal static class ReliabilityChart
{
    /// <summary>Draws the curve.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="curve">The group's curve.</param>
    /// <param name="overall">Everybody's curve, or null.</param>
    /// <param name="group">Position of the group within its attribute, from 0.</param>
    /// <param name="end">Where both axes end, the same for all groups of an attribute; in (0, 1].</param>
    public static string Draw(string id, Exhibit.ReliabilityCurve curve, Exhibit.ReliabilityCurve? overall, int group, double end)
    {
        using var chart = new ChartSvg(id, 320, 290, new PixelPadding(48, 12, 42, 10));
        chart.Limits(0, end, 0, end);
        foreach (var tick in Ticks.Linear(0, end, 6))
        {
            chart.Line(0, tick, end, tick, ChartColors.Grid);
            chart.Line(tick, 0, tick, end, ChartColors.Grid);
            chart.Text(chart.X(tick), chart.Y(0) + 16, Figures.Exact(tick));
            chart.Text(chart.X(0) - 6, chart.Y(tick) + 4, Figures.Exact(tick), "end");
        }
        chart.Text(chart.X(end / 2), chart.Y(0) + 35, "predicted risk");
        chart.Text(14, chart.Y(end / 2), "observed event rate", rotated: true);
        chart.Line(0, 0, end, end, ChartColors.Ink, dashed: true);

        if (overall is not null && Points(overall) is { Count: > 0 } behind)
        {
            var line = chart.Plot.Add.ScatterLine(Predicted(behind), Observed(behind));
            (line.Color, line.LineWidth) = (ChartColors.Quiet, 3);
        }
        var bins = Points(curve);
        foreach (var bin in bins)
        {
            if (bin.Interval is { } interval) chart.Line(bin.MeanScore!.Value, interval.Lower, bin.MeanScore.Value, Math.Min(interval.Upper, end), ChartColors.Group(group), 1.5f);
        }
        if (bins.Count > 0)
        {
            var points = chart.Plot.Add.Scatter(Predicted(bins), Observed(bins), ChartColors.Group(group));
            (points.LineWidth, points.MarkerShape, points.MarkerSize) = (1.5f, ChartColors.Marker(group), 8);
        }
        return chart.ToXml($"Reliability curve, {curve.Subgroup.Levels}. {Describe(curve)}");
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
        var hidden = curve.Bins.Count(b => b.N is null);
        var hiddenWords = hidden == 0 ? "" : $" {hidden} of {curve.Bins.Count} bins hidden: small cell.";
        if (Points(curve) is not { Count: > 0 } bins) return $"No curve{(curve.Reason is null ? "" : ", " + Wording.Say(curve.Reason))}.{hiddenWords}";
        var worst = bins.MaxBy(b => Math.Abs(b.EventRate!.Value - b.MeanScore!.Value))!;
        var outside = bins.Count(b => b.Interval is { } i && (b.MeanScore < i.Lower || b.MeanScore > i.Upper));
        return $"In {outside} of {bins.Count} {Words.Plural(bins.Count, "bin")} the interval of the observed rate misses the predicted risk. " +
               $"Furthest apart: predicted {Figures.Value(worst.MeanScore!.Value)}, observed {Figures.Value(worst.EventRate!.Value)} " +
               $"(n\u00A0=\u00A0{Figures.CountOrHidden(worst.N)}).{hiddenWords}";
    }

    private static List<ReliabilityBin> Points(Exhibit.ReliabilityCurve curve) =>
        [.. curve.Bins.Where(b => b is { MeanScore: not null, EventRate: not null })];

    private static double[] Predicted(List<ReliabilityBin> bins) => [.. bins.Select(b => b.MeanScore!.Value)];

    private static double[] Observed(List<ReliabilityBin> bins) => [.. bins.Select(b => b.EventRate!.Value)];
}
