using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Reporting;
using AuditHarness.Reporting.Requirements;
using AuditHarness.Runs;

namespace AuditHarness.Language;

/// <summary>Audits of generators that were really run, with their pages in German: every reason, notice and finding that they come upon is said in it.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class GermanRecordsTests : IDisposable
{
    private readonly SmallRecords _records = new();

    public void Dispose() => _records.Dispose();

    [Test]
    public void No_text_of_ours_is_left_in_English([Values("all baselines", "nothing declared", "no held-out records", "a file")] string what)
    {
        var plan = Plan(what);
        _records.Write("made.csv", SmallRecords.Rows("s", 100, 9000).Replace(",c,", ",z,", StringComparison.Ordinal));
        var place = new RunPlace(_records.Folder, _records.In("out"), new InputFile("config", "audit.json", 1, new string('0', 64)), [], new("run", DateTimeOffset.UnixEpoch, 0, "test"));
        var result = SyntheticRecordsRun.Of(plan, place, new() { Draws = _records.In("draws"), Workers = 2 }).Result;
        var files = ReportFiles.Render(result).ToDictionary(f => f.Name, f => Encoding.UTF8.GetString(f.Content));

        // What the config says, names of columns and of the generator, and literature.
        string[] foreign =
        [
            result.Model.Name, .. Strings(JsonNode.Parse(files["results.json"])!["plan"]!),
            .. RecordMeasureCatalog.Infos.Select(m => m.Source), .. EvidenceProfiles.All.Select(p => p.Source), .. EvidenceProfiles.All.Select(p => p.Address),
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

    private static SyntheticRecordsPlan Plan(string what)
    {
        var plan = new SyntheticRecordsPlan
        {
            Name = "Datensätze", Audits = AuditCatalog.OfRecords, Seed = 7, Report = new("Titel", ReportProfile.Internal) { Language = ReportLanguage.German },
            Subgroups = new([new("sex", "sex", null, null), new("site", "site", null, null)], [["sex", "site"]], 1, "missing"),
            Roles = new() { Outcome = "ill", Positive = "1", QuasiIdentifiers = ["age", "sex", "site"], Sensitive = ["ill"] },
            Rules = [new("Druckwerte geordnet", "systolic > diastolic")],
            Expectations =
            [
                new() { Index = 0, Metric = "RepresentationRatio", Where = [new("site", Expectation.EveryLevel)], Bound = Bound.AtLeast, Limit = 0.8, Why = "Niemand fehlt.", Line = 1 },
                new() { Index = 1, Metric = "KolmogorovSmirnovComplement", Subject = "age", Where = [], Bound = Bound.AtLeast, Limit = 0.9, Line = 2 },
                new() { Index = 2, Metric = "LinkabilityRisk", Where = [], Bound = Bound.AtMost, Limit = 0.1, Line = 3 },
            ],
            Records = new() { Train = new("train.csv", "records.train"), Holdout = new("holdout.csv", "records.holdout") },
            Generator = new("reference", "", null) { Reference = new("gaussianCopula") { DroppedColumn = "site", DroppedLevel = "c" } },
        };
        return what switch
        {
            "all baselines" => plan with
            {
                // Beside the file there are two, which say the same beside any baseline.
                Learners = ["logisticRegression"],
                Baselines = [RecordBaselines.Real, RecordBaselines.Memoriser, RecordBaselines.IndependentMarginals, RecordBaselines.BootstrapWithNoise, RecordBaselines.GaussianCopula],
            },
            "nothing declared" => plan with { Roles = new(), Rules = [], Generator = new("reference", "", null) { Reference = new("memoriser") } },
            "no held-out records" => plan with { Records = plan.Records with { Holdout = null }, Generator = new("reference", "", null) { Reference = new("bootstrap") { Noise = 0.1 } } },
            _ => plan with { Generator = new("file", "made", null) { Records = new("made.csv", "generator.file") } },
        };
    }

    private static IEnumerable<string> Strings(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(m => Strings(m.Value)),
        JsonArray items => items.SelectMany(Strings),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => [value.GetValue<string>()],
        _ => [],
    };
}
