using System.Globalization;

namespace AuditHarness.Explanations.Trees;

/// <summary>Finds what is wrong with the arrays of a tree.</summary>
internal static class TreeFaults
{
    /// <summary>The first fault, as "node 3: its slot …"; null when there is none.</summary>
    /// <param name="tree">Tree to look at.</param>
    /// <param name="slots">Length of an encoded row.</param>
    public static string? First(Tree tree, int slots) => Lengths(tree) ?? Nodes(tree, slots) ?? Leaves(tree) ?? Reach(tree);

    private static string? Lengths(Tree tree)
    {
        var nodes = tree.Slot.Length;
        (string Name, int? Length, int Needed)[] arrays =
        [
            ("operators", tree.Operator.Length, nodes), ("thresholds", tree.Threshold.Length, nodes),
            ("true children", tree.WhenTrue.Length, nodes), ("false children", tree.WhenFalse.Length, nodes),
            ("missing rules", tree.Missing.Length, nodes), ("missing routes", tree.MissingIsTrue.Length, nodes),
            ("sets", tree.Members?.Count, nodes), ("node covers", tree.NodeCover?.Length, nodes),
            ("leaf covers", tree.LeafCover?.Length, tree.Leaf.Length), ("leaves", tree.Leaf.Length, nodes + 1),
        ];
        foreach (var (name, length, needed) in arrays)
            if (length is { } l && l != needed) return Text($"{l} {name} where {nodes} nodes need {needed}");
        return tree.NodeCover is null == tree.LeafCover is null ? null : "nodes or leaves have covers, but not both";
    }

    private static string? Nodes(Tree tree, int slots)
    {
        for (var n = 0; n < tree.Slot.Length; n++)
        {
            if (tree.Slot[n] < 0 || tree.Slot[n] >= slots) return Text($"node {n}: reads slot {tree.Slot[n]} of a row of {slots}");
            if (tree.Operator[n] > SplitOperator.Member) return Text($"node {n}: operator {(int)tree.Operator[n]} is unknown");
            if (tree.Missing[n] > MissingRule.ZeroOrNaN) return Text($"node {n}: missing rule {(int)tree.Missing[n]} is unknown");
            if (tree.Operator[n] != SplitOperator.Member)
            {
                if (double.IsNaN(tree.Threshold[n])) return Text($"node {n}: its threshold is not a number");
            }
            else if (tree.Members?[n] is not { } set) return Text($"node {n}: it asks for a member of a set, but has none");
            else if (set.Length > 0 && set[0] < 0) return Text($"node {n}: its set holds the negative {set[0]}");
            else
                for (var k = 1; k < set.Length; k++)
                    if (set[k] <= set[k - 1]) return Text($"node {n}: its set does not ascend at {set[k]}");
            if (tree.NodeCover is { } cover && !(cover[n] >= 0 && double.IsFinite(cover[n]))) return Text($"node {n}: its cover is {cover[n]}");
        }
        return null;
    }

    private static string? Leaves(Tree tree)
    {
        for (var l = 0; l < tree.Leaf.Length; l++)
        {
            if (!double.IsFinite(tree.Leaf[l])) return Text($"leaf {l}: its value is {tree.Leaf[l]}");
            if (tree.LeafCover is { } cover && !(cover[l] >= 0 && double.IsFinite(cover[l]))) return Text($"leaf {l}: its cover is {cover[l]}");
        }
        return null;
    }

    private static string? Reach(Tree tree)
    {
        // With n nodes and n + 1 leaves, no child twice and none the root, there is still room for a loop apart from the root: walk.
        var nodes = tree.Slot.Length;
        if (nodes == 0) return null;
        var (nodeSeen, leafSeen) = (new bool[nodes], new bool[nodes + 1]);
        var open = new Stack<int>([0]);
        nodeSeen[0] = true;
        while (open.TryPop(out var node))
            foreach (var child in (ReadOnlySpan<int>)[tree.WhenTrue[node], tree.WhenFalse[node]])
            {
                if (child >= nodes || child < -nodes - 1) return Text($"node {node}: its child {child} does not exist among {nodes} nodes and {nodes + 1} leaves");
                ref var seen = ref child >= 0 ? ref nodeSeen[child] : ref leafSeen[~child];
                if (seen) return Text($"node {node}: its child {Name(child)} was reached before, by another way or in a loop");
                seen = true;
                if (child >= 0) open.Push(child);
            }
        var lost = Array.IndexOf(nodeSeen, false);
        return lost >= 0 ? Text($"node {lost}: no way leads to it") : null;
    }

    private static string Name(int child) => child >= 0 ? Text($"node {child}") : Text($"leaf {~child}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
