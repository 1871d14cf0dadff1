using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Charts;

/// <summary>How a group's figure stands to everybody's, measured by the reach of the group's own interval.</summary>
internal static class Standing
{
    /// <summary>Most steps to either side.</summary>
    public const int Most = 3;

    /// <summary>
    /// 0 when everybody's figure lies within the group's interval, when there is none, or when neither way is better. Else 1 to 3
    /// for worse and −1 to −3 for better: everybody's figure is up to two, up to three, or more than three times as far away as the
    /// interval reaches on that side.
    /// </summary>
    /// <param name="info">The metric; null for one that the catalog does not know.</param>
    /// <param name="group">The group's figure.</param>
    /// <param name="everybody">Everybody's figure.</param>
    public static int Of(MetricInfo? info, Measurement? group, Measurement? everybody)
    {
        if (info is null || group is not Measurement.Known { Interval: { } interval, Value: var value } || everybody is not Measurement.Known { Value: var all }) return 0;
        var distance = Math.Abs(all - value);
        var reach = all > value ? interval.Upper - value : value - interval.Lower;
        if (distance <= reach) return 0;
        var steps = reach <= 0 ? Most : Math.Clamp((int)Math.Floor(distance / reach), 1, Most);
        return steps * info.Better switch
        {
            Direction.Higher => Math.Sign(all - value),
            Direction.Lower => Math.Sign(value - all),
            Direction.Target => Math.Sign(Off(info, value) - Off(info, all)),
            _ => 0,
        };
    }

    // A ratio is as far from 1 as its inverse.
    private static double Off(MetricInfo info, double value) =>
        info is { Min: 0, Max: double.PositiveInfinity, Ideal: > 0 and var ideal } && value > 0 ? Math.Abs(Math.Log(value / ideal)) : Math.Abs(value - (info.Ideal ?? 0));
}
