using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Predictions;

/// <summary>Where the scores of a predictions file stand: one row per patient, or one per patient and class.</summary>
internal sealed class PredictionColumns
{
    /// <summary>Finds the columns; those that are missing are noted, and then no score must be read.</summary>
    /// <param name="plan">Names them.</param>
    /// <param name="file">The file, positioned before its first row.</param>
    /// <param name="faults">Where faults are noted.</param>
    public PredictionColumns(ModelPlan plan, TableFile file, InputFaults faults)
    {
        File = file;
        Id = file.Find(CohortFile.Required(plan.Id, "model.id"), "model.id", faults);
        if (plan.PerClass is { } rows)
        {
            Class = file.Find(rows.Class, "model.long.class", faults);
            Score = file.Find(rows.Probability, "model.long.probability", faults);
            Positive = plan.PositiveClass;
            return;
        }
        Score = file.Find(plan.Score!, "model.score", faults);
        Sum = ProbabilitySum.Of(plan, file, faults);
    }

    /// <summary>The file.</summary>
    public TableFile File { get; }

    /// <summary>Index of the column that identifies a patient.</summary>
    public int Id { get; }

    /// <summary>Index of the column with the risk, or of a long file with the probability of the row's class.</summary>
    public int Score { get; }

    /// <summary>Index of the column with the class of a row; −1 when there is one row per patient.</summary>
    public int Class { get; } = -1;

    /// <summary>The class whose probability is the risk; null when there is one row per patient.</summary>
    public string? Positive { get; }

    /// <summary>Holds the probabilities of a row to their sum; null when the plan does not name them.</summary>
    public ProbabilitySum? Sum { get; }
}
