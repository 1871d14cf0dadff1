using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>A table that is written row by row, looked at, and thrown away.</summary>
internal static class SmallTable
{
    /// <summary>Looks at a table of 60 rows.</summary>
    /// <param name="columns">Name of each column, and its values separated by blanks, which are repeated until there are 60; "#" counts the rows, "%" gives risks.</param>
    public static TableInspection Of(params (string Name, string Values)[] columns)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("data.csv"), Csv(60, columns));
        return TableInspection.Of("data.csv", folder.FullPath);
    }

    /// <summary>The text of a table.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">As above.</param>
    public static string Csv(int rows, params (string Name, string Values)[] columns) =>
        string.Join(",", columns.Select(c => c.Name)) + "\n" + string.Concat(Enumerable.Range(0, rows).Select(row => string.Join(",", columns.Select(c => Value(c.Values, row))) + "\n"));

    private static string Value(string values, int row) => values switch
    {
        "#" => FormattableString.Invariant($"{row + 1}"),
        "%" => FormattableString.Invariant($"{((row * 37 % 101) + 0.5) / 102:0.0000}"),
        // Ages from 20 to 89, not in step with anything else.
        "age" => FormattableString.Invariant($"{20 + (row * 29 % 70)}"),
        _ => values.Split(' ') is var all ? all[row % all.Length].Replace('_', ' ') : "",
    };

    /// <summary>A column with the given texts.</summary>
    public static TableColumn Column(string name, ColumnType type, params string[] levels) =>
        new(name, type, TypeOrigin.Inferred, 0) { Levels = [.. levels.Order(StringComparer.Ordinal).Select((l, k) => new TableLevel(l, 20 + k))] };
}
