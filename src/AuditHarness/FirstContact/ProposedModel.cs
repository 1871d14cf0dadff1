using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Where the scores come from: a model that runs, or predictions in the data or in a file of their own.</summary>
/// <param name="Plan">The model.</param>
/// <param name="Guesses">Why.</param>
internal sealed record ProposedModel(ModelPlan Plan, IReadOnlyList<Guess> Guesses)
{
    /// <summary>The model, when it runs; null for predictions.</summary>
    public ModelPlan? Runs => Plan.Kind == ModelPlan.Predictions ? null : Plan;

    /// <summary>Column of the data by which predictions in another file are joined; null for others.</summary>
    public string? DataId { get; init; }

    /// <summary>Finds it, and lets the data be recoded where it has to be.</summary>
    /// <param name="data">The data.</param>
    /// <param name="file">Path of the data as the config is to write it.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="asked">What the user says.</param>
    /// <exception cref="AuditInputException">There is neither a score nor a model, or it does not fit the data.</exception>
    public static ProposedModel Of(ProposedData data, string file, string folder, ProposalOptions asked)
    {
        var recoding = new Recoding();
        var label = Binary(data, recoding);
        if (asked.Model is not null)
        {
            var path = ConfigProposal.Relative(asked.Model, asked.Folder);
            var found = ModelInspection.Of(path, folder, asked.Sha256);
            if (found.Kind == ModelPlan.Predictions)
                return Joined(PredictionsGuess.Of(path, folder, data.Table, asked), data, recoding, label);
            if (!recoding.IsEmpty) data.Recode(recoding, null, label);
            string[] unusable = [.. new[] { data.Label.Column, data.Id?.Column, data.Split?.Plan.Column, data.Survey.Weight, data.Survey.Cluster, data.Survey.Stratum, data.Cluster?.Column }.OfType<string>()];
            var model = ModelGuess.Of(found, path, folder, data.Table, unusable, asked);
            return new(model.Plan, model.Guesses);
        }
        if (data.Score is { } score)
        {
            if (recoding.IsEmpty && !score.Reversed && score.Missing == 0) return Within(data);
            var risk = score.Reversed ? Recoding.Free(score.Column + "_risk", [.. data.Table.Columns.Select(c => c.Name)]) : null;
            if (risk is not null) recoding.Complement(score.Column, risk);
            if (score.Missing > 0) recoding.Present(score.Column);
            data.Recode(recoding, risk, label);
            return Within(data, score.Missing > 0 ? " Rows without a score are left out by the query." : "");
        }
        if (asked.Score is null && PredictionsGuess.Beside(file, folder, data.Table, data.Label.Column, asked) is { } beside) return Joined(beside, data, recoding, label);
        throw new AuditInputException(
            (asked.Score is { } wanted ? $"There is no column {Named.One(wanted)} that --score names.{Config.ConfigText.DidYouMean(wanted, [.. data.Table.Columns.Select(c => c.Name)])} "
                : $"An audit needs risks, and there are none: no column of {Named.File(file)} is named as a risk (score, probability, risk, pred, p_…) and holds numbers from 0 to 1, and no file beside it has predictions for its rows. ") +
            (data.Table.ScoreCandidates.Count == 0 ? $"Columns looked at: {Named.All([.. data.Table.Columns.Select(c => c.Name)])}. " : $"Numbers from 0 to 1 are in {Named.All(data.Table.ScoreCandidates)}: if one of them is the risk, say so with --score COLUMN. ") +
            "Else name a model or a table of predictions with --model FILE.");
    }

    private static ProposedModel Within(ProposedData data, string more = "")
    {
        var score = data.Score!;
        return new(new ModelPlan(ModelPlan.Predictions, "", null, score.Column, score.OneOfSeveral ? score.Column : "", null), [new("model", "predictions in the data", "A column holds what the model answered."), score.Guess with { Why = score.Guess.Why + more }]);
    }

    private static ProposedModel Joined(PredictionsGuess found, ProposedData data, Recoding recoding, string? label)
    {
        // Fewer predictions than rows, and no split that says why: only the rows with one can be evaluated.
        if (data.Split is null && found.Rows < data.Table.Rows && found.Plan.PerClass is null && found.Plan.Id == found.DataId && found.Plan.Csv.IsDefault && data.Plan.Csv.IsDefault)
        {
            recoding.Join(found.Plan.File, found.DataId, found.Plan.Score!);
            data.Recode(recoding, found.Plan.Score, label);
            return new(new ModelPlan(ModelPlan.Predictions, "", null, found.Plan.Score, found.Plan.Name, null), [.. found.Guesses.Take(1).Select(g => g with { Why = g.Why + " Rows without a prediction are left out by the query." }), .. found.Guesses.Skip(1)]) { DataId = found.DataId };
        }
        if (!recoding.IsEmpty) data.Recode(recoding, null, label);
        return new(found.Plan, found.Guesses) { DataId = found.DataId };
    }

    private static string? Binary(ProposedData data, Recoding recoding)
    {
        if (data.Label.Others.Count < 2) return null;
        var name = Recoding.Free(data.Label.Column + "_event", [.. data.Table.Columns.Select(c => c.Name)]);
        recoding.Event(data.Label.Column, data.Label.Positive, name);
        return name;
    }
}
