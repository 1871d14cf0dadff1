using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditHarness.Browser;

/// <summary>
/// Reports full of hostile texts in a real browser, with the page's policy in force: nothing happens, every text is shown as text, and
/// the page is made of the same elements as one with harmless texts in the same places.
/// </summary>
public sealed partial class HostileReportTests
{
    private static readonly string[] s_audits = ["levels", "names", "texts 0", "texts 1", "texts 2"];

    // What a page is made of, in order: names of elements and of their attributes; a drawing counts as one, for its size follows its texts.
    private const string Structure = """
        () => JSON.stringify([...document.querySelectorAll('*')].filter(e => !e.parentElement?.closest('svg')).map(e => e.localName + ' ' + e.getAttributeNames().sort().join(' ')))
        """;

    private const string Drawn = """
        () => JSON.stringify([...new Set([...document.querySelectorAll('svg *')].map(e => e.localName + ' ' + e.getAttributeNames().sort().join(' ')))].sort())
        """;

    // Everything that could run or load something, and every address that leads out of the page.
    private const string Dangerous = """
        () => [...document.querySelectorAll('*')].filter(e => ['iframe', 'object', 'embed', 'base', 'link', 'form', 'foreignobject', 'audio', 'video', 'dialog', 'marquee'].includes(e.localName.toLowerCase())
          || e.getAttributeNames().some(a => a.startsWith('on') || a === 'style' || a === 'srcdoc')
          || ['href', 'src', 'xlink:href', 'action'].some(a => e.hasAttribute(a) && !/^(#|data:image\/(png|jpeg);base64,|blob:)/.test(e.getAttribute(a))))
          .map(e => e.outerHTML.slice(0, 200))
        """;

    [Test]
    public async Task Nothing_happens_and_every_text_is_shown_as_text(
        [ValueSource(nameof(s_audits))] string audit, [Values] bool javaScript)
    {
        await using var open = await OpenReport.At(Html(audit, harmless: false), new() { JavaScript = javaScript });
        var shown = Collapse(await open.Page.EvaluateAsync<string>("() => document.documentElement.textContent"));
        Assert.Multiple(() =>
        {
            foreach (var text in audit == "levels" ? HostileTexts.OfData : HostileTexts.OfConfigs)
                Assert.That(shown.Contains(Collapse(HostileTexts.Shown(text)), StringComparison.Ordinal), text);
        });
        Assert.That(await open.Page.EvaluateAsync<string[]>(Dangerous), Is.Empty);
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task The_page_is_made_of_what_a_page_with_harmless_texts_is_made_of(
        [ValueSource(nameof(s_audits))] string audit, [Values] bool javaScript)
    {
        await using var hostile = await OpenReport.At(Html(audit, harmless: false), new() { JavaScript = javaScript });
        await using var harmless = await OpenReport.At(Html(audit, harmless: true), new() { JavaScript = javaScript });
        var (made, wanted) = (await Strings(hostile, Structure), await Strings(harmless, Structure));
        Assert.That(wanted, Has.Count.GreaterThan(500));
        var differs = made.Zip(wanted).TakeWhile(p => p.First == p.Second).Count();
        Assert.That(made, Is.EqualTo(wanted), $"from element {differs}: {string.Join(" | ", made.Skip(differs - 2).Take(6))}");
        Assert.That(await Strings(hostile, Drawn), Is.SubsetOf(await Strings(harmless, Drawn)));
    }

    [TestCase("<img src=x onerror=alert(1)>")]
    [TestCase("<iframe src=\"javascript:alert(1)\"></iframe>")]
    [TestCase("<a href=\"javascript:alert(1)\" ping=//evil.example>click</a>")]
    public async Task A_text_that_got_out_would_be_noticed(string text)
    {
        var page = await File.ReadAllTextAsync(Html("texts 0", harmless: false));
        var broken = page.Replace(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(text), text, StringComparison.Ordinal);
        Assert.That(broken, Is.Not.EqualTo(page));
        var file = Html("texts 0", harmless: false) + ".broken.html";
        await File.WriteAllTextAsync(file, broken);
        await using var open = await OpenReport.At(file);
        Assert.That(await open.Page.EvaluateAsync<string[]>(Dangerous), Is.Not.Empty);
        await using var harmless = await OpenReport.At(Html("texts 0", harmless: true));
        Assert.That(await Strings(open, Structure), Is.Not.EqualTo(await Strings(harmless, Structure)));
    }

    [TestCaseSource(nameof(s_audits))]
    public async Task Using_the_controls_of_the_page_makes_nothing_happen_either(string audit)
    {
        await using var open = await OpenReport.At(Html(audit, harmless: false));
        var before = await Strings(open, """() => JSON.stringify([...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort())""");
        await open.Page.EvaluateAsync(UseControls);
        Assert.That(await open.Page.EvaluateAsync<string[]>(Dangerous), Is.Empty);
        Assert.That(await Strings(open, """() => JSON.stringify([...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort())"""), Is.SubsetOf(before.Append("textarea")));
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task A_copy_for_a_spreadsheet_holds_no_formula_and_numbers_stay_numbers()
    {
        await using var open = await OpenReport.At(Html("levels", harmless: false));
        // Where a page may not use the clipboard it shows the copy.
        await open.Page.EvaluateAsync("() => { Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false; }");
        var copies = await Strings(open, """
            async () => {
              const copies = [];
              for (const button of document.querySelectorAll('button.copy')) {
                button.click();
                await new Promise(done => setTimeout(done));
                // A textarea gives line ends back as one character.
                copies.push(button.parentElement.querySelector('textarea').value.replace(/\r?\n/g, '\r\n'));
              }
              return JSON.stringify(copies);
            }
            """);
        Assert.That(copies, Has.Count.GreaterThan(5));
        var cells = copies.SelectMany(Csv.Read).SelectMany(line => line).ToList();
        Assert.That(cells.Where(c => c.Length > 0 && "=+-@\t\r\n＝＋－＠".Contains(c[0], StringComparison.Ordinal) && !Number().IsMatch(c)), Is.Empty);
        Assert.That(cells.Count(c => c.StartsWith('-') && Number().IsMatch(c)), Is.Positive, "a negative number is one");
        foreach (var formula in HostileTexts.OfData.Select(t => Collapse(HostileTexts.Shown(t))).Where(t => "=+-@＝".Contains(t[0], StringComparison.Ordinal)))
            Assert.That(cells, Has.Member("'" + formula));
        Assert.That(open.Noise, Is.Empty);
    }

    private const string UseControls = """
        async () => {
          const few = (selector, most) => [...document.querySelectorAll(selector)].slice(0, most);
          for (const summary of document.querySelectorAll('summary')) summary.click();
          for (const button of few('button.sort', 20)) button.click();
          for (const search of few('input[type=search]', 4)) { search.value = '<script>'; search.dispatchEvent(new Event('input', { bubbles: true })); }
          for (const select of document.querySelectorAll('select'))
            for (const option of [...select.options].slice(0, 4)) { select.value = option.value; select.dispatchEvent(new Event('change', { bubbles: true })); }
          for (const button of few('button.copy', 3)) button.click();
          for (const link of few('a.deep', 5)) link.click();
          for (const aim of ['#"><img src=x onerror=alert(1)>', '#summary&family=<script>alert(1)</script>&metric=%00', '#%E0%A4%A']) {
            location.hash = aim;
            await new Promise(done => setTimeout(done, 20));
          }
        }
        """;

    private static string Html(string audit, bool harmless)
    {
        Func<string, string> say = harmless ? HostileTexts.Harmless : text => text;
        var run = ShippedReport.Of($"{(harmless ? "harmless" : "hostile")} {audit}", folder =>
        {
            var input = Directory.CreateDirectory(folder + ".input").FullName;
            var config = audit switch
            {
                "levels" => HostileAudits.Levels(input, say),
                "names" => HostileAudits.Names(input, say),
                _ => HostileAudits.Texts(input, audit[^1] - '0', say),
            };
            return AuditRun.Execute(config, new() { Output = folder });
        });
        return Path.Combine(run.Folder, "report.html");
    }

    private static async Task<List<string>> Strings(OpenReport report, string script) => JsonSerializer.Deserialize<List<string>>(await report.Page.EvaluateAsync<string>(script))!;

    private static string Collapse(string text) => Whitespace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"^-?\d+(\.\d+)?(e[-+]?\d+)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Number();
}
