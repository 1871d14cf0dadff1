using AuditHarness.Audits;

namespace AuditHarness.Reporting.Charts;

internal static class CohortFlowChart
{
    public static string Draw(string id, Exhibit.Table flow) => "";

    public static string Describe(Exhibit.Table flow) => "";
}
