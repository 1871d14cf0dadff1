using System.Text.Json;

namespace AuditHarness.Browser;

/// <summary>What every report keeps to in a browser, on the audits that the repository ships.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ShippedReportTests
{
    private const long MostBytes = 3_000_000;

    private static IEnumerable<ShippedReport> Reports => ShippedReport.All;

    private static IEnumerable<Look> Screens => [Look.Narrow, Look.Phone, Look.Desk, Look.Wall];

    // axe takes long over a large page, so the largest is looked at once.
    private static IEnumerable<TestCaseData> Judged =>
        [new(ShippedReport.Default, Look.Phone), new(ShippedReport.Default, Look.Desk), new(ShippedReport.Default, Look.Desk with { Dark = true }), new(ShippedReport.Simulated, Look.Desk)];

    private static IEnumerable<Look> Looks => [.. Screens, new() { Dark = true }, new() { ReducedMotion = true }, new() { JavaScript = false }, new() { Print = true }];

    [Test]
    public async Task Opening_a_report_asks_for_nothing_says_nothing_and_is_no_wider_than_the_window(
        [ValueSource(nameof(Reports))] object report, [ValueSource(nameof(Looks))] object look)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html, (Look)look);
        Assert.That(await open.Page.Locator("h1").CountAsync(), Is.EqualTo(1));
        if (Screens.Contains(look))
        {
            await open.Unfold();
            Assert.That(await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(((Look)look).Width));
        }
        Assert.That(open.Noise, Is.Empty);
    }

    [TestCaseSource(nameof(Judged))]
    public async Task Axe_finds_nothing_serious_or_moderate(object report, object look)
    {
        Assert.That(await Axe.Findings(((ShippedReport)report).Html, (Look)look), Is.Empty);
    }

    [TestCaseSource(nameof(Reports))]
    public async Task A_report_is_small_and_says_how_soon_it_is_open(object report)
    {
        var file = ((ShippedReport)report).Html;
        await using var open = await OpenReport.At(file);
        // The time is told, not judged: a busy machine proves nothing.
        TestContext.Out.WriteLine($"{report}: {new FileInfo(file).Length:N0} bytes, loaded after {await open.LoadedAfter():N0} ms");
        Assert.That(new FileInfo(file).Length, Is.LessThan(MostBytes));
    }

    [TestCaseSource(nameof(Reports))]
    public async Task Without_JavaScript_everything_is_there_and_no_control_is_dead(object report)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html, new() { JavaScript = false });
        Assert.That(await open.Page.Locator("button, input, select, textarea, [onclick], .off, .tools, .switch").CountAsync(), Is.Zero);
        await open.Unfold();
        var unseen = await open.Page.Locator("main :is(table, tr, figure, svg.chart, h2, h3, h4, p, li)").EvaluateAllAsync<string[]>(
            "all => all.filter(e => !e.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })).map(e => e.outerHTML.slice(0, 120))");
        Assert.That(unseen, Is.Empty);
    }

    [TestCaseSource(nameof(Reports))]
    public async Task Every_table_figure_finding_and_section_has_an_address_of_its_own_and_every_link_leads_somewhere(object report)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html);
        var nameless = await open.Page.Locator("main :is(section, table, figure, article)").EvaluateAllAsync<string[]>("all => all.filter(e => !e.id).map(e => e.outerHTML.slice(0, 160))");
        Assert.That(nameless, Is.Empty);
        var twice = await open.Page.EvaluateAsync<string[]>("() => { const ids = [...document.querySelectorAll('[id]')].map(e => e.id); return ids.filter((id, i) => ids.indexOf(id) !== i); }");
        Assert.That(twice, Is.Empty);
        var broken = await open.Page.Locator("a[href^='#']").EvaluateAllAsync<string[]>("all => all.map(a => a.hash.slice(1)).filter(id => !document.getElementById(id))");
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(Reports))]
    public async Task Every_table_can_be_copied_with_each_of_its_numbers_and_as_many_fields_in_every_line(object report)
    {
        await using var open = await OpenReport.At(((ShippedReport)report).Html, before: ScriptTests.Catch);
        await open.Unfold();
        var buttons = await open.Page.Locator(".tools button").CountAsync();
        Assert.That(buttons, Is.EqualTo(await open.Page.Locator("table[data-table]").CountAsync()).And.GreaterThan(10));
        // As one text: the driver looks at every string of a list by itself, and there are tens of thousands.
        var copies = JsonSerializer.Deserialize<List<Copy>>(await open.Page.EvaluateAsync<string>("""
            async () => {
              const copies = [];
              for (const table of document.querySelectorAll('table[data-table]')) {
                window.copied = null;
                (table.closest('.scroll') ?? table).previousElementSibling.querySelector('button').click();
                while (window.copied === null) await new Promise(done => setTimeout(done));
                copies.push({ Table: table.id, Text: window.copied, Numbers: [...table.querySelectorAll('[data-v]')].flatMap(c => c.dataset.v.split(' ').map(n => n.replace('-.', '-0.').replace(/^\./, '0.'))) });
              }
              return JSON.stringify(copies);
            }
            """))!;
        Assert.That(copies, Has.Count.EqualTo(buttons));
        foreach (var (table, text, numbers) in copies)
        {
            var lines = Csv.Read(text);
            Assert.That(lines.Select(l => l.Count).Distinct().ToList(), Has.Count.EqualTo(1), table);
            Assert.That(numbers.Except(lines.SelectMany(l => l)), Is.Empty, table);
            Assert.That(lines.SelectMany(l => l).Where(f => f.Length > 0 && "=+@\t\r".Contains(f[0])), Is.Empty, table);
        }
        Assert.That(open.Noise, Is.Empty);
    }

    private sealed record Copy(string Table, string Text, IReadOnlyList<string> Numbers);
}
