using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Reporting;
using AuditHarness.Reporting.Requirements;

namespace AuditHarness.Language;

/// <summary>Audits that are shipped, with their pages in German.</summary>
internal sealed class GermanAuditTests
{
    [TestCase("simulated.json")]
    [TestCase("simulated_proxy.json")]
    public void No_text_of_ours_is_left_in_English(string config)
    {
        var loaded = ConfigFile.Load(Repository.In("configs", config));
        var plan = loaded.Plan.Diagnostic() with { Report = loaded.Plan.Report with { Language = ReportLanguage.German } };
        using var model = ModelCatalog.Open(plan.Model, new(loaded.Folder));
        var cohort = CohortFile.Load(plan, loaded.Folder, model);
        var run = new RunInfo("run", new DateTimeOffset(2026, 1, 5, 8, 15, 0, TimeSpan.Zero), 1, Tool.Version);
        var result = Audit.Run(plan, cohort.Cohort, cohort.Model, [loaded.Input, .. cohort.Inputs], cohort.Notices, run, new(), model);
        var files = ReportFiles.Render(result).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));

        // What the config says, names of features and attributes, and literature.
        string[] foreign =
        [
            .. Strings(JsonNode.Parse(files["results.json"])!["plan"]!), .. plan.Card.Entries.Select(e => e.Text), .. cohort.Cohort.Attributes.SelectMany(a => a.Levels.Append(a.Name)),
            .. MetricCatalog.Infos.Select(m => m.Source), .. DisparityCatalog.All.Select(d => d.Source), .. ExplanationCatalog.All.Select(e => e.Source),
            .. EvidenceProfiles.All.Select(p => p.Source), .. EvidenceProfiles.All.Select(p => p.Address),
        ];
        Assert.Multiple(() =>
        {
            foreach (var page in new[] { "report.html", "summary.md", "model-card.md" })
            {
                var left = EnglishLeft.In(files[page], foreign);
                Assert.That(left, Is.Empty, () => page + "\n" + string.Join("\n", left));
            }
        });
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Strings(m.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
