using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Who says what type a column has.</summary>
public enum TypeOrigin
{
    /// <summary>The config's schema.</summary>
    Declared,
    /// <summary>The file itself, or the query.</summary>
    Stored,
    /// <summary>All its values together.</summary>
    Inferred,
}

/// <summary>A text that occurs in a column.</summary>
/// <param name="Text">The text.</param>
/// <param name="Rows">How many rows have it. Show it to nobody where it is 1 to 10: so few people could be known by it.</param>
public sealed record TableLevel(string Text, int Rows);

/// <summary>What a column holds, seen over all rows.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Type">The type of its values; text for a column without any.</param>
/// <param name="Origin">Who says so.</param>
/// <param name="Missing">Rows without a value.</param>
public sealed record TableColumn(string Name, ColumnType Type, TypeOrigin Origin, int Missing)
{
    /// <summary>Most different texts that are counted.</summary>
    public const int MostLevels = 200;

    /// <summary>The different texts in ordinal order, as the audit reads them; null when there are more than <see cref="MostLevels"/>.</summary>
    public IReadOnlyList<TableLevel>? Levels { get; init; }

    /// <summary>True when every row has a value and no two rows have the same: such a column can identify a row.</summary>
    public bool IsUnique { get; init; }

    /// <summary>True when all values are numbers from 0 to 1 and not only 0 and 1: such a column can be a risk.</summary>
    public bool IsRisk { get; init; }

    /// <summary>
    /// Nine numbers that cut the values of a numeric column into tenths, of at most 10,000 rows spread evenly; null for other columns.
    /// For choosing bins: values of patients, not to be shown as they are.
    /// </summary>
    public IReadOnlyList<double>? Deciles { get; init; }

    /// <summary>What else a reader should know of it, as a sentence; empty for most.</summary>
    public string Note { get; init; } = "";
}
