using System.Globalization;
using AuditHarness.Disparity;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Html;

/// <summary>What tables carry beside the figures that people read: the exact numbers, for sorting and for copies as CSV.</summary>
internal static class TableText
{
    /// <summary>The shortest digits that give the number back, as the invariant culture writes them.</summary>
    /// <param name="value">Finite.</param>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Six decimals: enough of a point of a curve, of which a page may have thousands; results.json has all digits.</summary>
    /// <param name="value">Finite.</param>
    public static string Close(double value) => Exact(Math.Round(value, 6));

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
