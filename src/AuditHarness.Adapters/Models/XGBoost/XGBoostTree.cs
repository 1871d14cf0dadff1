using System.Globalization;
using AuditHarness.Adapters.Models.Trees;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>One tree of XGBoost's JSON in the neutral form.</summary>
internal static class XGBoostTree
{
    // Categories from here on are not told apart by a float, and XGBoost knows none.
    private const int MostCategories = 1 << 24;

    /// <summary>Turns a tree.</summary>
    /// <param name="tree">As the file has it: leaves among the nodes, their values among the thresholds, value &lt; threshold goes left.</param>
    /// <param name="features">Number of features of the model.</param>
    /// <param name="weight">Multiplied into the leaves.</param>
    /// <exception cref="FormatException">It is damaged; the message says where in the tree.</exception>
    public static Tree Read(TreeJson tree, int features, double weight)
    {
        var left = tree.LeftChildren ?? throw new FormatException("'left_children' is missing");
        var nodes = left.Length;
        if (nodes == 0) throw new FormatException("it has no nodes");
        var right = Sized(tree.RightChildren, "right_children", nodes);
        var condition = Sized(tree.SplitConditions, "split_conditions", nodes);
        var slot = Sized(tree.SplitIndices, "split_indices", nodes);
        var missingLeft = Sized(tree.DefaultLeft, "default_left", nodes);
        var reached = TreeShape.Reached(nodes, n => left[n] == -1 && right[n] == -1 ? null : (left[n], right[n]));

        // Nodes that pruning took out stay in the file, but nothing leads to them.
        var number = new int[nodes];
        int inner = 0, leaves = 0;
        for (var n = 0; n < nodes; n++)
        {
            if (reached[n]) number[n] = left[n] == -1 ? ~leaves++ : inner++;
        }

        var sets = Categories(tree, nodes);
        var cover = Cover(tree.SumHessian, left, right, reached);
        var read = new Tree
        {
            Slot = new int[inner],
            Operator = new SplitOperator[inner],
            Threshold = new double[inner],
            WhenTrue = new int[inner],
            WhenFalse = new int[inner],
            Missing = new MissingRule[inner],
            MissingIsTrue = new bool[inner],
            Members = sets is null ? null : new int[]?[inner],
            Leaf = new double[leaves],
            NodeCover = cover is null ? null : new double[inner],
            LeafCover = cover is null ? null : new double[leaves],
        };
        for (var n = 0; n < nodes; n++)
        {
            if (!reached[n]) continue;
            if (number[n] < 0)
            {
                read.Leaf[~number[n]] = float.IsFinite(condition[n]) ? condition[n] * weight : throw Fault($"leaf {n} has no finite value");
                if (cover is not null) read.LeafCover![~number[n]] = cover[n];
                continue;
            }
            Split(n, number[n]);
            if (cover is not null) read.NodeCover![number[n]] = cover[n];
        }
        return read;

        void Split(int n, int at)
        {
            if (slot[n] < 0 || slot[n] >= features) throw Fault($"node {n} reads feature {slot[n]}, but the model has {features} (counted from 0)");
            read.Slot[at] = slot[n];
            // A category of the set goes right, unlike a number that is below the threshold.
            var member = tree.SplitType is { } types && Sized(types, "split_type", nodes)[n];
            if (member)
            {
                ((int[]?[])read.Members!)[at] = sets![n] ?? throw Fault($"node {n} splits by categories and names none");
                read.Operator[at] = SplitOperator.Member;
            }
            else
            {
                if (float.IsNaN(condition[n])) throw Fault($"node {n} has no threshold");
                (read.Operator[at], read.Threshold[at]) = (SplitOperator.Less, condition[n]);
            }
            (read.WhenTrue[at], read.WhenFalse[at]) = member ? (number[right[n]], number[left[n]]) : (number[left[n]], number[right[n]]);
            read.MissingIsTrue[at] = missingLeft[n] != member;
        }
    }

    private static int[]?[]? Categories(TreeJson tree, int nodes)
    {
        if (tree.SplitType is not { } types || !types.Contains(true)) return null;
        var where = tree.CategoriesNodes ?? throw new FormatException("'categories_nodes' is missing");
        var begin = Sized(tree.CategoriesSegments, "categories_segments", where.Length);
        var size = Sized(tree.CategoriesSizes, "categories_sizes", where.Length);
        var all = tree.Categories ?? throw new FormatException("'categories' is missing");

        var sets = new int[]?[nodes];
        long total = 0;
        for (var k = 0; k < where.Length; k++)
        {
            // Sets do not overlap, so that their sizes add up to at most the whole.
            if (where[k] < 0 || where[k] >= nodes || begin[k] < 0 || size[k] < 1 || begin[k] > all.Length || size[k] > all.Length - begin[k]
                || (total += size[k]) > all.Length)
                throw Fault($"the categories of split {k} lie outside 'categories'");
            int[] set = [.. all[(int)begin[k]..(int)(begin[k] + size[k])].Distinct().Order()];
            if (set[0] < 0 || set[^1] >= MostCategories) throw Fault($"split {k} has a category below 0 or from {MostCategories} on");
            sets[where[k]] = set;
        }
        return sets;
    }

    // Sums of Hessians are floats of their own at each node: a parent's is its children's up to rounding, or it is no cover.
    private static float[]? Cover(float[]? hessian, int[] left, int[] right, bool[] reached)
    {
        if (hessian is null || hessian.Length != left.Length) return null;
        for (var n = 0; n < left.Length; n++)
        {
            if (!reached[n]) continue;
            if (!float.IsFinite(hessian[n]) || hessian[n] < 0) return null;
            if (left[n] == -1) continue;
            if (hessian[n] == 0 || Math.Abs(hessian[left[n]] + (double)hessian[right[n]] - hessian[n]) > 1e-3 * hessian[n]) return null;
        }
        return hessian;
    }

    private static T[] Sized<T>(T[]? values, string key, int count) =>
        values is null ? throw new FormatException($"'{key}' is missing")
        : values.Length == count ? values : throw Fault($"'{key}' has {values.Length} entries, and {count} are expected");

    private static FormatException Fault(FormattableString what) => new(what.ToString(CultureInfo.InvariantCulture));
}
