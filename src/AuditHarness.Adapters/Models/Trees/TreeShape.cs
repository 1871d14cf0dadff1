using System.Globalization;

namespace AuditHarness.Adapters.Models.Trees;

/// <summary>Whether the nodes of a file are a tree at all.</summary>
internal static class TreeShape
{
    /// <summary>Most nodes on a way from the root to a leaf.</summary>
    public const int Deepest = 1000;

    /// <summary>Visits the nodes from the root on, which is node 0.</summary>
    /// <param name="nodes">Number of nodes, leaves among them.</param>
    /// <param name="children">Both children of a node; null of a leaf.</param>
    /// <returns>For each node whether the root leads to it.</returns>
    /// <exception cref="FormatException">A child is no node or has two ways to it, or the tree is too deep; the message says which.</exception>
    public static bool[] Reached(int nodes, Func<int, (int True, int False)?> children)
    {
        var reached = new bool[nodes];
        var open = new Stack<(int Node, int Depth)>();
        Push(0, 0, 0);
        while (open.TryPop(out var at))
        {
            if (children(at.Node) is not { } pair) continue;
            Push(pair.False, at.Node, at.Depth + 1);
            Push(pair.True, at.Node, at.Depth + 1);
        }
        return reached;

        void Push(int node, int parent, int depth)
        {
            if (node < 0 || node >= nodes) throw Fault($"node {parent} has a child outside the tree");
            if (reached[node]) throw Fault($"node {parent} leads to a node that another one leads to already");
            if (depth > Deepest) throw Fault($"it is deeper than {Deepest} levels");
            reached[node] = true;
            open.Push((node, depth));
        }
    }

    private static FormatException Fault(FormattableString what) => new(what.ToString(CultureInfo.InvariantCulture));
}
