using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace AuditHarness.Cli;

/// <summary>
/// <c>run-audit.ps1</c>, run for real in PowerShell's engine. The engine offers the language alone (no Join-Path, no Test-Path), so a
/// script that runs here runs everywhere. The program is the one in the clone, as built in Release.
/// </summary>
public sealed class RunAuditScriptTests
{
    [TestCase(SmallAudit.Failing, null, 1)]
    [TestCase(SmallAudit.Open, null, 3)]
    [TestCase(SmallAudit.Open, "fail", 0)]
    [TestCase(SmallAudit.Failing, "never", 0)]
    public void The_script_writes_the_report_and_passes_the_exit_code_on(string expectations, string? failOn, int code)
    {
        using var audit = new SmallAudit(expectations: expectations).Judged();
        Assert.That(Run(audit.Folder, audit.Config, audit.In("out"), failOn), Is.EqualTo(code));
        Assert.That(File.Exists(audit.In("out/report.html")));
    }

    [Test]
    public void Paths_are_relative_to_the_current_directory()
    {
        using var audit = new SmallAudit().Judged();
        Assert.That(Run(audit.Folder, "audit.json", "a report", null), Is.Zero);
        Assert.That(File.Exists(audit.In("a report/report.html")));
    }

    [Test]
    public void A_config_that_is_not_there_ends_with_2()
    {
        using var audit = new SmallAudit();
        Assert.That(Run(audit.Folder, "none.json", "out", null), Is.EqualTo(2));
        Assert.That(Directory.Exists(audit.In("out")), Is.False);
    }

    [Test]
    public void Without_a_config_the_default_one_is_run()
    {
        using var audit = new SmallAudit();
        Assert.That(Run(audit.Folder, null, "out", "never"), Is.Zero);
        Assert.That(audit.Read("out/manifest.json"), Does.Contain("health_insurance_meps1996"));
    }

    [Test]
    public void Another_word_for_fail_on_is_refused()
    {
        using var audit = new SmallAudit();
        Assert.That(() => Run(audit.Folder, "audit.json", "out", "always"), Throws.InstanceOf<ParameterBindingException>());
    }

    private static int Run(string folder, string? config, string? output, string? failOn)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        runspace.SessionStateProxy.Path.SetLocation(folder);
        using var shell = PowerShell.Create(runspace);
        shell.AddCommand(Repository.In("run-audit.ps1"));
        if (config is not null) shell.AddParameter("Config", config);
        if (output is not null) shell.AddParameter("Output", output);
        if (failOn is not null) shell.AddParameter("FailOn", failOn);
        // 'dotnet test -c Release' has built the program; when these tests were built otherwise, the script builds it.
        if (File.Exists(Path.Combine(ReleaseFolder, "audit.dll"))) shell.AddParameter("NoBuild");
        foreach (var line in shell.Invoke()) TestContext.Out.WriteLine(line);
        foreach (var error in shell.Streams.Error) TestContext.Out.WriteLine(error);
        return (int)runspace.SessionStateProxy.GetVariable("LASTEXITCODE");
    }

    private static string ReleaseFolder { get; } = Repository.In(
        "src", "AuditHarness.Cli", "bin", "Release", "net10.0", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
}
