namespace AuditHarness.Disparity;

/// <summary>
/// Limits of a gap that may be one of several rates. One rate is reported with its sign. Of two (equalized odds) the worse counts, so their
/// sizes are folded together: the larger distance from 0, or the smaller of ratio and its inverse.
/// </summary>
internal static class WorseOfRates
{
    /// <summary>The limits as the disparity reports them.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="limits">Limits of the gap of each of its metrics, with their signs.</param>
    public static (double Lower, double Upper) Fold(DisparityInfo info, IEnumerable<(double Lower, double Upper)> limits) =>
        info.Metrics.Count == 1 ? limits.Single() : Extreme(info.Form, limits);

    /// <summary>Simultaneous limits of a largest gap: at least the largest lower limit, at most the largest upper one; of a smallest ratio likewise.</summary>
    /// <param name="form">Difference or ratio.</param>
    /// <param name="limits">Limits of each gap, with their signs.</param>
    public static (double Lower, double Upper) Extreme(DisparityForm form, IEnumerable<(double Lower, double Upper)> limits)
    {
        var all = limits.Select(l => Size(form, l)).ToArray();
        return form == DisparityForm.Ratio ? (all.Min(l => l.Lower), all.Min(l => l.Upper)) : (all.Max(l => l.Lower), all.Max(l => l.Upper));
    }

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
