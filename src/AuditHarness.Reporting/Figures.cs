using System.Globalization;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Language;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>How figures are written for people: the only place where a number is rounded. Written as the language in force writes numbers: the current culture, which <see cref="Language.Wording.Use"/> sets.</summary>
internal static class Figures
{
    /// <summary>Three decimals; fewer from 10 on, where three would be false precision. A true minus sign, and never "−0.000".</summary>
    /// <param name="value">Finite. One that three decimals would hide, such as 3E−8 between two runtimes, keeps two digits below 1E−5.</param>
    public static string Value(double value)
    {
        if (value != 0 && Math.Abs(value) < 1e-5) return value.ToString("0.0E+0", CultureInfo.CurrentCulture).Replace('-', '−');
        var text = Math.Abs(value).ToString(Math.Abs(value) switch { < 10 => "0.000", < 100 => "0.00", _ => "#,##0.#" }, CultureInfo.CurrentCulture);
        return value < 0 && text != "0.000" ? "−" + text : text;
    }

    /// <summary>One decimal, with a true minus sign.</summary>
    /// <param name="value">Finite.</param>
    public static string Tenths(double value) => value.ToString("#,##0.0", CultureInfo.CurrentCulture).Replace('-', '−');

    /// <summary>As <see cref="Value"/>, with a sign for a difference that is not zero.</summary>
    /// <param name="value">Finite.</param>
    public static string Signed(double value) => Value(value) is var text && value > 0 && text != "0.000" ? "+" + text : text;

    /// <summary>"(0.311 to 0.429)".</summary>
    /// <param name="interval">The interval.</param>
    public static string Limits(Interval interval) => Wording.Say($"({Value(interval.Lower)} to {Value(interval.Upper)})");

    /// <summary>"0.368 (0.311 to 0.429)", or the value alone when there is no interval.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="interval">Its interval, or null.</param>
    public static string WithInterval(double value, Interval? interval) =>
        interval is null ? Value(value) : $"{Value(value)} {Limits(interval)}";

    /// <summary>A count with its thousands apart.</summary>
    /// <param name="count">The count.</param>
    public static string Count(long count) => count.ToString("#,##0", CultureInfo.CurrentCulture);

    /// <summary>A count, or that it is hidden.</summary>
    /// <param name="count">The count; null when suppressed.</param>
    public static string CountOrHidden(int? count) => count is { } n ? Count(n) : Wording.Say($"hidden");

    /// <summary>A limit or setting as the config wrote it: shortest digits, nothing rounded.</summary>
    /// <param name="value">Finite.</param>
    public static string Exact(double value) => value.ToString("R", CultureInfo.CurrentCulture);

    /// <summary>A round position of an axis.</summary>
    /// <param name="tick">Finite.</param>
    public static string Tick(double tick) => Math.Round(tick, 12).ToString("0.############", CultureInfo.CurrentCulture).Replace('-', '−');

    /// <summary>"31 %"; "&lt;1 %" for what would be rounded away.</summary>
    /// <param name="share">In [0, 1].</param>
    public static string Share(double share) => share is > 0 and < 0.005 ? "<1 %" : (100 * share).ToString("0", CultureInfo.CurrentCulture) + " %";

    /// <summary>Three decimals, "&lt;0.001" below that.</summary>
    /// <param name="p">In [0, 1].</param>
    public static string PValue(double p) => p < 0.001 ? "<0.001" : p.ToString("0.000", CultureInfo.CurrentCulture);

    /// <summary>"95 %".</summary>
    /// <param name="level">Confidence level in (0, 1).</param>
    public static string Level(double level) => (100 * level).ToString("0.##", CultureInfo.CurrentCulture) + " %";

    /// <summary>Why there is nothing to show, in the words every output uses.</summary>
    /// <param name="unknown">The measurement.</param>
    public static string Missing(Measurement.Unknown unknown) =>
        unknown.Suppressed ? Wording.Say($"hidden: small cell") : Wording.Say($"not estimable: {unknown.Reason}");
}
