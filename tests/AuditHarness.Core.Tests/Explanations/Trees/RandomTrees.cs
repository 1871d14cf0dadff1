namespace AuditHarness.Explanations.Trees;

/// <summary>Trees and rows made of everything a tree may hold: all operators and missing rules, sets, repeated features, values on thresholds.</summary>
internal sealed class RandomTrees(int seed, int slots)
{
    private readonly Random _random = new(seed);

    /// <summary>A row of whole numbers from −1 to 4, some of them missing.</summary>
    public double[] Rows(int count) =>
        [.. Enumerable.Range(0, count * slots).Select(_ => _random.Next(8) == 0 ? double.NaN : _random.Next(-1, 5))];

    public TreeEnsemble Ensemble(int trees, int depth, double stop = 0.1, bool withEmptyNodes = true)
    {
        var ensemble = new TreeEnsemble([.. Enumerable.Range(0, trees).Select(_ => Tree(depth, stop, withEmptyNodes))], _random.NextDouble(), slots, _random.Next(2) == 0);
        ensemble.Check();
        return ensemble;
    }

    /// <summary>Most features on the way to a leaf.</summary>
    public static int MostPlayers(TreeEnsemble ensemble)
    {
        return ensemble.Trees.Max(t => Most(t, 0, []));

        static int Most(Tree tree, int node, HashSet<int> met) => node < 0
            ? met.Count
            : Math.Max(Most(tree, tree.WhenTrue[node], [.. met, tree.Slot[node]]), Most(tree, tree.WhenFalse[node], [.. met, tree.Slot[node]]));
    }

    /// <summary>A tree that reaches its depth, but need not do so everywhere, so that it can be deep without being large.</summary>
    /// <param name="depth">Nodes on the longest way.</param>
    /// <param name="stop">Probability that one of a node's children is a leaf before that.</param>
    /// <param name="withEmptyNodes">Some leaves were reached by no training data.</param>
    private Tree Tree(int depth, double stop, bool withEmptyNodes)
    {
        var (slot, op, threshold, yes, no) = (new List<int>(), new List<SplitOperator>(), new List<double>(), new List<int>(), new List<int>());
        var (missing, missingIsTrue, members) = (new List<MissingRule>(), new List<bool>(), new List<int[]?>());
        var (leaf, leafCover, nodeCover) = (new List<double>(), new List<double>(), new List<double>());
        Grow(0, true);
        return new()
        {
            Slot = [.. slot], Operator = [.. op], Threshold = [.. threshold], WhenTrue = [.. yes], WhenFalse = [.. no], Missing = [.. missing],
            MissingIsTrue = [.. missingIsTrue], Members = members, Leaf = [.. leaf], LeafCover = [.. leafCover], NodeCover = [.. nodeCover],
        };

        (int Child, double Cover) Grow(int level, bool goesOn)
        {
            if (level == depth || (!goesOn && _random.NextDouble() < stop))
            {
                leaf.Add((2 * _random.NextDouble()) - 1);
                leafCover.Add(withEmptyNodes && _random.Next(6) == 0 ? 0 : _random.Next(1, 20));
                return (~(leaf.Count - 1), leafCover[^1]);
            }
            var node = slot.Count;
            slot.Add(_random.Next(slots));
            op.Add((SplitOperator)_random.Next(7));
            threshold.Add(_random.Next(0, 4) + (0.5 * _random.Next(2)));
            missing.Add((MissingRule)_random.Next(3));
            missingIsTrue.Add(_random.Next(2) == 0);
            members.Add(op[^1] == SplitOperator.Member ? [.. Enumerable.Range(0, 5).Where(_ => _random.Next(2) == 0)] : null);
            yes.Add(0);
            no.Add(0);
            nodeCover.Add(0);
            var first = _random.Next(2) == 0;
            var (left, right) = (Grow(level + 1, first), Grow(level + 1, !first));
            (yes[node], no[node], nodeCover[node]) = (left.Child, right.Child, left.Cover + right.Cover);
            return (node, nodeCover[node]);
        }
    }
}
