using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

internal static class HeatMapChart
{
    public const int Columns = 4;

    public static string Describe(ReportView view, GroupFamily family, IReadOnlyList<string> metrics) => "";
}
