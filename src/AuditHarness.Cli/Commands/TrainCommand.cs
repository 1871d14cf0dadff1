using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit train CONFIG</c>: an example model, trained again from its config.</summary>
internal static class TrainCommand
{
    private const string DefaultFolder = "datasets/models";

    public static Command Build()
    {
        var config = new ConfigArgument { Description = "The training config, a JSON file; those in configs/train are examples" };
        var output = new Option<string?>("--output")
        {
            HelpName = "DIR",
            Description = $"Folder for the files; others in it are left alone. Default: {DefaultFolder}/<name>",
        };
        var force = new Option<bool>("--force") { Description = "Replace files of the same names that hold something else" };
        var command = new ExampledCommand("train",
            "Trains a model on the training part of a data set, and writes it with a model card and the hash an audit config needs.",
            "audit train configs/train/health_insurance_fasttree.json",
            "audit train configs/train/flchain_lightgbm.json --output retrained")
        { config, output, force };
        command.SetAction(parsed =>
        {
            using var interrupt = new Interrupt();
            var model = ProgressDisplay.Around(quiet: false, progress => TrainRun.Execute(parsed.GetRequiredValue(config), progress, interrupt.Token));
            var folder = parsed.GetValue(output) ?? Path.Combine(DefaultFolder, model.Name);
            Screen.Show(FolderFiles.Write("The model", [.. model.Files.Select(f => (f.Name, f.Content))], folder, parsed.GetValue(force)));
            return ExitCode.Passed;
        });
        return command;
    }
}
