namespace AuditHarness.Disparity;

/// <summary>
/// Limits of a gap that may be one of several rates. One rate is reported with its sign. Of two (equalized odds) the worse counts, so their
/// sizes are folded together: the larger distance from 0, or the smaller of ratio and its inverse.
/// </summary>
internal static class WorseOfRates
{
    /// <summary>The limits of the worst of several gaps: largest distance from equality, or smallest ratio.</summary>
    /// <param name="form">Difference or ratio.</param>
    /// <param name="gaps">Limits of each gap at any critical value, with their signs.</param>
    /// <param name="near">Critical value of the limit on the side of equality: at least the largest of them.</param>
    /// <param name="far">That of the other limit: at most the largest of them.</param>
    public static (double Lower, double Upper) Extreme(DisparityForm form, IReadOnlyList<Func<double, (double Lower, double Upper)>> gaps, double near, double far)
    {
        // All at one critical value before the other: estimates remember their last limits, and take part in many gaps.
        var closer = gaps.Select(g => Size(form, g(near))).ToArray();
        var farther = near == far ? closer : [.. gaps.Select(g => Size(form, g(far)))];
        return form == DisparityForm.Ratio ? (farther.Min(l => l.Lower), closer.Min(l => l.Upper)) : (closer.Max(l => l.Lower), farther.Max(l => l.Upper));
    }

    /// <summary>The worst of several gaps, with its sign where there is only one.</summary>
    /// <param name="form">Difference or ratio.</param>
    /// <param name="gaps">The gaps.</param>
    public static double Value(DisparityForm form, IReadOnlyList<double> gaps) => gaps.Count == 1 ? gaps[0]
        : form == DisparityForm.Ratio ? gaps.Min(g => Size(form, (g, g)).Lower) : gaps.Max(g => Size(form, (g, g)).Upper);

    private static (double Lower, double Upper) Size(DisparityForm form, (double Lower, double Upper) limits)
    {
        var (lower, upper) = limits;
        if (form != DisparityForm.Ratio)
            return lower <= 0 && upper >= 0 ? (0, Math.Max(-lower, upper))
                : (Math.Min(Math.Abs(lower), Math.Abs(upper)), Math.Max(Math.Abs(lower), Math.Abs(upper)));
        if (lower <= 1 && upper >= 1) return (Math.Min(lower, 1 / upper), 1);
        return upper < 1 ? (lower, upper) : (1 / upper, 1 / lower);
    }
}
