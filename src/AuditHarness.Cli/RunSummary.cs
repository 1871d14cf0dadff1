using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness.Cli;

/// <summary>What a run says at its end: the verdict, what did not pass, where the report is, and what the exit code means.</summary>
internal static class RunSummary
{
    /// <summary>The lines, in order.</summary>
    public static IEnumerable<ScreenLine> Of(CompletedRun run, FailOn failOn)
    {
        var result = run.Result;
        yield return new($"{Word(result.Verdict)}  {result.Plan.Name}", ToneOf(result.Verdict));
        yield return new(Tally(result.Findings));
        foreach (var finding in result.Findings.Where(f => f.Verdict != Verdict.Pass)
                     .OrderBy(f => f.Expectation.Severity).ThenByDescending(f => f.Verdict))
        {
            yield return new("");
            var warning = finding.Expectation.Severity == Severity.Warn;
            var line = finding.Expectation.Line is { } n ? FormattableString.Invariant($" (config line {n})") : "";
            yield return new($"  {Word(finding.Verdict)}{(warning ? ", a warning" : "")}{line}", warning ? Tone.Plain : ToneOf(finding.Verdict));
            yield return new($"  {finding.Sentence}");
        }
        if (result.Records is { } records)
        {
            yield return new("");
            foreach (var draw in records.Draws)
                yield return new(FormattableString.Invariant($"Records: {draw.Rows:N0} made up by '{result.Model.Name}', kept as draw {draw.Id[..12]}"));
        }
        yield return new("");
        yield return new($"Report: {Shortest(Path.Combine(run.Folder, "report.html"))}");
        yield return new(ExitCode.Explain(result.Verdict, failOn), Tone.Faint);
    }

    private static string Tally(IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0) return "The config expects nothing, so there is nothing to judge.";
        int Count(Verdict verdict, Severity severity) =>
            findings.Count(f => f.Verdict == verdict && f.Expectation.Severity == severity);
        var warned = findings.Count(f => f.Expectation.Severity == Severity.Warn && f.Verdict != Verdict.Pass);
        return FormattableString.Invariant(
            $"{findings.Count(f => f.Verdict == Verdict.Pass)} passed, {Count(Verdict.Fail, Severity.Error)} failed, {Count(Verdict.Inconclusive, Severity.Error)} inconclusive") +
            (warned > 0 ? FormattableString.Invariant($", {warned} to be warned of") : "") + ".";
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "PASS",
        Verdict.Fail => "FAIL",
        _ => "INCONCLUSIVE",
    };

    private static Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Tone.Good,
        Verdict.Fail => Tone.Bad,
        _ => Tone.Doubtful,
    };

    /// <summary>Relative to the current directory when it lies beneath, else absolute.</summary>
    private static string Shortest(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
