using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
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
        // The language is that of the pages alone: the audit need not run again.
        var run = ShippedRuns.Of(config).Result;
        var plan = run.Plan.Diagnostic() with { Report = run.Plan.Report with { Language = ReportLanguage.German } };
        var files = ReportFiles.Render(run with { Plan = plan }).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));

        // What the config says, names of features and attributes, and literature.
        string[] foreign =
        [
            .. Strings(JsonNode.Parse(files["results.json"])!["plan"]!), .. plan.Card.Entries.Select(e => e.Text),
            .. run.Measurements.SelectMany(m => m.Subgroup.Conditions).Distinct().SelectMany(c => new[] { c.Attribute, c.Level }),
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
