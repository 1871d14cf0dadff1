using System.CommandLine;
using System.Text;
using AuditHarness.FirstContact;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit init --data FILE</c>: a first config for data that has none, written with the reason for every line.</summary>
internal static class InitCommand
{
    private const string DefaultFile = "audit.json";
    private const string Standard = "-";

    public static Command Build()
    {
        var data = new Option<string>("--data") { HelpName = "FILE", Required = true, Description = "The evaluation data: CSV of any kind, packed by gzip or not, or Parquet" };
        var model = new Option<string?>("--model")
        {
            HelpName = "FILE",
            Description = "A model (ONNX, XGBoost, LightGBM, ML.NET), or a table of its predictions. Default: a column of risks in the data, else predictions beside it",
        };
        var output = new Option<string>("--output") { HelpName = "FILE", Description = $"The config to write; - shows it only. Default: {DefaultFile} in the current folder", DefaultValueFactory = _ => DefaultFile };
        var label = Of("--label", "COLUMN", "Column with the outcome");
        var positive = Of("--positive", "VALUE", "Value of the label that is an event; where there are more than two, all others are none");
        var id = Of("--id", "COLUMN", "Column that identifies a row");
        var score = Of("--score", "COLUMN", "Column with the risk, from 0 to 1");
        var features = Of("--features", "A,B,…", "Columns that the model is given, in its order, separated by commas");
        var sha256 = Of("--sha256", "HASH", "Vouches for an archive of ML.NET, which is code: only the file with this SHA-256 is opened");
        var force = new Option<bool>("--force") { Description = "Replace the config when it is there already" };
        var command = new ExampledCommand("init", "Proposes a config for your data, says what was guessed and why, and writes it with comments. It runs as it is.",
            "audit init --data patients.csv                              # with a column of risks",
            "audit init --data patients.parquet --model model.onnx",
            "audit init --data patients.csv --model scores.csv --label died --output died.json")
        { data, model, output, label, positive, id, score, features, sha256, force };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            var options = new ProposalOptions(parsed.GetRequiredValue(data))
            {
                Model = parsed.GetValue(model), Label = parsed.GetValue(label), Positive = parsed.GetValue(positive), Id = parsed.GetValue(id), Score = parsed.GetValue(score),
                Features = parsed.GetValue(features)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [], Sha256 = parsed.GetValue(sha256),
            };
            return Run(options, path, parsed.GetValue(force));
        });
        return command;
    }

    private static Option<string?> Of(string name, string value, string description) => new(name) { HelpName = value, Description = description };

    private static int Run(ProposalOptions options, string path, bool force)
    {
        using var interrupt = new Interrupt();
        if (path != Standard) options = options with { Folder = Folder(path, options, force), FileName = path };
        var proposal = ProgressDisplay.Around(quiet: false, progress => ConfigProposal.Make(options with { Progress = progress, Stop = interrupt.Token }));
        if (path == Standard)
        {
            Console.Out.Write(proposal.Text);
            return ExitCode.Passed;
        }
        Write(path, proposal.Text, force);
        Screen.Show(Lines(proposal, path));
        return ExitCode.Passed;
    }

    private static IEnumerable<ScreenLine> Lines(ConfigProposal proposal, string path)
    {
        yield return new($"{path}  written", Tone.Good);
        foreach (var guess in proposal.Guesses)
        {
            yield return new($"  {guess.Part,-14}{guess.Chosen}");
            yield return new($"                {guess.Why}", Tone.Faint);
        }
        yield return new("");
        foreach (var doubt in proposal.Doubts) yield return new("Check first: " + doubt, Tone.Doubtful);
        yield return new(proposal.RowsEvaluated is { } rows ? FormattableString.Invariant($"Tried: an audit by it reads the files without a fault and evaluates {rows:N0} rows.") : "Not tried.");
        yield return new($"Next: read it, then  audit run {path}");
    }

    // Looked at before the data is read: nobody shall wait for a config that cannot be written.
    private static string Folder(string path, ProposalOptions options, bool force)
    {
        try
        {
            var full = Path.GetFullPath(path);
            if (new[] { options.Data, options.Model }.Any(f => !string.IsNullOrEmpty(f) && Path.GetFullPath(f) == full))
                throw new AuditInputException($"'{path}' is what the config is to be about. Name another file for the config with --output.");
            if (Directory.Exists(full)) throw new AuditInputException($"'{path}' is a folder. Name the config to write in it with --output, such as {Path.Combine(path, DefaultFile)}.");
            if (File.Exists(full) && !force) throw new AuditInputException($"'{path}' is there already, and a config is not overwritten unasked. Name another file with --output, or replace it with --force.");
            var folder = Path.GetDirectoryName(full)!;
            return Directory.Exists(folder) ? folder : throw new AuditInputException($"The folder of '{path}' does not exist. Make it, or name another file with --output.");
        }
        catch (Exception e) when (e is ArgumentException or IOException or NotSupportedException)
        {
            throw new AuditInputException($"'{path}' is no path of a file. Name the config to write with --output.", e);
        }
    }

    private static void Write(string path, string text, bool force)
    {
        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(temporary, Encoding.UTF8.GetBytes(text));
            File.Move(temporary, path, overwrite: force);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"The config could not be written to '{path}': {e.Message} Name another file with --output.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
