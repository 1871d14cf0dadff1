using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>
/// The trees of a TreeEnsembleClassifier or TreeEnsembleRegressor (ai.onnx.ml 1 and 3) or of a TreeEnsemble (5): each leaf
/// has one vote for every output.
/// </summary>
internal sealed class OnnxTrees
{
    private sealed record Node(int Slot, SplitOperator Operator, double Threshold, int True, int False, bool MissingIsTrue, double Cover, int[]? Members);

    // Children: an index of Nodes, or ~index of Votes.
    private sealed record RawTree(List<Node> Nodes, List<double[]> Votes, List<double> LeafCovers);

    // What stands at one place of a tree: an inner node with its two children's places, a leaf, or a place that only leads to another.
    private sealed record Place(Node? Node, double[]? Votes, double Cover, int True, int False);

    private readonly IReadOnlyList<RawTree> _trees;
    private readonly double[] _base;
    private readonly bool _average;

    private OnnxTrees(IReadOnlyList<RawTree> trees, double[] baseValues, bool average, int outputs)
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
            var nodes = new List<Node>(raw.Nodes.Count);
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
    private static Node? Folded(Node node, OnnxSlot slot, bool single)
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
    private static bool HasCover(RawTree tree)
    {
        double Of(int child) => child >= 0 ? tree.Nodes[child].Cover : tree.LeafCovers[~child];
        return tree.LeafCovers.All(c => c >= 0) && (tree.Nodes.Count == 0 ? tree.LeafCovers[0] : tree.Nodes[0].Cover) > 0
            && tree.Nodes.All(n => Math.Abs(n.Cover - Of(n.True) - Of(n.False)) <= 1e-6 * Math.Max(1, n.Cover));
    }

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
        List<RawTree> trees = [];
        var reached = 0;
        foreach (var root in Enumerable.Range(0, n).Where(i => !isChild[i]))
        {
            // Each node has one parent, so the walk from a root comes to an end.
            var read = Build(root, i =>
            {
                reached++;
                if (mode[i] == "LEAF") return new(null, leafVotes.GetValueOrDefault(i) ?? None(outputs), hits.Length == 0 ? 0 : hits[i], 0, 0);
                if (OperatorOf(mode[i]) is not { } op) return null;
                var node = new Node((int)Math.Clamp(feature[i], -1, int.MaxValue), op, value[i], 0, 0, (tracks.Length > 0 && tracks[i] == 1) || op == SplitOperator.NotEqual, hits.Length == 0 ? 0 : hits[i], null);
                return new(node, null, 0, index[(tree[i], whenTrue[i])], index[(tree[i], whenFalse[i])]);
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
        List<RawTree> trees = [];
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
    private static RawTree? Build(int root, Func<int, Place?> read)
    {
        var tree = new RawTree([], [], []);
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
