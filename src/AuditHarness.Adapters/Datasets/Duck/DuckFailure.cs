using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>
/// What may be shown of DuckDB's messages: faults of a query's words name only what the query says; all others may show a patient's
/// values, and of them only the kind and the line are told.
/// </summary>
internal static partial class DuckFailure
{
    private static readonly string[] s_ofWords = ["Parser", "Binder", "Catalog", "Not implemented", "Dependency"];

    /// <summary>The kind of a failure, such as "Conversion"; empty when the message does not say.</summary>
    public static string Kind(DuckDBException failure) => KindOf().Match(failure.Message) is { Success: true } match ? match.Groups[1].Value : "";

    /// <summary>True when the query's own words are at fault.</summary>
    public static bool IsOfWords(DuckDBException failure) => s_ofWords.Contains(Kind(failure));

    /// <summary>True when memory did not suffice.</summary>
    public static bool IsOutOfMemory(DuckDBException failure) => Kind(failure) == "Out of Memory";

    /// <summary>True when something else than the declared files was asked for.</summary>
    public static bool IsForbidden(DuckDBException failure) => Kind(failure) == "Permission";

    /// <summary>The first line of a message about the query's words.</summary>
    public static string Words(DuckDBException failure) => Quoted.Text(failure.Message.Split('\n')[0])[1..^1];

    /// <summary>The line of a CSV file that a message is about, as ", line 7"; empty when there is none.</summary>
    public static string Line(DuckDBException failure) => LineOf().Match(failure.Message) is { Success: true } match ? $", line {match.Groups[1].Value}" : "";

    [GeneratedRegex("^([A-Z][A-Za-z ]*?) Error:", RegexOptions.CultureInvariant)]
    private static partial Regex KindOf();

    [GeneratedRegex("CSV Error on Line: ([0-9]{1,12})", RegexOptions.CultureInvariant)]
    private static partial Regex LineOf();
}
