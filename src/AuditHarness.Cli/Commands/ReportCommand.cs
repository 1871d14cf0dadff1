using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit report RESULTS</c>: the report again, from the results alone. It ends with the code that the run ended with.</summary>
internal static class ReportCommand
{
    public static Command Build()
    {
        var results = new Argument<string>("RESULTS") { Description = "results.json of an audit, or the folder that it is in" };
        results.Validators.Add(result =>
        {
            // An option that is misspelt would otherwise be taken for the name of a file.
            var value = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
            if (value.StartsWith('-')) result.AddError($"'{value}' is neither a command nor an option here.");
        });
        var output = new Option<string?>("--output")
        {
            HelpName = "DIR",
            Description = "Write the report straight into DIR, which is replaced when it is an earlier run and refused when it holds " +
                "anything else. Default: add what is missing beside RESULTS, and replace nothing",
        };
        var pdf = new PdfOption();
        var failOn = new FailOnOption();
        var quiet = new Option<bool>("--quiet") { Description = "No progress, no summary: only the report's folder is printed" };
        var command = new ExampledCommand("report",
            "Renders the report of an audit again from its results alone, the same bytes; measures and judges nothing anew.",
            "audit report reports/my-model/20260131T093000Z-5f0c2a9e --pdf",
            "audit report archive/results.json --output report")
        { results, output, pdf, failOn, quiet };
        command.SetAction(parsed => Render(
            parsed.GetRequiredValue(results), parsed.GetValue(output), parsed.GetValue(pdf), parsed.GetValue(failOn), parsed.GetValue(quiet)));
        return command;
    }

    private static int Render(string results, string? output, bool pdf, FailOn failOn, bool quiet)
    {
        using var interrupt = new Interrupt();
        var run = ProgressDisplay.Around(quiet, progress => ReportRun.Execute(
            results, new() { Output = output, Pdf = pdf, Stop = interrupt.Token, Progress = progress }));
        if (quiet) Console.Out.WriteLine(run.Folder);
        else Screen.Show(RunSummary.Of(run, failOn));
        return ExitCode.Of(run.Result.Verdict, failOn);
    }
}
