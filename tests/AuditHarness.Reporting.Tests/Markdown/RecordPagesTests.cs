using System.Xml.Linq;
using AuditHarness.Audits;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.JUnit;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting.Markdown;

public sealed class RecordPagesTests
{
    private static string Summary { get; } = SummaryPage.Write(SampleRecords.Typical);

    [Test]
    public void The_summary_answers_every_question_of_the_page_and_names_no_threshold() => Assert.Multiple(() =>
    {
        foreach (var section in ReportSection.OfRecords.Skip(2).SkipLast(1)) Assert.That(Summary, Does.Contain($"\n## {section.Title}\n"));
        Assert.That(Summary, Does.Contain("4,100 made-up records beside 4,000 training and 2,000 held-out records"));
        Assert.That(Summary, Does.Not.Contain("score").And.Not.Contain("flagged").And.Not.Contain("a risk of"));
        Assert.That(Summary, Does.Contain("| Metric | Made up | Real beside real | Memoriser | n |"));
    });

    [Test]
    public void An_expectation_on_a_column_names_it_everywhere() => Assert.Multiple(() =>
    {
        Assert.That(Summary, Does.Contain("Kolmogorov–Smirnov complement of age at least 0.9"));
        Assert.That(JUnitXml.Write(SampleRecords.Typical), Does.Contain("Kolmogorov–Smirnov complement of age at least 0.9"));
        Assert.That(ReportHtml.Render(SampleRecords.Typical), Does.Contain("Kolmogorov&#x2013;Smirnov complement of age").Or.Contain("Kolmogorov–Smirnov complement of age"));
    });

    [Test]
    public void The_model_card_has_the_figures_of_records_and_no_empty_table() => Assert.Multiple(() =>
    {
        var card = ModelCardPage.Write(SampleRecords.Typical);
        Assert.That(card, Does.Contain("## Key figures: everybody").And.Contain($"| {Words.Title("LinkabilityRisk")} |").And.Contain("## Key figures: by group"));
        Assert.That(card, Does.Not.Contain("flagged from a risk"));
        Assert.That(card, Does.Match(@"\n- [1-9][0-9,]* figures are hidden"));
    });

    [Test]
    public void Nothing_from_data_is_markup_html_a_link_or_a_mention() => Assert.Multiple(() =>
    {
        foreach (var page in new[] { SummaryPage.Write(SampleRecords.OfHostileTexts), ModelCardPage.Write(SampleRecords.OfHostileTexts) })
        {
            Assert.That(page.IndexOfAny(['<', '@', '\u202e', '\0']), Is.EqualTo(-1));
            Assert.That(page, Does.Not.Contain("://"));
        }
        Assert.That(() => XDocument.Parse(JUnitXml.Write(SampleRecords.OfHostileTexts)), Throws.Nothing);
    });

    [Test]
    public void Evidence_is_found_where_records_have_it_and_said_to_be_none_where_only_risks_do()
    {
        var audit = SampleRecords.Typical with { Plan = SampleRecords.Typical.Plan with { Evidence = EvidencePlan.None with { Profiles = [.. EvidenceProfiles.All.Select(p => p.Id)] } } };
        var rows = EvidenceProfiles.All.SelectMany(p => EvidenceRow.Of(audit, p)).SelectMany(r => r.Evidence).ToList();
        var anchors = rows.OfType<EvidenceStatus.Computed>().Select(c => c.Anchor).Distinct().ToList();
        var page = ReportHtml.Render(audit);
        Assert.Multiple(() =>
        {
            Assert.That(anchors, Is.Not.Empty);
            foreach (var anchor in anchors) Assert.That(page, Does.Contain($"id=\"{anchor}\""), anchor);
            Assert.That(rows.OfType<EvidenceStatus.Missing>().Select(m => m.Wanted.ToString()), Has.Some.Contains("made-up records have no figure of this kind").And.None.Contains("audit 'calibration'"));
            Assert.That(() => XDocument.Parse(ChaiCard.Write(audit)), Throws.Nothing);
            Assert.That(ChaiCard.Write(audit), Does.Not.Contain("flagged from a risk"));
        });
    }
}
