using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using AuditHarness.Audits;
using AuditHarness.Fixtures;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>Structure and text of each section of the page, held by a file each in Golden/; of the summary in German too.</summary>
public sealed class SectionGoldenTests
{
    private const string Around = "page", German = "summary.de";

    private static readonly IDocument s_page = Page(ReportLanguage.English);

    // Of made-up records; how it was done is left out, for there the definitions of a hundred metrics stand.
    private static readonly IDocument s_records = Page(ReportLanguage.English, SampleRecords.Typical);

    private static IEnumerable<string> RecordSections => s_records.QuerySelectorAll("main > section[id]").Select(s => s.Id!).Where(id => id != "how");

    private static IEnumerable<string> Sections => s_page.QuerySelectorAll("main > section[id]").Select(s => s.Id!);

    [TestCaseSource(nameof(Sections))]
    public void A_section_reads_as_its_golden_file(string id) => Golden.Match(FileOf(id), Outline.Of(s_page.GetElementById(id)!));

    [TestCaseSource(nameof(RecordSections))]
    public void A_section_of_made_up_records_reads_as_its_golden_file(string id) => Golden.Match(FileOf("records." + id), Outline.Of(s_records.GetElementById(id)!));

    [Test]
    public void What_is_around_the_sections_reads_as_its_golden_file() => Golden.Match(
        FileOf(Around), string.Concat(s_page.QuerySelectorAll("body > header, body nav, body > footer").Select(Outline.Of)));

    [Test]
    public void The_summary_in_German_reads_as_its_golden_file() => Golden.Match(FileOf(German), Outline.Of(Page(ReportLanguage.German).GetElementById("summary")!));

    [Test]
    public void Every_golden_file_belongs_to_a_section()
    {
        Assume.That(Golden.Updating, Is.False, "the files are being written");
        Assert.That(Directory.EnumerateFiles(Repository.In(s_folder), "*.txt").Select(f => Path.GetFileNameWithoutExtension(f)), Is.EquivalentTo(Sections.Concat(RecordSections.Select(id => "records." + id)).Concat([Around, German])));
    }

    [Test]
    public void An_outline_holds_headings_texts_tables_and_what_is_said_in_place_of_drawings()
    {
        var part = new HtmlParser().ParseDocument("""
            <section id="s"><h2>Title</h2><p>A <b>bold</b> word.</p><div><figure id="f"><svg role="img"><title>Bars</title><desc>Two</desc><text>9</text></svg><figcaption>Caption</figcaption></figure></div>
            <details><summary>More</summary><ul><li>one</li><li><p>two</p></li></ul></details><svg aria-hidden="true"><text>x</text></svg>
            <table id="t"><caption>T</caption><tr><th>h</th><th></th></tr><tr><th>r</th><td data-v="0.25">0.3</td></tr></table></section>
            """).GetElementById("s")!;
        Assert.That(Outline.Of(part), Is.EqualTo("""
            section#s
              ## Title
              p A bold word.
              figure#f
                drawing Bars: Two
                figcaption Caption
              details
                summary More
                li one
                p two
              table#t T
                | h |  |
                | r | 0.3 |

            """.ReplaceLineEndings("\n")));
    }

    private static readonly string[] s_folder = ["tests", "AuditHarness.Reporting.Tests", "Html", "Golden"];

    private static string FileOf(string name) => Repository.In([.. s_folder, name + ".txt"]);

    private static IDocument Page(ReportLanguage language, AuditResult? audit = null)
    {
        using var _ = Wording.Use(language);
        return new HtmlParser().ParseDocument(ReportHtml.Render(audit ?? SampleAudit.Typical));
    }
}
