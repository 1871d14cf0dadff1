using System.Text.Json;
using Deque.AxeCore.Commons;

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

    // Contrast follows from how a text and what lies behind it are drawn, and takes axe as long as all other rules together: of the
    // texts that are drawn alike the first three are judged.
    private const string OfEachLook = """
        () => {
          const looks = new Map();
          for (const e of document.querySelectorAll('body *')) {
            if (![...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim()) || e.getClientRects().length === 0) continue;
            const own = getComputedStyle(e);
            const look = [e.localName, own.color, own.fontSize, own.fontWeight, own.textShadow];
            for (let p = e; p; p = p.parentElement) {
              const s = getComputedStyle(p);
              if (s.backgroundColor !== 'rgba(0, 0, 0, 0)' || s.backgroundImage !== 'none' || s.opacity !== '1') look.push(s.backgroundColor, s.backgroundImage, s.opacity);
            }
            const alike = looks.get(look.join('|')) ?? [];
            if (alike.length === 0) looks.set(look.join('|'), alike);
            if (alike.length < 3) alike.push(e);
          }
          return [...looks.values()].flat();
        }
        """;

    private static readonly string[] s_tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];
    private static readonly Lazy<string> s_axe = new(() => new BundledAxeScriptProvider().GetScript());

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
        await report.Page.EvaluateAsync(s_axe.Value);
        // As one text of what is looked at below: everything that axe found right is many times the page, and the driver carries it by itself.
        var result = JsonSerializer.Deserialize<Result>(await report.Page.EvaluateAsync<string>("""
            async ([tags, ofEachLook]) => {
              const found = await axe.run(document, { runOnly: { type: 'tag', values: tags }, rules: { 'color-contrast': { enabled: false } }, resultTypes: ['violations'] });
              const texts = eval(ofEachLook)();
              const drawn = texts.length === 0 ? { passes: [], violations: [] }
                : await axe.run({ include: texts }, { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] });
              return JSON.stringify({ Passes: found.passes.length + drawn.passes.length, Violations: [...found.violations, ...drawn.violations].map(v =>
                ({ Impact: v.impact, Id: v.id, Help: v.help, Nodes: v.nodes.length, First: v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html) })) });
            }
            """, new object[] { s_tags, OfEachLook }))!;
        if (result.Passes == 0) throw new InvalidOperationException("axe looked at nothing.");
        return [.. result.Violations.Where(v => v.Impact != "minor").Select(v => $"{v.Impact} {v.Id}: {v.Help} ({v.Nodes}): {string.Join("; ", v.First)}")];
    }

    private sealed record Result(int Passes, IReadOnlyList<Violation> Violations);

    private sealed record Violation(string? Impact, string Id, string Help, int Nodes, IReadOnlyList<string> First);
}
