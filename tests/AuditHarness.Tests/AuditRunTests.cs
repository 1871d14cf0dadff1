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
