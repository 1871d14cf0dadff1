using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Charts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>How a figure of made-up records stands to that of real ones, as far as the intervals of both say.</summary>
internal static class RecordStanding
{
    // Differences whose ideal is 0 and which do harm on one side only.
    private static readonly HashSet<string> HarmAbove = ["RuleViolationExcess", "NearCopyExcess", "NearestNeighbourDistanceRatioLoss", "NearestNeighbourPrivacyLoss", "UtilityBrierDifference", "BrierDisparityChange", "EqualizedOddsDisparityChange"];

    private static readonly HashSet<string> HarmBelow =
        ["UtilityAurocDifference", "AugmentationAurocDifference", "UtilitySensitivityDifference", "UtilitySpecificityDifference", "AurocDisparityChange", "SensitivityDisparityChange", "SpecificityDisparityChange", "ConditionalFidelityGap"];

    /// <summary>
    /// 0 when the two intervals overlap, when one is missing, or when neither way is better. Else 1 to 3 for worse and −1 to −3 for better:
    /// the real figure is up to two, up to three, or more than three times as far away as the made-up one's interval reaches on that side.
    /// </summary>
    /// <param name="info">The metric; null for one that the catalogs do not know.</param>
    /// <param name="made">Figure of the made-up records.</param>
    /// <param name="real">The same of real ones; null when nothing real stands beside it.</param>
    public static int Of(MetricInfo? info, RecordFigureShown made, RecordFigureShown? real)
    {
        if (info is null || made is not { Value: { } value, Interval: { } interval } || real is not { Value: { } beside }) return 0;
        var other = real.Interval ?? new Interval(beside, beside, interval.Level, interval.Method);
        var way = (HarmAbove.Contains(info.Id) ? Direction.Lower : HarmBelow.Contains(info.Id) ? Direction.Higher : info.Better) switch
        {
            Direction.Higher => interval.Upper < other.Lower ? 1 : interval.Lower > other.Upper ? -1 : 0,
            Direction.Lower => interval.Lower > other.Upper ? 1 : interval.Upper < other.Lower ? -1 : 0,
            Direction.Target when info.Ideal is { } ideal => Nearest(interval, ideal) > Farthest(other, ideal) ? 1 : Farthest(interval, ideal) < Nearest(other, ideal) ? -1 : 0,
            _ => 0,
        };
        if (way == 0) return 0;
        var reach = beside > value ? interval.Upper - value : value - interval.Lower;
        return way * (reach <= 0 ? Standing.Most : Math.Clamp((int)Math.Floor(Math.Abs(beside - value) / reach), 1, Standing.Most));
    }

    /// <summary>Distance of the near end of an interval from a value; 0 when the value lies within.</summary>
    /// <param name="interval">The interval.</param>
    /// <param name="from">The value.</param>
    public static double Nearest(Interval interval, double from) => from < interval.Lower ? interval.Lower - from : from > interval.Upper ? from - interval.Upper : 0;

    private static double Farthest(Interval interval, double from) => Math.Max(Math.Abs(interval.Lower - from), Math.Abs(interval.Upper - from));
}
