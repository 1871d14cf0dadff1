using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness;

/// <summary>The library as people embed it, from config to files.</summary>
public sealed class AuditRunTests
{
    private static readonly string[] Outputs = ["junit.xml", "manifest.json", "model-card.md", "report.html", "results.json", "summary.md"];

    [Test]
    public void A_run_writes_every_output_and_says_where()
    {
        using var audit = new SmallAudit();
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        Assert.That(run.Folder, Is.EqualTo(audit.In("out")));
        Assert.That(run.Result.Verdict, Is.EqualTo(Verdict.Pass));
        Assert.That(run.Files, Is.EquivalentTo(Outputs));
        Assert.That(Directory.EnumerateFileSystemEntries(run.Folder).Select(Path.GetFileName), Is.EquivalentTo(Outputs));
    }

    [Test]
    public void The_manifest_holds_the_hash_of_every_input_and_output()
    {
        using var audit = new SmallAudit();
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out"), Seed = 99 });
        var manifest = JsonDocument.Parse(File.ReadAllBytes(audit.In("out/manifest.json"))).RootElement;
        string[] inputs = [.. Checked("inputs", audit.Folder)];
        string[] outputs = [.. Checked("outputs", run.Folder)];
        Assert.That(inputs, Is.EqualTo(new[] { "audit.json", "data.csv", "predictions.csv" }));
        Assert.That(outputs, Is.EquivalentTo(Outputs.Except(["manifest.json"])));
        Assert.That(manifest.GetProperty("seed").GetUInt64(), Is.EqualTo(99));
        Assert.That(manifest.GetProperty("run").GetProperty("id").GetString(), Is.EqualTo(run.Result.Run.Id));

        IEnumerable<string> Checked(string list, string folder)
        {
            foreach (var entry in manifest.GetProperty(list).EnumerateArray())
            {
                var name = entry.GetProperty("file").GetString()!;
                var bytes = File.ReadAllBytes(Path.Combine(folder, name));
                Assert.That(entry.GetProperty("sha256").GetString(), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(bytes))), name);
                Assert.That(entry.GetProperty("bytes").GetInt64(), Is.EqualTo(bytes.Length), name);
                yield return name;
            }
        }
    }

    // The figures of what 1,000 patients come to, counted here from the files, are judged like any other.
    [TestCase("TruePositivesPer1000", true, "1", "atLeast")]
    [TestCase("FalseNegativesPer1000", false, "1", "atMost")]
    [TestCase("FalsePositivesPer1000", true, "0", "atMost")]
    [TestCase("TrueNegativesPer1000", false, "0", "atLeast")]
    public void An_expectation_on_patients_per_1000_passes_and_fails_as_the_counts_say(string metric, bool flagged, string outcome, string bound)
    {
        using var audit = new SmallAudit();
        string[][] Table(string file) => [.. audit.Read(file).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(','))];
        var patients = Table("data.csv").Zip(Table("predictions.csv"), (d, p) => (Outcome: d[1], Sex: d[2], IsFlagged: double.Parse(p[1], CultureInfo.InvariantCulture) >= 0.5)).ToList();
        double Per1000(string? sex) => patients.Where(p => sex is null || p.Sex == sex).Average(p => p.Outcome == outcome && p.IsFlagged == flagged ? 1000.0 : 0);
        // Limits on both sides of the figure: a tenth of the patients is more than 400 of them, or 200, leave open.
        double easy = bound == "atMost" ? 100 : -100, value = Per1000(null);
        string Expect(double limit, string where = "") => string.Create(CultureInfo.InvariantCulture, $$"""{ "metric": "{{metric}}", {{where}}"{{bound}}": {{limit}} }""");
        audit.Edit("audit.json", t => t.Replace(SmallAudit.Passing, string.Join(", ",
            Expect(value + easy), Expect(value - easy), Expect(value + (easy / 20)), Expect(Math.Min(Per1000("female"), Per1000("male")) - 100, "\"where\": { \"sex\": \"*\" }, ")), StringComparison.Ordinal));
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        var everybody = run.Result.Findings.Where(f => f.Subgroup is { IsOverall: true }).ToList();
        var bySex = run.Result.Findings.Except(everybody).ToList();
        var all = bound == "atMost" ? Verdict.Fail : Verdict.Pass;
        Assert.Multiple(() =>
        {
            Assert.That(everybody.Select(f => f.Verdict), Is.EqualTo(new[] { Verdict.Pass, Verdict.Fail, Verdict.Inconclusive }));
            Assert.That(everybody.Select(f => f.Value), Is.All.EqualTo(value).Within(1e-9));
            Assert.That(bySex.Select(f => f.Verdict), Is.EqualTo(new[] { all, all }));
            Assert.That(bySex.Select(f => f.Value), Is.EquivalentTo(new[] { Per1000("female"), Per1000("male") }).Using<double>((a, b) => Math.Abs(a - b) < 1e-9));
            Assert.That(run.Result.Verdict, Is.EqualTo(Verdict.Fail));
            Assert.That(audit.Read("out/summary.md"), Does.Contain(Metrics.MetricCatalog.InfoOf(metric)!.Title));
        });
    }

    [Test]
    public void A_document_that_is_attached_is_an_input_with_its_hash_and_is_evidence()
    {
        using var audit = new SmallAudit();
        audit.Write("protocol.txt", "We will measure.");
        audit.Edit("audit.json", t => t.Replace("\"seed\": 7", """
            "modelCard": { "declaredBy": "A. Person", "declaredOn": "2026-11-24", "limits": "Small." },
            "evidence": { "profiles": ["tripod-ai"], "attachments": [{ "file": "protocol.txt", "title": "The protocol", "for": ["tripod-ai/18c"] }] },
            "seed": 7
            """, StringComparison.Ordinal));
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        Assert.That(run.Files, Is.EquivalentTo(Outputs.Append("chai-model-card.xml")));
        Assert.That(run.Result.Inputs[^1], Is.EqualTo(new InputFile("attachment", "protocol.txt", 16, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("We will measure."))))));
        Assert.That(audit.Read("out/report.html"), Does.Contain("The protocol").And.Contain("Small."));
        // What the plan says is a config again, card and evidence included.
        audit.Write("again.json", JsonDocument.Parse(audit.Read("out/results.json")).RootElement.GetProperty("plan").GetRawText());
        var again = AuditRun.Execute(audit.In("again.json"), new() { Output = audit.In("again") });
        Assert.That(again.Result.Plan.Card.Entries, Is.EqualTo(run.Result.Plan.Card.Entries));
        Assert.That(again.Result.Plan.Evidence.Profiles, Is.EqualTo(run.Result.Plan.Evidence.Profiles));
        Assert.That(again.Result.Inputs[^1], Is.EqualTo(run.Result.Inputs[^1]));
    }

    [Test]
    public void A_document_that_is_missing_stops_the_run_before_any_data_is_read()
    {
        using var audit = new SmallAudit();
        audit.Write("data.csv", "not a table of patients");
        audit.Edit("audit.json", t => t.Replace("\"seed\": 7", """
            "evidence": { "profiles": ["tripod-ai"], "attachments": [{ "file": "protocol.txt", "title": "The protocol", "for": ["tripod-ai/18c"] }] }, "seed": 7
            """, StringComparison.Ordinal));
        Assert.That(() => AuditRun.Execute(audit.Config, new() { Output = audit.In("out") }),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("The attachment 'protocol.txt' ('evidence.attachments') does not exist."));
    }

    [Test, NonParallelizable]
    public void The_same_config_and_seed_give_the_same_bytes_whatever_the_workers_the_repeat_or_the_culture()
    {
        using var audit = new SmallAudit();
        var first = Bytes(audit, 1, CultureInfo.InvariantCulture);
        var german = CultureInfo.GetCultureInfo("de-DE");
        Assume.That(1.5.ToString(german), Is.EqualTo("1,5"), "this machine has no cultures");
        Assert.Multiple(() =>
        {
            Assert.That(Bytes(audit, 1, CultureInfo.InvariantCulture), Is.EqualTo(first), "repeated in one process");
            Assert.That(Bytes(audit, 2, CultureInfo.InvariantCulture), Is.EqualTo(first), "two workers");
            Assert.That(Bytes(audit, 7, german), Is.EqualTo(first), "seven workers in a German process");
        });
    }

    [Test]
    public void A_cancelled_run_leaves_nothing()
    {
        using var audit = new SmallAudit();
        var before = audit.Everything();
        using var stop = new CancellationTokenSource();
        var options = new AuditRunOptions { Output = audit.In("new/out"), Stop = stop.Token, Progress = new Told(_ => stop.Cancel()) };
        Assert.That(() => AuditRun.Execute(audit.Config, options), Throws.InstanceOf<OperationCanceledException>());
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    [Test]
    public void The_output_folder_is_refused_before_any_data_is_read()
    {
        using var audit = new SmallAudit();
        File.Delete(audit.In("data.csv"));
        Assert.That(
            () => AuditRun.Execute(audit.Config, new() { Output = audit.Folder }),
            Throws.TypeOf<AuditInputException>().With.Message.Contains("output folder"));
    }

    /// <summary>results.json and report.html as text, with the run's own id put out of sight; its times are the fixed clock's.</summary>
    private static string Bytes(SmallAudit audit, int workers, CultureInfo culture)
    {
        var (before, beforeUi) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = culture;
        try
        {
            var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out"), Workers = workers, Clock = new StoppedClock() });
            string[] files = ["results.json", "report.html", "summary.md", "junit.xml", "model-card.md"];
            var text = string.Join('\f', files.Select(f => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(run.Folder, f)))));
            Assert.That(text, Does.Contain(run.Result.Run.Id));
            return text.Replace(run.Result.Run.Id, "ID", StringComparison.Ordinal);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CultureInfo.DefaultThreadCurrentCulture) = (before, beforeUi, null);
        }
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 31, 9, 30, 0, TimeSpan.Zero);

        public override long GetTimestamp() => 0;
    }

    private sealed class Told(Action<AuditProgress> action) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => action(value);
    }
}
