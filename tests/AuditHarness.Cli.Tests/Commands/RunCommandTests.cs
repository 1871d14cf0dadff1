using System.Text.Json.Nodes;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit run</c> on the built program.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RunCommandTests
{
    [TestCase(SmallAudit.Passing, null, 0)]
    [TestCase("", null, 0)]
    [TestCase(SmallAudit.Failing, null, 1)]
    [TestCase(SmallAudit.Failing, "never", 0)]
    [TestCase(SmallAudit.Open, null, 3)]
    [TestCase(SmallAudit.Open, "fail", 0)]
    [TestCase(SmallAudit.Passing + "," + SmallAudit.Open, null, 3)]
    [TestCase(SmallAudit.Open + "," + SmallAudit.Failing, null, 1)]
    [TestCase(SmallAudit.FailingWarning, null, 0)]
    [TestCase(SmallAudit.OpenWarning + "," + SmallAudit.Passing, null, 0)]
    [TestCase(SmallAudit.FailingWarning + "," + SmallAudit.Open, null, 3)]
    public void The_exit_code_is_the_verdicts_as_fail_on_says(string expectations, string? failOn, int code)
    {
        using var audit = new SmallAudit(expectations: expectations).Judged();
        string[] options = failOn is null ? [] : ["--fail-on", failOn];
        var ended = AuditProgram.RunIn(audit.Folder, ["run", "audit.json", "--output", "out", .. options]);
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((code, "")));
        Assert.That(ended.Output, Does.Contain($"Exit code {code}:"));
    }

    [Test]
    public void Piped_output_is_plain_and_says_verdict_findings_report_and_exit_code()
    {
        using var audit = new SmallAudit(expectations: SmallAudit.Passing + "," + SmallAudit.Failing + "," + SmallAudit.FailingWarning);
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--output", "out");
        Assert.Multiple(() =>
        {
            Assert.That(ended.Output, Does.StartWith("FAIL  small\n1 passed, 1 failed, 0 inconclusive, 1 to be warned of.\n"));
            Assert.That(ended.Output, Does.Contain("FAIL (config line 8)").And.Contain("FAIL, a warning (config line 8)"));
            Assert.That(ended.Output, Does.Contain($"Report: {Path.Combine("out", "report.html")}\n"));
            Assert.That(ended.Output, Does.EndWith("Exit code 1: at least one expectation failed.\n"));
            Assert.That(ended.Output + ended.Error, Does.Not.Contain('\u001b').And.Not.Contain('\r'));
            Assert.That(ended.Error, Is.Empty);
        });
    }

    [Test]
    public void Quiet_prints_the_reports_folder_alone()
    {
        using var audit = new SmallAudit();
        var ended = AuditProgram.RunIn(audit.Folder, "run", "audit.json", "--quiet");
        Assert.That(ended.Error, Is.Empty);
        Assert.That(ended.Output.Split('\n'), Has.Length.EqualTo(2));
        Assert.That(File.Exists(Path.Combine(ended.Output.Trim(), "report.html")));
    }

    [Test]
    public void A_run_goes_to_a_new_folder_under_reports_each_time()
    {
        using var audit = new SmallAudit().Judged();
        var runs = new[] { Run(audit, "--quiet").Output.Trim(), Run(audit, "--quiet").Output.Trim() };
        Assert.That(runs, Is.Unique);
        Assert.That(Directory.EnumerateDirectories(audit.In("reports/small")).Select(Path.GetFileName), Is.EquivalentTo(runs.Select(Path.GetFileName)));
    }

    [Test]
    public void An_earlier_run_in_the_output_folder_is_replaced()
    {
        using var audit = new SmallAudit().Judged();
        Assert.That(Run(audit, "--output", "out").ExitCode, Is.Zero);
        var first = audit.Read("out/manifest.json");
        Assert.That(Run(audit, "--output", "out").ExitCode, Is.Zero);
        Assert.That(audit.Read("out/manifest.json"), Is.Not.EqualTo(first));
        Assert.That(Directory.EnumerateDirectories(audit.Folder), Has.Exactly(1).Items, "no temporary folder stays");
    }

    [Test]
    public void Workers_change_nothing_but_the_run_block()
    {
        using var audit = new SmallAudit();
        Assert.That(Run(audit, "--output", "one", "--workers", "1").ExitCode, Is.Zero);
        Assert.That(Run(audit, "--output", "two", "--workers", "2").ExitCode, Is.Zero);
        Assert.That(WithoutRun("two"), Is.EqualTo(WithoutRun("one")));

        string WithoutRun(string folder)
        {
            var results = JsonNode.Parse(audit.Read(folder + "/results.json"))!.AsObject();
            Assert.That(results.Remove("run"), "results.json has a run block");
            return results.ToJsonString();
        }
    }

    [Test]
    public void A_seed_on_the_command_line_replaces_the_configs()
    {
        using var audit = new SmallAudit().Judged();
        Assert.That(Run(audit, "--output", "out", "--seed", "18446744073709551615").ExitCode, Is.Zero);
        Assert.That(audit.Read("out/manifest.json"), Does.Contain("\"seed\": 18446744073709551615"));
    }

    [Test]
    public void Paths_in_a_config_are_relative_to_the_config_and_the_report_to_the_current_directory()
    {
        using var audit = new SmallAudit().Judged();
        Directory.CreateDirectory(audit.In("elsewhere"));
        var ended = AuditProgram.RunIn(audit.In("elsewhere"), "run", "../audit.json");
        Assert.That(ended.ExitCode, Is.Zero, ended.Error);
        Assert.That(Directory.Exists(audit.In("elsewhere/reports/small")));
    }

    [TestCase("INT")]
    [TestCase("TERM")]
    public void A_signal_ends_the_run_with_130_and_leaves_nothing(string signal)
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("signals are sent by 'kill', which this system does not have");
        using var audit = new SmallAudit(patients: 400_000);
        var before = audit.Everything();
        using var process = AuditProgram.Start(audit.Folder, "run", "audit.json", "--output", "new/out");
        // In the middle of its work: the whole takes seven times as much processor time, whatever else the machine does.
        while (!process.HasExited && process.TotalProcessorTime < TimeSpan.FromSeconds(1)) Thread.Sleep(5);
        using (var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process.Id}"])) kill.WaitForExit();
        var ended = AuditProgram.End(process);
        Assert.That((ended.ExitCode, ended.Output), Is.EqualTo((130, "")), ended.Error);
        Assert.That(ended.Error, Is.EqualTo("audit: cancelled; nothing was written.\n"));
        Assert.That(audit.Everything(), Is.EqualTo(before));
    }

    private static Ended Run(SmallAudit audit, params string[] options) => AuditProgram.RunIn(audit.Folder, ["run", "audit.json", .. options]);
}
