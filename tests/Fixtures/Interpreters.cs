using System.Diagnostics;

namespace AuditHarness.Fixtures;

/// <summary>
/// Interpreters of the machine that example workers and workers of tests run in. Without one a test skips itself and says why; under
/// <c>CI=true</c> it fails, for there nobody would notice.
/// </summary>
internal static class Interpreters
{
    /// <summary>Names the Python when it is none of the usual ones.</summary>
    private const string PythonVariable = "AUDIT_PYTHON";

    // The system's own first: what comes earlier on the PATH may be a script that starts another one.
    private static readonly Lazy<string?> s_python = new(() => Candidates(PythonVariable, "python3").FirstOrDefault(p => Runs(p, "-c", "import json")));
    private static readonly Lazy<string?> s_sklearn = new(() => Candidates(PythonVariable, "python3").FirstOrDefault(p => Runs(p, "-c", "import sklearn")));
    private static readonly Lazy<string?> s_node = new(() => Candidates("AUDIT_NODE", "node").FirstOrDefault(p => Runs(p, "--version")));

    /// <summary>A Python 3.</summary>
    public static string Python => s_python.Value ?? Missing("no Python: python3 is not on the PATH");

    /// <summary>A Python 3 that has scikit-learn.</summary>
    public static string PythonWithSklearn => s_sklearn.Value ?? Missing($"no Python with scikit-learn: none of the python3 on the PATH can import sklearn, and {PythonVariable} names none");

    /// <summary>Node.</summary>
    public static string Node => s_node.Value ?? Missing("no Node: node is not on the PATH");

    /// <summary>A PATH on which these come first under their usual names, for a config that names them so.</summary>
    /// <param name="programs">Interpreters from here.</param>
    public static string PathWith(params string[] programs) =>
        string.Join(Path.PathSeparator, programs.Select(p => Path.GetDirectoryName(p)).Append(Environment.GetEnvironmentVariable("PATH")));

    private static IEnumerable<string> Candidates(string variable, string name)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } named) yield return named;
        string[] folders = ["/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        foreach (var folder in folders.Distinct())
        {
            var file = Path.Combine(folder, name + (OperatingSystem.IsWindows() ? ".exe" : ""));
            if (File.Exists(file)) yield return file;
        }
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            if (process.WaitForExit(TimeSpan.FromMinutes(1))) return process.ExitCode == 0;
            process.Kill(entireProcessTree: true);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is there and cannot be started.
        }
        return false;
    }

    private static string Missing(string what)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase)) Assert.Fail(what);
        Assert.Ignore(what);
        return "";
    }
}
