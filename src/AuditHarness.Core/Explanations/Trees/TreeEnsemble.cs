namespace AuditHarness.Explanations.Trees;

/// <summary>How a node compares a value with its threshold; true goes to <see cref="Tree.WhenTrue"/>.</summary>
public enum SplitOperator : byte
{
    /// <summary>value ≤ threshold.</summary>
    LessOrEqual,
    /// <summary>value &lt; threshold.</summary>
    Less,
    /// <summary>value ≥ threshold.</summary>
    GreaterOrEqual,
    /// <summary>value &gt; threshold.</summary>
    Greater,
    /// <summary>value = threshold.</summary>
    Equal,
    /// <summary>value ≠ threshold.</summary>
    NotEqual,
    /// <summary>The value, a whole number from 0, is in the node's set.</summary>
    Member,
}

/// <summary>What a node takes for missing, and what becomes of it.</summary>
public enum MissingRule : byte
{
    /// <summary>NaN is missing and goes the node's missing route.</summary>
    NaN,
    /// <summary>NaN counts as 0 (LightGBM, missing type none).</summary>
    NaNIsZero,
    /// <summary>NaN and values of at most 1e-35f in size are missing and go the node's missing route (LightGBM, missing type zero).</summary>
    ZeroOrNaN,
}

/// <summary>
/// One binary tree over an encoded row, the neutral form that every reader fills. Inner nodes are numbered from 0, the root first;
/// a child of −1, −2, … is leaf 0, 1, …. A tree without inner nodes is its only leaf.
/// </summary>
public sealed record Tree
{
    /// <summary>Slot that each node reads.</summary>
    public required int[] Slot { get; init; }

    /// <summary>Comparison of each node.</summary>
    public required SplitOperator[] Operator { get; init; }

    /// <summary>Threshold of each node; ignored by <see cref="SplitOperator.Member"/>.</summary>
    public required double[] Threshold { get; init; }

    /// <summary>Child when the comparison holds.</summary>
    public required int[] WhenTrue { get; init; }

    /// <summary>Child when it does not.</summary>
    public required int[] WhenFalse { get; init; }

    /// <summary>What each node takes for missing.</summary>
    public required MissingRule[] Missing { get; init; }

    /// <summary>True where a missing value goes to <see cref="WhenTrue"/>.</summary>
    public required bool[] MissingIsTrue { get; init; }

    /// <summary>For nodes of <see cref="SplitOperator.Member"/> the set, ascending; null elsewhere. Null when there is none at all.</summary>
    public IReadOnlyList<int[]?>? Members { get; init; }

    /// <summary>Value of each leaf, the tree's weight already multiplied in.</summary>
    public required double[] Leaf { get; init; }

    /// <summary>How much of the training data reached each node (rows, or summed Hessians); null when the format has none that adds up.</summary>
    public double[]? NodeCover { get; init; }

    /// <summary>How much of the training data reached each leaf; null with <see cref="NodeCover"/>.</summary>
    public double[]? LeafCover { get; init; }

    /// <summary>A tree of one leaf.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="cover">Its cover, or null.</param>
    public static Tree OfLeaf(double value, double? cover = null) => new()
    {
        Slot = [], Operator = [], Threshold = [], WhenTrue = [], WhenFalse = [], Missing = [], MissingIsTrue = [], Leaf = [value],
        NodeCover = cover is null ? null : [], LeafCover = cover is { } c ? [c] : null,
    };

    /// <summary>True when a value takes the true branch of a node.</summary>
    /// <param name="node">Number of the inner node.</param>
    /// <param name="value">The encoded value, already in the ensemble's precision; NaN where missing.</param>
    public bool Takes(int node, double value)
    {
        // LightGBM keeps its smallest number in single precision.
        if (double.IsNaN(value) || (Missing[node] == MissingRule.ZeroOrNaN && Math.Abs(value) <= 1e-35f))
        {
            if (Missing[node] != MissingRule.NaNIsZero) return MissingIsTrue[node];
            value = 0;
        }
        return Operator[node] switch
        {
            SplitOperator.LessOrEqual => value <= Threshold[node],
            SplitOperator.Less => value < Threshold[node],
            SplitOperator.GreaterOrEqual => value >= Threshold[node],
            SplitOperator.Greater => value > Threshold[node],
            SplitOperator.Equal => value == Threshold[node],
            SplitOperator.NotEqual => value != Threshold[node],
            _ => value >= 0 && value <= int.MaxValue && Array.BinarySearch(Members![node]!, (int)value) >= 0,
        };
    }
}

/// <summary>A sum of trees: margin = base + Σ leaf reached.</summary>
/// <param name="Trees">The trees; weights and averaging already multiplied into their leaves.</param>
/// <param name="Base">Added to the sum.</param>
/// <param name="Slots">Length of an encoded row.</param>
/// <param name="SinglePrecision">True when the model's own runtime rounds values to float before it compares.</param>
public sealed record TreeEnsemble(IReadOnlyList<Tree> Trees, double Base, int Slots, bool SinglePrecision)
{
    /// <summary>True when every tree says how much training data reached each node.</summary>
    public bool HasCover => Trees.All(t => t.LeafCover is not null);

    /// <summary>
    /// Makes sure that scorer and explainer can walk every tree: every reader calls this once on what it read. Arrays of one length,
    /// slots within the row, every node and leaf reached from the root exactly once, numbers finite.
    /// </summary>
    /// <param name="source">What was read, such as the file's name: the message begins with it.</param>
    /// <exception cref="AuditInputException">Names the first fault with its tree and node, both counted from 0.</exception>
    public void Check(string source = "The model")
    {
        if (!double.IsFinite(Base)) throw new AuditInputException($"{source}: the base value {Base} is not a finite number. Export the model again.");
        for (var t = 0; t < Trees.Count; t++)
            if (TreeFaults.First(Trees[t], Slots) is { } fault)
                throw new AuditInputException($"{source}: tree {t}, {fault}. The file is damaged, or its writer at fault: export the model again.");
    }
}
