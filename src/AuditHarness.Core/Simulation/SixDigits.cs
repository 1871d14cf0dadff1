using System.Globalization;

namespace AuditHarness.Simulation;

/// <summary>
/// Numbers as the simulated files hold them: 6 significant digits, so that differences in the last bits between machines do not
/// show.
/// </summary>
public static class SixDigits
{
    /// <summary>The nearest number with 6 significant digits.</summary>
    /// <param name="value">Finite.</param>
    public static double Round(double value) =>
        double.Parse(value.ToString("E5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>The number, rounded, in plain decimals without an exponent.</summary>
    /// <param name="value">Finite, below 10²⁸ in size.</param>
    public static string Text(double value) => ((decimal)Round(value)).ToString(CultureInfo.InvariantCulture);
}
