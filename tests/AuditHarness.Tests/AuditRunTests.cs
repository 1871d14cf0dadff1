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
    private static readonly string[] Outputs = ["junit.xml", "manifest.json", "report.html", "results.json", "summary.md"];

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
            string[] files = ["results.json", "report.html", "summary.md", "junit.xml"];
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
