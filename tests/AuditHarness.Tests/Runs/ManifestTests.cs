using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Reporting;

namespace AuditHarness.Runs;

public sealed class ManifestTests
{
    /// <summary>SHA-256 of "abc", FIPS 180-2 appendix B.1.</summary>
    private const string HashOfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    internal static Manifest Of(IReadOnlyList<ReportFile> outputs) => Manifest.Of(
        new()
        {
            Run = new("20260131T093000Z-0123abcd", new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero), 1.5, "0.1.0"),
            Plan = new DiagnosticPlan
            {
                Name = "größer \"2\"",
                Data = new("data.csv", null, "event", "1", null, null, null),
                Model = new("predictions", "data.csv", null, "score", "model", null),
                Threshold = new ThresholdPlan.Fixed(0.5),
                Subgroups = new([], [], 10, "missing"),
                Audits = AuditCatalog.OfScores,
                Expectations = [],
                Seed = ulong.MaxValue,
                Report = new("title", ReportProfile.Internal),
            },
            Model = new("predictions", "model", null, HashOfAbc),
            Inputs = [new("config", "audit.json", 3, HashOfAbc)],
            Threshold = 0.5,
            Verdict = Verdict.Inconclusive,
            Measurements = [],
            Disparities = [],
            Exhibits = [],
            Findings = [],
        },
        outputs, ManifestTool.Here("onnx"));

    [Test, SetCulture("de-DE")]
    public void A_manifest_names_every_file_with_its_size_and_hash_and_what_the_run_was_made_of()
    {
        var json = Encoding.UTF8.GetString(Of([new("a.txt", "abc"u8.ToArray())]).ToJson());
        var root = JsonDocument.Parse(json).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(root.GetProperty("schemaVersion").GetInt32(), Is.EqualTo(1));
            Assert.That(root.GetProperty("tool").GetProperty("version").GetString(), Is.EqualTo("0.1.0"));
            Assert.That(root.GetProperty("tool").GetProperty("runtime").GetString(), Does.StartWith(".NET 10."));
            Assert.That(root.GetProperty("run").GetProperty("seconds").GetRawText(), Is.EqualTo("1.5"));
            Assert.That(root.GetProperty("plan").GetString(), Is.EqualTo("größer \"2\""));
            Assert.That(root.GetProperty("configSha256").GetString(), Is.EqualTo(HashOfAbc));
            Assert.That(root.GetProperty("planSha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                """{"name":"größer \"2\"","data":{"file":"data.csv","label":"event","positive":"1"},"model":{"kind":"predictions","file":"data.csv","score":"score","name":"model"},"threshold":0.5,"subgroups":{"attributes":[],"intersections":[],"minimumSize":10,"reference":{},"missing":"missing"},"audits":["performance","calibration","utility","disparity"],"measures":{"beta":2,"falsePositiveLimit":0.1,"sensitivityTarget":0.9,"specificityTarget":0.9,"topShare":0.1},"intervals":{"proportions":"midP","resamples":2000},"fairness":{"strata":[],"caseMix":[]},"expectations":[],"seed":18446744073709551615,"report":{"title":"title","profile":"internal","language":"en"}}""")))));
            Assert.That(root.GetProperty("renderedBy").GetString(), Is.EqualTo("0.1.0"));
            Assert.That(root.GetProperty("tool").GetProperty("libraries")[0].GetProperty("name").GetString(), Is.EqualTo("ONNX Runtime"));
            Assert.That(root.GetProperty("tool").GetProperty("libraries")[0].GetProperty("version").GetString(), Does.Match(@"^\d+\.\d+\.\d+$"));
            Assert.That(root.GetProperty("seed").GetUInt64(), Is.EqualTo(ulong.MaxValue));
            Assert.That(root.GetProperty("verdict").GetString(), Is.EqualTo("inconclusive"));
            Assert.That(root.GetProperty("inputs")[0].GetProperty("role").GetString(), Is.EqualTo("config"));
            var output = root.GetProperty("outputs")[0];
            Assert.That(output.GetProperty("file").GetString(), Is.EqualTo("a.txt"));
            Assert.That(output.GetProperty("bytes").GetInt64(), Is.EqualTo(3));
            Assert.That(output.GetProperty("sha256").GetString(), Is.EqualTo(HashOfAbc));
            Assert.That(json, Does.EndWith("}\n").And.Not.Contain("\r"));
        });
    }

    [TestCase("predictions", 0)]
    [TestCase("xgboost", 0)]
    [TestCase("lightgbm", 0)]
    [TestCase("onnx", 1)]
    [TestCase("mlnet", 1)]
    public void The_library_that_ran_the_model_is_named_with_its_version(string kind, int libraries)
    {
        var tool = ManifestTool.Here(kind);
        Assert.That(tool.Libraries, Has.Count.EqualTo(libraries));
        Assert.That(tool.Libraries!.Select(l => l.Version), Is.All.Match(@"^\d+\.\d+\.\d+"));
    }

    [Test]
    public void What_is_not_known_of_the_tool_is_null_and_not_made_up()
    {
        var tool = JsonDocument.Parse((Of([]) with { Tool = ManifestTool.Unknown("0.0.9") }).ToJson()).RootElement.GetProperty("tool");
        Assert.That(tool.GetProperty("version").GetString(), Is.EqualTo("0.0.9"));
        foreach (var key in new[] { "runtime", "os", "platform", "libraries" }) Assert.That(tool.GetProperty(key).ValueKind, Is.EqualTo(JsonValueKind.Null), key);
    }
}
