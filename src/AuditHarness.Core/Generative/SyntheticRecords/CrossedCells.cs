using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>Records that are alike in some columns, as cells of these columns crossed: only cells that occur are numbered.</summary>
/// <param name="Train">For each training record its cell.</param>
/// <param name="Holdout">The same of the held-out records; empty without them.</param>
/// <param name="Synthetic">The same of the made-up records.</param>
/// <param name="Count">Number of cells.</param>
internal sealed record CrossedCells(int[] Train, int[] Holdout, int[] Synthetic, int Count)
{
    /// <summary>Columns crossed; a missing value is a value of its own.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="columns">Names of columns; those that are no columns are passed over.</param>
    /// <param name="bins">Bins for numbers and dates, by the training records' quantiles; 0 for their exact values.</param>
    public static CrossedCells Of(RecordEvidence evidence, IEnumerable<string> columns, int bins)
    {
        var tables = new[] { evidence.Train, evidence.Holdout, evidence.Synthetic };
        var (cells, count) = (Array.ConvertAll(tables, t => new int[t?.Count ?? 0]), 1);
        foreach (var name in columns.Distinct(StringComparer.Ordinal))
        {
            if (evidence.Train.Find(name) is not { } train) continue;
            var cuts = Cuts(train, bins);
            var (places, next) = (new Dictionary<(int, double), int>(), new int[3][]);
            for (var t = 0; t < 3; t++)
            {
                next[t] = new int[cells[t].Length];
                if (tables[t]?.Find(name) is not { } column) continue;
                for (var r = 0; r < next[t].Length; r++)
                {
                    var key = (cells[t][r], Code(column, r, cuts));
                    if (!places.TryGetValue(key, out var place)) places.Add(key, place = places.Count);
                    next[t][r] = place;
                }
            }
            (cells, count) = (next, places.Count);
        }
        return new(cells[0], cells[1], cells[2], count);
    }

    /// <summary>How many of some rows are in each cell.</summary>
    /// <param name="cells">Cell of each row of a table.</param>
    /// <param name="rows">Rows of it.</param>
    public int[] Counts(int[] cells, int[] rows)
    {
        var counts = new int[Count];
        foreach (var row in rows) counts[cells[row]]++;
        return counts;
    }

    private static double[]? Cuts(RecordColumn column, int bins)
    {
        if (bins == 0 || RankedColumn.ValuesOf(column) is not { } values) return null;
        double[] known = [.. values.Where(v => !double.IsNaN(v)).Order()];
        return known.Length == 0 ? [] : [.. Enumerable.Range(1, bins - 1).Select(b => known[(int)((long)b * known.Length / bins)]).Distinct()];
    }

    // A number's bin is the number of cuts at or below it. NaN equals itself as a key.
    private static double Code(RecordColumn column, int row, double[]? cuts)
    {
        if (column is RecordColumn.Category category) return category.Codes[row];
        var value = RankedColumn.ValuesOf(column) is { } values ? values[row] : double.NaN;
        return cuts is null || double.IsNaN(value) ? value : cuts.Count(c => value >= c);
    }
}
