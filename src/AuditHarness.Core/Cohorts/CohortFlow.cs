namespace AuditHarness.Cohorts;

/// <summary>Rows that left the cohort at one step, and why.</summary>
/// <param name="Reason">Why, in words a reader of the report understands, such as "label 'death_5y' is missing".</param>
/// <param name="Rows">How many rows; at least 1.</param>
/// <remarks>
/// Shown as it is, also where it is 1 to 10, under every profile: what is withheld is a count of patients of a subgroup, and rows left
/// out are none. They have no attribute, label or score in any output, so that such a count tells a fault of the data file, and
/// nobody's answer; and without it a reader could not tell an audit of everybody from one of those who happened to be complete.
/// </remarks>
public sealed record DroppedRows(Phrase Reason, int Rows);

/// <summary>How the rows of the data file became the rows that are evaluated.</summary>
/// <param name="RowsRead">Rows in the data file, the header not counted.</param>
/// <param name="Dropped">Rows that left, step by step, in order.</param>
/// <param name="RowsForCalibration">Rows on which a threshold rule was fixed; 0 without such a rule.</param>
/// <param name="RowsEvaluated">Rows that every measurement is about.</param>
/// <param name="PredictionsRead">Rows in the predictions file; equal to <paramref name="RowsRead"/> when scores stand in the data file.</param>
/// <param name="PredictionsUnused">Predictions for rows of the data that are not evaluated.</param>
public sealed record CohortFlow(
    int RowsRead, IReadOnlyList<DroppedRows> Dropped, int RowsForCalibration, int RowsEvaluated,
    int PredictionsRead, int PredictionsUnused);
