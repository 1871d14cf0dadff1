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
            Plan = new()
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
        outputs);

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
}
