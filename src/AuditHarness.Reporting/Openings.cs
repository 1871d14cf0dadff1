using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What each question of the page comes to, in plain sentences computed from the figures.</summary>
internal static class Openings
{
    public static string Who(ReportView view) => "";
    public static string Accurate(ReportView view) => "";
    public static string Everyone(ReportView view) => "";
    public static string Risks(ReportView view) => "";
    public static string Why(ReportView view) => ExplanationWords.Opening(view.Audit.Exhibits);
    public static string How(ReportView view) => "";
}
