using AuditHarness.Statistics;

namespace AuditHarness.Expectations;

/// <summary>Tests a limit by inverting the interval: how far must it be widened until it no longer shows what it shows.</summary>
public static class LimitTest
{
    private const double LargestCriticalValue = 8;

    /// <summary>See <see cref="Finding.PValue"/>.</summary>
    /// <param name="region">What is accepted.</param>
    /// <param name="value">The figure; outside the region the p-value is above one half.</param>
    /// <param name="limits">Its limits at any level.</param>
    /// <returns>In (0, 1).</returns>
    public static double PValue(AcceptanceRegion region, double value, LevelledLimits limits)
    {
        var accepted = region.Contains(value);
        var shown = accepted ? Verdict.Pass : Verdict.Fail;
        var (low, high) = (0.0, LargestCriticalValue);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            var (lower, upper) = limits.At(middle);
            if (region.Judge(lower, upper) == shown) low = middle;
            else high = middle;
        }
        var alpha = limits.Alpha(low);
        return accepted ? alpha : 1 - alpha;
    }
}
