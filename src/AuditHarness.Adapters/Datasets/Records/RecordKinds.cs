using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Datasets.Records;

/// <summary>What columns hold, where nobody says: from all values of the training records.</summary>
internal static class RecordKinds
{
    /// <summary>From how many rows on a text that no two rows share is a key: of fewer rows it may be chance.</summary>
    private const int KeyRows = 20;

    /// <summary>
    /// Two numbers or fewer are categories, as are truth values and texts; other numbers are numbers, but whole ones that no two rows share
    /// are keys, as are texts that no two rows share or of which there are more than <see cref="TableColumn.MostLevels"/>.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="rows">Rows of the table.</param>
    public static RecordKind Of(TableColumn column, int rows) => column.Type switch
    {
        ColumnType.Date or ColumnType.Time => RecordKind.Date,
        ColumnType.Boolean => RecordKind.Category,
        ColumnType.Number => column.Levels is { Count: <= 2 } ? RecordKind.Category : RecordKind.Number,
        ColumnType.Integer when column.IsUnique && rows >= KeyRows => RecordKind.Key,
        ColumnType.Integer => column.Levels is { Count: <= 2 } ? RecordKind.Category : RecordKind.Number,
        _ => column.Levels is null || (column.IsUnique && rows >= KeyRows) ? RecordKind.Key : RecordKind.Category,
    };

    /// <summary>The kind of a column that was read.</summary>
    public static RecordKind Of(RecordColumn column) => column switch
    {
        RecordColumn.Number => RecordKind.Number,
        RecordColumn.Date => RecordKind.Date,
        RecordColumn.Category => RecordKind.Category,
        _ => RecordKind.Key,
    };
}
