using AuditHarness.Models;

namespace AuditHarness.Adapters.Models;

/// <summary>The scores of a model that runs, held to what a risk is.</summary>
internal static class ModelScores
{
    /// <summary>Most rows that are scored a second time.</summary>
    public const int RowsAskedTwice = 1000;

    /// <summary>
    /// How far two answers to the same row may lie apart: runtimes that compute in single precision may sum in another order when
    /// rows come in other company.
    /// </summary>
    public const double Tolerance = 1e-6;

    /// <summary>Scores all rows in one go, and some of them a second time.</summary>
    /// <param name="model">The model.</param>
    /// <param name="file">Its file, as the config writes it.</param>
    /// <param name="patients">The rows; at least one.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">An answer is missing, is no risk, or is another one the second time.</exception>
    public static double[] Of(IDiagnosticModel model, string file, FeatureTable patients, CancellationToken stop)
    {
        var scores = Checked(model.Score(patients, stop), patients.Count, file);
        stop.ThrowIfCancellationRequested();
        // Spread over all rows, in another company than the first time, and beginning a third further on: a model that gives its answers
        // in another order than its rows, backwards or sorted, is wrong in the same way each time it is given the same rows in the same order.
        var again = Math.Min(RowsAskedTwice, patients.Count);
        var rows = new int[again];
        for (var k = 0; k < again; k++) rows[k] = (int)((long)((k + (again / 3)) % again) * patients.Count / again);
        var second = Checked(model.Score(patients.Take(rows), stop), again, file);
        var (others, furthest) = (0, 0.0);
        for (var k = 0; k < again; k++)
        {
            var apart = Math.Abs(second[k] - scores[rows[k]]);
            if (apart > Tolerance) others++;
            furthest = Math.Max(furthest, apart);
        }
        return others == 0 ? scores : throw new AuditInputException(FormattableString.Invariant(
            $"The model {Datasets.Quoted.Text(file)} gave other answers when it was asked a second time: for {others} of {again} rows, by up to {furthest:R}. ") +
            "It draws at random, a patient's risk depends on who else is scored, or answers are not in the order of the rows; export it for inference, with dropout and batch statistics switched off.");
    }

    private static double[] Checked(double[] scores, int rows, string file)
    {
        if (scores.Length != rows)
            throw new AuditInputException(FormattableString.Invariant(
                $"The model {Datasets.Quoted.Text(file)} gave {scores.Length} answers for {rows} rows. Export it so that it answers once for each row."));
        var wrong = Array.FindAll(scores, s => !(s is >= 0 and <= 1));
        if (wrong.Length == 0) return scores;
        throw new AuditInputException(double.IsFinite(wrong[0])
            ? FormattableString.Invariant($"The model {Datasets.Quoted.Text(file)} gave {wrong.Length} of {rows} rows an answer outside [0, 1], such as {wrong[0]:R}. Say in 'model.output' that it gives log-odds (\"logit\"), or export it with probabilities.")
            : FormattableString.Invariant($"The model {Datasets.Quoted.Text(file)} gave {wrong.Length} of {rows} rows an answer that is no number (NaN or infinite). Check its inputs in 'model.features': a model may not take missing values, or not these units."));
    }
}
