using System.Security.Cryptography;
using System.Text;
using AuditHarness.Adapters.Models;
using AuditHarness.Adapters.Models.Predictions;
using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A cohort read from files.</summary>
/// <param name="Cohort">The rows to evaluate, validated.</param>
/// <param name="Model">What produced the scores.</param>
/// <param name="Inputs">Every file that was read: the data, then the model, or the predictions unless the scores stand in the data.</param>
/// <param name="Notices">What a reader of the report should be warned of, one sentence each; not what the model has to tell, which may be asked again.</param>
public sealed record LoadedCohort(
    ScoredCohort Cohort, ModelIdentity Model, IReadOnlyList<InputFile> Inputs, IReadOnlyList<Phrase> Notices)
{
    /// <summary>Libraries that read the tables, each once, with their versions; none for CSV.</summary>
    public IReadOnlyList<(string Name, string Version)> Libraries { get; init; } = [];
}

/// <summary>Reads the data file that a plan names, and gives its rows their scores: from a predictions file by id, or through a model.</summary>
public static class CohortFile
{
    /// <summary>
    /// Reads, validates and joins, one pass per file. Only the columns that the plan names are looked at; only the rows that are
    /// evaluated, and those on which a threshold rule is fixed, need a label, a weight, a time, and a prediction or features.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="folder">The folder that the plan's paths are relative to.</param>
    /// <param name="model">The model that the plan names, which is asked once for all rows; null for predictions.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">
    /// A file or column is missing, a value is not valid, ids do not match, or the model does not answer with risks: all of it at
    /// once, per kind of fault the first 20 lines and the total.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LoadedCohort Load(
        DiagnosticPlan plan, string folder, IDiagnosticModel? model = null, IProgress<AuditProgress>? progress = null, CancellationToken stop = default)
    {
        if (plan.Model.Kind == ModelPlan.Predictions == model is not null)
            throw new ArgumentException("A model is given when the plan's model runs, and only then.", nameof(model));
        progress?.Report(new("Reading the data", 0, 1));
        if (model is not null) return Through(model, plan, folder, progress, stop);
        var faults = new InputFaults();
        var together = plan.Data.Query is null ? FullPath(folder, plan.Data.File) == FullPath(folder, plan.Model.File) : plan.Model.File.Length == 0;
        using var data = Open(TableSource.Of(plan.Data), folder, faults, stop);
        using var scored = together ? null : Open(TableSource.Of(plan.Model), folder, faults, stop);
        if (data is null || (scored is null && !together)) throw faults.Error();

        var reader = new CohortReader(plan, data, together, faults);
        var predicted = scored is null ? null : new PredictionColumns(plan.Model, scored, faults);
        faults.ThrowIfAny();

        var predictions = predicted is null ? null : new PredictionFile(predicted, faults);
        if (scored?.Rows == 0) faults.Add($"{scored.Shown} {scored.WithoutRows}. Give it one row per predicted patient.");
        var notices = new List<Phrase>();
        var cohort = reader.Read(predictions, null, notices);
        faults.ThrowIfAny();

        var inputs = data.Identity("data");
        var scores = scored?.Identity("predictions") ?? inputs;
        return new LoadedCohort(
            cohort!, new ModelIdentity(plan.Model.Kind, plan.Model.Name, plan.Model.Version, Hash(scores)), scored is null ? inputs : [.. inputs, .. scores], notices)
        {
            Libraries = LibrariesOf(data, scored),
        };
    }

    private static LoadedCohort Through(IDiagnosticModel model, DiagnosticPlan plan, string folder, IProgress<AuditProgress>? progress, CancellationToken stop)
    {
        var faults = new InputFaults();
        using var data = TableFile.Open(TableSource.Of(plan.Data), folder, stop);
        var reader = new CohortReader(plan, data, together: false, faults);
        faults.ThrowIfAny();
        var notices = new List<Phrase>();
        var cohort = reader.Read(null, patients =>
        {
            progress?.Report(new("Scoring the patients", 0, 1));
            return ModelScores.Of(model, plan.Model.File.Length > 0 ? plan.Model.File : model.Identity.Name, patients, stop);
        }, notices);
        faults.ThrowIfAny();
        // Explanations say how the answer was read; where there are none, nothing else would.
        Phrase[] reading = plan.Explanations is null ? [model.Reading] : [];
        return new LoadedCohort(cohort!, model.Identity, [.. data.Identity("data"), .. model.Files], [.. notices, .. reading]) { Libraries = LibrariesOf(data) };
    }

    private static (string Name, string Version)[] LibrariesOf(params IEnumerable<TableFile?> tables) =>
        [.. tables.Select(t => t?.Library).OfType<(string, string)>().Distinct()];

    // Of scores that a query makes of several files: the hash of their hashes, in the order of the config.
    private static string Hash(IReadOnlyList<InputFile> files) => files.Count == 1 ? files[0].Sha256
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Concat(files.Select(f => f.Sha256)))));

    /// <summary>The name of an id column, which two files cannot be joined without.</summary>
    internal static string Required(string? column, string key) => column ?? throw new AuditInputException(
        $"The scores stand in another file than the data, so both need a column that identifies a row. Set '{key}' in the config.");

    // A name that no file can have is told when the file is opened.
    private static string FullPath(string folder, string file) =>
        file.Contains('\0', StringComparison.Ordinal) ? file : Path.GetFullPath(Path.Combine(folder, file));

    private static TableFile? Open(TableSource source, string folder, InputFaults faults, CancellationToken stop)
    {
        try
        {
            return TableFile.Open(source, folder, stop);
        }
        catch (AuditInputException e)
        {
            // The other file may be at fault too, and both are told at once.
            faults.Add(e.Message);
            return null;
        }
    }
}
