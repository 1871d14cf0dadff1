namespace AuditHarness.Disparity;

/// <summary>
/// Figures that rest on counts which nothing else tells, to three digits and to the safe side: a gap is never made smaller, its limits never
/// narrower nor its test clearer, for what is held to a limit is judged by what is shown.
/// </summary>
internal static class ThreeDigits
{
    /// <summary>A gap, away from 0.</summary>
    public static double Away(double value) => Math.CopySign(Up(Math.Abs(value)), value) + 0.0;

    /// <summary>Limits, outwards; no nearer to each other than the figure that is shown.</summary>
    /// <param name="value">The figure that is shown.</param>
    /// <param name="limits">Its limits.</param>
    public static (double Lower, double Upper) Outward(double value, (double Lower, double Upper) limits) => (Math.Min(value, -Up(-limits.Lower)), Math.Max(value, Up(limits.Upper)));

    /// <summary>A p-value, upwards.</summary>
    public static double PValue(double p) => Math.Clamp(Up(p), 0.001, 1);

    private static double Up(double figure) => (Math.Ceiling((figure * 1000) - 1e-9) / 1000) + 0.0;
}
