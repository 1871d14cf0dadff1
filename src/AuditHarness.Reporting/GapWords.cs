using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>A gap between two groups told from the side of the one that is worse off.</summary>
/// <param name="Metric">Id of the metric compared; of a disparity with a computation of its own, its own id.</param>
/// <param name="Worse">The group that is worse off; of a metric without a better direction the one with the smaller figure.</param>
/// <param name="Other">The group it is compared with.</param>
/// <param name="Directed">Whether the metric says that one side is worse off at all.</param>
/// <param name="Sentence">The gap with its interval, in plain language.</param>
internal sealed record ToldGap(string Metric, Subgroup Worse, Subgroup Other, bool Directed, string Sentence);

/// <summary>Gaps in plain language: as people out of a hundred where the metric counts people.</summary>
internal static class GapWords
{
    /// <summary>A gap in words; null when there is no figure or no interval to tell.</summary>
    /// <param name="view">The result, for the figures of the two groups.</param>
    /// <param name="gap">The gap.</param>
    public static ToldGap? Tell(ReportView view, GroupDisparity gap)
    {
        if (gap is not { Group: { } group, Against: { } against, Value: { } value, Interval: { } interval }) return null;
        var ratio = gap.Form == DisparityForm.Ratio;
        if (ratio && (value <= 0 || interval.Lower <= 0)) return null;
        if (!IsOfMetrics(gap.Metric)) return new(gap.Metric, group, against, false, Own(gap, group, against, value, interval));
        if (Compared(view, gap) is not { } info) return null;
        var worse = IsWorse(view, info, group, against, ratio ? value > 1 : value > 0);
        var (first, second) = worse ? (group, against) : (against, group);
        if (!worse) (value, interval) = Turned(value, interval, ratio);
        return new(info.Id, first, second, info.Better != Direction.Neither,
            ratio ? Ratio(info, first, second, value, interval) : Difference(info, first, second, value, interval));
    }

    /// <summary>The one metric that a disparity compares; null when it compares several, or has a computation of its own.</summary>
    /// <param name="disparity">Id of the disparity.</param>
    public static MetricInfo? OnlyMetric(string disparity) =>
        IsOfMetrics(disparity) && DisparityCatalog.Find(disparity)!.Metrics is [var only] ? MetricCatalog.Find(only)?.Info : null;

    /// <summary>Whether a disparity is a metric, or the worse of two, compared across groups.</summary>
    /// <param name="disparity">Id of the disparity.</param>
    public static bool IsOfMetrics(string disparity) => DisparityCatalog.Entries.FirstOrDefault(d => d.Info.Id == disparity) is MetricDisparity;

    /// <summary>Whether the interval of a gap leaves out equality.</summary>
    /// <param name="gap">The gap.</param>
    public static bool LeavesOutEquality(GroupDisparity gap) => NearEnd(gap) > 0;

    /// <summary>How far from equality the nearer end of a gap's interval lies: in the gap's unit, for a ratio in logarithms; 0 when it reaches equality or there is none.</summary>
    /// <param name="gap">The gap.</param>
    public static double NearEnd(GroupDisparity gap)
    {
        if (gap.Interval is not { } interval) return 0;
        var (lower, upper) = (interval.Lower, interval.Upper);
        if (gap.Form == DisparityForm.Ratio) (lower, upper) = (lower > 0 ? Math.Log(lower) : double.NegativeInfinity, upper > 0 ? Math.Log(upper) : double.NegativeInfinity);
        return lower > 0 ? lower : upper < 0 ? -upper : 0;
    }

    /// <summary>"rural (residence)".</summary>
    /// <param name="group">A group, not everybody.</param>
    public static string Named(Subgroup group) => group.IsOverall ? Words.Group(group) : $"{group.Levels} ({Words.Family([.. group.Conditions.Select(c => c.Attribute)])})";

    /// <summary>What a disparity compares; of two metrics the one whose gap it is.</summary>
    /// <param name="view">The result.</param>
    /// <param name="gap">The gap.</param>
    private static MetricInfo? Compared(ReportView view, GroupDisparity gap)
    {
        var metrics = DisparityCatalog.Find(gap.Metric)?.Metrics ?? [];
        var id = metrics.Count == 1 ? metrics[0] : metrics.MinBy(Distance);
        return id is null ? null : MetricCatalog.Find(id)?.Info;

        double Distance(string metric)
        {
            if (Figure(view, metric, gap.Group!) is not { } group || Figure(view, metric, gap.Against!) is not { } against) return double.MaxValue;
            return Math.Abs((gap.Form == DisparityForm.Ratio ? group / against : group - against) - gap.Value!.Value) is var d && double.IsFinite(d) ? d : double.MaxValue;
        }
    }

    // Where a target is ideal, the group that lies further from it; one whose figure is not known is taken to be the one asked about.
    private static bool IsWorse(ReportView view, MetricInfo info, Subgroup group, Subgroup against, bool above)
    {
        double? Off(Subgroup of) => Figure(view, info.Id, of) is { } figure ? Math.Abs(figure - (info.Ideal ?? 0)) : null;
        return info.Better switch
        {
            Direction.Lower => above,
            Direction.Target => Off(group) is not { } off || Off(against) is not { } other || off >= other,
            _ => !above,
        };
    }

    private static (double Value, Interval Interval) Turned(double value, Interval interval, bool ratio) => ratio
        ? (1 / value, interval with { Lower = 1 / interval.Upper, Upper = 1 / interval.Lower })
        : (-value, interval with { Lower = -interval.Upper, Upper = -interval.Lower });

    private static double? Figure(ReportView view, string metric, Subgroup group) => (view.Find(metric, group) as Measurement.Known)?.Value;

    // Of a figure that is none of one group alone, the catalog does not say who is worse off.
    private static string Own(GroupDisparity gap, Subgroup group, Subgroup against, double value, Interval i) =>
        Wording.Say($"{Words.Title(gap.Metric)} of {Words.Group(group)} against {Words.Group(against)} is {value:figure} ({Figures.Level(i.Level)} interval {i.Lower:figure} to {i.Upper:figure}).");

    private static string Ratio(MetricInfo info, Subgroup worse, Subgroup other, double value, Interval i) =>
        Wording.Say($"{Wording.Term(info.Title)} of {Words.Group(worse)} is {value:0.00} times that of {Words.Group(other)} ({Figures.Level(i.Level)} interval {i.Lower:0.00} to {i.Upper:0.00}).");

    private static string Difference(MetricInfo info, Subgroup worse, Subgroup other, double value, Interval interval)
    {
        var (a, b, level) = (Words.Group(worse), Words.Group(other), Figures.Level(interval.Level));
        if (info.Id == nameof(CalibrationIntercept))
        {
            var (odds, least, most) = (Math.Exp(value), Math.Exp(interval.Lower), Math.Exp(interval.Upper));
            return value > 0
                ? Wording.Say($"Risks of {a} are too low beside those of {b}: at the same predicted risk, the odds of the event are {odds:0.00} times as high ({level} interval {least:0.00} to {most:0.00}).")
                : Wording.Say($"Risks of {a} are too high beside those of {b}: at the same predicted risk, the odds of the event are only {odds:0.00} times as high ({level} interval {least:0.00} to {most:0.00}).");
        }
        // From here on as a size: a worse figure is smaller where higher is better.
        var (size, lower, upper) = value < 0 ? (-value, -interval.Upper, -interval.Lower) : (value, interval.Lower, interval.Upper);
        var (d, from, to) = (100 * size, 100 * lower, 100 * upper);
        return info.Id switch
        {
            nameof(Sensitivity) => Wording.Say($"Of 100 patients with the event, {d:0.0} fewer are found among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(FalseNegativeRate) => Wording.Say($"Of 100 patients with the event, {d:0.0} more are missed among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(FalsePositiveRate) => Wording.Say($"Of 100 patients without the event, {d:0.0} more are flagged in vain among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(PositivePredictiveValue) => Wording.Say($"Of 100 flagged patients, {d:0.0} fewer have the event among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(NegativePredictiveValue) => Wording.Say($"Of 100 patients who are not flagged, {d:0.0} fewer are free of the event among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(Accuracy) => Wording.Say($"Of 100 patients, {d:0.0} fewer are judged rightly among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(AreaUnderRoc) => Wording.Say($"Of 100 pairs of a patient with the event and one without, {d:0.0} fewer are ranked rightly among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            nameof(SelectionRate) => Wording.Say($"Of 100 patients, {d:0.0} fewer are flagged among {a} than among {b} ({level} interval {from:0.0} to {to:0.0})."),
            _ => Wording.Say($"{Wording.Term(info.Title)} is worse for {a} than for {b}, by {size:figure} ({level} interval {lower:figure} to {upper:figure})."),
        };
    }
}
