using AuditHarness.Audits;
using AuditHarness.Reporting.Language;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting.Markdown;

/// <summary>model-card.md.</summary>
public sealed class ModelCardPageTests
{
    private static readonly string Page = ModelCardPage.Write(SampleEvidence.Typical);

    [Test]
    public void It_tells_what_is_declared_with_who_and_when() =>
        Assert.That(Page, Does.Contain("| Intended population | Adults. | B. Person | 2 January 2026 |").And.Contain("| Human oversight | The physician decides. | A. Person | 24 November 2026 |"));

    [Test]
    public void It_tells_when_nothing_is_declared() => Assert.That(ModelCardPage.Write(SampleAudit.Typical), Does.Contain("Nothing is declared"));

    [Test]
    public void It_tells_the_verdict_the_key_figures_and_what_is_hidden() => Assert.That(Page,
        Does.Contain("**Failed.**").And.Contain("| AUROC | 0.780 (0.760 to 0.800) |").And.Contain("| gender | female |").And.Contain("figures are hidden to protect patients").And.Contain("hidden: small cell"));

    [Test]
    public void Every_table_row_has_as_many_cells_as_its_head()
    {
        foreach (var page in Enumerable.Range(0, SampleAudit.Hostile.Count).Select(s => ModelCardPage.Write(SampleEvidence.OfHostileTexts(s))).Append(Page))
        {
            var width = 0;
            foreach (var line in page.Split('\n'))
            {
                var cells = line.StartsWith('|') ? line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|') : 0;
                if (width > 0 && cells > 0) Assert.That(cells, Is.EqualTo(width), line);
                width = cells;
            }
        }
    }

    [Test]
    public void Hostile_texts_are_no_markup([Range(0, 12)] int shift) =>
        Assert.That(ModelCardPage.Write(SampleEvidence.OfHostileTexts(shift)), Does.Not.Contain("<").And.Not.Contain("](http://").And.Not.Contain("@you").And.Not.Contain('\u202E').And.Not.Contain('\0'));

    [Test]
    public void In_German_numbers_and_days_are_written_so()
    {
        using var _ = Wording.Use(ReportLanguage.German);
        var page = ModelCardPage.Write(SampleEvidence.Typical);
        Assert.That(page, Does.Contain("0,780").And.Contain("02.01.2026").And.Not.Contain("0.780"));
    }
}
