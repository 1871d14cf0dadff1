namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>For each record of a table the nearest of another, nearest first; of equally near ones those that come first.</summary>
/// <param name="Most">Neighbours that are kept, at least 1.</param>
/// <param name="Rows">For each record <paramref name="Most"/> rows of the other table; −1 where it has no more.</param>
/// <param name="Distances">How far they are, in [0, 1]; infinity where there are no more.</param>
public sealed record Neighbours(int Most, int[] Rows, double[] Distances)
{
    /// <summary>Number of records whose neighbours they are.</summary>
    public int Count => Rows.Length / Most;

    /// <summary>How far a neighbour is, in [0, 1]; infinity where there is none.</summary>
    /// <param name="record">Row of the record.</param>
    /// <param name="rank">0 for the nearest.</param>
    public double Distance(int record, int rank = 0) => Distances[(record * Most) + rank];

    /// <summary>A neighbour's row in the other table; −1 where there is none.</summary>
    /// <param name="record">Row of the record.</param>
    /// <param name="rank">0 for the nearest.</param>
    public int Row(int record, int rank = 0) => Rows[(record * Most) + rank];
}
