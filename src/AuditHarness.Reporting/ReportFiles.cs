using System.Text;
using AuditHarness.Audits;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Json;
using AuditHarness.Reporting.JUnit;
using AuditHarness.Reporting.Language;
using AuditHarness.Reporting.Markdown;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting;

/// <summary>One output of an audit.</summary>
/// <param name="Name">File name, such as "report.html".</param>
/// <param name="Content">Text in UTF-8 without a byte order mark, whose lines end with \n; or a PDF.</param>
public sealed record ReportFile(string Name, byte[] Content);

/// <summary>Renders every output of an audit from its result, and from nothing else.</summary>
public static class ReportFiles
{
    /// <summary>The one form of a plan that is hashed: what results.json has under "plan", without white space and needless escapes.</summary>
    /// <param name="plan">The plan.</param>
    public static byte[] Canonical(AuditPlan plan) => PlanJson.Canonical(plan);

    /// <summary>
    /// results.json, report.html, summary.md, junit.xml, model-card.md and, when anything is declared or its profile is named,
    /// chai-model-card.xml. Equal results give equal bytes, whatever the culture of the thread;
    /// results that differ only in the run's id, time and seconds differ only in `run` of results.json and in the page's footer.
    /// </summary>
    /// <param name="result">The result; already suppressed.</param>
    /// <exception cref="ArgumentException">A figure is not finite: JSON has no such number, and no reader a use for it.</exception>
    public static IReadOnlyList<ReportFile> Render(AuditResult result)
    {
        return
        [
            new("results.json", In(ReportLanguage.English, () => ResultsJson.Write(result))),
            new("report.html", In(result.Plan.Report.Language, () => Encoding.UTF8.GetBytes(ReportHtml.Render(result)))),
            new("summary.md", In(result.Plan.Report.Language, () => Encoding.UTF8.GetBytes(SummaryPage.Write(result)))),
            new("junit.xml", In(ReportLanguage.English, () => Encoding.UTF8.GetBytes(JUnitXml.Write(result)))),
            new(ModelCardPage.FileName, In(result.Plan.Report.Language, () => Encoding.UTF8.GetBytes(ModelCardPage.Write(result)))),
            .. ChaiCard.Applies(result.Plan)
                ? [new ReportFile(ChaiCard.FileName, In(ReportLanguage.English, () => Encoding.UTF8.GetBytes(ChaiCard.Write(result))))] : Array.Empty<ReportFile>(),
        ];

        // Pages speak the plan's language, files for machines are the same in every one. Nothing follows the machine's settings.
        static byte[] In(ReportLanguage language, Func<byte[]> render)
        {
            using var _ = Wording.Use(language);
            return render();
        }
    }
}
