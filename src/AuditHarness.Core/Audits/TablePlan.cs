namespace AuditHarness.Audits;

/// <summary>How a CSV file is written. A BOM, gzip and the kind of line end are seen from the file itself.</summary>
public sealed record CsvPlan
{
    /// <summary>The encoding that a file without a BOM is in when nothing is said.</summary>
    public const string Utf8 = "utf-8";

    /// <summary>Text for <see cref="Quote"/> when no character quotes.</summary>
    public const string NoQuote = "none";

    /// <summary>RFC 4180: commas, double quotes, UTF-8, a decimal point; only an empty field is missing.</summary>
    public static CsvPlan Default { get; } = new();

    /// <summary>The character between two fields; one of ASCII.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The character around fields that hold a delimiter or a line break, one of ASCII; null when there is none.</summary>
    public char? Quote { get; init; } = '"';

    /// <summary>Name of the encoding, such as "windows-1252"; null takes the BOM's, and UTF-8 without one.</summary>
    public string? Encoding { get; init; }

    /// <summary>The character before the decimals of a number: '.' or ','.</summary>
    public char DecimalMark { get; init; } = '.';

    /// <summary>Texts that stand for a missing value, as an empty field does; compared exactly.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>True when nothing differs from <see cref="Default"/>.</summary>
    public bool IsDefault => Delimiter == ',' && Quote == '"' && Encoding is null && DecimalMark == '.' && Missing.Count == 0;
}

/// <summary>What the values of a column are.</summary>
public enum ColumnType
{
    /// <summary>Finite numbers.</summary>
    Number,
    /// <summary>Whole numbers.</summary>
#pragma warning disable CA1720 // The word that a config uses, as schemas do.
    Integer,
#pragma warning restore CA1720
    /// <summary>True or false, written as true/false, yes/no, t/f, y/n or 1/0; as a number 1 or 0.</summary>
    Boolean,
    /// <summary>Texts.</summary>
    Text,
    /// <summary>Days: ISO 8601, such as 2026-11-24; as a number the days since 1970-01-01.</summary>
    Date,
    /// <summary>
    /// Instants: ISO 8601 with a zone, such as 2026-11-24T09:30:00+01:00, or in the zone that the plan declares. Two texts of one instant
    /// are one value, shown in UTC; as a number the seconds since 1970-01-01T00:00:00Z.
    /// </summary>
    Time,
}

/// <summary>A table that a query makes of files of this machine.</summary>
/// <param name="Sql">One SELECT statement in DuckDB's dialect.</param>
/// <param name="Tables">Name of a table in the query → its CSV or Parquet file, as the config writes the path.</param>
/// <param name="Database">A DuckDB database file whose tables the query may read; null for none.</param>
public sealed record QueryPlan(string Sql, IReadOnlyDictionary<string, string> Tables, string? Database)
{
    /// <summary>Where the config has it, for messages: the section whose 'query', 'tables', 'database' and 'csv' these are.</summary>
    public string Key { get; init; } = "data";
}

/// <summary>A predictions file with one row per patient and class.</summary>
/// <param name="Class">Column with the name of the class.</param>
/// <param name="Probability">Column with its probability.</param>
public sealed record LongPlan(string Class, string Probability)
{
    /// <summary>How far the probabilities of one patient may sum from 1, for each class: the rounding of files that keep 6 decimals.</summary>
    public const double TolerancePerClass = 1e-6;
}
