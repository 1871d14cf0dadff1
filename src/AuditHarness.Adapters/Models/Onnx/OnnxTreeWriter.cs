using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Writes a sum of trees as one operator of ai.onnx.ml that compares and adds in double.</summary>
internal static class OnnxTreeWriter
{
    /// <summary>Values of at most this size are missing under <see cref="MissingRule.ZeroOrNaN"/>.</summary>
    public const double ZeroBand = 1e-35;

    /// <summary>Whether the trees need version 5, whose nodes may hold sets.</summary>
    public static bool NeedsSets(TreeEnsemble ensemble) => ensemble.Trees.Any(t => t.Operator.Contains(SplitOperator.Member));

    /// <summary>TreeEnsembleRegressor of version 3: input double, output float, one target.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="input">Name of the value that they read.</param>
    /// <param name="output">Name of the sum.</param>
    /// <param name="slotOf">Slot that a node reads, where zero as a missing value has a slot of its own.</param>
    public static OnnxMessage Regressor(TreeEnsemble ensemble, string input, string output, Func<Tree, int, int> slotOf)
    {
        List<long> tree = [], id = [], feature = [], yes = [], no = [], tracks = [], leafTree = [], leafId = [];
        List<double> value = [], cover = [], weight = [];
        List<string> mode = [];
        var trees = ensemble.Trees.Count == 0 ? [Tree.OfLeaf(0, 1)] : ensemble.Trees;
        for (var t = 0; t < trees.Count; t++)
        {
            var one = trees[t];
            var nodes = one.Slot.Length;
            // Inner nodes keep their numbers, leaves come after them.
            long Child(int child) => child >= 0 ? child : nodes + ~child;
            for (var n = 0; n < nodes; n++)
            {
                var (op, whenTrue, whenFalse, missingIsTrue) = Branch(one, n);
                Add(n, slotOf(one, n), one.Threshold[n], op, Child(whenTrue), Child(whenFalse), missingIsTrue, one.NodeCover?[n]);
            }
            for (var l = 0; l < one.Leaf.Length; l++)
            {
                Add(nodes + l, 0, 0, "LEAF", 0, 0, false, one.LeafCover?[l]);
                leafTree.Add(t);
                leafId.Add(nodes + l);
                weight.Add(one.Leaf[l]);
            }

            void Add(int number, int slot, double threshold, string op, long whenTrue, long whenFalse, bool missingIsTrue, double? popularity)
            {
                tree.Add(t);
                id.Add(number);
                feature.Add(slot);
                value.Add(threshold);
                mode.Add(op);
                yes.Add(whenTrue);
                no.Add(whenFalse);
                tracks.Add(missingIsTrue ? 1 : 0);
                cover.Add(popularity ?? 0);
            }
        }
        List<OnnxMessage> attributes =
        [
            OnnxMessage.Attribute("n_targets", 1),
            OnnxMessage.Attribute("aggregate_function", "SUM"),
            OnnxMessage.Attribute("post_transform", "NONE"),
            OnnxMessage.Attribute("base_values_as_tensor", OnnxMessage.Tensor("", [ensemble.Base], 1)),
            OnnxMessage.Attribute("nodes_treeids", tree),
            OnnxMessage.Attribute("nodes_nodeids", id),
            OnnxMessage.Attribute("nodes_featureids", feature),
            OnnxMessage.Attribute("nodes_values_as_tensor", OnnxMessage.Tensor("", [.. value], value.Count)),
            OnnxMessage.Attribute("nodes_modes", mode),
            OnnxMessage.Attribute("nodes_truenodeids", yes),
            OnnxMessage.Attribute("nodes_falsenodeids", no),
            OnnxMessage.Attribute("nodes_missing_value_tracks_true", tracks),
            OnnxMessage.Attribute("target_treeids", leafTree),
            OnnxMessage.Attribute("target_nodeids", leafId),
            OnnxMessage.Attribute("target_ids", leafTree.Select(_ => 0L)),
            OnnxMessage.Attribute("target_weights_as_tensor", OnnxMessage.Tensor("", [.. weight], weight.Count)),
        ];
        if (ensemble.HasCover) attributes.Add(OnnxMessage.Attribute("nodes_hitrates_as_tensor", OnnxMessage.Tensor("", [.. cover], cover.Count)));
        return OnnxMessage.Node("ai.onnx.ml", "TreeEnsembleRegressor", [input], [output], [.. attributes]);
    }

    // NaN ≠ t holds, so the runtime would send a missing value to the true branch whatever the node says: written as = with the branches swapped.
    private static (string Mode, int True, int False, bool MissingIsTrue) Branch(Tree tree, int node)
    {
        var (yes, no, missing) = (tree.WhenTrue[node], tree.WhenFalse[node], MissingIsTrue(tree, node));
        return tree.Operator[node] switch
        {
            SplitOperator.LessOrEqual => ("BRANCH_LEQ", yes, no, missing),
            SplitOperator.Less => ("BRANCH_LT", yes, no, missing),
            SplitOperator.GreaterOrEqual => ("BRANCH_GTE", yes, no, missing),
            SplitOperator.Greater => ("BRANCH_GT", yes, no, missing),
            SplitOperator.Equal => ("BRANCH_EQ", yes, no, missing),
            SplitOperator.NotEqual => ("BRANCH_EQ", no, yes, !missing),
            _ => throw new NotSupportedException("Sets need version 5."),
        };
    }

    private static bool MissingIsTrue(Tree tree, int node) => tree.Missing[node] == MissingRule.NaNIsZero ? tree.Takes(node, 0) : tree.MissingIsTrue[node];

    /// <summary>TreeEnsemble of version 5: input and output double, one target, no base value.</summary>
    /// <param name="ensemble">The trees.</param>
    /// <param name="input">Name of the value that they read.</param>
    /// <param name="output">Name of the sum.</param>
    /// <param name="slotOf">Slot that a node reads.</param>
    public static OnnxMessage WithSets(TreeEnsemble ensemble, string input, string output, Func<Tree, int, int> slotOf)
    {
        List<long> roots = [], feature = [], yes = [], no = [], yesLeaf = [], noLeaf = [], tracks = [];
        List<double> split = [], weight = [], members = [];
        List<byte> mode = [];
        foreach (var tree in ensemble.Trees)
        {
            var (firstNode, firstLeaf) = (feature.Count, weight.Count);
            roots.Add(firstNode);
            weight.AddRange(tree.Leaf);
            for (var n = 0; n < tree.Slot.Length; n++)
            {
                var swapped = tree.Operator[n] == SplitOperator.NotEqual;
                var missing = MissingIsTrue(tree, n);
                Add(slotOf(tree, n), tree.Threshold[n], swapped ? SplitOperator.Equal : tree.Operator[n], swapped ? !missing : missing,
                    swapped ? tree.WhenFalse[n] : tree.WhenTrue[n], swapped ? tree.WhenTrue[n] : tree.WhenFalse[n]);
                if (tree.Operator[n] != SplitOperator.Member) continue;
                members.AddRange(tree.Members![n]!.Select(m => (double)m));
                members.Add(double.NaN);
            }
            // A tree of one leaf: a node both of whose branches lead to it.
            if (tree.Slot.Length == 0) Add(0, 0, SplitOperator.LessOrEqual, false, -1, -1);

            void Add(int slot, double threshold, SplitOperator op, bool missingIsTrue, int whenTrue, int whenFalse)
            {
                feature.Add(slot);
                split.Add(op == SplitOperator.Member ? 0 : threshold);
                mode.Add((byte)op);
                tracks.Add(missingIsTrue ? 1 : 0);
                yes.Add(whenTrue >= 0 ? firstNode + whenTrue : firstLeaf + ~whenTrue);
                no.Add(whenFalse >= 0 ? firstNode + whenFalse : firstLeaf + ~whenFalse);
                yesLeaf.Add(whenTrue < 0 ? 1 : 0);
                noLeaf.Add(whenFalse < 0 ? 1 : 0);
            }
        }
        return OnnxMessage.Node("ai.onnx.ml", "TreeEnsemble", [input], [output],
            OnnxMessage.Attribute("n_targets", 1),
            OnnxMessage.Attribute("aggregate_function", 1),
            OnnxMessage.Attribute("post_transform", 0),
            OnnxMessage.Attribute("tree_roots", roots),
            OnnxMessage.Attribute("nodes_featureids", feature),
            OnnxMessage.Attribute("nodes_splits", OnnxMessage.Tensor("", [.. split], split.Count)),
            OnnxMessage.Attribute("nodes_modes", OnnxMessage.Tensor("", OnnxType.UInt8, [.. mode], mode.Count)),
            OnnxMessage.Attribute("nodes_truenodeids", yes),
            OnnxMessage.Attribute("nodes_falsenodeids", no),
            OnnxMessage.Attribute("nodes_trueleafs", yesLeaf),
            OnnxMessage.Attribute("nodes_falseleafs", noLeaf),
            OnnxMessage.Attribute("nodes_missing_value_tracks_true", tracks),
            OnnxMessage.Attribute("membership_values", OnnxMessage.Tensor("", [.. members], members.Count)),
            OnnxMessage.Attribute("leaf_targetids", weight.Select(_ => 0L)),
            OnnxMessage.Attribute("leaf_weights", OnnxMessage.Tensor("", [.. weight], weight.Count)));
    }
}
