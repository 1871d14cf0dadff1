namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// Two tables thrown together: whose nearest neighbour has it as its own nearest. Whether a record's nearest neighbour is of its own table is
/// one coin for both of such a pair, as if the labels of the tables were tossed: the share of records whose neighbour is of their own table
/// varies (1 + share in pairs) times as much as that of as many independent records.
/// </summary>
/// <remarks>
/// Schilling (1986), J. Am. Stat. Assoc. 81:799–806, and Henze (1988), Ann. Stat. 16:772–783: the variance of nearest-neighbour counts. Of
/// equally near neighbours that of the own table is taken.
/// </remarks>
/// <param name="First">For each record of the first table.</param>
/// <param name="Second">For each of the second.</param>
internal sealed record MutualNeighbours(bool[] First, bool[] Second)
{
    /// <summary>Finds pairs.</summary>
    /// <param name="within">Neighbours of the first table within it.</param>
    /// <param name="across">Neighbours of the first table in the second.</param>
    /// <param name="withinOther">Neighbours of the second table within it.</param>
    /// <param name="back">Neighbours of the second table in the first.</param>
    public static MutualNeighbours Of(Neighbours within, Neighbours across, Neighbours withinOther, Neighbours back)
    {
        var (first, second) = (Nearest(within, across), Nearest(withinOther, back));
        bool IsMutual(int row, bool isSecond)
        {
            var (near, isOwn) = (isSecond ? second : first)[row];
            if (near < 0) return false;
            var inSecond = isSecond == isOwn;
            var (again, isOwnAgain) = (inSecond ? second : first)[near];
            return again == row && isOwnAgain == isOwn;
        }
        return new([.. Enumerable.Range(0, within.Count).Select(i => IsMutual(i, false))], [.. Enumerable.Range(0, withinOther.Count).Select(i => IsMutual(i, true))]);
    }

    /// <summary>Number of independent records that would vary as much as some do.</summary>
    /// <param name="isMutual"><see cref="First"/> or <see cref="Second"/>.</param>
    /// <param name="rows">Rows of that table, at least one.</param>
    public static double EffectiveSize(bool[] isMutual, int[] rows) => (double)rows.Length * rows.Length / (rows.Length + rows.Count(r => isMutual[r]));

    private static (int Row, bool IsOwn)[] Nearest(Neighbours within, Neighbours across) =>
        [.. Enumerable.Range(0, within.Count).Select(i => within.Distance(i) <= across.Distance(i) ? (within.Row(i), true) : (across.Row(i), false))];
}
