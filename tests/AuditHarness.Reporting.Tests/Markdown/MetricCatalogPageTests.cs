using AuditHarness.Disparity;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Markdown;

public sealed class MetricCatalogPageTests
{
    private static string PagePath
    {
        get
        {
            var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AuditHarness.sln"))) folder = folder.Parent;
            Assert.That(folder, Is.Not.Null, "AuditHarness.sln is in no folder above the tests");
            return Path.Combine(folder!.FullName, "src", "AuditHarness.Core", "Metrics", "METRICS.md");
        }
    }

    [Test]
    public void The_page_in_the_repository_is_what_the_catalogs_say() => Assert.That(
        File.ReadAllText(PagePath), Is.EqualTo(MetricCatalogPage.Render()),
        "stale: write it anew with 'audit metrics --markdown', redirected to src/AuditHarness.Core/Metrics/METRICS.md");

    [Test, SetCulture("de-DE")]
    public void The_page_does_not_depend_on_the_culture() => Assert.That(MetricCatalogPage.Render(), Is.EqualTo(File.ReadAllText(PagePath)));

    [Test]
    public void The_page_names_every_metric_and_disparity_once_and_ends_lines_with_a_line_feed() => Assert.Multiple(() =>
    {
        var page = MetricCatalogPage.Render();
        foreach (var id in MetricCatalog.Infos.Concat(RecordMeasureCatalog.Infos).Select(i => i.Id).Concat(DisparityCatalog.All.Select(d => d.Id)))
            Assert.That(page.Split($"\n### {id}\n"), Has.Length.EqualTo(2), id);
        Assert.That(page, Does.Not.Contain("\r"));
        Assert.That(page, Does.EndWith("\n"));
    });

    [Test]
    public void Every_entry_names_its_source_its_check_and_how_much_it_is_asked_for() => Assert.Multiple(() =>
    {
        foreach (var (id, entry) in MetricCatalog.Infos.Concat(RecordMeasureCatalog.Infos).Select(i => (i.Id, MetricCatalogPage.Entry(i))).Concat(DisparityCatalog.All.Select(d => (d.Id, MetricCatalogPage.Entry(d)))))
        {
            Assert.That(entry, Has.Exactly(1).Matches("^- Source: .+"), id);
            Assert.That(entry, Has.Exactly(1).Matches("^- Oracle: test `[A-Za-z0-9]+\\.[A-Za-z0-9_]+`$"), id);
            Assert.That(entry, Has.Exactly(1).Matches("(headline|detail)$"), id);
            Assert.That(entry, Has.Exactly(1).Matches(@"^- Range: [\[(].+, .+[\])]$"), id);
            Assert.That(entry, Has.Exactly(1).Matches("^- Better: (higher|lower|nearer to|neither)"), id);
            Assert.That(entry, Has.Exactly(1).Matches("^- Convention: .{20,}"), id);
            Assert.That(entry, Has.Exactly(RecordMeasureCatalog.Find(id) is null ? 1 : 0).Matches("^- Of the other outcome: .*(`[A-Za-z0-9]+`$|no entry\\. .+\\.$)"), id);
        }
    });

    [Test]
    public void The_page_leads_to_what_was_measured_of_its_intervals() => Assert.That(MetricCatalogPage.Render(), Does.Contain("[HONESTY.md](HONESTY.md)"));

    [Test]
    public void Ranges_ideals_and_directions_read_as_declared() => Assert.Multiple(() =>
    {
        var page = MetricCatalogPage.Render();
        Assert.That(page, Does.Contain("### BrierScore\n\n**Brier score.** "));
        Assert.That(page, Does.Contain("- Range: [−1, 1]\n- Better: higher; ideal 1\n- Convention: Flagged when score >= threshold, in force for everybody; weights count as patients. Nothing is added to a denominator of 0: then there is no figure.\n- Of the other outcome: `MatthewsCorrelation`\n- Interval: Fisher z"));
        Assert.That(page, Does.Contain("- Range: (−∞, ∞)\n- Better: nearer to the ideal; ideal 0\n"));
        Assert.That(page, Does.Contain("- Range: [0, ∞)\n- Better: lower; ideal 0\n"));
    });
}
