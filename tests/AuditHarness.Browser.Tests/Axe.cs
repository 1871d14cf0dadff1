using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace AuditHarness.Browser;

/// <summary>What axe finds on a page: rules of WCAG 2.2 up to AA and its own best practices.</summary>
internal static class Axe
{
    // axe weighs every element against every other: minutes over thousands of them. The rows of a table are made by one template, so
    // the first ones and the last of each body stand for all, and the first bodies and the last for all bodies; so do the first attributes and one intersection. The inside of a chart
    // is one picture with a text of its own (role img), and axe reads the colour of drawn text from a property that drawings lack.
    private const string LeaveOutMoreOfTheSame = """
        () => {
          document.querySelectorAll('svg[role=img] > *').forEach(e => e.remove());
          document.querySelectorAll('[data-family]').forEach(e => { if (![1, 2, 3, 13].includes(Number(e.dataset.family))) e.remove(); });
          document.querySelectorAll('table').forEach(table => [...table.tBodies].slice(4, -1).forEach(body => { if (!body.id && !body.querySelector('[id]')) body.remove(); }));
          document.querySelectorAll('tbody, main ul, main ol').forEach(list => [...list.children].slice(6, -1).forEach(row => {
            if (!list.querySelector('[rowspan]') && !row.id && !row.querySelector('[id]')) row.remove();
          }));
        }
        """;

    /// <summary>
    /// Findings that are moderate, serious or critical, with everything unfolded and more of the same left out; one line each with
    /// the first elements. None is what we want.
    /// </summary>
    /// <param name="path">Path of an HTML file.</param>
    /// <param name="look">How it is looked at.</param>
    /// <param name="prepare">Done to the page before, such as opening something.</param>
    public static async Task<IReadOnlyList<string>> Findings(string path, Look look, Func<OpenReport, Task>? prepare = null)
    {
        // The policy of the page keeps axe out as it keeps everything out; what is recorded of a report is recorded with it in force.
        await using var report = await OpenReport.At(path, look, bypassPolicy: true);
        // First, for unfolded a large page is laid out for minutes.
        await report.Page.EvaluateAsync(LeaveOutMoreOfTheSame);
        await report.Unfold();
        if (prepare is not null) await prepare(report);
        var result = await report.Page.RunAxe(new AxeRunOptions
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
