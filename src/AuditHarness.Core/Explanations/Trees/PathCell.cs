namespace AuditHarness.Explanations.Trees;

/// <summary>A leaf as its cell sees it.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Reach">For each player of the cell the share of training data that passes its conditions; empty without cover.</param>
internal readonly record struct PathLeaf(double Value, double[] Reach);

/// <summary>A leaf, or the two leaves of a node, with the players on the way.</summary>
/// <param name="Players">Distinct players in the order in which the way meets them.</param>
/// <param name="Bits">Bits of the cell's patterns.</param>
/// <param name="Leaves">One, or two: that of the true branch first.</param>
internal sealed record PathCell(int[] Players, int Bits, PathLeaf[] Leaves)
{
    /// <summary>For two leaves: bit of the player that their node asks.</summary>
    public int LastPosition { get; init; }

    /// <summary>For two leaves: their node is the first to ask that player.</summary>
    public bool LastIsNew { get; init; }

    /// <summary>True when contributions are tabulated for every pattern.</summary>
    public bool HasTable => Players.Length <= PathPattern.TableBits;

    /// <summary>
    /// The pattern that a pattern of the cell means for one of its leaves. For two leaves, the cell's highest bit is their node's
    /// answer and the rest the pattern before it.
    /// </summary>
    public int OfLeaf(int leaf, int pattern)
    {
        if (Leaves.Length == 1) return pattern;
        var before = pattern & ((1 << (Bits - 1)) - 1);
        var met = (pattern >> (Bits - 1) == 1) == (leaf == 0);
        return LastIsNew ? before | (met ? 1 << LastPosition : 0) : before & (met ? ~0 : ~(1 << LastPosition));
    }
}
