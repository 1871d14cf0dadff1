using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>An inner node.</summary>
/// <param name="Slot">What it reads; −1 for what is no slot.</param>
/// <param name="Operator">How it compares.</param>
/// <param name="Threshold">With what.</param>
/// <param name="True">Child where the comparison holds: a node, or ~ of a leaf.</param>
/// <param name="False">Child where it does not.</param>
/// <param name="MissingIsTrue">Where NaN goes.</param>
/// <param name="Cover">Its "popularity"; 0 where the file has none.</param>
/// <param name="Members">Set of a node that asks for one, ascending.</param>
internal sealed record OnnxTreeNode(int Slot, SplitOperator Operator, double Threshold, int True, int False, bool MissingIsTrue, double Cover, int[]? Members);

/// <summary>A tree, the root first.</summary>
/// <param name="Nodes">Inner nodes.</param>
/// <param name="Votes">For each leaf and output the vote; NaN where it has none.</param>
/// <param name="LeafCovers">For each leaf its "popularity".</param>
internal sealed record OnnxTree(List<OnnxTreeNode> Nodes, List<double[]> Votes, List<double> LeafCovers);

/// <summary>
/// The trees of a TreeEnsembleClassifier or TreeEnsembleRegressor (ai.onnx.ml 1 and 3) or of a TreeEnsemble (5): each leaf
/// has one vote for every output.
/// </summary>
internal sealed class OnnxTrees
{
    private readonly IReadOnlyList<OnnxTree> _trees;
    private readonly double[] _base;
    private readonly bool _average;

    /// <summary>Trees with their base values.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="baseValues">As the file gives them; may be none.</param>
    /// <param name="average">Whether the votes are averaged over the trees.</param>
    /// <param name="outputs">Number of outputs.</param>
    public OnnxTrees(IReadOnlyList<OnnxTree> trees, double[] baseValues, bool average, int outputs)
    {
        (_trees, _base, _average, Outputs) = (trees, baseValues, average, outputs);
    }

    /// <summary>Number of outputs.</summary>
    public int Outputs { get; }

    /// <summary>Length of the base values in the file: how the runtime treats a classifier of two classes hangs on it.</summary>
    public int BaseValues => _base.Length;

    /// <summary>True when some tree votes for the output in every leaf.</summary>
    public bool AlwaysVotes(int output) => _trees.Any(t => t.Votes.All(v => !double.IsNaN(v[output])));

    /// <summary>Σ coefficient · output as one sum of trees over the given slots.</summary>
    /// <param name="coefficients">One per output.</param>
    /// <param name="baseValues">One per output: added to it.</param>
    /// <param name="slots">What the trees read.</param>
    /// <param name="link">From the sum to the risk.</param>
    /// <returns>Null when a node cannot be brought back to a column.</returns>
    public ModelStructure.TreeSum? Combine(double[] coefficients, double[] baseValues, IReadOnlyList<OnnxSlot> slots, Link link)
    {
        var numeric = slots.Where(s => s.Source.Level is null).ToArray();
        var single = numeric.All(s => s.Given == OnnxType.Float);
        var hasCover = _trees.All(HasCover);
        var trees = new List<Tree>(_trees.Count);
        foreach (var raw in _trees)
        {
            var leaf = raw.Votes.Select(v => v.Select((vote, k) => double.IsNaN(vote) ? 0 : vote * coefficients[k]).Sum() / (_average ? _trees.Count : 1)).ToArray();
            if (leaf.All(v => v == 0)) continue;
            var nodes = new List<OnnxTreeNode>(raw.Nodes.Count);
            foreach (var node in raw.Nodes)
            {
                if (node.Slot < 0 || node.Slot >= slots.Count || Folded(node, slots[node.Slot], single) is not { } folded) return null;
                nodes.Add(folded);
            }
            trees.Add(new Tree
            {
                Slot = [.. nodes.Select(n => n.Slot)],
                Operator = [.. nodes.Select(n => n.Operator)],
                Threshold = [.. nodes.Select(n => n.Threshold)],
                WhenTrue = [.. nodes.Select(n => n.True)],
                WhenFalse = [.. nodes.Select(n => n.False)],
                Missing = new MissingRule[nodes.Count],
                MissingIsTrue = [.. nodes.Select(n => n.MissingIsTrue)],
                Members = nodes.Any(n => n.Members is not null) ? [.. nodes.Select(n => n.Members)] : null,
                Leaf = leaf,
                NodeCover = hasCover ? [.. nodes.Select(n => n.Cover)] : null,
                LeafCover = hasCover ? [.. raw.LeafCovers] : null,
            });
        }
        return new(new([.. slots.Select(s => s.Source)]), link, new(trees, baseValues.Zip(coefficients, (b, c) => b * c).Sum(), slots.Count, single));
    }

    /// <summary>The base values, one per output, where the file gives as many; else zeros.</summary>
    public double[] Base => _base.Length == Outputs ? _base : new double[Outputs];

    /// <summary>The only base value of a file that gives one.</summary>
    public double OnlyBase => _base is [var one] ? one : 0;

    // A threshold on a number that was scaled or rounded first, as the threshold on the number itself that parts the same inputs.
    private static OnnxTreeNode? Folded(OnnxTreeNode node, OnnxSlot slot, bool single)
    {
        IReadOnlyList<OnnxStep> steps = slot.Steps;
        if (!single && slot.Given == OnnxType.Float) steps = [OnnxStep.Round, .. steps];
        if (steps.Count == 0) return node;
        if (node.Operator is SplitOperator.Equal or SplitOperator.NotEqual or SplitOperator.Member) return slot.Source.Level is not null && steps.All(s => s == OnnxStep.Round) ? node : null;

        bool Holds(double x)
        {
            foreach (var step in steps) x = step.Apply(x);
            return node.Operator switch
            {
                SplitOperator.LessOrEqual => x <= node.Threshold,
                SplitOperator.Less => x < node.Threshold,
                SplitOperator.GreaterOrEqual => x >= node.Threshold,
                _ => x > node.Threshold,
            };
        }

        // Every step is monotone, so the inputs for which the comparison holds are all up to one number, or all from one on.
        var (low, high) = single ? (Key(-float.MaxValue), Key(float.MaxValue)) : (Key(-double.MaxValue), Key(double.MaxValue));
        var (first, last) = (Holds(Number(low)), Holds(Number(high)));
        if (first == last) return node with { Operator = SplitOperator.LessOrEqual, Threshold = first ? double.MaxValue : double.NegativeInfinity };
        while (low + 1 < high)
        {
            // Their difference can be beyond 64 bits.
            var middle = (long)(((Int128)low + high) >> 1);
            if (Holds(Number(middle)) == first) low = middle;
            else high = middle;
        }
        return first
            ? node with { Operator = SplitOperator.LessOrEqual, Threshold = Number(low) }
            : node with { Operator = SplitOperator.GreaterOrEqual, Threshold = Number(high) };

        long Key(double x)
        {
            var bits = single ? BitConverter.SingleToInt32Bits((float)x) : BitConverter.DoubleToInt64Bits(x);
            return bits >= 0 ? bits : (single ? int.MinValue : long.MinValue) - bits;
        }

        double Number(long key)
        {
            var bits = key >= 0 ? key : (single ? int.MinValue : long.MinValue) - key;
            return single ? BitConverter.Int32BitsToSingle((int)bits) : BitConverter.Int64BitsToDouble(bits);
        }
    }

    // "Popularity" is cover only where every node has as much as its two children together; exporters write 1 or 0 throughout.
    private static bool HasCover(OnnxTree tree)
    {
        double Of(int child) => child >= 0 ? tree.Nodes[child].Cover : tree.LeafCovers[~child];
        return tree.LeafCovers.All(c => c >= 0) && (tree.Nodes.Count == 0 ? tree.LeafCovers[0] : tree.Nodes[0].Cover) > 0
            && tree.Nodes.All(n => Math.Abs(n.Cover - Of(n.True) - Of(n.False)) <= 1e-6 * Math.Max(1, n.Cover));
    }
}
