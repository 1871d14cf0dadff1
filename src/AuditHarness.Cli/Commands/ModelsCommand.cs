using System.CommandLine;
using AuditHarness.Adapters.Models;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit models</c>: where scores can come from, what each source needs, and the smallest config of each.</summary>
internal static class ModelsCommand
{
    public static Command Build()
    {
        var kind = new Argument<string?>("kind") { Description = "One of them: prints its smallest config, whole", Arity = ArgumentArity.ZeroOrOne };
        var command = new ExampledCommand("models", "Lists the sources of models, what each needs, and the smallest config of each.",
            "audit models",
            "audit models onnx > audit.json    # a config to fill in") { kind };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(kind) is { } asked) Console.Out.Write(Config(Of(asked)));
            else Screen.Show(Table());
            return ExitCode.Passed;
        });
        return command;
    }

    /// <summary>The smallest config with a source, comments above it; only the names of files and columns have to be changed.</summary>
    internal static string Config(ModelSource source) => $$"""
        // {{source.What}}
        // Needs: {{source.Needs}}
        {
          "name": "my-model",
          "data": { "file": "patients.csv", "id": "patient", "label": "died", "positive": 1 },
          "model": {{source.Example.Replace("…", new('0', 64), StringComparison.Ordinal)}},
          "threshold": 0.2,
          "subgroups": { "attributes": ["sex"] },
          "expectations": [{ "metric": "AreaUnderRoc", "atLeast": 0.7, "why": "Clearly better than chance." }]
        }

        """.ReplaceLineEndings("\n");

    private static ModelSource Of(string asked) => ModelCatalog.All.FirstOrDefault(s => s.Kind == asked) ?? throw new AuditInputException(
        $"'{asked}' is no source of models.{(NearestName.Of(asked, ModelCatalog.All.Select(s => s.Kind)) is { } near ? $" Did you mean '{near}'?" : "")} 'audit models' lists them.");

    private static IEnumerable<ScreenLine> Table()
    {
        foreach (var source in ModelCatalog.All)
        {
            yield return new(source.Kind, Tone.Good);
            yield return new("  " + source.What);
            yield return new("  Needs: " + source.Needs);
            yield return new($"  \"model\": {source.Example}", Tone.Faint);
            yield return new("");
        }
        yield return new("'audit models KIND' prints a whole config for one; 'audit init --data FILE --model FILE' writes one for your data.");
    }
}
