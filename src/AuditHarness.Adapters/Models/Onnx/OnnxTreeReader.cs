using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Reads the tree operators of ai.onnx.ml from their parallel arrays.</summary>
internal static class OnnxTreeReader
{
    // What stands at one place of a tree: an inner node with its two children's places, a leaf, or a place that only leads to another.
    private sealed record Place(OnnxTreeNode? Node, double[]? Votes, double Cover, int True, int False);

    /// <summary>Reads the operators of version 1 and 3.</summary>
    /// <returns>Null when the arrays do not make whole trees, or the aggregate is not a sum.</returns>
    public static OnnxTrees? OfArrays(OnnxNode node)
    {
        var classifier = node.Operator == "TreeEnsembleClassifier";
        var votes = classifier ? "class" : "target";
        long[] tree = node.Ints("nodes_treeids"), id = node.Ints("nodes_nodeids"), feature = node.Ints("nodes_featureids");
        long[] whenTrue = node.Ints("nodes_truenodeids"), whenFalse = node.Ints("nodes_falsenodeids"), tracks = node.Ints("nodes_missing_value_tracks_true");
        double[] value = node.FloatsOrTensor("nodes_values"), hits = node.FloatsOrTensor("nodes_hitrates"), weight = node.FloatsOrTensor(votes + "_weights");
        var mode = node.Strings("nodes_modes");
        long[] voteTree = node.Ints(votes + "_treeids"), voteNode = node.Ints(votes + "_nodeids"), voteFor = node.Ints(votes + "_ids");
        var n = tree.Length;
        var outputs = classifier ? Math.Max(node.Strings("classlabels_strings").Length, node.Ints("classlabels_int64s").Length) : (int)Math.Clamp(node.Int("n_targets", 1), 0, 10_000);
        var aggregate = classifier ? "SUM" : node.Text("aggregate_function", "SUM");
        if (n == 0 || outputs == 0 || aggregate is not ("SUM" or "AVERAGE") || new[] { id.Length, feature.Length, whenTrue.Length, whenFalse.Length, value.Length, mode.Length }.Any(l => l != n)
            || (tracks.Length != 0 && tracks.Length != n) || (hits.Length != 0 && hits.Length != n)
            || voteNode.Length != voteTree.Length || voteFor.Length != voteTree.Length || weight.Length != voteTree.Length || voteFor.Any(v => v < 0 || v >= outputs)) return null;

        var index = new Dictionary<(long, long), int>(n);
        for (var i = 0; i < n; i++)
            if (!index.TryAdd((tree[i], id[i]), i)) return null;
        var leafVotes = new Dictionary<int, double[]>();
        for (var v = 0; v < voteTree.Length; v++)
        {
            if (!index.TryGetValue((voteTree[v], voteNode[v]), out var at)) return null;
            if (!leafVotes.TryGetValue(at, out var all)) Array.Fill(leafVotes[at] = all = new double[outputs], double.NaN);
            all[voteFor[v]] = (double.IsNaN(all[voteFor[v]]) ? 0 : all[voteFor[v]]) + weight[v];
        }
        var isChild = new bool[n];
        for (var i = 0; i < n; i++)
        {
            if (mode[i] == "LEAF") continue;
            foreach (var child in new[] { whenTrue[i], whenFalse[i] })
            {
                if (!index.TryGetValue((tree[i], child), out var at) || isChild[at]) return null;
                isChild[at] = true;
            }
        }
        List<OnnxTree> trees = [];
        var reached = 0;
        foreach (var root in Enumerable.Range(0, n).Where(i => !isChild[i]))
        {
            // Each node has one parent, so the walk from a root comes to an end.
            var read = Build(root, i =>
            {
                reached++;
                if (mode[i] == "LEAF") return new(null, leafVotes.GetValueOrDefault(i) ?? None(outputs), hits.Length == 0 ? 0 : hits[i], 0, 0);
                if (OperatorOf(mode[i]) is not { } op) return null;
                var split = new OnnxTreeNode((int)Math.Clamp(feature[i], -1, int.MaxValue), op, value[i], 0, 0, (tracks.Length > 0 && tracks[i] == 1) || op == SplitOperator.NotEqual, hits.Length == 0 ? 0 : hits[i], null);
                return new(split, null, 0, index[(tree[i], whenTrue[i])], index[(tree[i], whenFalse[i])]);
            });
            if (read is null) return null;
            trees.Add(read);
        }
        return reached == n && trees.Count == tree.Distinct().Count() ? new(trees, node.FloatsOrTensor("base_values"), aggregate == "AVERAGE", outputs) : null;
    }

    /// <summary>Reads the operator of version 5.</summary>
    /// <returns>Null when the arrays do not make whole trees, or the aggregate is not a sum.</returns>
    public static OnnxTrees? OfVersion5(OnnxNode node)
    {
        double[]? Tensor(string name) => node.Attributes.TryGetValue(name, out var a) ? a.Tensor?.Numbers : null;
        long[] feature = node.Ints("nodes_featureids"), whenTrue = node.Ints("nodes_truenodeids"), whenFalse = node.Ints("nodes_falsenodeids");
        long[] trueLeaf = node.Ints("nodes_trueleafs"), falseLeaf = node.Ints("nodes_falseleafs"), tracks = node.Ints("nodes_missing_value_tracks_true");
        long[] roots = node.Ints("tree_roots"), target = node.Ints("leaf_targetids");
        var (split, mode, weight) = (Tensor("nodes_splits"), Tensor("nodes_modes"), Tensor("leaf_weights"));
        var members = Tensor("membership_values") ?? [];
        var outputs = (int)Math.Clamp(node.Int("n_targets", 1), 0, 10_000);
        var n = feature.Length;
        if (split is null || mode is null || weight is null || outputs == 0 || roots.Length == 0 || node.Int("aggregate_function", 1) is not (0 or 1)
            || new[] { split.Length, mode.Length, whenTrue.Length, whenFalse.Length, trueLeaf.Length, falseLeaf.Length }.Any(l => l != n) || (tracks.Length != 0 && tracks.Length != n)
            || weight.Length != target.Length || target.Any(t => t < 0 || t >= outputs)
            || roots.Any(r => r < 0 || r >= n)) return null;

        // Sets stand one after the other in the order of their nodes, with NaN between them.
        var sets = new int[n][];
        var at = 0;
        for (var i = 0; i < n; i++)
        {
            if (mode[i] is < 0 or > 6) return null;
            if (mode[i] != 6) continue;
            var set = new List<int>();
            for (; at < members.Length && !double.IsNaN(members[at]); at++)
            {
                if (members[at] < 0 || members[at] > int.MaxValue || members[at] != Math.Floor(members[at])) return null;
                set.Add((int)members[at]);
            }
            at++;
            sets[i] = [.. set.Distinct().Order()];
        }

        var reached = new HashSet<long>();
        List<OnnxTree> trees = [];
        foreach (var root in roots)
        {
            // Leaves are numbered after the nodes.
            var read = Build((int)root, i =>
            {
                if (i >= n)
                {
                    var votes = None(outputs);
                    votes[target[i - n]] = weight[i - n];
                    return new(null, votes, 0, 0, 0);
                }
                if (!reached.Add(i) || Child(whenTrue[i], trueLeaf[i]) is not { } yes || Child(whenFalse[i], falseLeaf[i]) is not { } no) return null;
                // Both branches on one leaf: a tree of that leaf.
                if (yes == no && yes >= n) return new(null, null, 0, yes, yes);
                var op = (SplitOperator)(int)mode[i];
                return new(new((int)Math.Clamp(feature[i], -1, int.MaxValue), op, split[i], 0, 0, (tracks.Length > 0 && tracks[i] == 1) || op == SplitOperator.NotEqual, 0, sets[i]), null, 0, yes, no);
            });
            if (read is null) return null;
            trees.Add(read);
        }
        return new(trees, [], node.Int("aggregate_function", 1) == 0, outputs);

        int? Child(long child, long leaf) => leaf == 1 ? (child >= 0 && child < weight.Length ? n + (int)child : null) : child >= 0 && child < n ? (int)child : null;
    }

    private static SplitOperator? OperatorOf(string mode) => mode switch
    {
        "BRANCH_LEQ" => SplitOperator.LessOrEqual,
        "BRANCH_LT" => SplitOperator.Less,
        "BRANCH_GTE" => SplitOperator.GreaterOrEqual,
        "BRANCH_GT" => SplitOperator.Greater,
        "BRANCH_EQ" => SplitOperator.Equal,
        "BRANCH_NEQ" => SplitOperator.NotEqual,
        _ => null,
    };

    private static double[] None(int outputs)
    {
        var votes = new double[outputs];
        Array.Fill(votes, double.NaN);
        return votes;
    }

    // Numbers nodes and leaves as the neutral form does, the root first, without recursion; null when a place cannot be read.
    private static OnnxTree? Build(int root, Func<int, Place?> read)
    {
        var tree = new OnnxTree([], [], []);
        var open = new Stack<(int At, int Parent, bool WhenTrue)>();
        open.Push((root, -1, false));
        while (open.TryPop(out var next))
        {
            if (read(next.At) is not { } place) return null;
            if (place is { Node: null, Votes: null })
            {
                open.Push((place.True, next.Parent, next.WhenTrue));
                continue;
            }
            int child;
            if (place.Node is null)
            {
                child = ~tree.Votes.Count;
                tree.Votes.Add(place.Votes!);
                tree.LeafCovers.Add(place.Cover);
            }
            else
            {
                child = tree.Nodes.Count;
                tree.Nodes.Add(place.Node);
                open.Push((place.False, child, false));
                open.Push((place.True, child, true));
            }
            if (next.Parent < 0) continue;
            var parent = tree.Nodes[next.Parent];
            tree.Nodes[next.Parent] = next.WhenTrue ? parent with { True = child } : parent with { False = child };
        }
        return tree;
    }
}
