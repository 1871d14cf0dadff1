using AuditHarness.Disparity;
using AuditHarness.Expectations;
using ScottPlot;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// One disparity over the groups of an attribute: each gap with its interval, the line of equality, the worst pair, and the
/// limits of the plan's expectations. Ratios are drawn on a logarithmic axis.
/// </summary>
internal static class DisparityForest
{
    private const int RowHeight = 26;

    /// <summary>Draws the gaps that have an interval or a value.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="gaps">Gaps of one disparity within one attribute, in result order; all of one form.</param>
    /// <param name="limits">The limits that the plan sets for this disparity.</param>
    /// <param name="groupOf">Position of a gap's group within its attribute.</param>
    /// <param name="range">The range to show, see <see cref="Range"/>.</param>
    public static string Draw(
        string id, IReadOnlyList<GroupDisparity> gaps, IReadOnlyList<double> limits, Func<GroupDisparity, int> groupOf, (double From, double To) range)
    {
        var ratio = gaps[0].Form == DisparityForm.Ratio;
        double Scale(double value) => ratio ? Math.Log(value) : value;
        using var chart = new ChartSvg(id, 520, 40 + (RowHeight * gaps.Count), new PixelPadding(132, 166, 30, 10));
        chart.Limits(Scale(range.From), Scale(range.To), 0, gaps.Count);
        foreach (var tick in ratio ? Ticks.Ratio(range.From, range.To) : Ticks.Linear(range.From, range.To, 6))
        {
            chart.Line(Scale(tick), 0, Scale(tick), gaps.Count, ChartColors.Grid);
            chart.Text(chart.X(Scale(tick)), chart.Y(0) + 18, Figures.Exact(tick).Replace('-', '−'));
        }
        var equality = ratio ? 1.0 : 0.0;
        chart.Line(Scale(equality), 0, Scale(equality), gaps.Count, ChartColors.Ink);
        foreach (var limit in limits.Where(l => l >= range.From && l <= range.To))
            chart.Line(Scale(limit), 0, Scale(limit), gaps.Count, ChartColors.Limit, 2, dashed: true);

        for (var row = 0; row < gaps.Count; row++)
        {
            var (gap, y) = (gaps[row], gaps.Count - row - 0.5);
            var worst = gap.Comparison == Comparison.WorstPair;
            var color = worst ? ChartColors.Ink : ChartColors.Group(groupOf(gap));
            var baseline = chart.Y(y) + 4;
            chart.Text(8, baseline, ChartSvg.Fit(worst ? "worst pair" : gap.Group?.Levels ?? "hidden", 118), "start");
            if (gap.Value is not { } value || (ratio && value <= 0))
            {
                chart.Text(514, baseline, gap.Suppressed ? "hidden: small cell" : "not estimable", "end");
                continue;
            }
            chart.Text(514, baseline, ratio ? Figures.WithInterval(value, gap.Interval) : Figures.Signed(value) + (gap.Interval is null ? "" : " " + Figures.Limits(gap.Interval)), "end");
            if (gap.Interval is { } interval && (!ratio || interval.Lower > 0))
                chart.Line(Scale(Math.Max(interval.Lower, range.From)), y, Scale(Math.Min(interval.Upper, range.To)), y, color, 2);
            if (value < range.From || value > range.To) continue;
            var marker = chart.Plot.Add.Marker(Scale(value), y, worst ? MarkerShape.OpenSquare : ChartColors.Marker(groupOf(gap)), 9, color);
            marker.MarkerLineWidth = 2;
        }
        return chart.ToXml(Describe(gaps, limits));
    }

    /// <summary>The limits that expectations draw into a disparity: both sides of equality.</summary>
    /// <param name="expectations">The plan's expectations.</param>
    /// <param name="disparity">Id of the disparity.</param>
    /// <param name="form">Its form.</param>
    /// <param name="attributes">The attributes compared.</param>
    public static IReadOnlyList<double> Limits(
        IEnumerable<Expectation> expectations, string disparity, DisparityForm form, IReadOnlyList<string> attributes) =>
        [.. expectations.Where(e => e.Metric == disparity && e.Where.Count == attributes.Count && e.Where.All(w => attributes.Contains(w.Attribute)))
            .SelectMany(e => form == DisparityForm.Ratio ? e.Limit > 0 ? new[] { e.Limit, 1 / e.Limit } : [] : [-e.Limit, e.Limit])
            .Distinct().Order()];

    /// <summary>A range that holds equality, the limits and the intervals; intervals that are far wider than the rest run out of it.</summary>
    /// <param name="gaps">The gaps to show, all of one form.</param>
    /// <param name="limits">The limits to show.</param>
    public static (double From, double To) Range(IReadOnlyList<GroupDisparity> gaps, IReadOnlyList<double> limits)
    {
        var ratio = gaps.Count > 0 && gaps[0].Form == DisparityForm.Ratio;
        var values = gaps.SelectMany(g => new[] { g.Value, g.Interval?.Lower, g.Interval?.Upper }).OfType<double>().Concat(limits)
            .Where(v => !ratio || v > 0).ToList();
        if (ratio)
        {
            var reach = Math.Clamp(values.Select(v => Math.Abs(Math.Log(v))).DefaultIfEmpty(0).Max() * 1.08, Math.Log(1.25), Math.Log(100));
            return (Math.Exp(-reach), Math.Exp(reach));
        }
        var (low, high) = (Math.Min(0, values.DefaultIfEmpty(0).Min()), Math.Max(0, values.DefaultIfEmpty(0).Max()));
        var margin = Math.Max(0.06 * (high - low), 0.01);
        return (low - margin, high + margin);
    }

    /// <summary>What the chart says, in words: the largest gap, and which intervals leave out equality.</summary>
    /// <param name="gaps">The gaps shown.</param>
    /// <param name="limits">The limits shown.</param>
    public static string Describe(IReadOnlyList<GroupDisparity> gaps, IReadOnlyList<double> limits)
    {
        var ratio = gaps[0].Form == DisparityForm.Ratio;
        var against = gaps.Where(g => g is { Comparison: Comparison.Reference, Value: not null }).ToList();
        var apart = against.Count(g => g.Interval is { } i && (i.Lower > (ratio ? 1 : 0) || i.Upper < (ratio ? 1 : 0)));
        var widest = against.MaxBy(g => ratio ? Math.Abs(Math.Log(Math.Max(g.Value!.Value, 1e-300))) : Math.Abs(g.Value!.Value));
        var limitWords = limits.Count == 0 ? "" : $" Dashed: the plan's {Words.Plural(limits.Count, "limit")}, {string.Join(" and ", limits.Select(l => Figures.Value(l)))}.";
        return widest is null
            ? $"No gap can be shown.{limitWords}"
            : $"Furthest from {widest.Against?.Levels}: {widest.Group?.Levels}, {Figures.WithInterval(widest.Value!.Value, widest.Interval)}. " +
              $"{apart} of {against.Count} {Words.Plural(against.Count, "interval")} {(apart == 1 ? "excludes" : "exclude")} equality.{limitWords}";
    }
}
