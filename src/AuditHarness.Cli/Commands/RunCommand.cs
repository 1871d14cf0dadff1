using System.CommandLine;
using System.Globalization;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit run CONFIG</c>: the audit, its report, and a verdict as exit code.</summary>
internal static class RunCommand
{
    /// <summary>What to try first; shown below the program's own help.</summary>
    public static IReadOnlyList<string> FirstSteps { get; } =
    [
        "audit run configs/health_insurance_meps1996.json   # audit, report to reports/",
        "audit list configs/health_insurance_meps1996.json  # what would be audited",
        "audit init --data patients.csv                     # a first config for your own data",
        "audit metrics                                      # what can be measured",
    ];

    public static Command Build()
    {
        var config = new ConfigArgument();
        var output = new Option<string?>("--output")
        {
            HelpName = "DIR",
            Description = "Write the report straight into DIR, which is replaced when it is an earlier run and refused when it holds " +
                "anything else. Default: reports/<name>/<run id>",
        };
        var workers = new Option<int?>("--workers")
        {
            HelpName = "N",
            Description = "Threads that measure at once; the same bytes come out for any number. Default: one per core",
            CustomParser = r => NumberOption.Parse<int>(r, 1, 1024),
        };
        var seed = new Option<ulong?>("--seed")
        {
            HelpName = "N",
            Description = "Seed of everything random, instead of the config's",
            CustomParser = r => NumberOption.Parse<ulong>(r, 0, ulong.MaxValue),
        };
        var draws = new Option<string?>("--draws")
        {
            HelpName = "DIR",
            Description = "Where the records that a generator makes up are kept for good, so that a run can be resumed and repeated without asking it " +
                "again; never within the report. Default: .audit/draws",
        };
        var replay = new Option<bool>("--replay") { Description = "Audits a kept draw of the generator without opening the generator, which need not be there any more" };
        var pdf = new PdfOption();
        var failOn = new FailOnOption();
        var quiet = new Option<bool>("--quiet") { Description = "No progress, no summary: only the report's folder is printed" };
        var command = new ExampledCommand("run", "Audits a model or a generator: reads, measures, judges, and writes the report.",
            "audit run configs/health_insurance_meps1996.json",
            "audit run my.json --output report --fail-on fail    # for a pipeline that waits for demonstrated failures only",
            "audit run my.json --quiet --workers 2 --seed 7")
        { config, output, draws, replay, pdf, workers, seed, failOn, quiet };
        command.SetAction(parsed => Run(
            parsed.GetRequiredValue(config), parsed.GetValue(output), parsed.GetValue(draws), parsed.GetValue(replay), parsed.GetValue(pdf), parsed.GetValue(workers), parsed.GetValue(seed),
            parsed.GetValue(failOn), parsed.GetValue(quiet)));
        return command;
    }

    private static int Run(string config, string? output, string? draws, bool replay, bool pdf, int? workers, ulong? seed, FailOn failOn, bool quiet)
    {
        using var interrupt = new Interrupt();
        var options = new AuditRunOptions { Output = output, Draws = draws, Replay = replay, Pdf = pdf, Seed = seed, Stop = interrupt.Token };
        if (workers is { } n) options = options with { Workers = n };
        var run = ProgressDisplay.Around(quiet, progress => AuditRun.Execute(config, options with { Progress = progress }));
        if (quiet) Console.Out.WriteLine(run.Folder);
        else Screen.Show(RunSummary.Of(run, failOn));
        return ExitCode.Of(run.Result.Verdict, failOn);
    }
}
