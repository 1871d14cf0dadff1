using System.Text;
using System.Text.RegularExpressions;
using AuditHarness.Audits;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Reporting.Html;

/// <summary>Requirements and their evidence on the page, and in every other output.</summary>
public sealed partial class EvidenceSectionTests
{
    private static readonly string Page = ReportHtml.Render(SampleEvidence.Typical);

    [Test]
    public void Every_link_leads_somewhere_on_the_page()
    {
        foreach (var audit in new[] { SampleEvidence.Typical, SampleEvidence.Typical with { Disparities = [] }, SampleAudit.Bare with { Plan = SampleEvidence.Typical.Plan } })
        {
            var page = ReportHtml.Render(audit);
            var ids = Id().Matches(page).Select(m => m.Groups[1].Value).ToList();
            Assert.That(ids.Where(i => i.Contains("evidence", StringComparison.Ordinal) || i.StartsWith("card-", StringComparison.Ordinal)), Is.Unique.And.Not.Empty);
            Assert.That(Link().Matches(page).Select(m => m.Groups[1].Value).Distinct().Except(ids), Is.Empty);
        }
    }

    [Test]
    public void Every_computed_row_links_to_its_figure()
    {
        var computed = EvidenceProfiles.All.SelectMany(p => EvidenceRow.Of(SampleEvidence.Typical, p)).SelectMany(r => r.Evidence).OfType<EvidenceStatus.Computed>().Select(c => c.Anchor).Distinct().ToList();
        var ids = Id().Matches(Page).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.That(computed, Is.Not.Empty.And.SubsetOf(ids));
    }

    [Test]
    public void Each_profile_has_its_table_and_a_sentence_that_counts() => Assert.Multiple(() =>
    {
        foreach (var profile in EvidenceProfiles.All)
        {
            var rows = EvidenceRow.Of(SampleEvidence.Typical, profile);
            var present = rows.Count(r => r.Status is EvidenceStatus.Computed or EvidenceStatus.Declared or EvidenceStatus.Attached);
            Assert.That(Page, Does.Contain($"id=\"t-evidence-{profile.Id}\"").And.Contain($"Evidence is present for {present} of {rows.Count} requirements"));
        }
        Assert.That(Page, Does.Contain("1 is declared not applicable"));
    });

    [Test]
    public void Without_card_and_profiles_it_says_so() => Assert.That(ReportHtml.Render(SampleAudit.Typical), Does.Contain("declares no model card and names no profile"));

    [Test]
    public void Hostile_texts_show_as_text([Range(0, 12)] int shift)
    {
        var page = ReportHtml.Render(SampleEvidence.OfHostileTexts(shift));
        Assert.That(page, Does.Not.Contain("<script>alert").And.Not.Contain("<img src=x").And.Not.Contain("&#x202E;").And.Not.Contain("&#x0;"));
        Assert.That(Regex.Matches(page, "<script>"), Has.Count.EqualTo(1), "ours");
    }

    [Test]
    public void No_output_claims_compliance()
    {
        foreach (var language in new[] { ReportLanguage.English, ReportLanguage.German })
            foreach (var file in ReportFiles.Render(SampleEvidence.Typical with { Plan = SampleEvidence.Typical.Plan with { Report = SampleEvidence.Typical.Plan.Report with { Language = language } } }))
                Assert.That(Encoding.UTF8.GetString(file.Content), Does.Not.Match(@"(?i)complian[tc]|\bkonform\b"), file.Name);
    }

    [GeneratedRegex("\\sid=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex Link();
}
