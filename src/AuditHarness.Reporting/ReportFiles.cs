using AuditHarness.Audits;

namespace AuditHarness.Reporting;

/// <summary>One output of an audit.</summary>
/// <param name="Name">File name, such as "report.html".</param>
/// <param name="Content">UTF-8 without a byte order mark, lines end with \n.</param>
public sealed record ReportFile(string Name, byte[] Content);

/// <summary>Renders every output of an audit from its result, and from nothing else.</summary>
public static class ReportFiles
{
    /// <summary>results.json, report.html, summary.md and junit.xml.</summary>
    /// <param name="result">The result; already suppressed.</param>
    public static IReadOnlyList<ReportFile> Render(AuditResult result) => throw new NotSupportedException(result.Plan.Name);
}
