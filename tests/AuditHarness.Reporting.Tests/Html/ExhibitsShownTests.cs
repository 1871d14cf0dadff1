using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Language;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Html;

/// <summary>Whatever exhibits an audit makes, the page shows each whole, where a reader reaches it; one that nobody shows fails here unasked.</summary>
public sealed partial class ExhibitsShownTests
{
    private static readonly IDocument s_counted = Page(CountedAudit.Result);

    // Where each table belongs; one that is not named here is among the further exhibits.
    private static readonly Dictionary<string, string> s_homes = new()
    {
        ["cohort-flow"] = "who", ["subgroups"] = "who", ["notices"] = "who", ["threshold"] = "how", ["multicalibration"] = "everyone", ["case-mix"] = "everyone", ["threshold-part"] = "everyone",
        ["calibration-error-by-chance"] = "risks", ["calibration-by-chance"] = "risks", ["calibration-tests"] = "risks", ["consequences"] = "utility", ["proxies"] = "why", ["model-reading"] = "why",
    };

    private static IEnumerable<TestCaseData> Audits =>
    [
        new TestCaseData(CountedAudit.Result).SetArgDisplayNames("run on rows"), new TestCaseData(SampleAudit.Typical).SetArgDisplayNames("made by hand, with explanations"),
        // As the reader of a stored result sees it.
        new TestCaseData(Reread(CountedAudit.Result)).SetArgDisplayNames("read back"),
    ];

    [Test]
    public void An_audit_of_everything_makes_these_exhibits()
    {
        var made = CountedAudit.Result.Exhibits.Select(e => e is Exhibit.ReliabilityCurve or Exhibit.OperatingCurve ? e.Id.Split('-')[0] : e.Id).ToList();
        Assert.That(made.Distinct(), Is.EquivalentTo(s_homes.Keys.Except(["proxies", "model-reading"]).Append("reliability").Append("operating")));
        Assert.That(made.Count(id => id == "reliability"), Is.EqualTo(6), "everybody, three regions and two sexes");
        Assert.That(made.Count(id => id == "operating"), Is.EqualTo(6));
        Assert.That(ExplainedExhibit.All.Select(e => e.Id), Is.SubsetOf(made), "none is explained that nobody makes");
    }

    [TestCaseSource(nameof(Audits))]
    public void Every_exhibit_is_shown_whole_where_a_reader_reaches_it(AuditResult audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        var page = Page(audit);
        var features = page.QuerySelectorAll("#why table.features").SelectMany(t => t.Heads() is var heads ? t.Grid().SelectMany(r => r.Select((cell, c) => (Column: heads[c], Feature: r[0].Said(), Cell: cell))) : [])
            .ToLookup(f => (f.Column, f.Feature), f => f.Cell);
        Assert.Multiple(() =>
        {
            foreach (var table in page.QuerySelectorAll("#why table.features")) AssertReached(page, table, table.Id!);
            foreach (var exhibit in audit.Exhibits) AssertShown(page, features, exhibit);
        });
    }

    [Test]
    public void Without_an_exhibit_nothing_of_it_is_left_and_all_others_are_shown()
    {
        // Few other figures: a page each is made.
        var slim = SampleAudit.Bare with { Exhibits = [.. CountedAudit.Result.Exhibits.OfType<Exhibit.Table>()] };
        foreach (var id in ExplainedExhibit.All.Select(e => e.Id))
        {
            var gone = slim.Exhibits.Single(e => e.Id == id);
            var page = Page(slim with { Exhibits = [.. slim.Exhibits.Where(e => e != gone)] });
            Assert.That(page.GetElementById("t-" + id), Is.Null, id);
            Assert.That(page.QuerySelectorAll("h3").Select(h => h.Said()), Has.No.Member(gone.Title.ToString()), id);
            Assert.That(ExplainedExhibit.All.Where(e => e.Id != id && page.GetElementById("t-" + e.Id) is null), Is.Empty, "the others without " + id);
        }
    }

    [Test]
    public void An_exhibit_that_answers_a_question_stands_under_its_name_with_the_question_before_it()
    {
        foreach (var explained in ExplainedExhibit.All)
        {
            var table = s_counted.GetElementById("t-" + explained.Id)!;
            var before = Before(table).Where(e => e.LocalName is "h2" or "h3" or "p").TakeWhile(e => e.LocalName != "h2").ToList();
            var heading = before.FindIndex(e => e.LocalName == "h3");
            Assert.That(before[heading].Said(), Is.EqualTo(table.QuerySelector("caption")!.Said()), explained.Id);
            Assert.That(before[heading].NextElementSibling!.Said(), Is.EqualTo(explained.Answers()).And.Contain("?").Or.StartsWith("The same"), explained.Id);
        }
    }

    // 21 errors of 6 groups; of the others the longest is the case mix with 8 figures of 3 compared groups.
    [TestCase("calibration-by-chance", 126)]
    [TestCase("case-mix", null)]
    [TestCase("threshold-part", null)]
    [TestCase("multicalibration", null)]
    [TestCase("consequences", null)]
    [TestCase("calibration-tests", null)]
    [TestCase("calibration-error-by-chance", null)]
    public void What_is_longer_than_a_screen_is_one_click_away_and_the_rest_is_seen_at_once(string id, int? folded)
    {
        var around = s_counted.GetElementById("t-" + id)!.Ancestors<IElement>().Where(e => e.LocalName == "details").Select(d => d.QuerySelector("summary")!.Said());
        Assert.That(around, Is.EqualTo(folded is { } rows ? [$"The table: {rows} rows"] : Array.Empty<string>()));
    }

    [Test]
    public void In_German_every_exhibit_has_its_rows_and_no_English_is_left_around_them()
    {
        using var _ = Wording.Use(ReportLanguage.German);
        var page = new HtmlParser().ParseDocument(ReportHtml.Render(CountedAudit.Result));
        foreach (var table in CountedAudit.Result.Exhibits.OfType<Exhibit.Table>())
        {
            var shown = page.Table(Wording.Say(table.Title))!;
            Assert.That(shown, Is.Not.Null, table.Id);
            Assert.That(shown.Grid(), Has.Count.EqualTo(table.Rows.Count), table.Id);
            Assert.That(shown.Heads(), Is.EqualTo(table.Columns.Select(Wording.Term)).And.Not.EqualTo(table.Columns), table.Id);
            var left = EnglishLeft.In(shown.OuterHtml, ["region", "sex", "north", "south", "west"]);
            Assert.That(left, Is.Empty, () => table.Id + ": " + string.Join("\n", left));
        }
    }

    private static void AssertShown(IDocument page, ILookup<(string Column, string Feature), IElement> features, Exhibit exhibit)
    {
        switch (exhibit)
        {
            case Exhibit.Table table:
                AssertTable(page, table);
                break;
            case Exhibit.Notices notices:
                var list = page.QuerySelectorAll(".notices").Single(n => n.QuerySelector(".label")!.Said() == notices.Title.ToString());
                Assert.That(list.QuerySelectorAll("li").Select(PageTables.Said), Is.EqualTo(notices.Sentences.Select(s => s.ToString())), notices.Id);
                AssertReached(page, list, notices.Id);
                break;
            case Exhibit.ReliabilityCurve curve:
                AssertBins(page, curve);
                break;
            case Exhibit.OperatingCurve curve:
                AssertPoints(page, curve);
                break;
            case Exhibit.AttributionBars bars:
                foreach (var bar in bars.Bars) AssertFeature(features, bars.Id, Column(bar.Subgroup), bar.Feature, bar.MeanAbsolute);
                break;
            case Exhibit.GapDecomposition gap:
                foreach (var part in gap.Parts) AssertFeature(features, gap.Id, $"{gap.Group.Levels} − {gap.Against.Levels}", part.Feature, part.Contribution);
                AssertReason(page, gap.Id, gap.Group, gap.Reason);
                break;
            case Exhibit.Waterfall profile:
                foreach (var step in profile.Steps) AssertFeature(features, profile.Id, Column(profile.Subgroup), step.Feature, step.Attribution);
                AssertReason(page, profile.Id, profile.Subgroup, profile.Reason);
                break;
            case Exhibit.Beeswarm swarm:
                var bins = page.QuerySelectorAll("#why table[id^='t-why-swarm-']").Single().Grid().Select(r => (r[0].Said(), r[2] == r[1] ? r[1].Said() : r[2].Exact()[0].ToString(CultureInfo.InvariantCulture)));
                Assert.That(bins, Is.EqualTo(swarm.Rows.SelectMany(r => r.Bins.Select(b => b.Count.ToString(CultureInfo.InvariantCulture)).DefaultIfEmpty("hidden: small cell"), (r, count) => (r.Feature, count))), swarm.Id);
                AssertReached(page, page.QuerySelector("#why table[id^='t-why-swarm-']")!, swarm.Id);
                break;
            default:
                Assert.Fail($"'{exhibit.Id}' is a {exhibit.GetType().Name}, and nobody has said how that is shown. Say it here, and show it.");
                break;
        }
    }

    private static void AssertTable(IDocument page, Exhibit.Table table)
    {
        var shown = page.Table(table.Title.ToString());
        Assert.That(shown, Is.Not.Null, $"no table of '{table.Id}'");
        if (shown is null) return;
        Assert.That(shown.Heads(), Is.EqualTo(table.Columns), table.Id);
        var grid = shown.Grid();
        Assert.That(grid, Has.Count.EqualTo(table.Rows.Count), table.Id);
        foreach (var (row, r) in table.Rows.Take(grid.Count).Select((row, r) => (row, r)))
            for (var c = 0; c < row.Count; c++) AssertCell(grid[r][c], row[c], $"{table.Id}, row {r + 1}, {table.Columns[c]}", table.Columns[c] == "p", table.Id == "consequences");
        var section = shown.Closest("main > section")!;
        if (table.Note is { } note) Assert.That(section.QuerySelectorAll("p.note").Select(PageTables.Said), Has.Member(note.ToString()), table.Id);
        Assert.That(section.Id, Is.EqualTo(s_homes.GetValueOrDefault(table.Id, "how")), table.Id);
        if (!s_homes.ContainsKey(table.Id)) Assert.That(shown.Closest("#further"), Is.Not.Null, table.Id);
        AssertReached(page, shown, table.Id);
    }

    private static void AssertCell(IElement shown, Cell cell, string where, bool isP, bool perThousand)
    {
        var text = shown.Said();
        switch (cell)
        {
            case Cell.Text { Value: var value }:
                Assert.That(text, Is.EqualTo(value), where);
                break;
            case Cell.Said { Value: var phrase }:
                Assert.That(text, Is.EqualTo(phrase.ToString()), where);
                break;
            case Cell.Hidden { Reason: var reason }:
                Assert.That(text, Is.EqualTo(reason.ToString()), where);
                break;
            case Cell.Count { Value: var count }:
                Assert.That(text.Replace(",", "", StringComparison.Ordinal), Is.EqualTo(count.ToString(CultureInfo.InvariantCulture)), where);
                break;
            case Cell.Number { Value: var number }:
                AssertNumbers(shown, [number], where);
                if (isP && number < 0.001) Assert.That(text, Is.EqualTo("<0.001"), where);
                else AssertRead(text, [number], where, perThousand);
                break;
            case Cell.Figure { Interval: { } interval } figure:
                AssertNumbers(shown, [figure.Value, interval.Lower, interval.Upper], where);
                AssertRead(text, [figure.Value, interval.Lower, interval.Upper], where, perThousand);
                break;
            case Cell.Figure figure:
                AssertNumbers(shown, [figure.Value], where);
                Assert.That(text, Does.EndWith($"no interval: {figure.Reason}"), where);
                break;
            default:
                Assert.Fail($"{where}: nobody has said how a {cell.GetType().Name} is shown");
                break;
        }
    }

    // Six digits for programs.
    private static void AssertNumbers(IElement shown, double[] expected, string where)
    {
        var exact = shown.Exact();
        Assert.That(exact, Has.Length.EqualTo(expected.Length), where);
        foreach (var (number, e) in exact.Zip(expected)) Assert.That(number, Is.EqualTo(e).Within(Math.Abs(e) * 6e-6), where);
    }

    // For people a figure is rounded at the last digit shown.
    private static void AssertRead(string text, double[] expected, string where, bool perThousand)
    {
        var read = Figure().Matches(text).Select(m => m.Value.Replace(",", "", StringComparison.Ordinal).Replace('−', '-')).ToList();
        Assert.That(read, Has.Count.EqualTo(expected.Length), $"{where}: {text}");
        foreach (var (number, e) in read.Zip(expected))
        {
            if (perThousand) Assert.That(number, Does.Match(@"^-?\d+\.\d$"), where);
            var decimals = number.Contains('.', StringComparison.Ordinal) ? number.Length - number.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
            Assert.That(double.Parse(number, CultureInfo.InvariantCulture), Is.EqualTo(e).Within((0.5 * Math.Pow(10, -decimals)) + 1e-9), $"{where}: {text}");
            Assert.That(decimals, Is.GreaterThanOrEqualTo(Math.Abs(e) < 10 && !perThousand ? 3 : 0), where);
        }
    }

    private static void AssertBins(IDocument page, Exhibit.ReliabilityCurve curve)
    {
        var rows = page.QuerySelectorAll("#risks table[id^='t-reliability-'] tbody tr").Where(r => r.QuerySelector("th")!.Said() == Words.Group(curve.Subgroup)).ToList();
        Assert.That(rows, Has.Count.EqualTo(Math.Max(1, curve.Bins.Count)), curve.Id);
        foreach (var (row, bin) in rows.Zip(curve.Bins))
        {
            var cells = row.QuerySelectorAll("td").ToList();
            AssertNumbers(cells[0], [bin.From, bin.From, bin.To], curve.Id);
            if (bin.N is null) Assert.That(cells.Skip(1).Select(PageTables.Said), Is.All.EqualTo("hidden: small cell"), curve.Id);
            else
            {
                AssertNumbers(cells[1], [bin.N.Value], curve.Id);
                AssertNumbers(cells[2], [bin.MeanScore!.Value], curve.Id);
                AssertNumbers(cells[3], WithEnds(bin.EventRate!.Value, bin.Interval), curve.Id);
                if (bin.UnderCalibration is { } band) AssertNumbers(cells[4], [band.Lower, band.Lower, band.Upper], curve.Id);
            }
        }
        if (curve.Bins.Count == 0) Assert.That(rows[0].QuerySelector("td")!.Said(), Does.Contain(curve.Reason!.ToString()), curve.Id);
        else Assert.That(page.QuerySelectorAll("#risks figure[id^='chart-reliability-'] svg").Select(s => s.GetAttribute("aria-label")), Has.Some.Contains(curve.Subgroup.IsOverall ? "everybody" : curve.Subgroup.Levels), curve.Id + " is drawn");
        AssertReached(page, rows[0], curve.Id);
    }

    // Of many points some are shown, the ends among them.
    private static void AssertPoints(IDocument page, Exhibit.OperatingCurve curve)
    {
        var body = page.QuerySelectorAll("table[id^='t-roc-'] tbody").Single(b => b.QuerySelector("th")!.Said() == Words.Group(curve.Subgroup));
        var rows = body.QuerySelectorAll("tr").Select(r => r.QuerySelectorAll("td").ToList()).ToList();
        if (curve.Points.Count == 0) Assert.That(rows.Single().Single().Said(), Does.Contain(curve.Reason!.ToString()), curve.Id);
        else
        {
            Assert.That(rows, Has.Count.EqualTo(Math.Min(15, curve.Points.Count)), curve.Id);
            var at = -1;
            foreach (var row in rows)
            {
                at = curve.Points.ToList().FindIndex(at + 1, p => Equal(row[0], p.FalsePositiveRate, p.FalsePositiveRateInterval) && Equal(row[1], p.Sensitivity, p.SensitivityInterval)
                    && (p.Precision is not { } precision || Equal(row[2], precision, p.PrecisionInterval)) && (p.NetBenefit is not { } benefit || Equal(row[5], benefit, p.NetBenefitInterval)));
                Assert.That(at, Is.Not.Negative, $"{curve.Id}: a row is no point of the curve, or out of order");
                if (row == rows[0]) Assert.That(at, Is.Zero, curve.Id);
            }
            Assert.That(at, Is.EqualTo(curve.Points.Count - 1), curve.Id);
        }
        // Of groups the pictures are one click away, and the table one more.
        AssertReached(page, body, curve.Id, curve.Subgroup.IsOverall ? 1 : 2);
        if (curve.Points.Count == 0) return;
        var picture = page.QuerySelectorAll("figure[id^='chart-roc-']").FirstOrDefault(f => f.QuerySelectorAll("svg text").Any(t => t.Said() == (curve.Subgroup.IsOverall ? "everybody" : curve.Subgroup.Levels)) || f.QuerySelector("p.label")!.Said() == curve.Subgroup.Levels);
        Assert.That(picture, Is.Not.Null, curve.Id + " is drawn");
        // Of more groups than a picture holds each has its own, and those with the best curves are folded once more.
        if (picture is not null) AssertReached(page, picture, curve.Id, Alone().Match(picture.Id!) is { Success: true } alone && page.QuerySelectorAll($"figure[id^='{alone.Groups[1].Value}']").Length > 6 ? 2 : 1);
    }

    private static bool Equal(IElement cell, double value, Interval? interval) =>
        WithEnds(value, interval) is var expected && cell.Exact() is var exact && exact.Length == expected.Length && exact.Zip(expected).All(p => Math.Abs(p.First - p.Second) <= 6e-4 * Math.Abs(p.Second));

    private static double[] WithEnds(double value, Interval? interval) => interval is null ? [value] : [value, interval.Lower, interval.Upper];

    private static string Column(Subgroup group) => group.IsOverall ? "Everybody" : group.Levels;

    private static void AssertFeature(ILookup<(string Column, string Feature), IElement> features, string id, string column, string feature, double? value) => Assert.That(
        features[(column, feature)].Any(cell => value is { } v ? cell.Exact() is [var first, ..] && Math.Abs(first - v) <= 6e-6 * Math.Abs(v) : cell.Said() == "hidden: small cell"), $"{id}: {feature} of {column} is {value}");

    private static void AssertReason(IDocument page, string id, Subgroup group, Phrase? reason)
    {
        if (reason is not null) Assert.That(page.QuerySelectorAll("#why .note").Select(PageTables.Said), Has.Some.Contains($"{group.Levels} ({reason})"), id);
    }

    /// <summary>In a section that the contents link to and that has a heading, and behind so many clicks at most; explanations of intersections are folded as a whole.</summary>
    private static void AssertReached(IDocument page, IElement shown, string what, int clicks = 1)
    {
        var section = shown.Closest("main > section[id]");
        Assert.That(section, Is.Not.Null, what);
        Assert.That(page.QuerySelectorAll("nav a").Select(a => a.GetAttribute("href")), Has.Exactly(1).EqualTo("#" + section!.Id), what);
        Assert.That(section.QuerySelector("h2")?.Said(), Is.Not.Null.And.Not.Empty, what);
        var folds = shown.Ancestors<IElement>().Where(e => e.LocalName == "details").ToList();
        Assert.That(folds, Has.Count.LessThanOrEqualTo(section.Id == "why" ? 2 : clicks), what + " is further away");
        Assert.That(folds.Select(f => f.FirstElementChild is { LocalName: "summary" } summary ? summary.Said() : ""), Is.All.Not.Empty, what);
        Assert.That(shown.Ancestors<IElement>().Prepend(shown).Any(e => e.HasAttribute("hidden") || e.GetAttribute("aria-hidden") == "true" || e.LocalName == "template"), Is.False, what + " is hidden");
    }

    // What comes before an element on the page, the nearest first.
    private static IEnumerable<IElement> Before(IElement element) =>
        element.Owner!.All.TakeWhile(e => e != element).Reverse().Where(e => !e.Contains(element));

    private static AuditResult Reread(AuditResult audit) => Json.ResultsReader.Read(Json.ResultsJson.Write(audit), "results.json", (_, _) => audit.Plan);

    private static IDocument Page(AuditResult audit) => new HtmlParser().ParseDocument(ReportHtml.Render(audit));

    [GeneratedRegex(@"^(chart-roc-\d+-)\d+$")]
    private static partial Regex Alone();

    [GeneratedRegex(@"(?<![\w.])[−-]?\d[\d,]*(?:\.\d+)?(?:E[+-]\d+)?(?![\w])")]
    private static partial Regex Figure();
}
