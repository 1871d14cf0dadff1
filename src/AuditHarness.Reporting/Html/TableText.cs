using System.Globalization;
using AuditHarness.Disparity;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Html;

/// <summary>What tables carry beside the figures that people read: the numbers in more digits, for sorting and for copies as CSV.</summary>
internal static class TableText
{
    /// <summary>Eight digits, far more than any figure of patients tells, of which a page may have ten thousands; whole numbers in full. results.json has all digits.</summary>
    /// <param name="value">Finite.</param>
    public static string Exact(double value) => value.ToString(double.IsInteger(value) ? "R" : "G8", CultureInfo.InvariantCulture);

    /// <summary>Four digits: enough of a point of a curve.</summary>
    /// <param name="value">Finite.</param>
    public static string Close(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Ids that a switch between metrics finds a figure by: a gap by its own and by those of the metrics that it compares.</summary>
    /// <param name="id">Id of a metric or a disparity.</param>
    public static string Metrics(string id) => string.Join(' ', [id, .. DisparityCatalog.Find(id)?.Metrics ?? []]);

    /// <summary>Lower end of an interval, or null.</summary>
    /// <param name="interval">Interval, or null.</param>
    public static string? Lower(Interval? interval) => interval is null ? null : Exact(interval.Lower);

    /// <summary>Upper end of an interval, or null.</summary>
    /// <param name="interval">Interval, or null.</param>
    public static string? Upper(Interval? interval) => interval is null ? null : Exact(interval.Upper);
}
