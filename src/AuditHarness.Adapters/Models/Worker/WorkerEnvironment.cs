using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What of our environment a worker is given: what a program needs to run at all, and what the config names. No token strays into it.</summary>
internal static class WorkerEnvironment
{
    private const string MarkName = "AUDIT_WORKER_MARK";

    private static readonly string[] s_passed =
    [
        "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR",
        // Without these programs of Windows do not start.
        "SystemRoot", "SystemDrive", "windir", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "ProgramData", "ProgramFiles",
    ];

    /// <summary>A variable that no other process has; children hand it on, so that they are found again.</summary>
    public static (string Name, string Value) Mark() => (MarkName, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));

    /// <summary>Fills the environment of a process to be started.</summary>
    /// <param name="environment">Filled; what is in it is taken out.</param>
    /// <param name="worker">Names the variables.</param>
    /// <exception cref="AuditInputException">One of them is not set.</exception>
    public static void Fill(IDictionary<string, string?> environment, WorkerPlan worker)
    {
        environment.Clear();
        foreach (System.Collections.DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            var name = (string)variable.Key;
            if (s_passed.Contains(name, OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal))
                environment[name] = (string?)variable.Value;
        }
        foreach (var name in worker.Environment)
        {
            environment[name] = Environment.GetEnvironmentVariable(name) ?? throw new AuditInputException(
                $"The environment variable {Quoted.Text(name)} ('{worker.Key}.environment') is not set. Set it, or take its name out.");
        }
    }
}
