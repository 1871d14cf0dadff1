using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.FirstContact;

/// <summary>A model that runs on columns of the data.</summary>
/// <param name="Plan">The model, with its features.</param>
/// <param name="Guesses">Why.</param>
internal sealed record ModelGuess(ModelPlan Plan, IReadOnlyList<Guess> Guesses)
{
    /// <summary>Finds out what a model file is, and which column each of its inputs takes.</summary>
    /// <param name="found">What the file says.</param>
    /// <param name="file">Path as the config is to write it.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="table">The data.</param>
    /// <param name="unusable">Columns that no model may be given.</param>
    /// <param name="asked">What the user says.</param>
    /// <exception cref="AuditInputException">The data does not have what the model asks for, or nobody says what that is.</exception>
    public static ModelGuess Of(ModelInspection found, string file, string folder, TableInspection table, IReadOnlyCollection<string> unusable, ProposalOptions asked)
    {
        var shown = Named.File(file);
        var plan = new ModelPlan(found.Kind, file, null, null, Name(file, folder), null) { Sha256 = found.Sha256 };
        var what = new Guess("model", $"{found.Kind}, {shown}", $"The contents of the file say so.{(found.Kind == ModelCatalog.MlNet ? " Such an archive is code: the config vouches for this very file by its hash, so take it from nobody whom you would not let run a program." : "")}");
        if (asked.Features.Count > 0)
            return Given(FeatureGuess.Asked(asked.Features, found.Inputs, table), "Named by --features.");
        if (Beside(file, folder, found.Sha256, out var output) is { } described)
        {
            plan = plan with { Output = output };
            return Given(Present(described, table, shown), $"{Named.One(TrainRun.DescriptionName)} beside the model says what it was trained on.");
        }
        if (found.Inputs is { } inputs)
            return Given(FeatureGuess.Of(inputs, table, unusable, shown), "The model names its inputs, and the data has a column for each.");
        if (found.Kind == ModelCatalog.MlNet)
            throw new AuditInputException($"The model {shown} is an archive of ML.NET, which is code: what it asks for is known only once it is loaded, and that is done only with a hash. Look where the file comes from, and vouch for it with --sha256 (as 'sha256sum' gives it); or say with --features what it is given.");
        // Numbers that are left when everything else is something: as many as the model takes, in the order of the file.
        string[] numbers = [.. table.Columns.Where(c => !unusable.Contains(c.Name) && c.Type is ColumnType.Number or ColumnType.Integer).Select(c => c.Name)];
        if (found.Count == numbers.Length)
            return Given(FeatureGuess.Asked(numbers, null, table), FormattableString.Invariant($"The model takes {numbers.Length} numbers and does not name them, and the data has just so many besides the label and the id. Check that their order is that of its training."));
        throw new AuditInputException(FormattableString.Invariant($"The model {shown} takes {(found.Count is { } n ? $"{n} columns" : "columns")} and does not name them. Say which with --features a,b,c, in the order in which it was trained. ") + $"Columns of the data: {Named.All([.. table.Columns.Select(c => c.Name)])}.");

        ModelGuess Given(IReadOnlyList<FeaturePlan> features, string why)
        {
            if (features.Where(f => unusable.Contains(f.Column)).Select(f => f.Column).ToArray() is { Length: > 0 } bad)
                throw new AuditInputException($"The model {shown} would be given {Named.All(bad)}, which is taken for the label or the id. Say with --label and --id what these are.");
            return new(plan with { Features = features }, [what, new("features", FormattableString.Invariant($"{features.Count}: {Named.All([.. features.Select(f => f.Name)])}"), why)]);
        }
    }

    // Many a model is called model.onnx, and its folder says which.
    private static string Name(string file, string folder)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name.Equals("model", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file, folder))) is { Length: > 0 } parent && !ConfigText.IsUnsafe(parent) ? parent : name;
    }

    private static List<FeaturePlan> Present(IReadOnlyList<FeaturePlan> features, TableInspection table, string shown)
    {
        var absent = features.Where(f => table.Columns.All(c => c.Name != f.Column)).Select(f => $"{Named.One(f.Column)} is no column of it.").ToList();
        return absent.Count == 0 ? [.. features] : throw AuditInputException.Of($"The data does not have what the model {shown} was trained on:", absent, absent.Count, "Add the columns to the data, or name others with --features.");
    }

    // What 'audit train' writes beside a model; anything else of that name is passed over.
    private static List<FeaturePlan>? Beside(string file, string folder, string sha256, out ModelOutput? output)
    {
        output = null;
        var model = Path.GetFullPath(file, folder);
        var path = Path.Combine(Path.GetDirectoryName(model)!, TrainRun.DescriptionName);
        if (path == model || !File.Exists(path) || new FileInfo(path).Length > ConfigFile.LargestBytes) return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var key in new[] { "model", "onnx" })
            {
                if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty(key, out var section) || section.ValueKind != JsonValueKind.Object) continue;
                if (!section.TryGetProperty("sha256", out var hash) || hash.ValueKind != JsonValueKind.String || hash.GetString() != sha256 || !section.TryGetProperty("features", out var features)) continue;
                var faults = new ConfigFaults(TrainRun.DescriptionName);
                var node = ConfigParser.Parse(JsonSerializer.SerializeToUtf8Bytes(features), faults);
                var plans = node.AsList(faults).Select(f => ModelReader.Feature(f, faults)).ToList();
                if (faults.Count > 0 || plans.Contains(null)) return null;
                output = section.TryGetProperty("output", out var read) && read.ValueEquals("probability") ? ModelOutput.Probability : null;
                return plans!;
            }
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException or AuditInputException)
        {
            // Not ours.
        }
        return null;
    }
}
