using AuditHarness.Expectations;

namespace AuditHarness.Cli;

/// <summary>Which verdicts end with a code other than 0.</summary>
internal enum FailOn
{
    /// <summary>What failed, and what could not be demonstrated.</summary>
    Inconclusive,
    /// <summary>Only what failed.</summary>
    Fail,
    /// <summary>No verdict at all: the code only says whether the audit could run.</summary>
    Never,
}

/// <summary>What the program ends with, and what that means.</summary>
internal static class ExitCode
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int CouldNotRun = 2;
    public const int Inconclusive = 3;
    public const int Cancelled = 130;

    /// <summary>One line per code, for the help.</summary>
    public static IReadOnlyList<string> Table { get; } =
    [
        "0    every expectation passed",
        "1    at least one failed",
        "2    the audit could not run (usage, config, data, model, output folder)",
        "3    nothing failed, but something expected could not be demonstrated",
        "130  cancelled",
    ];

    /// <summary>The code of a verdict.</summary>
    public static int Of(Verdict verdict, FailOn failOn) => (verdict, failOn) switch
    {
        (Verdict.Fail, not FailOn.Never) => Failed,
        (Verdict.Inconclusive, FailOn.Inconclusive) => Inconclusive,
        _ => Passed,
    };

    /// <summary>The code of a verdict in words, such as "Exit code 1: at least one expectation failed."</summary>
    public static string Explain(Verdict verdict, FailOn failOn)
    {
        var code = Of(verdict, failOn);
        var why = verdict switch
        {
            Verdict.Fail => "at least one expectation failed",
            Verdict.Inconclusive => "nothing failed, but something expected could not be demonstrated",
            _ => "every expectation passed",
        };
        var waived = code == Passed && verdict != Verdict.Pass ? $", which --fail-on {failOn.ToString().ToLowerInvariant()} lets pass" : "";
        return FormattableString.Invariant($"Exit code {code}: {why}{waived}.");
    }
}
