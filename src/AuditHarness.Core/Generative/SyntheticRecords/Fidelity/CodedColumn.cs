using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>A column of both tables as codes: the levels of categories; numbers and dates in bins of equal mass.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="IsNumber">True for numbers and dates.</param>
/// <param name="Levels">Number of codes.</param>
/// <param name="Train">Code of each training row; −1 where it is missing.</param>
/// <param name="Synthetic">Code of each made-up row.</param>
internal sealed record CodedColumn(string Name, bool IsNumber, int Levels, int[] Train, int[] Synthetic)
{
    /// <summary>What bins are, in the words of a catalog; <see cref="Of"/> makes them.</summary>
    public const string Bins = "A value x of a number or date is in bin ⌊bins · F_R(x)⌋, F_R(x) the share of all training values below it and half of those equal to it: equal mass, ties together, the first and the last bin open, the same bins for every group.";

    /// <summary>Most cells of two crossed columns.</summary>
    public const int MostCells = 1 << 22;

    /// <summary>All compared columns.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="bins">Number of bins of numbers and dates, at least 2.</param>
    public static IReadOnlyList<CodedColumn> All(RecordEvidence evidence, int bins)
    {
        RankedColumn.Prepare(evidence);
        return [.. evidence.Compared.Select(c => Of(evidence, c, bins))];
    }

    /// <summary>One column.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="column">Its position.</param>
    /// <param name="bins">Number of bins of numbers and dates.</param>
    public static CodedColumn Of(RecordEvidence evidence, int column, int bins)
    {
        if (evidence.Train.Columns[column] is RecordColumn.Category train)
            return new(train.Name, false, train.Levels.Count, train.Codes, ((RecordColumn.Category)evidence.Synthetic.Columns[column]).Codes);
        var ranked = RankedColumn.Of(evidence, column);
        var (counts, bin) = (new long[ranked.Values.Length], new int[ranked.Values.Length]);
        foreach (var rank in ranked.Train)
            if (rank >= 0) counts[rank]++;
        var (all, below, last, used) = (counts.Sum(), 0L, -1L, -1);
        for (var k = 0; k < counts.Length; k++)
        {
            // By the middle of ties, so that what lies below the smallest training value is as far from it as what lies above the largest.
            var of = all == 0 ? 0 : Math.Min(bins * ((2 * below) + counts[k]) / (2 * all), bins - 1);
            if (of != last) (last, used) = (of, used + 1);
            (bin[k], below) = (used, below + counts[k]);
        }
        int[] Coded(int[] ranks) => Array.ConvertAll(ranks, r => r < 0 ? -1 : bin[r]);
        return new(evidence.Train.Columns[column].Name, true, Math.Max(1, used + 1), Coded(ranked.Train), Coded(ranked.Synthetic));
    }

    /// <summary>Cells of the column by itself.</summary>
    public RowCells Cells => new(Levels, new(Train), new(Synthetic));

    /// <summary>Cells of the column crossed with another.</summary>
    /// <param name="other">The other.</param>
    public RowCells Crossed(CodedColumn other) => new(Levels * other.Levels, new(Train, other.Train, other.Levels), new(Synthetic, other.Synthetic, other.Levels));

    /// <summary>Pairs of columns, in order, that are of the kinds asked for.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="isAsked">True for the kinds asked for.</param>
    public static IEnumerable<(CodedColumn First, CodedColumn Second, string Subject)> Pairs(IReadOnlyList<CodedColumn> columns, Func<CodedColumn, CodedColumn, bool> isAsked) =>
        from i in Enumerable.Range(0, columns.Count)
        from j in Enumerable.Range(i + 1, columns.Count - i - 1)
        where isAsked(columns[i], columns[j])
        select (columns[i], columns[j], $"{columns[i].Name} × {columns[j].Name}");
}
