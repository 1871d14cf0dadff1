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
            Screen.Show(Write(SimulatedFiles.Render(plan, chance), parsed.GetValue(output)!, parsed.GetValue(force)));
            return ExitCode.Passed;
        });
        return command;
    }

    /// <summary>Writes what is not there yet; a file with the same content is left as it is.</summary>
    private static List<ScreenLine> Write(IReadOnlyList<SimulatedFile> files, string folder, bool force)
    {
        try
        {
            var missing = files.Where(f => !Holds(Path.Combine(folder, f.Name), f.Content)).ToList();
            var inTheWay = missing.Where(f => File.Exists(Path.Combine(folder, f.Name))).Select(f => f.Name).ToList();
            if (inTheWay.Count > 0 && !force)
                throw new AuditInputException(
                    $"{folder} already holds {string.Join(", ", inTheWay)} with another content. Name another folder with --output, or replace with --force.");
            Directory.CreateDirectory(folder);
            foreach (var file in missing)
            {
                // Complete or not there: a reader never sees half a file.
                var temporary = Path.Combine(folder, $".{file.Name}.{Environment.ProcessId}.tmp");
                try
                {
                    File.WriteAllBytes(temporary, file.Content);
                    File.Move(temporary, Path.Combine(folder, file.Name), overwrite: true);
                }
                finally
                {
                    File.Delete(temporary);
                }
            }
            return [.. files.Select(f => new ScreenLine($"{Path.Combine(folder, f.Name)}  {(missing.Contains(f) ? "written" : "unchanged")}"))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AuditInputException(
                $"The simulated data could not be written to '{folder}': {e.Message} Name a folder that you may write to with --output.", e);
        }
    }

    private static bool Holds(string path, byte[] content)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length == content.Length && File.ReadAllBytes(path).AsSpan().SequenceEqual(content);
    }
}
