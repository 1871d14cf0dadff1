using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators;

/// <summary>Tables of the same columns one below the other.</summary>
internal static class JoinedRecords
{
    /// <summary>All rows, in the order of the tables.</summary>
    /// <param name="parts">At least one; columns of the same names and kinds in the same order. Levels may differ.</param>
    public static RecordTable Of(IReadOnlyList<RecordTable> parts) => new(
        [.. parts[0].Columns.Select((first, c) => Joined(first, [.. parts.Select(p => p.Columns[c])]))], parts.Sum(p => p.Count));

    private static RecordColumn Joined(RecordColumn first, RecordColumn[] parts) => first switch
    {
        RecordColumn.Number => new RecordColumn.Number(first.Name, [.. parts.SelectMany(p => ((RecordColumn.Number)p).Values)]),
        RecordColumn.Date => new RecordColumn.Date(first.Name, [.. parts.SelectMany(p => ((RecordColumn.Date)p).Days)]),
        RecordColumn.Key => new RecordColumn.Key(first.Name, [.. parts.SelectMany(p => ((RecordColumn.Key)p).Values)]),
        _ => Joined(first.Name, [.. parts.Cast<RecordColumn.Category>()]),
    };

    private static RecordColumn.Category Joined(string name, RecordColumn.Category[] parts)
    {
        string[] levels = [.. parts.SelectMany(p => p.Levels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var codes = parts.SelectMany(p =>
        {
            int[] numbers = [.. p.Levels.Select(l => Array.BinarySearch(levels, l, StringComparer.Ordinal))];
            return p.Codes.Select(c => c < 0 ? -1 : numbers[c]);
        });
        return new(name, levels, [.. codes]);
    }
}
