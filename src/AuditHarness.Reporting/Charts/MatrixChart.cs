using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

internal static class MatrixChart
{
    public static string? WidestGap(ReportView view, GroupFamily family) => view.Metrics.Count == 0 ? null : view.Metrics[0];

    public static string Describe(ReportView view, GroupFamily family, string metric) => "";
}
