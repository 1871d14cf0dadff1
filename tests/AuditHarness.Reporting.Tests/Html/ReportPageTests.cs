using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Html;

public sealed partial class ReportPageTests
{
    private static readonly string Typical = ReportHtml.Render(SampleAudit.Typical);
    private static readonly string Hostile = ReportHtml.Render(SampleAudit.OfHostileTexts);
    private static readonly string Bare = ReportHtml.Render(SampleAudit.Bare);
    private static readonly string Records = ReportHtml.Render(SampleRecords.Typical);
    private static readonly string HostileRecords = ReportHtml.Render(SampleRecords.OfHostileTexts);

    private static IEnumerable<TestCaseData> Pages =>
    [
        new TestCaseData(Typical).SetArgDisplayNames("typical"), new TestCaseData(Hostile).SetArgDisplayNames("hostile"), new TestCaseData(Bare).SetArgDisplayNames("bare"),
        new TestCaseData(Records).SetArgDisplayNames("records"), new TestCaseData(HostileRecords).SetArgDisplayNames("hostile records"),
    ];

    [TestCaseSource(nameof(Pages))]
    public void The_page_parses_without_a_single_error(string html) => Assert.That(() => Parse(html), Throws.Nothing);

    [Test]
    public void A_page_with_an_error_would_be_noticed() =>
        Assert.That(() => Parse(Typical.Replace("</main>", "</div></main>", StringComparison.Ordinal)), Throws.Exception);

    [TestCaseSource(nameof(Pages))]
    public void Nothing_runs_but_our_script_and_nothing_is_loaded(string html)
    {
        var page = Parse(html);
        Assert.That(page.QuerySelectorAll("script"), Has.Exactly(1).Items);
        Assert.That(page.QuerySelectorAll("link, image, iframe, object, embed, base, form, use, foreignObject, animate, set"), Is.Empty);
        foreach (var element in page.All)
        {
            foreach (var attribute in element.Attributes)
            {
                Assert.That(attribute.Name, Does.Not.StartWith("on").And.Not.EqualTo("style").And.Not.EqualTo("srcset"));
                if (attribute.Name == "src") Assert.That(attribute.Value, Does.StartWith("data:image/"));
                if (attribute.Name is "href" or "xlink:href") Assert.That(attribute.Value, Does.StartWith("#"));
            }
        }
        Assert.That(Url().Matches(page.QuerySelector("style")!.TextContent).Select(m => m.Value), Is.All.StartsWith("url(data:font/"));
        Assert.That(page.QuerySelector("style")!.TextContent, Does.Not.Contain("@import"));
    }

    [TestCaseSource(nameof(Pages))]
    public void The_policy_forbids_everything_but_the_pages_own_style_script_font_and_logo(string html)
    {
        var page = Parse(html);
        string Hash(string of) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page.QuerySelectorAll(of).Single().TextContent)));
        var policy = page.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content");
        Assert.That(policy, Is.EqualTo(
            $"default-src 'none'; style-src 'sha256-{Hash("style")}'; script-src 'sha256-{Hash("script")}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"));
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_id_is_unique_and_every_reference_finds_its_target(string html)
    {
        var page = Parse(html);
        var ids = page.All.Select(e => e.Id).Where(id => !string.IsNullOrEmpty(id)).ToList();
        Assert.That(ids, Is.Unique);
        foreach (var link in page.QuerySelectorAll("a[href]")) Assert.That(ids, Has.Member(link.GetAttribute("href")![1..]));
        foreach (var element in page.QuerySelectorAll("[aria-labelledby]")) Assert.That(ids, Has.Member(element.GetAttribute("aria-labelledby")));
    }

    [TestCase("t-metrics")]
    [TestCase("t-gap-methods")]
    public void Every_method_of_a_metric_and_of_a_gap_is_told(string table)
    {
        var cells = Parse(Typical).QuerySelectorAll($"#{table} tbody :is(th, td)").Select(c => c.TextContent.Trim()).ToList();
        Assert.That(cells, Has.Count.GreaterThan(3).And.None.Empty);
    }

    [Test]
    public void A_definition_is_beside_every_gap()
    {
        var page = Parse(Typical);
        var heads = page.QuerySelectorAll("table[data-table^='gaps-'] th[scope='rowgroup']").ToList();
        Assert.That(heads, Is.Not.Empty);
        foreach (var head in heads)
        {
            var told = head.QuerySelector("details.definition") ?? page.QuerySelector(head.QuerySelector("a.definition")!.GetAttribute("href")!);
            Assert.That(told!.TextContent, Does.Contain(head.FirstChild!.TextContent.Trim()).Or.Contain(Disparity.DisparityCatalog.All.First(i => i.Title == head.FirstChild!.TextContent.Trim()).Definition));
        }
    }

    [TestCaseSource(nameof(Pages))]
    public void Headings_go_down_one_level_at_a_time_from_a_single_h1(string html)
    {
        var levels = Parse(html).QuerySelectorAll("h1, h2, h3, h4, h5, h6").Select(h => h.LocalName[1] - '0').ToList();
        Assert.That(levels[0], Is.EqualTo(1));
        Assert.That(levels.Count(l => l == 1), Is.EqualTo(1));
        foreach (var (above, below) in levels.Zip(levels.Skip(1))) Assert.That(below, Is.LessThanOrEqualTo(above + 1));
    }

    [TestCaseSource(nameof(Pages))]
    public void Landmarks_captions_and_header_scopes_are_there(string html)
    {
        var page = Parse(html);
        foreach (var landmark in new[] { "header", "nav[aria-label]", "main", "footer" }) Assert.That(page.QuerySelectorAll(landmark), Has.Exactly(1).Items, landmark);
        foreach (var table in page.QuerySelectorAll("table"))
        {
            Assert.That(table.QuerySelector("caption")?.TextContent.Trim(), Is.Not.Null.And.Not.Empty);
            Assert.That(table.QuerySelectorAll("th"), Is.All.Matches<IElement>(th => th!.GetAttribute("scope") is "col" or "row" or "rowgroup"));
            if (table.Id == "t-facts" || (table.QuerySelectorAll("thead th").Length == 2 && !table.ClassList.Contains("measurements"))) Assert.That(table.Closest(".scroll"), Is.Null, "a narrow one is no stop for Tab");
            else Assert.That(table.Closest(".scroll")?.GetAttribute("tabindex"), Is.EqualTo("0"), "a wide table can be scrolled by keyboard");
            Assert.That(table.Id, Is.EqualTo("t-" + table.GetAttribute("data-table")));
        }
        foreach (var chart in page.QuerySelectorAll("svg"))
        {
            if (chart.GetAttribute("aria-hidden") == "true") continue;
            Assert.That(chart.GetAttribute("role"), Is.EqualTo("img"));
            Assert.That(chart.GetAttribute("aria-label") ?? chart.QuerySelector("title")?.TextContent, Is.Not.Null.And.Not.Empty);
            Assert.That(chart.Closest("figure")?.QuerySelector("figcaption")?.TextContent, Is.Not.Null.And.Not.Empty);
        }
    }

    [Test]
    public void Every_hostile_text_is_shown_as_text([Values] bool records)
    {
        var text = Collapse(Parse(records ? HostileRecords : Hostile).Body!.TextContent);
        foreach (var payload in SampleAudit.Hostile)
        {
            var shown = Collapse(string.Concat(payload.EnumerateRunes().Select(r =>
                (r.Value < 32 && r.Value is not ('\n' or '\t')) || r.Value is 0x202E or 0x2066 ? "\uFFFD" : r.ToString())));
            Assert.That(text, Does.Contain(shown));
        }
    }

    [Test]
    public void No_control_character_and_no_reversing_mark_reaches_the_page([Values] bool records)
    {
        var hostile = records ? HostileRecords : Hostile;
        Assert.That(Parse(hostile).DocumentElement.OuterHtml.EnumerateRunes().Where(r =>
            (Rune.IsControl(r) && r.Value is not ('\n' or '\t')) || r.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)), Is.Empty);
        Assert.That(hostile.Where(c => c > '\u007e' && !"\u2212\u2013\u2264\u2265\u00B7\u00D7".Contains(c, StringComparison.Ordinal)).Distinct(), Is.Empty, "all but the signs of figures is a character reference");
    }

    [Test]
    public void The_verdict_comes_first_and_is_said_in_words_with_its_counts()
    {
        var main = Parse(Typical).QuerySelector("main")!;
        var first = main.FirstElementChild!;
        Assert.That(first.Id, Is.EqualTo("summary"));
        Assert.That(first.QuerySelector("h2")!.TextContent, Is.EqualTo("Failed"));
        Assert.That(first.QuerySelectorAll(".tally li").Select(li => Collapse(li.TextContent)), Is.EqualTo(new[]
        {
            "3 Failed 1 of them a warning", "3 Not demonstrated 1 of them a warning", "2 Passed",
        }));
    }

    [TestCaseSource(nameof(Pages))]
    public void Every_question_has_its_section_in_this_order_and_an_answer(string html)
    {
        var main = Parse(html).QuerySelector("main")!;
        var ofRecords = html == Records || html == HostileRecords;
        Assert.That(main.Children.Select(s => s.Id), Is.EqualTo(ofRecords
            ? new[] { "summary", "expectations", "who", "possible", "alike", "learned", "privacy", "how" }
            : ["summary", "expectations", "who", "accurate", "everyone", "risks", "utility", "why", "how"]));
        Assert.That(main.Children.Skip(1).Select(s => s.QuerySelector("h2")!.TextContent), Is.EqualTo(ofRecords
            ? new[] { "What was expected, and what came of it", "Who is in it?", "Are the records possible?", "Are they like real ones?", "Does what is learned from them hold?", "Do they give anybody away?", "How was this done?" }
            : ["What was expected, and what came of it", "Who was in it?", "Is it accurate?", "For everyone?", "Are its risks right?", "Does acting on it help?", "Why does it answer so?", "How was this done?"]));
        Assert.That(main.Children.Skip(2).Select(s => s.QuerySelector("h2 + p.answer")?.TextContent), Is.All.Not.Null.And.All.Not.Empty);
    }

    [TestCase(Verdict.Pass, "Passed")]
    [TestCase(Verdict.Inconclusive, "Could not be demonstrated")]
    [TestCase(Verdict.Fail, "Failed")]
    public void Each_verdict_has_its_words(Verdict verdict, string words) =>
        Assert.That(Parse(ReportHtml.Render(SampleAudit.Bare with { Verdict = verdict })).QuerySelector("#summary h2")!.TextContent, Is.EqualTo(words));

    [Test]
    public void An_audit_that_expects_nothing_does_not_pretend_to_have_tested_something() =>
        Assert.That(Parse(Bare).QuerySelector("#summary")!.TextContent, Does.Contain("nothing was put to the test"));

    [Test]
    public void Each_finding_stands_under_its_verdict_with_its_labels()
    {
        var page = Parse(Typical);
        foreach (var (tone, verdict) in new[] { ("fail", Verdict.Fail), ("open", Verdict.Inconclusive), ("pass", Verdict.Pass) })
        {
            var sentences = page.QuerySelectorAll($"#expectations .finding.{tone} li p:first-child").Select(p => p.TextContent);
            Assert.That(sentences, Is.EqualTo(SampleAudit.Typical.Findings.Where(f => f.Verdict == verdict).Select(f => f.Sentence.ToString())));
        }
        for (var i = 0; i < SampleAudit.Typical.Findings.Count; i++)
            Assert.That(page.GetElementById($"finding-{i + 1}")!.TextContent, Does.Contain(SampleAudit.Typical.Findings[i].Sentence.ToString()));
        var warned = page.QuerySelectorAll("#expectations .finding.fail").Single(c => c.TextContent.Contains("Demographic parity ratio", StringComparison.Ordinal));
        Assert.That(warned.TextContent, Does.Contain("Warning only").And.Contain("evidence: point"));
        Assert.That(page.QuerySelector("#expectations")!.TextContent, Does.Contain("The estimate lies inside the limit: if it stays, more patients would show it kept.").And.Contain("too few to judge"));
    }

    [Test]
    public void What_failed_and_what_is_open_is_on_the_first_screen_with_whom_it_is_about()
    {
        var page = Parse(Typical);
        var failed = page.QuerySelectorAll("#failed li").Select(li => Collapse(li.TextContent)).ToList();
        Assert.That(failed, Has.Count.EqualTo(3));
        Assert.That(failed[0], Is.EqualTo("afam (ethnicity) Sensitivity 0.612 (0.554 to 0.670), at least 0.7 asked"));
        Assert.That(failed[1], Does.StartWith("white − other (ethnicity) Of 100 patients with the event, 13.").And.Contain("fewer are found among other than among white").And.EndWith("Asked: within ±0.1"));
        Assert.That(failed[2], Does.StartWith("female (gender) Selection rate of female is 0.95 times that of male").And.EndWith("Asked: 0.8 to 1.25"));
        Assert.That(page.QuerySelector("#worst-served-how")!.QuerySelectorAll("li"), Has.Length.EqualTo(5), "the rule is told on demand");
        Assert.That(page.QuerySelectorAll("#not-shown li").Select(li => Collapse(li.TextContent)), Is.EqualTo(new[]
        {
            "hispanic (ethnicity) 1 finding open; about 1,900 more patients of this group would show it kept, if the figures stay",
            "other & male (ethnicity × gender) 1 finding open; no number of patients can be given",
            "male − female (gender) 1 finding open; about 830 more patients would show it kept, if the figures stay",
        }));
        foreach (var link in page.QuerySelectorAll("#failed li a, #not-shown li a")) Assert.That(page.QuerySelector(link.GetAttribute("href")!), Is.Not.Null);
    }

    [Test]
    public void The_page_carries_the_organisation_its_logo_the_language_and_the_day()
    {
        var logo = new LogoImage("image/png", "iVBORw0KGgo=");
        var plan = SampleAudit.Bare.Plan with { Report = SampleAudit.Bare.Plan.Report with { Organisation = "St <Elsewhere>" } };
        var page = Parse(ReportHtml.Render(SampleAudit.Bare with { Plan = plan, Logo = logo }));
        Assert.That(page.DocumentElement.GetAttribute("lang"), Is.EqualTo("en"));
        var image = page.QuerySelectorAll("img").Single();
        Assert.That(image.GetAttribute("src"), Is.EqualTo("data:image/png;base64,iVBORw0KGgo="));
        Assert.That(image.GetAttribute("alt"), Is.EqualTo("Logo of St <Elsewhere>"));
        Assert.That(page.QuerySelector(".masthead")!.TextContent, Does.Contain("St <Elsewhere>").And.Contain("5 January 2026"));
        Assert.That(page.QuerySelector("footer")!.TextContent, Does.Contain("5 January 2026 at 08:15:00 UTC"));
        Assert.That(Parse(ReportHtml.Render(SampleAudit.Bare with { Logo = logo with { MediaType = "image/svg+xml" } })).QuerySelector("img"), Is.Null, "a picture that can run is none");
    }

    [Test]
    public void Every_cell_of_a_table_of_measurements_holds_a_figure_or_a_reason()
    {
        var page = Parse(Typical);
        var cells = page.QuerySelectorAll("table.measurements td, table.detail[id^='t-more-'] td").Select(td => Collapse(td.TextContent)).ToList();
        Assert.That(cells, Has.Count.EqualTo(SampleAudit.Typical.Measurements.Count + (3 * MetricCatalog.Infos.Count)), "everybody is shown alone, and beside each attribute");
        Assert.That(cells, Is.All.Matches<string>(c => FigureOrReason().IsMatch(c!)));
        Assert.That(cells, Has.Member("hidden: small cell").And.Member("not estimable: no patient with an event"));
        Assert.That(cells, Has.Some.EqualTo("15.50 no interval: both rates are 1: no variance"));
    }

    [Test]
    public void A_figure_in_a_table_is_that_of_its_metric_and_group()
    {
        var table = Parse(Typical).QuerySelector("#t-performance-1")!;
        var column = table.QuerySelectorAll("thead th").Select(th => th.QuerySelector("bdi")?.TextContent).ToList().IndexOf("hispanic");
        var row = table.QuerySelectorAll("tbody tr").Single(tr => tr.FirstElementChild!.TextContent.StartsWith("Specificity", StringComparison.Ordinal));
        var known = SampleAudit.Typical.Measurements.OfType<Measurement.Known>().Single(m => m.Metric == "Specificity" && m.Subgroup.Equals(SampleAudit.Group("ethnicity", "hispanic")));
        Assert.That(Collapse(row.Children[column].TextContent), Is.EqualTo(string.Create(CultureInfo.InvariantCulture,
            $"{known.Value:0.000} ({known.Interval!.Lower:0.000} to {known.Interval.Upper:0.000})")));
    }

    [Test]
    public void What_is_needed_to_repeat_the_audit_is_on_the_page()
    {
        var method = Parse(Typical).QuerySelector("#how")!.TextContent;
        Assert.That(method, Does.Contain(new string('a', 64)).And.Contain(new string('d', 64)).And.Contain("20260105").And.Contain("0.31")
            .And.Contain("highest threshold with sensitivity of at least 0.8").And.Contain("AuditHarness 0.1.0").And.Contain("\"worstPair\""));
        foreach (var info in MetricCatalog.Infos) Assert.That(method, Does.Contain(info.Definition).And.Contain(info.IntervalMethod).And.Contain(info.Source));
    }

    [Test]
    public void The_suppression_rules_follow_the_profile()
    {
        var forAll = SampleAudit.Bare with { Plan = SampleAudit.Bare.Plan with { Report = new("t", ReportProfile.Public) } };
        Assert.That(Parse(Bare).QuerySelector("#how")!.TextContent, Does.Contain("bound by confidentiality").And.Contain("may show fewer with the event"));
        Assert.That(Parse(ReportHtml.Render(forAll)).QuerySelector("#how")!.TextContent, Does.Contain("flagged or not, rightly or wrongly, are hidden"));
    }

    [Test]
    public void An_exhibit_nobody_foresaw_is_drawn_by_its_kind()
    {
        var further = Parse(Typical).QuerySelector("#further")!;
        Assert.That(further.QuerySelectorAll("caption, th, td").Select(e => Collapse(e.TextContent)), Is.EqualTo(new[] { "An exhibit nobody has heard of", "Name", "Figure", "x", "−0.500" }));
    }

    [Test]
    public void The_explanations_open_with_what_carries_the_largest_difference()
    {
        var section = Parse(Typical).QuerySelector("#why")!;
        Assert.That(section.QuerySelector("h2 + p")!.TextContent, Does.StartWith("The output of afam patients is 0.413 log-odds higher than that of white patients (ethnicity). deprivation index alone adds 0.527. The other features take 0.114 back."));
        Assert.That(section.QuerySelectorAll("h3").Select(h => h.TextContent), Is.EqualTo(new[]
        {
            "Everybody", "ethnicity", "gender", "ethnicity × gender", "What gives a protected attribute away", "How the model was read",
        }));
        Assert.That(Parse(Bare).QuerySelector("#why .answer")!.TextContent, Is.EqualTo("That cannot be said: only the model's scores were given, not the model."));
    }

    [Test]
    public void Every_chart_of_explanations_says_how_its_figures_came_about()
    {
        var figures = Parse(Typical).QuerySelectorAll("#why figure");
        var drawn = SampleAudit.Typical.Exhibits.Count(e => e is Exhibit.Beeswarm or Exhibit.GapDecomposition { Gap: not null } or Exhibit.Waterfall { Reason: null });
        // Importance: everybody, two attributes, and eight groups of an intersection on two charts.
        Assert.That(figures, Has.Length.EqualTo(drawn + 1 + 2 + 2));
        Assert.That(figures.Select(f => f.QuerySelector("figcaption small")!.TextContent), Is.All.EqualTo(SampleExplanations.Footer));
    }

    [Test]
    public void The_tables_of_explanations_hold_every_feature_also_those_a_chart_sums()
    {
        var tables = Parse(Typical).QuerySelectorAll("#why table.features");
        Assert.That(tables, Has.Length.EqualTo(2 + (3 * 3)));
        foreach (var table in tables)
        {
            var names = table.QuerySelectorAll("tbody th").Select(th => Collapse(th.TextContent)).ToList();
            Assert.That(names, Is.SupersetOf(SampleExplanations.Features), table.QuerySelector("caption")!.TextContent);
            var columns = table.QuerySelectorAll("thead th").Length - 1;
            Assert.That(table.QuerySelectorAll("tbody tr").Select(tr => tr.QuerySelectorAll("td").Length), Is.All.EqualTo(columns));
            Assert.That(table.QuerySelectorAll("td").Select(td => Collapse(td.TextContent)), Is.All.Matches<string>(c => FigureOrHidden().IsMatch(c!)));
        }
    }

    [Test]
    public void A_figure_of_a_decomposition_is_that_of_its_feature_and_pair()
    {
        var gap = SampleAudit.Typical.Exhibits.OfType<Exhibit.GapDecomposition>().Single(g => g.Group.Equals(SampleAudit.Group("ethnicity", "hispanic")));
        var table = Parse(Typical).QuerySelectorAll("#why table.features").First(t => t.QuerySelector("caption")!.TextContent.StartsWith("Parts of the difference", StringComparison.Ordinal));
        var column = table.QuerySelectorAll("thead th").Select(th => th.TextContent).ToList().IndexOf("hispanic − white");
        string Cell(string row) => Collapse(table.QuerySelectorAll("tbody tr").Single(tr => tr.FirstElementChild!.TextContent == row).Children[column].TextContent);
        var age = gap.Parts.Single(p => p.Feature == "age");
        Assert.That(Cell("age"), Is.EqualTo($"{Figures.Signed(age.Contribution)} {Figures.Limits(age.Interval!)}"));
        Assert.That(Cell("all together: the difference"), Is.EqualTo(Figures.Signed(gap.Gap!.Value)));
    }

    [Test]
    public void A_group_whose_explanation_is_hidden_is_named_with_the_reason()
    {
        var notes = Parse(Typical).QuerySelectorAll("#why .note").Select(n => n.TextContent).ToList();
        Assert.That(notes, Has.Member("No decomposition for other & male (suppressed: 1 to 10 patients).").And.Member("No profile of other & male (suppressed: 1 to 10 patients)."));
    }

    [Test]
    public void A_finding_about_a_feature_names_it()
    {
        var finding = SampleAudit.Typical.Findings[0];
        var named = finding with { Expectation = finding.Expectation with { Metric = "AttributionShare", Feature = "age", Bound = Bound.AtMost, Limit = 0.4 } };
        Assert.That(Parse(ReportHtml.Render(SampleAudit.Bare with { Findings = [named] })).QuerySelector(".finding h4")!.TextContent, Does.Contain("Attribution share, feature age, at most 0.4"));
    }

    [Test]
    public void A_curve_of_a_group_without_measurements_is_still_shown()
    {
        var curve = new Exhibit.ReliabilityCurve("reliability-9", Phrase.Of($"r"), SampleAudit.Group("site", "A"), [], Phrase.Of($"no patient"));
        Assert.That(Parse(ReportHtml.Render(SampleAudit.Bare with { Exhibits = [curve] })).QuerySelector("#further")!.TextContent, Does.Contain("No curve, no patient."));
    }

    [Test]
    public void A_page_in_fewer_letters_is_the_same_page()
    {
        const string Long = """
            <!DOCTYPE html>
            <html lang="en"><head><title>t</title><style>bdi  { color: red }   </style></head><body>
            <table class="a b" id="t"><caption>C</caption>
              <thead>
                <tr>
                  <th scope="col" class="a">G</th>
                  <th scope="col">n</th>
                </tr>
              </thead>
              <tbody>
                <tr data-group="1">
                  <th scope="row"><bdi>a &amp; b</bdi></th>
                  <td data-v=".25 .2 .3" class="a">0.250</td>
                  <td><bdi class="level">c</bdi></td>
                </tr>
                <tr><td data-v="7" colspan="3">7 <small>x</small></td></tr>
              </tbody>
            </table><p data-metric="A B" title="d">e</p>
            <svg><g><text x="1" y="2">f</text><rect x="1" y="2"/></g></svg>
            <script>"</td> <td>",   "<bdi>g</bdi>"</script></body></html>
            """;
        var page = ReportHtml.Short(Long);
        Assert.That(page, Does.Contain("<tr data-group=1><th scope=row><bdi>a &amp; b</bdi><td data-v=\".25 .2 .3\" class=a>0.250<td><bdi class=level>c</bdi>\n<tr><td data-v=7 colspan=3>7 <small>x</small>"));
        Assert.That(page, Does.Contain("<text x=1 y=2>f</text><rect x=1 y=\"2\"/>").And.Contain("\"</td> <td>\",   \"<bdi>g</bdi>\"").And.Contain("bdi  { color: red }   "));
        Assert.That(Tree(Parse(page)), Is.EqualTo(Tree(Parse(Long))));
        // Elements, attributes and words in their order.
        static string Tree(IHtmlDocument page) => Whitespace().Replace(page.DocumentElement.OuterHtml, "");
    }

    [Test]
    public void Nothing_spare_is_left_in_a_page() =>
        Assert.That(Needless().Matches(Typical).Select(m => m.Value), Is.Empty);

    [Test]
    public void The_page_stays_below_its_size() => Assert.That(Typical, Has.Length.LessThan(3_000_000));

    [TestCase(":root {", "light")]
    [TestCase("@media (prefers-color-scheme: dark) {", "dark")]
    [TestCase("@media print {", "print")]
    public void Text_and_marks_stand_out_from_their_ground(string block, string name)
    {
        var css = Parse(Typical).QuerySelector("style")!.TextContent;
        var colors = Variable().Matches(css[css.IndexOf(block, StringComparison.Ordinal)..]).DistinctBy(m => m.Groups[1].Value)
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        string[] grounds = ["paper", "card", "sunken", "pass-ground", "fail-ground", "open-ground"];
        Assert.Multiple(() =>
        {
            foreach (var ground in grounds)
                foreach (var text in new[] { "ink", "soft" })
                    Assert.That(Contrast(colors[text], colors[ground]), Is.GreaterThanOrEqualTo(4.5), $"{name}: {text} on {ground}");
            foreach (var text in new[] { "link", "chart-ink" }) Assert.That(Contrast(colors[text], colors["paper"]), Is.GreaterThanOrEqualTo(4.5), $"{name}: {text}");
            foreach (var tone in new[] { "pass", "fail", "open" })
                foreach (var ground in new[] { tone + "-ground", "card", "paper" })
                    Assert.That(Contrast(colors[tone], colors[ground]), Is.GreaterThanOrEqualTo(4.5), $"{name}: {tone} on {ground}");
            foreach (var mark in Enumerable.Range(1, 6).Select(i => $"group-{i}").Concat(Enumerable.Range(1, 5).Select(i => $"rank-{i}")).Concat(["chart-limit", "rise", "fall"]))
                Assert.That(Contrast(colors[mark], colors["paper"]), Is.GreaterThanOrEqualTo(3), $"{name}: {mark}");
        });
    }

    // WCAG 2.2, relative luminance and contrast ratio.
    private static double Contrast(string a, string b)
    {
        var (first, second) = (Luminance(a), Luminance(b));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    private static double Luminance(string hex)
    {
        var digits = hex.Length == 4 ? string.Concat(hex[1..].Select(c => $"{c}{c}")) : hex[1..];
        var parts = Enumerable.Range(0, 3).Select(i => int.Parse(digits.AsSpan(2 * i, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [Test]
    public void A_figure_in_a_table_carries_its_exact_number_and_interval_and_a_missing_one_none()
    {
        var page = Parse(Typical);
        foreach (var cell in page.QuerySelectorAll("table.measurements td"))
        {
            Assert.That(cell.ClassList.Contains("missing"), Is.EqualTo(cell.GetAttribute("data-v") is null), cell.TextContent);
            if (cell.GetAttribute("data-v") is { } v) Assert.That(Figures.Value(double.Parse(v.Split(' ')[0], CultureInfo.InvariantCulture)), Is.EqualTo(Collapse(cell.TextContent).Split(' ')[0]));
        }
        var known = SampleAudit.Typical.Measurements.OfType<Measurement.Known>().Single(m => m.Metric == "Specificity" && m.Subgroup.Equals(SampleAudit.Group("ethnicity", "hispanic")));
        var column = page.QuerySelectorAll("#t-performance-1 thead th").Select(th => th.GetAttribute("data-group")).ToList().IndexOf("1");
        var shown = page.QuerySelector("#t-performance-1 tr[data-metric='Specificity']")!.Children[column];
        Assert.That(shown.GetAttribute("data-v")!.Split(' '),
            Is.EqualTo(new[] { TableText.Exact(known.Value), TableText.Exact(known.Interval!.Lower), TableText.Exact(known.Interval.Upper) }));
    }

    [Test]
    public void Groups_go_down_where_there_are_many()
    {
        var page = Parse(Typical);
        Assert.That(page.QuerySelector("#t-performance-1 thead")!.TextContent, Does.Contain("hispanic"));
        Assert.That(page.QuerySelector("#t-performance-3 tbody tr th")!.TextContent, Does.Contain("Everybody"), "eight groups and everybody");
        Assert.That(page.QuerySelectorAll("#t-performance-3 tbody tr"), Has.Exactly(9).Items);
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser(new HtmlParserOptions { IsStrictMode = true }).ParseDocument(html);

    private static string Collapse(string text) => Whitespace().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex("</td>\\s*<|</tr>\\s*</?t[rhb]| data-v=\"[^\" ]*\"| scope=\"|\n {2,}<")]
    private static partial Regex Needless();

    [GeneratedRegex(@"url\([^)]{0,12}")]
    private static partial Regex Url();

    [GeneratedRegex(@"--([a-z0-9-]+): (#[0-9a-f]{3,6})(?![0-9a-f])")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^([+−]?[\d,]+\.\d+( \(.+\))?( .+)?|hidden: small cell)$")]
    private static partial Regex FigureOrHidden();

    [GeneratedRegex(@"^(−?[\d,]+\.\d+ (\(−?[\d,.]+ to −?[\d,.]+\)|no interval: .+)|hidden: .+|not estimable: .+)$")]
    private static partial Regex FigureOrReason();
}
