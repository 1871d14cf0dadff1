using System.Runtime.CompilerServices;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>
/// An order of rows by what they hold instead of where they stand: what is drawn in it does not change when a file is sorted differently.
/// </summary>
public static class RecordOrder
{
    private static readonly ConditionalWeakTable<RecordTable, int[]> Ranks = [], AllLevels = [];

    /// <summary>For each row its place among all rows, by the values of the columns from left to right, a missing one first; keys do not count.</summary>
    /// <param name="table">The rows. Rows that hold the same stand next to each other, in the order of the table.</param>
    public static int[] Rank(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Ranks.GetValue(table, Sorted);
    }

    /// <summary>The same with one place for all rows that hold the same.</summary>
    /// <param name="table">The rows.</param>
    public static int[] Levels(RecordTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return AllLevels.GetValue(table, t =>
        {
            var (rank, columns) = (Rank(t), Columns(t));
            var (rows, levels) = (new int[rank.Length], new int[rank.Length]);
            for (var r = 0; r < rank.Length; r++) rows[rank[r]] = r;
            for (var k = 1; k < rows.Length; k++)
                levels[rows[k]] = levels[rows[k - 1]] + (columns.Any(c => c(rows[k - 1], rows[k]) != 0) ? 1 : 0);
            return levels;
        });
    }

    /// <summary>The given rows in that order.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Positions from 0.</param>
    public static int[] Of(RecordTable table, int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var rank = Rank(table);
        var sorted = (int[])rows.Clone();
        Array.Sort(Array.ConvertAll(rows, r => rank[r]), sorted);
        return sorted;
    }

    private static int[] Sorted(RecordTable table)
    {
        var columns = Columns(table);
        var rows = Enumerable.Range(0, table.Count).ToArray();
        Array.Sort(rows, (a, b) =>
        {
            foreach (var column in columns)
                if (column(a, b) is not 0 and var difference) return difference;
            return a.CompareTo(b);
        });
        var rank = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++) rank[rows[i]] = i;
        return rank;
    }

    // NaN sorts first among doubles and −1 first among codes.
    private static Comparison<int>[] Columns(RecordTable table) => [.. table.Columns.Select(By).OfType<Comparison<int>>()];

    private static Comparison<int>? By(RecordColumn column) => column switch
    {
        RecordColumn.Number number => (a, b) => number.Values[a].CompareTo(number.Values[b]),
        RecordColumn.Date date => (a, b) => date.Days[a].CompareTo(date.Days[b]),
        RecordColumn.Category category => (a, b) => category.Codes[a].CompareTo(category.Codes[b]),
        _ => null,
    };
}
