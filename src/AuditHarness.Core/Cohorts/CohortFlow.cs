namespace AuditHarness.Cohorts;

/// <summary>Rows that left the cohort at one step, and why.</summary>
/// <param name="Reason">Why, in words a reader of the report understands, such as "label 'death_5y' is missing".</param>
/// <param name="Rows">How many rows; at least 1.</param>
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
