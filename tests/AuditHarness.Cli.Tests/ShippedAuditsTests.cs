using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditHarness.Cli;

/// <summary>The audits that come with the source, run as the README says they run.</summary>
public sealed partial class ShippedAuditsTests
{
    private const long Gigabyte = 1L << 30;

    /// <summary>The README explains the code; were the limits loosened, or the model to change, the explanation would be wrong.</summary>
    [Test]
    public void The_default_audit_ends_with_the_exit_code_that_the_readme_states_within_10_seconds()
    {
        var stated = DefaultCode().Match(File.ReadAllText(Repository.In("README.md")));
        Assert.That(stated.Success, "README.md says 'The default audit ends with exit code N'");
        Within("health_insurance_meps1996", int.Parse(stated.Groups[1].Value, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(10));
    }

    /// <summary>Unfairness was planted in it, so it must fail.</summary>
    [Test]
    public void The_simulated_audit_fails_within_20_seconds() => Within("simulated", 1, TimeSpan.FromSeconds(20));

    [TestCaseSource(nameof(Configs))]
    public void Every_shipped_config_can_be_listed_and_run(string config)
    {
        using var output = new TemporaryFolder();
        Assert.That(AuditProgram.RunIn(Repository.Root, "list", $"configs/{config}.json"), Has.Property(nameof(Ended.ExitCode)).Zero);
        var ended = AuditProgram.RunIn(Repository.Root, "run", $"configs/{config}.json", "--fail-on", "never", "--output", output.In("report"));
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
    }

    private static IEnumerable<string> Configs() => Directory.EnumerateFiles(Repository.In("configs"), "*.json")
        .Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => !f.EndsWith(".schema", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static void Within(string config, int code, TimeSpan limit)
    {
        using var output = new TemporaryFolder();
        var clock = Stopwatch.StartNew();
        using var process = AuditProgram.Start(Repository.Root, "run", $"configs/{config}.json", "--output", output.In("report"));
        var peak = 0L;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            try { peak = Math.Max(peak, process.PeakWorkingSet64); }
            catch (InvalidOperationException) { break; } // It ended meanwhile.
        }
        var (took, ended) = (clock.Elapsed, AuditProgram.End(process));
        TestContext.Out.WriteLine(FormattableString.Invariant($"{config}: {took.TotalSeconds:0.0} s, {peak >> 20} MiB at peak"));
        Assert.Multiple(() =>
        {
            Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((code, "")));
            Assert.That(took, Is.LessThan(limit));
            Assert.That(peak, Is.GreaterThan(0).And.LessThan(Gigabyte));
        });
    }

    [GeneratedRegex(@"default audit ends with exit code (\d)")]
    private static partial Regex DefaultCode();
}
