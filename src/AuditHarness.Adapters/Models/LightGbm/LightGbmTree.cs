using System.Globalization;
using System.Numerics;
using AuditHarness.Adapters.Models.Trees;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>One tree of LightGBM's text in the neutral form.</summary>
internal static class LightGbmTree
{
    private const int Categorical = 1, DefaultLeft = 2;

    /// <summary>Reads a tree: value ≤ threshold goes left, and so does a category of the node's set.</summary>
    /// <param name="text">The file.</param>
    /// <param name="number">Number of the tree, from 0.</param>
    /// <param name="features">Number of features of the model.</param>
    /// <param name="weight">Multiplied into the leaves.</param>
    /// <exception cref="FormatException">It is damaged; the message says where in the tree.</exception>
    public static Tree Read(LightGbmText text, int number, int features, double weight)
    {
        var leaves = text.Numbers<int>(number, "num_leaves", 1)[0];
        if (leaves < 1) throw new FormatException("it has no leaves");
        var value = text.Numbers<double>(number, "leaf_value", leaves);
        for (var k = 0; k < leaves; k++)
        {
            if (!double.IsFinite(value[k])) throw Fault($"leaf {k} has no finite value");
            value[k] *= weight;
        }
        if (leaves == 1) return Tree.OfLeaf(value[0], cover: Count(text, number, "leaf_count", 1)?[0] ?? 1);

        var nodes = leaves - 1;
        var left = text.Numbers<int>(number, "left_child", nodes);
        var right = text.Numbers<int>(number, "right_child", nodes);
        // Inner nodes first and then the leaves, so that all have numbers from 0 on.
        TreeShape.Reached(nodes + leaves, n => n < nodes ? (Of(left[n]), Of(right[n])) : null);
        int Of(int child) => child >= 0 ? child < nodes ? child : -1 : ~child < leaves ? nodes + ~child : -1;

        var slot = text.Numbers<int>(number, "split_feature", nodes);
        var threshold = text.Numbers<double>(number, "threshold", nodes);
        var decision = text.Has(number, "decision_type") ? text.Numbers<int>(number, "decision_type", nodes) : new int[nodes];
        var sets = Sets(text, number);
        var (@operator, missing, missingLeft) = (new SplitOperator[nodes], new MissingRule[nodes], new bool[nodes]);
        var members = sets is null ? null : new int[]?[nodes];
        for (var n = 0; n < nodes; n++)
        {
            if (slot[n] < 0 || slot[n] >= features) throw Fault($"node {n} reads feature {slot[n]}, but the model has {features} (counted from 0)");
            if (decision[n] is < 0 or > 15 || decision[n] >> 2 == 3) throw Fault($"node {n} has the unknown 'decision_type' {decision[n]}");
            if (double.IsNaN(threshold[n])) throw Fault($"node {n} has no threshold");
            if ((decision[n] & Categorical) != 0)
            {
                // The threshold is the number of the set. What is missing goes right whatever else the node says.
                if (sets is null || !(threshold[n] >= 0 && threshold[n] < sets.Length)) throw Fault($"node {n} has no set of categories");
                (@operator[n], members![n]) = (SplitOperator.Member, sets[(int)threshold[n]]);
                continue;
            }
            @operator[n] = SplitOperator.LessOrEqual;
            missing[n] = (decision[n] >> 2) switch { 0 => MissingRule.NaNIsZero, 1 => MissingRule.ZeroOrNaN, _ => MissingRule.NaN };
            missingLeft[n] = (decision[n] & DefaultLeft) != 0;
        }

        var (nodeCover, leafCover) = (Count(text, number, "internal_count", nodes), Count(text, number, "leaf_count", leaves));
        var cover = nodeCover is not null && leafCover is not null && AddsUp(nodeCover, leafCover, left, right);
        return new Tree
        {
            Slot = slot, Operator = @operator, Threshold = threshold, WhenTrue = left, WhenFalse = right, Missing = missing, MissingIsTrue = missingLeft,
            Members = members, Leaf = value, NodeCover = cover ? nodeCover : null, LeafCover = cover ? leafCover : null,
        };
    }

    private static double[]? Count(LightGbmText text, int number, string key, int count) =>
        text.Has(number, key) ? Array.ConvertAll(text.Numbers<int>(number, key, count), c => (double)c) : null;

    // A random forest and a sampled boosting round count sampled rows, but each node's are still those of its children.
    private static bool AddsUp(double[] node, double[] leaf, int[] left, int[] right)
    {
        for (var n = 0; n < node.Length; n++)
        {
            var (a, b) = (Of(left[n]), Of(right[n]));
            if (!(a >= 0 && b >= 0 && node[n] > 0) || a + b != node[n]) return false;
        }
        return true;
        double Of(int child) => child >= 0 ? node[child] : leaf[~child];
    }

    // Each set is a row of 32-bit words of which bit c mod 32 of word c / 32 says that category c is in it.
    private static int[][]? Sets(LightGbmText text, int number)
    {
        if (!text.Has(number, "num_cat") || text.Numbers<int>(number, "num_cat", 1)[0] is not (var count and not 0)) return null;
        if (count < 0) throw new FormatException("'num_cat' is below 0");
        var boundary = text.Numbers<int>(number, "cat_boundaries", count + 1L);
        if (boundary[0] != 0 || boundary.Zip(boundary.Skip(1)).Any(b => b.First > b.Second)) throw new FormatException("'cat_boundaries' do not ascend from 0");
        var words = text.Numbers<uint>(number, "cat_threshold", boundary[^1]);
        if (words.Length > int.MaxValue / 32) throw new FormatException("'cat_threshold' names too many categories");
        var sets = new int[count][];
        for (var k = 0; k < count; k++)
        {
            var set = new List<int>();
            for (var w = boundary[k]; w < boundary[k + 1]; w++)
            {
                for (var bits = words[w]; bits != 0; bits &= bits - 1) set.Add((32 * (w - boundary[k])) + BitOperations.TrailingZeroCount(bits));
            }
            sets[k] = [.. set];
        }
        return sets;
    }

    private static FormatException Fault(FormattableString what) => new(what.ToString(CultureInfo.InvariantCulture));
}
