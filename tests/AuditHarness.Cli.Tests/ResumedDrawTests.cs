using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace AuditHarness.Cli;

/// <summary>An audit of a generator that is killed goes on from the store of draws.</summary>
[NonParallelizable]
public sealed class ResumedDrawTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    [Test]
    public void Killed_while_it_draws_and_after_it_has_drawn_a_run_leaves_no_report_and_the_next_one_goes_on()
    {
        using var records = Records();

        // While the worker makes the records.
        records.Write("wait", "600");
        Kill(records, () => records.Samples > 0);
        Assert.That(records.Everything().Where(f => f.Contains("report", StringComparison.Ordinal) || f.EndsWith("rows.jsonl", StringComparison.Ordinal)), Is.Empty, "nothing is kept, and there is no report");

        // After they are kept, while they are measured.
        File.Delete(records.In("wait"));
        Kill(records, () => Directory.Exists(records.In("draws")) && Directory.EnumerateDirectories(records.In("draws"))
            .SelectMany(Directory.EnumerateDirectories).Any(f => !Path.GetFileName(f).StartsWith(".part-", StringComparison.Ordinal)));
        Assert.That(Directory.Exists(records.In("report")), Is.False, "there is no report");
        var asked = records.Samples;

        var resumed = AuditProgram.RunIn(records.Folder, "run", "audit.json", "--output", "report", "--draws", "draws");
        Assert.That((resumed.ExitCode, resumed.Error), Is.EqualTo((0, "")), resumed.Output);
        Assert.That(records.Samples, Is.EqualTo(asked), "the records that were kept are not asked for again");
        var unkilled = AuditProgram.RunIn(records.Folder, "run", "audit.json", "--output", "other", "--draws", "others");
        Assert.That((unkilled.ExitCode, unkilled.Error), Is.EqualTo((0, "")), unkilled.Output);
        Assert.That(records.Samples, Is.GreaterThan(asked));
        Assert.That(Results(records.In("report")), Is.EqualTo(Results(records.In("other"))));
    }

    [Test]
    public void A_kept_draw_is_replayed_without_its_generator_and_what_is_not_kept_is_refused()
    {
        using var records = Records();
        Ended Run(string report, params IReadOnlyList<string> more) => AuditProgram.RunIn(records.Folder, ["run", "audit.json", "--output", report, "--draws", "draws", .. more]);
        var none = Run("none", "--replay");
        Assert.That((none.ExitCode, Directory.Exists(records.In("none"))), Is.EqualTo((2, false)));
        Assert.That(none.Error, Does.Contain("No draw of 300 rows that this config asks of a generator of the kind 'worker' is kept").And.Contain("Run once without '--replay'"));

        var live = Run("live");
        Assert.That((live.ExitCode, live.Error), Is.EqualTo((0, "")), live.Output);
        var asked = records.Samples;
        File.Delete(records.In("worker.py"));
        Assert.That(Run("gone").ExitCode, Is.EqualTo(2), "its generator is not there any more");
        var replayed = Run("replayed", "--replay");
        Assert.That((replayed.ExitCode, replayed.Error), Is.EqualTo((0, "")), replayed.Output);
        Assert.That(records.Samples, Is.EqualTo(asked));
        Assert.That(Figures(records.In("replayed")), Is.EqualTo(Figures(records.In("live"))));
        Assert.That(Run("other", "--replay", "--seed", "8").ExitCode, Is.EqualTo(2), "another seed asks for another draw");
    }

    private static SmallRecords Records()
    {
        var records = new SmallRecords();
        records.Write("worker.py", SmallRecords.Worker);
        records.Write("audit.json", $$"""
            {
              "name": "slow worker",
              "intendedUse": "A test.",
              "records": { "train": "train.csv", "holdout": "holdout.csv", "outcome": { "column": "ill", "positive": "1" }, "quasiIdentifiers": ["age", "sex"], "sensitive": ["ill"] },
              "learners": ["logisticRegression"],
              "generator": { "kind": "worker", "count": 300, "worker": { "command": [{{JsonValue.Create(Interpreters.Python).ToJsonString()}}, "worker.py", {{JsonValue.Create(records.Folder).ToJsonString()}}] } },
              "subgroups": { "attributes": ["sex"] },
              "expectations": [{ "metric": "NearCopyRate", "atMost": 0.5 }],
              "seed": 7
            }
            """);
        return records;
    }

    // Killed at once, as by a machine that loses power: nothing is told to end.
    private static void Kill(SmallRecords records, Func<bool> when)
    {
        using var process = AuditProgram.Start(records.Folder, "run", "audit.json", "--output", "report", "--draws", "draws");
        for (var waited = Stopwatch.StartNew(); !when() && waited.Elapsed < s_patience; Thread.Sleep(5))
            Assert.That(process.HasExited, Is.False, "it was to be killed before its end");
        Assert.That(when(), Is.True, "the moment came at which it was to be killed");
        process.Kill();
        process.WaitForExit();
        // The worker sees its input end, or fails to answer; one that sleeps is ended here.
        foreach (var id in File.ReadAllLines(records.In("processes")).Select(l => int.Parse(l, CultureInfo.InvariantCulture)))
        {
            try
            {
                using var worker = Process.GetProcessById(id);
                if (File.Exists(records.In("wait"))) worker.Kill();
                Assert.That(worker.WaitForExit(s_patience), Is.True, "the worker ends");
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // It has ended.
            }
        }
    }

    private static string Figures(string report) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(report, "results.json")))!["records"]!["figures"]!.ToJsonString();

    private static string Results(string report)
    {
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(report, "results.json")))!.AsObject();
        results.Remove("run");
        return results.ToJsonString();
    }
}
