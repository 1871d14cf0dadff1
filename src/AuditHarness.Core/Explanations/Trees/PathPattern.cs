namespace AuditHarness.Explanations.Trees;

/// <summary>
/// Bounds of a pattern: of the players on the way to a leaf, in the order in which the way meets them, bit j tells whether a row
/// meets all of player j's conditions.
/// </summary>
internal static class PathPattern
{
    /// <summary>Most distinct players on the way to one leaf: the bits of <see cref="UInt128"/>.</summary>
    public const int MaxPlayers = 128;

    /// <summary>Most players of a leaf whose contributions are tabulated for every pattern; beyond, only for patterns that occur.</summary>
    public const int TableBits = 8;

    /// <summary>All of d players.</summary>
    public static UInt128 Full(int players) => players == MaxPlayers ? UInt128.MaxValue : (UInt128.One << players) - 1;
}
