using Microsoft.Playwright;

namespace AuditHarness.Browser;

/// <summary>What the page's script adds, on a page made by hand whose every cell is known.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class ScriptTests
{
    /// <summary>Stands in for the clipboard and keeps what is copied.</summary>
    internal const string Catch = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text; } } });";
    private const string Refuse = """
        Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => { throw new Error('no'); } } });
        """;

    [Test]
    public async Task A_column_of_figures_sorts_by_exact_value_with_missing_last_and_a_third_click_restores_the_order()
    {
        using var page = new ScriptPage(ScriptPage.Groups);
        await using var open = await OpenReport.At(page.Path);
        var original = await Column(open, "#t-groups", 2);
        var sort = open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by n", Exact = true });
        await sort.ClickAsync();
        Assert.That(await Column(open, "#t-groups", 2), Is.EqualTo(new[] { "9", "50", "50", "100", "101", "102", "103", "104", "1.234", "hidden: small cell" }));
        Assert.That((await Column(open, "#t-groups", 1)).Skip(1).Take(2), Is.EqualTo(new[] { "group 9", "+1 group" }), "ties keep their order");
        Assert.That(await Sorted(open), Is.EqualTo(new[] { "n ascending" }));
        Assert.That(await Said(open), Is.EqualTo("Sorted by n, ascending"));
        await sort.ClickAsync();
        Assert.That(await Column(open, "#t-groups", 2), Is.EqualTo(new[] { "1.234", "104", "103", "102", "101", "100", "50", "50", "9", "hidden: small cell" }));
        Assert.That((await Column(open, "#t-groups", 1)).Skip(6).Take(2), Is.EqualTo(new[] { "group 9", "+1 group" }), "ties keep their order");
        Assert.That(await Sorted(open), Is.EqualTo(new[] { "n descending" }));
        await sort.ClickAsync();
        Assert.That(await Column(open, "#t-groups", 2), Is.EqualTo(original));
        Assert.That(await Sorted(open), Is.Empty);
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task A_column_of_texts_sorts_as_people_count()
    {
        using var page = new ScriptPage(ScriptPage.Groups);
        await using var open = await OpenReport.At(page.Path);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by Group", Exact = true }).ClickAsync();
        var names = await Column(open, "#t-groups", 1);
        Assert.That(names.SkipWhile(n => n != "Änne").Take(3), Is.EqualTo(new[] { "Änne", "group 9", "group 10" }));
    }

    [Test]
    public async Task Rows_under_a_cell_that_spans_them_sort_with_it_and_come_back()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path);
        await open.Unfold();
        var original = await open.Page.Locator("#t-two").InnerHTMLAsync();
        var sort = open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by Value", Exact = true });
        await sort.ClickAsync();
        Assert.That(await Rows(open, "#t-two"), Is.EqualTo(new[] { "AUROC gap|b, c|0.1", "Brier gap|a, b|0.2", "AUROC gap|a, b|0.3", "Brier gap|b, c|0.4" }));
        await sort.ClickAsync();
        await sort.ClickAsync();
        Assert.That(Same(await open.Page.Locator("#t-two").InnerHTMLAsync()), Is.EqualTo(Same(original)));

        static string Same(string html) => string.Concat(html.Where(c => !char.IsWhiteSpace(c))).Replace("class=\"\"", "", StringComparison.Ordinal);
    }

    [Test]
    public async Task A_long_table_can_be_filtered_and_says_how_many_rows_are_left()
    {
        using var page = new ScriptPage(ScriptPage.Groups + ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path);
        Assert.That(await open.Page.GetByRole(AriaRole.Searchbox).CountAsync(), Is.EqualTo(1), "short tables need none");
        var filter = open.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Filter rows: Groups" });
        await filter.FillAsync("GROUP ");
        Assert.That(await Column(open, "#t-groups", 1), Is.EqualTo(new[] { "group 10", "group 9", "+1 group" }));
        Assert.That(await open.Page.Locator(".tools output").InnerTextAsync(), Is.EqualTo("3 of 10 rows"));
        await filter.FillAsync("<img");
        Assert.That(await Column(open, "#t-groups", 1), Is.EqualTo(new[] { "<img src=x onerror=alert(1)>" }));
        await filter.FillAsync("");
        Assert.That(await Column(open, "#t-groups", 1), Has.Count.EqualTo(10));
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task A_copy_as_csv_has_exact_numbers_interval_ends_and_reasons_apart_and_no_formula()
    {
        using var page = new ScriptPage(ScriptPage.Groups, "de");
        await using var open = await OpenReport.At(page.Path, before: Catch);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: Groups" }).ClickAsync();
        await open.Page.WaitForFunctionAsync("() => window.copied !== undefined");
        Assert.That(await open.Page.EvaluateAsync<string>("() => window.copied"), Is.EqualTo(string.Join("\r\n",
            "Group,n,\"n, note\",AUROC,\"AUROC, lower end\",\"AUROC, upper end\",\"AUROC, note\",Remark",
            "group 10,1234,,0.8123456789012345,0.75,0.875,,plain",
            "group 9,50,,0.5,,,no interval: few events,\"a, \"\"b\"\"; c\"",
            "\"'=HYPERLINK(\"\"https://x.example\"\")\",,hidden: small cell,,,,not estimable: -1 events,-0.5",
            "'+1 group,50,,-0.12,-0.3,0,,-0.12",
            "'-1+cmd,9,,1e-7,0,0.001,,12",
            "'@sum,100,,0.7,0.6,0.8,,",
            "'=tab,101,,0.7,0.6,0.8,,ＡＢ",
            "'＝wide,102,,0.7,0.6,0.8,,xy",
            "Änne,103,,0.7,0.6,0.8,,z",
            "<img src=x onerror=alert(1)>,104,,0.7,0.6,0.8,,z",
            "")));
        Assert.That(await Said(open), Is.EqualTo("Copied as CSV, rows: 10"));
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task A_copy_holds_what_the_reader_sees()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, before: Catch);
        await open.Unfold();
        await Choice(open, "Attribute").SelectOptionAsync("2");
        await Choice(open, "Group").SelectOptionAsync("1");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by Value", Exact = true }).ClickAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: Two" }).ClickAsync();
        await open.Page.WaitForFunctionAsync("() => window.copied !== undefined");
        Assert.That(await open.Page.EvaluateAsync<string>("() => window.copied"), Is.EqualTo(
            "Gap,Between,Value\r\nAUROC gap,\"b, c\",0.1\r\nBrier gap,\"b, c\",0.4\r\n"));
    }

    [Test]
    public async Task Where_the_clipboard_is_refused_the_text_is_shown_selected_and_saved_as_a_file()
    {
        using var page = new ScriptPage(ScriptPage.Groups);
        await using var open = await OpenReport.At(page.Path, before: Refuse);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: Groups" }).ClickAsync();
        var area = open.Page.Locator(".csv textarea");
        var text = await area.InputValueAsync();
        Assert.That(text, Does.StartWith("Group,n,"));
        Assert.That(await open.Page.EvaluateAsync<string>("() => getSelection().toString().slice(0, 8)"), Is.EqualTo("Group,n,"));
        Assert.That(await Said(open), Does.StartWith("The browser did not allow copying."));
        var saved = await open.Page.RunAndWaitForDownloadAsync(() => open.Page.GetByRole(AriaRole.Link, new() { Name = "Save as a file" }).ClickAsync());
        Assert.That(saved.SuggestedFilename, Is.EqualTo("groups.csv"));
        Assert.That(await File.ReadAllTextAsync(await saved.PathAsync()), Is.EqualTo(text.ReplaceLineEndings("\r\n")));
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        Assert.That(await area.CountAsync(), Is.Zero);
        Assert.That(open.Console.Concat(open.Errors), Is.Empty);
    }

    [Test]
    public async Task The_switch_shows_one_attribute_metric_and_group_and_the_address_keeps_it()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path);
        await open.Unfold();
        Assert.That(await Choice(open, "Group").IsVisibleAsync(), Is.False, "a group belongs to an attribute");
        await Choice(open, "Attribute").SelectOptionAsync(new SelectOptionValue { Label = "sex" });
        await Choice(open, "Metric").SelectOptionAsync(new SelectOptionValue { Label = "Brier score" });
        await Choice(open, "Group").SelectOptionAsync(new SelectOptionValue { Label = "male" });
        Assert.That(await Rows(open, "#t-one"), Is.EqualTo(new[] { "Brier score|4|6" }));
        Assert.That(await open.Page.Locator("#everyone-2").IsVisibleAsync(), Is.False);
        Assert.That(await open.Page.Locator("#roc-1").IsVisibleAsync(), Is.False);
        Assert.That(await Said(open), Is.EqualTo("Shown: sex, Brier score, male"));
        Assert.That(open.Page.Url, Does.EndWith("#&family=1&metric=Brier&group=1"));

        await using var again = await OpenReport.At(page.Path, new() { Fragment = "#t-one&family=1&metric=Brier&group=1" });
        Assert.That(await Rows(again, "#t-one"), Is.EqualTo(new[] { "Brier score|4|6" }));
        Assert.That(await Choice(again, "Metric").InputValueAsync(), Is.EqualTo("Brier"));
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Show everything" }).ClickAsync();
        Assert.That(await Rows(again, "#t-one"), Is.EqualTo(new[] { "AUROC|1|2|3", "Brier score|4|5|6" }));
        Assert.That(again.Page.Url, Does.EndWith("#t-one"));
        Assert.That(open.Noise.Concat(again.Noise), Is.Empty);
    }

    [Test]
    public async Task A_metric_takes_the_gaps_of_it_along_and_a_table_without_any_of_it_disappears()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path);
        await open.Unfold();
        await Choice(open, "Metric").SelectOptionAsync("Brier");
        Assert.That(await Rows(open, "#t-two"), Is.EqualTo(new[] { "Brier gap|a, b|0.2", "Brier gap|b, c|0.4" }));
        await Choice(open, "Metric").SelectOptionAsync("BrierGap");
        Assert.That(await open.Page.Locator("#t-one").IsVisibleAsync(), Is.False);
        Assert.That(await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: One" }).CountAsync(), Is.Zero);
    }

    [TestCase("#&family=7&metric=NoSuch&group=9")]
    [TestCase("#t-one&family=%3Cimg%3E&metric=__proto__")]
    [TestCase("#%E0%A4%A")]
    [TestCase("#no-such-part")]
    public async Task A_link_that_means_nothing_here_shows_everything(string fragment)
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, new() { Fragment = fragment });
        Assert.That(await Rows(open, "#t-one"), Is.EqualTo(new[] { "AUROC|1|2|3", "Brier score|4|5|6" }));
        Assert.That(open.Noise, Is.Empty);
    }

    [Test]
    public async Task A_link_unfolds_what_it_leads_to_on_opening_and_later()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, new() { Fragment = "#t-two" });
        Assert.That(await open.Page.Locator("#t-two").IsVisibleAsync());

        await using var later = await OpenReport.At(page.Path);
        Assert.That(await later.Page.Locator("#t-two").IsVisibleAsync(), Is.False);
        await later.Page.EvaluateAsync("() => { location.hash = '#t-two'; }");
        await later.Page.Locator("#t-two").WaitForAsync();
    }

    [Test]
    public async Task A_link_to_what_is_switched_off_switches_everything_on()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, new() { Fragment = "#everyone&family=1" });
        Assert.That(await open.Page.Locator("#everyone-2").IsVisibleAsync(), Is.False);
        await open.Page.EvaluateAsync("() => { location.hash = '#t-two'; }");
        await open.Page.Locator("#t-two").WaitForAsync();
        Assert.That(open.Page.Url, Does.EndWith("#t-two"));
    }

    [Test]
    public async Task Headings_figures_and_tables_have_links_that_keep_what_is_switched_on()
    {
        using var page = new ScriptPage(ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, new() { Fragment = "#&family=1" }, before: Catch);
        await open.Page.GetByRole(AriaRole.Link, new() { Name = "Link to: AUROC by sex" }).ClickAsync();
        await open.Page.WaitForFunctionAsync("() => window.copied !== undefined");
        Assert.That(await open.Page.EvaluateAsync<string>("() => window.copied"), Is.EqualTo(open.Address + "#roc-1&family=1"));
        Assert.That(open.Page.Url, Does.EndWith("#roc-1&family=1"));
        var links = await open.Page.Locator(".deep").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        Assert.That(links, Is.EquivalentTo(new[] { "#summary", "#everyone", "#everyone-1", "#roc-1", "#t-one", "#everyone-2", "#t-two" }));
    }

    [Test]
    public async Task Everything_can_be_done_by_keyboard()
    {
        using var page = new ScriptPage(ScriptPage.Groups + ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path);
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by n", Exact = true }).FocusAsync();
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.That((await Column(open, "#t-groups", 2))[0], Is.EqualTo("9"));
        await Choice(open, "Attribute").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowDown");
        Assert.That(await open.Page.Locator("#everyone-2").IsVisibleAsync(), Is.False);
        // Focus is where the reader left it, and it shows.
        Assert.That(await open.Page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle"), Is.EqualTo("solid"));
    }

    [Test]
    public async Task Controls_are_large_enough_to_hit_on_a_telephone()
    {
        using var page = new ScriptPage(ScriptPage.Groups + ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, Look.Phone, before: Refuse);
        await open.Unfold();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: Groups" }).ClickAsync();
        var small = await open.Page.Locator(".tools *, .switch *, .sort, .deep").EvaluateAllAsync<string[]>("""
            all => all.filter(e => e.matches('a, button, input, select, textarea, summary')).map(e => [e, e.getBoundingClientRect()])
                .filter(([e, r]) => r.width > 0 && (r.width < 24 || r.height < 24)).map(([e, r]) => `${e.className} ${e.localName} ${r.width} x ${r.height}`)
            """);
        Assert.That(small, Is.Empty);
        Assert.That(await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), Is.LessThanOrEqualTo(Look.Phone.Width));
    }

    [Test]
    public async Task On_paper_there_are_no_controls_and_nothing_is_switched_off()
    {
        using var page = new ScriptPage(ScriptPage.Groups + ScriptPage.Families);
        await using var open = await OpenReport.At(page.Path, new() { Print = true, Fragment = "#&family=1&metric=Brier" });
        Assert.That(await open.Page.Locator(".tools:visible, .switch:visible, .sort:visible, .deep:visible, .said:visible").CountAsync(), Is.Zero);
        Assert.That(await open.Page.Locator(".off").CountAsync(), Is.Positive);
        Assert.That(await open.Page.Locator(".off:visible").CountAsync(), Is.EqualTo(await open.Page.Locator(".off:not(.tools)").CountAsync()));
    }

    [Test]
    public async Task Axe_finds_nothing_in_the_controls([Values] bool dark, [Values(390, 1440)] int width)
    {
        using var page = new ScriptPage(ScriptPage.Groups + ScriptPage.Families);
        var findings = await Axe.Findings(page.Path, new() { Dark = dark, Width = width }, async open =>
        {
            await open.Page.EvaluateAsync(Refuse);
            await open.Page.GetByRole(AriaRole.Button, new() { Name = "Sort by n", Exact = true }).ClickAsync();
            await Choice(open, "Attribute").SelectOptionAsync("1");
            await open.Page.GetByRole(AriaRole.Button, new() { Name = "Copy as CSV: Groups" }).ClickAsync();
            await open.Page.Locator(".csv").WaitForAsync();
        });
        Assert.That(findings, Is.Empty);
    }

    [Test]
    public void The_script_is_small_and_writes_texts_only_as_texts()
    {
        var script = ScriptPage.Script;
        Assert.That(script, Does.Contain("\"use strict\""));
        Assert.That(script.Length, Is.LessThan(15 * 1024).And.GreaterThan(1000));
        foreach (var shunned in new[] { "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "fetch(", "XMLHttpRequest", "localStorage", "setAttribute(\"style\"" })
            Assert.That(script, Does.Not.Contain(shunned));
        Assert.That(script.All(char.IsAscii));
    }

    private static async Task<IReadOnlyList<string>> Column(OpenReport open, string table, int column) =>
        await open.Page.Locator($"{table} tbody tr:visible > :nth-child({column})").EvaluateAllAsync<string[]>(
            "all => all.map(c => [...c.childNodes].filter(n => n.localName !== 'small').map(n => n.textContent).join('').trim())");

    private static async Task<IReadOnlyList<string>> Rows(OpenReport open, string table) =>
        await open.Page.Locator($"{table} tbody tr:visible").EvaluateAllAsync<string[]>(
            "all => all.map(r => [...r.cells].filter(c => c.checkVisibility()).map(c => c.textContent.trim()).join('|'))");

    private static async Task<IReadOnlyList<string>> Sorted(OpenReport open) =>
        await open.Page.Locator("th[aria-sort]").EvaluateAllAsync<string[]>("all => all.map(h => `${h.dataset.label} ${h.getAttribute('aria-sort')}`)");

    private static ILocator Choice(OpenReport open, string name) => open.Page.Locator($".switch select[aria-label='{name}']");

    private static Task<string> Said(OpenReport open) => open.Page.Locator(".said").InnerTextAsync();
}
