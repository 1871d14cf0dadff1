using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace AuditHarness.Cli;

/// <summary>The audits that come with the source, run as the README says they run.</summary>
public sealed partial class ShippedAuditsTests
{
    private const long Gigabyte = 1L << 30;

    private const int Pieces = 100_000;
    private const string Default = "health_insurance_meps1996", Simulated = "simulated";

    /// <summary>The README explains the code; were the limits loosened, or the model to change, the explanation would be wrong.</summary>
    [Test]
    public void The_default_audit_ends_with_the_exit_code_that_the_readme_states_within_10_seconds()
    {
        var stated = DefaultCode().Match(File.ReadAllText(Repository.In("README.md")));
        Assert.That(stated.Success, "README.md says 'The default audit ends with exit code N'");
        Within(Default, int.Parse(stated.Groups[1].Value, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(10));
    }

    /// <summary>Unfairness was planted in it, so it must fail.</summary>
    [Test]
    public void The_simulated_audit_fails_within_20_seconds() => Within(Simulated, 1, TimeSpan.FromSeconds(20));

    /// <summary>That each can be run, and run again to the same figures, is seen where their configs are tested.</summary>
    [TestCaseSource(nameof(Configs))]
    public void Every_shipped_config_can_be_listed(string config) =>
        Assert.That(AuditProgram.RunIn(Repository.Root, "list", $"configs/{config}.json"), Has.Property(nameof(Ended.ExitCode)).Zero);

    private static IEnumerable<string> Configs() => Directory.EnumerateFiles(Repository.In("configs"), "*.json")
        .Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => !f.EndsWith(".schema", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static void Within(string config, int code, TimeSpan limit)
    {
        using var output = new TemporaryFolder();
        using var process = AuditProgram.Start(Repository.Root, "run", $"configs/{config}.json", "--output", output.In("report"));
        var (peak, took, slowness) = (0L, TimeSpan.Zero, double.MaxValue);
        while (!process.WaitForExit(20))
        {
            slowness = Math.Min(slowness, Slowness());
            process.Refresh();
            try { (peak, took) = (Math.Max(peak, process.PeakWorkingSet64), process.TotalProcessorTime); }
            catch (InvalidOperationException) { break; } // It ended meanwhile.
        }
        var ended = AuditProgram.End(process);
        TestContext.Out.WriteLine(FormattableString.Invariant($"{config}: {took.TotalSeconds:0.0} s of processors at {slowness:0.00} times what the limit was set for, {peak >> 20} MiB at peak"));
        Assert.Multiple(() =>
        {
            Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((code, "")));
            Assert.That(took, Is.GreaterThan(TimeSpan.Zero).And.LessThan(limit * Math.Max(1, slowness)));
            Assert.That(peak, Is.GreaterThan(0).And.LessThan(Gigabyte));
        });
    }

    // The limit is of processor time, which what else the machine does leaves alone, and is longer on a slower machine: by how much a piece
    // of arithmetic takes longer than the 0.64 ms it takes where the limit was set. The best of many, for any one may be held up.
    private static double Slowness()
    {
        var clock = Stopwatch.StartNew();
        var x = 1.0;
        for (var i = 0; i < Pieces; i++) x = Math.Sqrt(x + i);
        return x > 0 ? clock.Elapsed.TotalMilliseconds / 0.64 : double.NaN;
    }

    [GeneratedRegex(@"default audit ends with exit code (\d)")]
    private static partial Regex DefaultCode();
}
