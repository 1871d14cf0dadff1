using System.Diagnostics;
using System.Text;

namespace AuditHarness.Cli;

/// <summary>What a run of the program left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
internal sealed record Ended(int ExitCode, string Output, string Error);

/// <summary>The built program, run as a process of its own.</summary>
internal static class AuditProgram
{
    // No run takes a minute; a machine that does much else may make it take some.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>Runs it to its end in a folder.</summary>
    public static Ended RunIn(string folder, params IReadOnlyList<string> arguments)
    {
        using var process = Start(folder, arguments);
        return End(process);
    }

    /// <summary>Runs it to its end in a folder, with variables of its own.</summary>
    public static Ended RunIn(string folder, IReadOnlyDictionary<string, string> variables, params IReadOnlyList<string> arguments)
    {
        using var process = Start(folder, variables, arguments);
        return End(process);
    }

    /// <summary>Starts it; both streams are piped.</summary>
    public static Process Start(string folder, params IReadOnlyList<string> arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    private static Process Start(string folder, IReadOnlyDictionary<string, string> variables, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(TestContext.CurrentContext.TestDirectory, "audit.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        // Continuous integration often asks programs to colour what is piped; ours must not.
        start.Environment["GITHUB_ACTIONS"] = "true";
        start.Environment.Remove("AUDIT_DEBUG");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static Ended End(Process process)
    {
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The program did not end within {Longest}.");
        }
        return new(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
