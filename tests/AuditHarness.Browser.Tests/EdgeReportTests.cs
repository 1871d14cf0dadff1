using System.Text.Json;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Browser;

/// <summary>
/// The audits at the edges keep to what every report keeps to: sixty intersections, almost everything suppressed, nothing judged, made-up records; and
/// so do the shipped ones in German.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class EdgeReportTests
{
    private static readonly EdgeReport[] s_edges = [EdgeReport.Many, EdgeReport.Suppressed, EdgeReport.Unjudged, EdgeReport.MadeUp];

    private static IEnumerable<TestCaseData> Pages =>
    [
        .. s_edges.Select(e => new TestCaseData(() => e.Html).SetArgDisplayNames(e.ToString())),
        .. new[] { EdgeReport.Suppressed, EdgeReport.Unjudged }.Select(e => new TestCaseData(() => e.German).SetArgDisplayNames(e + " in German")),
    ];

    // axe takes seconds on a large page, so each width, each scheme and paper is looked at on pages of every kind, not all on all.
    private static IEnumerable<TestCaseData> AxeLooks =>
    [
        .. s_edges.Select(e => Case(e, Look.Phone with { Dark = true })), .. s_edges.Select(e => Case(e, Look.Desk)),
        Case(EdgeReport.Unjudged, Look.Wall with { Dark = true }), Case(EdgeReport.Unjudged, new() { Print = true }),
    ];

    private static IEnumerable<Look> Screens => [Look.Phone, Look.Desk, Look.Wall];

    [Test]
    public void Sixty_intersections_are_sixty()
    {
        var result = EdgeReport.Many.Run.Result;
        Assert.That(result.Plan.Subgroups.Intersections, Has.Count.EqualTo(60));
        Assert.That(result.Disparities.Select(d => string.Join('×', d.Attributes)).Distinct().Count(), Is.EqualTo(72));
    }

    [Test]
    public void Almost_everything_suppressed_is_four_fifths_and_more()
    {
        var measured = EdgeReport.Suppressed.Run.Result.Measurements;
        Assert.That(measured.Count(m => m is Measurement.Unknown { Suppressed: true }), Is.GreaterThan(0.8 * measured.Count));
        Assert.That(measured.OfType<Measurement.Known>(), Is.Not.Empty, "something is shown");
    }

    [Test]
    public void Nothing_judged_is_no_pass_and_no_fail()
    {
        var result = EdgeReport.Unjudged.Run.Result;
        Assert.That(result.Verdict, Is.EqualTo(Verdict.Inconclusive));
        Assert.That(result.Findings, Has.Count.GreaterThan(6).And.All.Property(nameof(Finding.Verdict)).EqualTo(Verdict.Inconclusive));
        Assert.That(result.Findings.Where(f => f.Value is not null), Is.Empty);
    }

    [Test]
    public void Made_up_records_have_sections_of_their_own_and_lose_whom_they_should()
    {
        var result = EdgeReport.MadeUp.Run.Result;
        Assert.That(result.Findings.Where(f => f.Verdict == Verdict.Fail).Select(f => f.Subgroup?.ToString()), Is.EqualTo(new[] { "site = c" }));
        foreach (var section in new[] { "who", "possible", "alike", "learned", "privacy" })
            Assert.That(File.ReadAllText(EdgeReport.MadeUp.Html), Does.Contain($"<section id=\"{section}\""));
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Opening_a_page_at_any_width_asks_for_nothing_says_nothing_and_scrolls_one_way(Func<string> page)
    {
        foreach (var look in Screens)
        {
            await using var open = await OpenReport.At(page(), look);
            Assert.That(open.Noise, Is.Empty, look.ToString());
            Assert.That(await open.Page.EvaluateAsync<string[]>(TooWide), Is.Empty, $"{look}: what sticks out of the window");
        }
    }

    [TestCaseSource(nameof(AxeLooks))]
    public async Task Axe_finds_nothing_serious_or_moderate(Func<string> page, object look) =>
        Assert.That(await Axe.Findings(page(), (Look)look), Is.Empty);

    [Test]
    public async Task Axe_notices_what_is_at_fault()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.In("page.html"), "<!doctype html><title>t</title><main><h1>h</h1><img src='data:,'><p>clear</p><p>clear</p><p>clear</p><p style='color:#bbb'>pale</p></main>");
        Assert.That(await Axe.Findings(folder.In("page.html"), Look.Desk),
            Has.Some.StartsWith("serious html-has-lang: ").And.Some.StartsWith("critical image-alt: ").And.Some.StartsWith("serious color-contrast: "));
    }

    [TestCaseSource(nameof(Pages))]
    public async Task Without_JavaScript_every_figure_and_text_is_there_and_no_control_is_dead(Func<string> page)
    {
        await using var scripted = await OpenReport.At(page());
        await using var open = await OpenReport.At(page(), new() { JavaScript = false });
        var without = await Texts(open);
        Assert.That(without, Has.Count.GreaterThan(50));
        Assert.That(await Texts(scripted), Is.EqualTo(without));
        Assert.That(await open.Page.EvaluateAsync<string[]>(VisibleControls), Is.Empty);
        Assert.That(open.Noise, Is.Empty);
    }

    // What sticks out is at fault unless something around it scrolls or cuts.
    private const string TooWide = """
        () => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
          [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1
            && e.getBoundingClientRect().width > 0 && ![...function*() { for (let p = e.parentElement; p; p = p.parentElement) yield p; }()].some(p => getComputedStyle(p).overflowX !== 'visible'))
            .slice(0, 5).map(e => e.outerHTML.slice(0, 160)).concat(['page ' + document.documentElement.scrollWidth])
        """;

    private const string VisibleControls = """
        () => [...document.querySelectorAll('button, input, select, textarea, [role=button], [role=tab], [contenteditable], a[href="#"]')]
          .filter(e => e.getClientRects().length > 0).map(e => e.outerHTML.slice(0, 160))
        """;

    // Cells, captions, headings, sentences and drawn texts; what a script adds for comfort is none of them.
    private const string Contents = """
        () => JSON.stringify([...document.querySelectorAll('main h2, main h3, main p, main td, main tbody th, main caption, main figcaption, main svg text, main svg title, main svg desc, main li, main dd, main dt')]
          .filter(e => !e.closest('.tools, .switch, .said, template')).map(e => { const c = e.cloneNode(true); c.querySelectorAll('.sort, .deep').forEach(b => b.remove()); return c.textContent.replace(/\s+/g, ' ').trim(); }))
        """;

    private static async Task<List<string>> Texts(OpenReport open) => JsonSerializer.Deserialize<List<string>>(await open.Page.EvaluateAsync<string>(Contents))!;

    private static TestCaseData Case(EdgeReport report, Look look) => new TestCaseData(() => report.Html, look).SetArgDisplayNames($"{report}, {look}");
}
