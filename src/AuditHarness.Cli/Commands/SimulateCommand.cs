using System.CommandLine;
using AuditHarness.Simulation;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit simulate</c>: a cohort with planted unfairness, and the truth about it written beside it.</summary>
internal static class SimulateCommand
{
    private const string DefaultFolder = "datasets/simulated";

    public static Command Build()
    {
        var output = new Option<string>("--output")
        {
            HelpName = "DIR",
            Description = $"Folder for the files; others in it are left alone. Default: {DefaultFolder}",
            DefaultValueFactory = _ => DefaultFolder,
        };
        var seed = new Option<ulong?>("--seed")
        {
            HelpName = "N",
            Description = FormattableString.Invariant($"Where chance comes from. Default: {SimulatedFiles.DefaultSeed.Value}, which gives the files in {DefaultFolder}"),
            CustomParser = r => NumberOption.Parse<ulong>(r, 0, ulong.MaxValue),
        };
        var patients = new Option<int?>("--patients")
        {
            HelpName = "N",
            Description = FormattableString.Invariant($"How many patients. Default: {new SimulationPlan().Patients}"),
            CustomParser = r => NumberOption.Parse<int>(r, 1, 2_000_000),
        };
        var force = new Option<bool>("--force") { Description = "Replace files of the same names that hold something else" };
        var command = new ExampledCommand("simulate",
            "Draws a cohort with planted unfairness, a model's predictions for it, and the truth to compare an audit with.",
            "audit simulate --output simulated",
            "audit simulate --output simulated-7 --seed 7 --patients 5000")
        { output, seed, patients, force };
        command.SetAction(parsed =>
        {
            var plan = new SimulationPlan();
            if (parsed.GetValue(patients) is { } n) plan = plan with { Patients = n };
            var chance = parsed.GetValue(seed) is { } s ? new(s) : SimulatedFiles.DefaultSeed;
            var files = SimulatedFiles.Render(plan, chance).Select(f => (f.Name, f.Content));
            Screen.Show(FolderFiles.Write("The simulated data", [.. files], parsed.GetValue(output)!, parsed.GetValue(force)));
            return ExitCode.Passed;
        });
        return command;
    }
}
