using AuditHarness.Disparity;
using AuditHarness.Expectations;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>One finding at a glance: its interval, and the region in which it had to lie. The sentence beside it says the same in words.</summary>
internal static class FindingChart
{
    /// <summary>Draws the figure judged; an empty text when there is none to show.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="range">The range to show, see <see cref="Range"/>.</param>
    public static string Draw(Finding finding, (double From, double To) range)
    {
        if (finding.Value is not { } value || (IsRatio(finding) && value <= 0)) return "";
        var ratio = IsRatio(finding);
        double Scale(double x) => ratio ? Math.Log(x) : x;
        double Inside(double x) => Scale(Math.Clamp(x, range.From, range.To));
        using var chart = new ChartSvg("", 280, 40, new PixelPadding(10, 10, 18, 2));
        chart.Limits(Scale(range.From), Scale(range.To), 0, 1);
        var (from, to) = Region(finding.Expectation);
        var region = chart.Plot.Add.HorizontalSpan(Inside(from), Inside(to), ChartColors.Grid);
        region.LineWidth = 0;
        foreach (var limit in new[] { from, to }.Where(l => l >= range.From && l <= range.To))
        {
            chart.Line(Scale(limit), 0, Scale(limit), 1, ChartColors.Limit, 2);
            chart.Text(chart.X(Scale(limit)), 38, Figures.Exact(Math.Round(limit, 3)).Replace('-', '−'));
        }
        if (finding.Interval is { } interval && (!ratio || interval.Upper > 0))
            chart.Line(Inside(interval.Lower), 0.5, Inside(interval.Upper), 0.5, ChartColors.Ink, 2.5f);
        if (value >= range.From && value <= range.To)
            chart.Plot.Add.Marker(Scale(value), 0.5, MarkerShape.FilledCircle, 9, ChartColors.Ink);
        return chart.ToXml(null);
    }

    /// <summary>A range that holds the figures and the limit of several findings on one expectation, so that they can be compared.</summary>
    /// <param name="findings">The findings, at least one.</param>
    public static (double From, double To) Range(IReadOnlyList<Finding> findings)
    {
        var ratio = IsRatio(findings[0]);
        var (from, to) = Region(findings[0].Expectation);
        var values = findings.SelectMany(f => new[] { f.Value, f.Interval?.Lower, f.Interval?.Upper }).OfType<double>().Append(from).Append(to)
            .Where(v => double.IsFinite(v) && (!ratio || v > 0)).Select(v => ratio ? Math.Log(Math.Clamp(v, 0.01, 100)) : v).ToList();
        var margin = Math.Max(0.12 * (values.Max() - values.Min()), 0.02);
        var (low, high) = (values.Min() - margin, values.Max() + margin);
        return ratio ? (Math.Exp(low), Math.Exp(high)) : (low, high);
    }

    private static bool IsRatio(Finding finding) => Words.Form(finding.Expectation.Metric) == DisparityForm.Ratio;

    private static (double From, double To) Region(Expectation expected) => Words.Region(expected) is var region ? (region.Lower, region.Upper) : default;
}
