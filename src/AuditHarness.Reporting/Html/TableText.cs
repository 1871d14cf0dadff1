using System.Globalization;
using AuditHarness.Disparity;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Html;

/// <summary>What tables carry beside the figures that people read: the numbers in more digits, for sorting and for copies as CSV.</summary>
internal static class TableText
{
    /// <summary>
    /// Six digits, more than any figure of patients tells, of which a page may have ten thousands, without a zero before the point, which
    /// the script puts back into copies; whole numbers in full. results.json has all digits.
    /// </summary>
    /// <param name="value">Finite.</param>
    public static string Exact(double value) => In(double.IsInteger(value) ? "R" : "G6", value);

    /// <summary>A figure and the ends of its interval, if it has one, a space between each two.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="interval">Interval, or null.</param>
    public static string Exact(double value, Interval? interval) => interval is null ? Exact(value) : $"{Exact(value)} {Exact(interval.Lower)} {Exact(interval.Upper)}";

    /// <summary>A range, which sorts by its lower end: that and both ends.</summary>
    /// <param name="from">Lower end.</param>
    /// <param name="to">Upper end.</param>
    public static string Span(double from, double to) => $"{Exact(from)} {Exact(from)} {Exact(to)}";

    /// <summary>As <see cref="Exact(double, Interval?)"/> in four digits: enough of a point of a curve.</summary>
    /// <param name="value">Finite.</param>
    /// <param name="interval">Interval, or null.</param>
    public static string Close(double value, Interval? interval) => interval is null ? Close(value) : $"{Close(value)} {Close(interval.Lower)} {Close(interval.Upper)}";

    /// <summary>Ids that a switch between metrics finds a figure by: a gap by its own and by those of the metrics that it compares.</summary>
    /// <param name="id">Id of a metric or a disparity.</param>
    public static string Metrics(string id) => string.Join(' ', [id, .. DisparityCatalog.Find(id)?.Metrics ?? []]);

    private static string Close(double value) => In("G4", value);

    private static string In(string format, double value)
    {
        var text = value.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..] : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..] : text;
    }
}
