using AuditHarness.Audits;

namespace AuditHarness.Fixtures;

/// <summary>Plans by their kind.</summary>
internal static class Plans
{
    /// <summary>The plan of a model that scores patients.</summary>
    public static DiagnosticPlan Diagnostic(this AuditPlan plan) => (DiagnosticPlan)plan;
}
