using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace AuditHarness.Browser;

/// <summary>What axe finds on a page: rules of WCAG 2.2 up to AA and its own best practices.</summary>
internal static class Axe
{
    /// <summary>
    /// Findings that are moderate, serious or critical, with everything unfolded; one line each with the first elements. None is what
    /// we want.
    /// </summary>
    /// <param name="path">Path of an HTML file.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="prepare">Done to the page before, such as opening something.</param>
    public static async Task<IReadOnlyList<string>> Findings(string path, Look look, Func<OpenReport, Task>? prepare = null)
    {
        // The policy of the page keeps axe out as it keeps everything out; what is recorded of a report is recorded with it in force.
        await using var report = await OpenReport.At(path, look, bypassPolicy: true);
        await report.Unfold();
        if (prepare is not null) await prepare(report);
        // The inside of a chart is one picture with a text of its own (role img): axe would take long over it, and reads the colour of
        // drawn text from a property that drawings do not have.
        var result = await report.Page.RunAxe(new AxeRunContext { Exclude = [new AxeSelector("svg[role=img] > *")] }, new AxeRunOptions
        {
            RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"] },
            ResultTypes = [ResultType.Violations],
        });
        if (result.Passes.Length == 0) throw new InvalidOperationException("axe looked at nothing.");
        return
        [
            .. result.Violations.Where(v => v.Impact != "minor").Select(v =>
                $"{v.Impact} {v.Id}: {v.Help} ({v.Nodes.Length}): {string.Join("; ", v.Nodes.Take(3).Select(n => $"{n.Target} {n.Html}"))}"),
        ];
    }
}
