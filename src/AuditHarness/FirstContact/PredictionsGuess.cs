using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>A table of predictions in a file of its own.</summary>
/// <param name="Plan">How it is read.</param>
/// <param name="DataId">Column of the data by which rows are joined.</param>
/// <param name="Rows">Patients that it has a prediction for.</param>
/// <param name="Guesses">Why.</param>
internal sealed record PredictionsGuess(ModelPlan Plan, string DataId, int Rows, IReadOnlyList<Guess> Guesses)
{
    private const int MostBeside = 20;
    private const int MostClasses = 50;

    private static readonly string[] Words = ["pred", "score", "risk", "prob", "vorhersage"];
    private static readonly string[] Extensions = [".csv", ".tsv", ".parquet", ".csv.gz", ".tsv.gz"];

    /// <summary>Reads a table of predictions.</summary>
    /// <param name="file">Path as the config is to write it.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="data">The data.</param>
    /// <param name="asked">What the user says.</param>
    /// <param name="mayShare">Columns that the data may have too besides the id; null for any. A file that nobody named is taken only when it holds little else than predictions.</param>
    /// <exception cref="AuditInputException">It has no column of risks, or none by which it can be joined to the data.</exception>
    public static PredictionsGuess Of(string file, string folder, TableInspection data, ProposalOptions asked, IReadOnlyCollection<string>? mayShare = null)
    {
        var csv = CsvDialect.Guess(file, folder);
        var plan = new ModelPlan(ModelPlan.Predictions, file, null, null, Path.GetFileNameWithoutExtension(file), null) { Csv = csv };
        var table = TableInspection.Of(plan, folder, asked.Stop);
        var shown = Named.File(file);
        if (mayShare is not null && table.Columns.Count(c => !mayShare.Contains(c.Name) && data.Columns.Any(d => d.Name == c.Name)) > 1)
            throw new AuditInputException($"{shown} has more columns of the data than the id and the label.");
        if (asked.Score is { } wanted && table.Columns.All(c => c.Name != wanted))
            throw new AuditInputException($"There is no column {Named.One(wanted)} in the predictions {shown} that --score names.{Config.ConfigText.DidYouMean(wanted, [.. table.Columns.Select(c => c.Name)])}");
        var score = ScoreGuess.Of(table, "the file", asked.Score)
            ?? throw new AuditInputException($"The predictions {shown} have no column that is named as a risk and holds numbers from 0 to 1. Columns looked at: {Named.All([.. table.Columns.Select(c => c.Name)])}.{(table.ScoreCandidates.Count == 0 ? "" : $" From 0 to 1 are {Named.All(table.ScoreCandidates)}: say with --score which is the risk.")}");
        if (Id(data, table, asked.Id) is var (dataId, id))
            return new(plan with { Id = id, Score = score.Column, Name = score.OneOfSeveral ? score.Column : plan.Name }, dataId, table.Rows, [Joined(shown, dataId, id), score.Guess]);
        if (Long(data, table, score.Column, asked.Id) is var (longId, perClass))
        {
            var classes = table.Columns.First(c => c.Name == perClass);
            var event_ = LabelGuess.EventOf(classes) ?? throw new AuditInputException($"The predictions {shown} have a row per patient and class, and no class of {Named.All([.. classes.Levels!.Select(l => l.Text)])} can be told to be the event. Give a file with a row per patient.");
            return new(plan with { Id = longId, PerClass = new(perClass, score.Column), PositiveClass = event_ }, longId, table.Rows / classes.Levels!.Count,
                [Joined(shown, longId, longId), new("score", $"{Named.One(score.Column)} where {Named.One(perClass)} is {Named.One(event_)}", "The file has a row per patient and class. The probabilities of a patient must sum to 1.")]);
        }
        throw new AuditInputException($"The predictions {shown} cannot be joined to the data: no column is in both that identifies a row in each. The data's columns are {Named.All([.. data.Columns.Select(c => c.Name)])}; those of the predictions are {Named.All([.. table.Columns.Select(c => c.Name)])}. Give both a column with the same id, or put the score into the data.");
    }

    /// <summary>Looks beside the data for a file of predictions that fits it.</summary>
    /// <param name="file">Path of the data as the config is to write it.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <param name="data">The data.</param>
    /// <param name="label">The label, which predictions often have beside them.</param>
    /// <param name="asked">What the user says.</param>
    public static PredictionsGuess? Beside(string file, string folder, TableInspection data, string label, ProposalOptions asked)
    {
        var full = Path.GetFullPath(file, folder);
        var names = Directory.EnumerateFiles(Path.GetDirectoryName(full)!).Where(f => f != full).Select(f => Path.GetFileName(f)!)
            .Where(n => Words.Any(w => n.Contains(w, StringComparison.OrdinalIgnoreCase)) && Extensions.Any(e => n.EndsWith(e, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal).Take(MostBeside);
        foreach (var name in names)
        {
            try
            {
                var found = Of(file[..^Path.GetFileName(file).Length] + name, folder, data, asked, [label]);
                var why = found.Guesses[0];
                return found with { Guesses = [why with { Why = $"The data has no score, and this file beside it has one. {why.Why}" }, .. found.Guesses.Skip(1)] };
            }
            catch (AuditInputException)
            {
                // It is something else; that there is none that fits is told by whoever asked.
            }
        }
        return null;
    }

    private static Guess Joined(string shown, string dataId, string id) =>
        new("model", $"predictions in {shown}", $"Rows are joined by {Named.One(dataId)}{(id == dataId ? "" : $" and {Named.One(id)}")}, which identifies a row in both.");

    private static (string Data, string Predictions)? Id(TableInspection data, TableInspection table, string? asked)
    {
        var unique = data.Columns.Where(c => c.IsUnique && (asked is null || c.Name == asked)).Select(c => c.Name).ToArray();
        var candidates = IdGuess.Candidates(table).Concat(table.Columns.Where(c => c.IsUnique).Select(c => c.Name)).ToArray();
        foreach (var candidate in candidates)
        {
            if (unique.Contains(candidate)) return (candidate, candidate);
            var whole = ColumnWords.Of(candidate).Whole;
            if (whole.Length > 0 && unique.Where(u => ColumnWords.Of(u).Whole == whole).ToArray() is [var same]) return (same, candidate);
        }
        return null;
    }

    private static (string Id, string Class)? Long(TableInspection data, TableInspection table, string score, string? asked)
    {
        var id = table.Columns.FirstOrDefault(c => !c.IsUnique && c.Missing == 0 && c.Name != score && data.Columns.Any(d => d.Name == c.Name && d.IsUnique) && (asked is null || c.Name == asked));
        var classes = table.Columns.Where(c => c.Name != score && c.Name != id?.Name && c is { Missing: 0, Levels.Count: >= 2 and <= MostClasses } && table.Rows % c.Levels.Count == 0 && c.Levels.All(l => l.Rows == table.Rows / c.Levels.Count)).ToArray();
        return id is not null && classes is [var one] ? (id.Name, one.Name) : null;
    }
}
