using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting.Language;

/// <summary>The same result in English and in German.</summary>
internal sealed class GermanPageTests
{
    private static readonly AuditResult s_english = SampleAudit.Typical;
    private static readonly AuditResult s_german = InGerman(SampleAudit.Typical);

    private static readonly Dictionary<string, string> s_inEnglish = Files(s_english), s_inGerman = Files(s_german);

    [Test]
    public void No_text_of_ours_is_left_in_English([Values("report.html", "summary.md")] string file)
    {
        // What was made up for the sample, what its config says, and literature.
        string[] foreign =
        [
            .. s_english.Findings.Select(f => f.Sentence.ToString()), .. s_english.Exhibits.Select(e => e.Title.ToString()), SampleExplanations.Footer, .. SampleExplanations.Features,
            .. s_english.Exhibits.OfType<Exhibit.Table>().SelectMany(t => t.Rows.SelectMany(r => r.OfType<Cell.Text>().Select(c => c.Value)).Append(t.Note?.ToString() ?? "").Concat(t.Columns)),
            .. s_english.Exhibits.OfType<Exhibit.Notices>().SelectMany(n => n.Sentences.Select(s => s.ToString())),
            .. s_english.Exhibits.OfType<Exhibit.ReliabilityCurve>().Select(c => c.Reason?.ToString() ?? ""),
            .. s_english.Exhibits.OfType<Exhibit.Table>().SelectMany(t => t.Rows.SelectMany(r => r.OfType<Cell.Hidden>().Select(c => c.Reason.ToString()))),
            .. s_english.Measurements.OfType<Measurement.Known>().Select(m => m.Reason?.ToString() ?? ""),
            "suppressed: 1 to 10 patients", "suppressed: 1 to 10", "both rates are 1: no variance",
            s_english.Plan.Report.Title, s_english.Plan.Name, s_english.Plan.IntendedUse ?? "", .. s_english.Plan.Expectations.Select(e => e.Why),
            .. MetricCatalog.Infos.Select(m => m.Source), .. DisparityCatalog.All.Select(d => d.Source), .. ExplanationCatalog.All.Select(e => e.Source),
            .. EvidenceProfiles.All.Select(p => p.Source),
        ];
        var left = EnglishLeft.In(s_inGerman[file], foreign);
        Assert.That(left, Is.Empty, () => string.Join("\n", left));
    }

    [Test]
    public void No_text_of_ours_is_left_in_English_of_made_up_records([Values("report.html", "summary.md", "model-card.md")] string file)
    {
        var audit = SampleRecords.Typical;
        // What was made up for the sample, what its config says, and literature.
        string[] foreign =
        [
            audit.Plan.Name, audit.Plan.IntendedUse ?? "", .. audit.Plan.Expectations.Select(e => e.Why), .. audit.Findings.Select(f => f.Sentence.ToString()),
            .. audit.Records!.Figures.SelectMany(f => f.Baselines.Prepend(f.Figure)).Select(f => f.Reason?.ToString() ?? "").Distinct(),
            .. RecordMeasureCatalog.Infos.Select(m => m.Source), .. EvidenceProfiles.All.Select(p => p.Source),
        ];
        var left = EnglishLeft.In(Files(InGerman(audit))[file], foreign);
        Assert.That(left, Is.Empty, () => string.Join("\n", left));
    }

    [Test]
    public void English_is_found_where_it_stands() =>
        Assert.That(EnglishLeft.In(s_inEnglish["report.html"], []), Has.Some.EqualTo("Is it accurate?").And.Some.Contains("Counts of 1 to 10 patients"));

    [Test]
    public void Numbers_and_dates_are_written_as_the_language_writes_them() => Assert.Multiple(() =>
    {
        Assert.That(s_inEnglish["report.html"], Does.Contain("<html lang=\"en\"").And.Contain("0.812").And.Contain("5 January 2026"));
        Assert.That(s_inGerman["report.html"], Does.Contain("<html lang=\"de\"").And.Contain("0,812").And.Contain("05.01.2026"));
        Assert.That(s_inGerman["report.html"], Does.Contain("2.500").And.Not.Contain(">2,500<"), "thousands");
        Assert.That(s_inGerman["summary.md"], Does.Contain("0,812 (0,794 bis 0,830)"));
        Assert.That(s_inGerman["report.html"], Does.Match("data-v=\"\\.[0-9]{3}"), "exact numbers of tables stay as programs read them");
    });

    [Test]
    public void Files_for_machines_are_the_same_in_every_language() => Assert.Multiple(() =>
    {
        Assert.That(s_inGerman["junit.xml"], Is.EqualTo(s_inEnglish["junit.xml"]));
        Assert.That(s_inGerman["results.json"].Replace("\"language\": \"de\"", "\"language\": \"en\"", StringComparison.Ordinal), Is.EqualTo(s_inEnglish["results.json"]));
    });

    [TestCase("de-DE")]
    [TestCase("tr-TR")]
    [TestCase("en-US")]
    [TestCase("ar-SA")]
    public void The_culture_of_the_machine_changes_nothing(string name)
    {
        var before = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(name), CultureInfo.GetCultureInfo(name));
        try
        {
            Assert.That(Files(s_german), Is.EqualTo(s_inGerman));
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = before;
        }
    }

    private static AuditResult InGerman(AuditResult audit) => audit with { Plan = audit.Plan with { Report = audit.Plan.Report with { Language = ReportLanguage.German } } };

    private static Dictionary<string, string> Files(AuditResult audit) =>
        ReportFiles.Render(audit).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));
}
