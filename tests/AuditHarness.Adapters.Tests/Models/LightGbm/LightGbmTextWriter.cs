using System.Globalization;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>Writes trees as LightGBM's text, so that its own library can be asked about them.</summary>
internal static class LightGbmTextWriter
{
    /// <summary>A whole file.</summary>
    /// <param name="trees">Nodes of ≤ or of sets, with whole covers.</param>
    /// <param name="features">Number of features.</param>
    /// <param name="objective">Such as "binary sigmoid:1"; empty for none.</param>
    /// <param name="perRound">Trees of one round.</param>
    /// <param name="names">Names; null for those that LightGBM makes up.</param>
    /// <param name="averaged">True for a random forest.</param>
    public static string Write(
        IReadOnlyList<Tree> trees, int features, string objective = "regression", int perRound = 1, string[]? names = null, bool averaged = false)
    {
        var blocks = trees.Select((t, k) => Block(t, k)).ToArray();
        string[] head =
        [
            "tree", "version=v4", $"num_class={Text(perRound)}", $"num_tree_per_iteration={Text(perRound)}", "label_index=0",
            $"max_feature_idx={Text(features - 1)}", .. objective.Length == 0 ? Array.Empty<string>() : ["objective=" + objective],
            .. averaged ? ["average_output"] : Array.Empty<string>(),
            "feature_names=" + string.Join(' ', names ?? [.. Enumerable.Range(0, features).Select(f => "Column_" + Text(f))]),
            "feature_infos=" + string.Join(' ', Enumerable.Repeat("[-10:10]", features)),
            "tree_sizes=" + string.Join(' ', blocks.Select(b => Text(b.Length))), "",
        ];
        return string.Join('\n', head) + "\n" + string.Concat(blocks) + "end of trees\n\nfeature_importances:\n\nparameters:\n[boosting: gbdt]\nend of parameters\n";
    }

    private static string Block(Tree tree, int number)
    {
        var sets = Enumerable.Range(0, tree.Slot.Length).Where(n => tree.Operator[n] == SplitOperator.Member).ToArray();
        var words = sets.Select(n => Words(tree.Members![n]!)).ToArray();
        var lines = new List<string> { $"Tree={Text(number)}", $"num_leaves={Text(tree.Leaf.Length)}", $"num_cat={Text(sets.Length)}" };
        if (tree.Slot.Length > 0)
        {
            Add("split_feature", tree.Slot);
            Add("split_gain", tree.Slot.Select(_ => 1));
            Add("threshold", tree.Threshold.Select((t, n) => tree.Operator[n] == SplitOperator.Member ? Array.IndexOf(sets, n) : t));
            Add("decision_type", tree.Slot.Select((_, n) => Decision(tree, n)));
            Add("left_child", tree.WhenTrue);
            Add("right_child", tree.WhenFalse);
        }
        Add("leaf_value", tree.Leaf);
        Add("leaf_weight", tree.LeafCover!);
        Add("leaf_count", tree.LeafCover!);
        if (tree.Slot.Length > 0)
        {
            Add("internal_value", tree.Slot.Select(_ => 0));
            Add("internal_weight", tree.NodeCover!);
            Add("internal_count", tree.NodeCover!);
        }
        if (sets.Length > 0)
        {
            Add("cat_boundaries", words.Aggregate(new List<int> { 0 }, (ends, w) => [.. ends, ends[^1] + w.Length]));
            Add("cat_threshold", words.SelectMany(w => w));
        }
        lines.AddRange(["is_linear=0", "shrinkage=1", "", ""]);
        return string.Join('\n', lines) + "\n";

        void Add<T>(string key, IEnumerable<T> values) where T : IFormattable =>
            lines.Add(key + "=" + string.Join(' ', values.Select(v => v.ToString(v is double ? "R" : null, CultureInfo.InvariantCulture))));
    }

    private static int Decision(Tree tree, int node) => tree.Operator[node] == SplitOperator.Member ? 1
        : (tree.MissingIsTrue[node] ? 2 : 0) + tree.Missing[node] switch { MissingRule.NaNIsZero => 0, MissingRule.ZeroOrNaN => 4, _ => 8 };

    private static uint[] Words(int[] set)
    {
        var words = new uint[(set.Max() / 32) + 1];
        foreach (var category in set) words[category / 32] |= 1u << (category % 32);
        return words;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
