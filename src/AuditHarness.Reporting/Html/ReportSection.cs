using AuditHarness.Audits;
using AuditHarness.Reporting.Html.Sections;

namespace AuditHarness.Reporting.Html;

/// <summary>A section of the page: a component with one parameter, View. A new one is one component and one line in <see cref="All"/>.</summary>
/// <param name="Id">Anchor, unique on the page.</param>
/// <param name="Title">Heading.</param>
/// <param name="Component">Razor component.</param>
/// <param name="Applies">Whether there is anything to show.</param>
public sealed record ReportSection(string Id, string Title, Type Component, Func<ReportView, bool> Applies)
{
    /// <summary>The sections, in the order in which they are read.</summary>
    public static IReadOnlyList<ReportSection> All { get; } =
    [
        new("failed", "What failed", typeof(FailedSection), _ => true),
        new("not-demonstrated", "What could not be shown", typeof(NotDemonstratedSection), _ => true),
        new("passed", "What passed", typeof(PassedSection), _ => true),
        new("cohort", "Who was in it", typeof(CohortSection), _ => true),
        new("performance", "Performance", typeof(PerformanceSection), v => v.MetricsOf(AuditCatalog.Performance).Count > 0),
        new("calibration", "Calibration", typeof(CalibrationSection), v => v.MetricsOf(AuditCatalog.Calibration).Count > 0),
        new("disparities", "Gaps between groups", typeof(DisparitySection), v => v.Audit.Disparities.Count > 0),
        new("explanations", "Why does it answer so?", typeof(ExplanationSection), v => v.Audit.Exhibits.Any(ExplanationView.Holds)),
        new("further", "Further exhibits", typeof(FurtherSection), v => FurtherSection.Exhibits(v).Any()),
        new("method", "How this was done", typeof(MethodSection), _ => true),
    ];
}
