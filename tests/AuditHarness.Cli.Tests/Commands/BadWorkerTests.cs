using System.Diagnostics;
using System.Globalization;

namespace AuditHarness.Cli.Commands;

/// <summary>What can be wrong with a worker, tried on the built program: one clear message, code 2, nothing written and no process left.</summary>
public sealed class BadWorkerTests
{
    private const string Second = "\"startSeconds\": 1, \"batchSeconds\": 1";
    private const string Patient = "\"startSeconds\": 60, \"batchSeconds\": 60";

    [TestCase("hang-start", Second, "gave no answer within 1 seconds while it started", "model.worker.startSeconds")]
    [TestCase("hang", Second, "gave no answer within 1 seconds while it scored 400 rows", "model.worker.batchSeconds")]
    [TestCase("children-hang", Second, "gave no answer within 1 seconds")]
    [TestCase("die-start", Patient, "ended by itself with code 1 while it started; it wrote last to standard error:", "  No module named 'sklaern'")]
    [TestCase("children-die", Patient, "ended by itself with code 4", "started anew 1 time;")]
    [TestCase("flood", Patient, "to its standard output. Give each answer")]
    [TestCase("line", Patient, "wrote a line of more than 16 MB to its standard output")]
    [TestCase("garbage", Patient, "no message of the protocol: 42 bytes, not shown")]
    [TestCase("nan", Patient, "NaN or Infinity")]
    [TestCase("few", Patient, "gave 399 answers for 400 rows")]
    // Not until it is asked what it would say if everybody were of the reference group: from several threads.
    [TestCase("die-later", Patient, "ended by itself with code 5 while it scored 400 rows, and had been started anew 1 time")]
    [TestCase("hang-later", Second, "gave no answer within 1 seconds")]
    [TestCase("random", Patient, "gave other answers when it was asked a second time")]
    [TestCase("backwards", Patient, "gave other answers when it was asked a second time", "not in the order of the rows")]
    [TestCase("sorted", Patient, "gave other answers when it was asked a second time")]
    [TestCase("killed", Patient, "was killed from outside (signal 9")]
    [TestCase("late", Second, "gave no answer within 1 seconds")]
    [TestCase("outside", Patient, "outside [0, 1], such as 1.5")]
    [TestCase("protocol-2", Patient, "does not speak version 1 of the protocol, but version 2")]
    [TestCase("grow", Patient + ", \"memoryMegabytes\": 150", "model.worker.memoryMegabytes")]
    public void A_bad_worker_ends_the_run_with_one_message(string mode, string limits, params string[] says)
    {
        using var audit = new SmallAudit();
        var token = Use(audit, mode, limits);
        var before = audit.Everything();
        var clock = Stopwatch.StartNew();
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json");
        TestContext.Out.WriteLine(ended.Error);
        BadInputTests.IsClear(ended);
        Assert.Multiple(() =>
        {
            foreach (var words in says) Assert.That(ended.Error, Does.Contain(words));
            Assert.That(audit.Everything().Except(["state"]), Is.EqualTo(before), "nothing was written");
            Assert.That(clock.Elapsed.TotalSeconds, Is.LessThan(60));
            Assert.That(TokenProcesses.With(token), Is.Empty);
        });
    }

    [TestCase("good")]
    [TestCase("die-once")]
    [TestCase("die-late-once")]
    [TestCase("children")]
    [TestCase("flood-errors")]
    public void What_a_worker_may_do_it_may_do(string mode)
    {
        using var audit = new SmallAudit();
        var token = Use(audit, mode, Patient);
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--fail-on", "never", "--output", "out");
        var report = audit.Read("out/report.html");
        Assert.Multiple(() =>
        {
            Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
            Assert.That(TokenProcesses.With(token), Is.Empty);
            Assert.That(report.Contains("was started anew 1 time while it scored", StringComparison.Ordinal), Is.EqualTo(mode.EndsWith("once", StringComparison.Ordinal)));
            Assert.That(new[] { "a line of the log", "ValueError" }.Any(w => report.Contains(w, StringComparison.Ordinal)), Is.False, "nothing of its standard error");
        });
    }

    [TestCase("INT", "children-hang", 4)]
    [TestCase("TERM", "children-hang", 4)]
    [TestCase("TERM", "hang-later", 2)]
    public void A_signal_ends_the_worker_and_all_that_it_started(string signal, string mode, int processes)
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("signals are sent by 'kill', which this system does not have");
        using var audit = new SmallAudit();
        var token = Use(audit, mode, Patient);
        using var process = AuditProgram.Start(audit.Folder, "run", "audit.json", "--output", "out");
        var clock = Stopwatch.StartNew();
        // The worker, its children, and the one whose parent has ended.
        while (TokenProcesses.With(token).Count < processes && clock.Elapsed < TimeSpan.FromMinutes(1)) Thread.Sleep(20);
        using (var kill = Process.Start("kill", [$"-{signal}", string.Create(CultureInfo.InvariantCulture, $"{process.Id}")])) kill.WaitForExit();
        var ended = AuditProgram.End(process);
        Assert.Multiple(() =>
        {
            Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((130, "audit: cancelled; nothing was written.\n")));
            Assert.That(TokenProcesses.With(token), Is.Empty);
            Assert.That(Directory.Exists(audit.In("out")), Is.False);
        });
    }

    /// <summary>The worker of the adapters' tests in one of its modes as the model of the audit.</summary>
    /// <returns>What every process that it starts has among its arguments.</returns>
    private static string Use(SmallAudit audit, string mode, string limits)
    {
        var token = TokenProcesses.NewToken();
        File.Copy(Repository.In("tests", "AuditHarness.Adapters.Tests", "Models", "Worker", "worker.py"), audit.In("worker.py"));
        audit.Edit("audit.json", t => t.Replace(
            """{ "kind": "predictions", "file": "predictions.csv", "score": "score" }""",
            $$"""{ "kind": "worker", "worker": { "command": ["{{Interpreters.Python}}", "worker.py", "{{mode}}", "{{token}}", "state"], {{limits}} }, "features": [{ "column": "sex", "name": "x", "codes": { "female": -1, "male": 1 } }, { "column": "age", "name": "z" }] }""",
            StringComparison.Ordinal));
        audit.Edit("audit.json", t => t.Replace("\"threshold\": 0.5", "\"explanations\": { \"rows\": 20, \"background\": 10 }, \"threshold\": 0.5", StringComparison.Ordinal));
        return token;
    }
}
