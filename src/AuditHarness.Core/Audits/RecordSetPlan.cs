using System.Collections.ObjectModel;

namespace AuditHarness.Audits;

/// <summary>What the values of a column of records are.</summary>
public enum RecordKind
{
    /// <summary>Finite numbers.</summary>
    Number,
    /// <summary>Days, with times or without: ISO 8601.</summary>
    Date,
    /// <summary>Categories, also yes and no.</summary>
    Category,
    /// <summary>What tells patients or visits apart; its values are not compared.</summary>
    Key,
}

/// <summary>A table of records: a CSV or Parquet file, or what a query makes of files.</summary>
/// <param name="File">Path as the config writes it; empty for a query.</param>
/// <param name="Key">Where the config names it, such as "records.train".</param>
public sealed record RecordTablePlan(string File, string Key)
{
    /// <summary>How the file is written, where it is CSV.</summary>
    public CsvPlan Csv { get; init; } = CsvPlan.Default;

    /// <summary>The query whose result is the table; null for a file.</summary>
    public QueryPlan? Query { get; init; }
}

/// <summary>The records of an audit of a generator: the real ones that it was trained on, and real ones that it never saw.</summary>
public sealed record RecordSetPlan
{
    /// <summary>The real records that the generator was trained on.</summary>
    public required RecordTablePlan Train { get; init; }

    /// <summary>Real records that it never saw; null for none.</summary>
    public RecordTablePlan? Holdout { get; init; }

    /// <summary>Columns that are read, in this order; empty for all of the training records.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Kinds of columns; that of a column that is not named is inferred from the training records, and the report says as what.</summary>
    public IReadOnlyDictionary<string, RecordKind> Kinds { get; init; } = ReadOnlyDictionary<string, RecordKind>.Empty;
}
