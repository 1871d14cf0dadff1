namespace AuditHarness.Explanations.Trees;

/// <summary>Shapley values by their definition: every coalition, one after the other.</summary>
internal static class BruteForceShapley
{
    /// <summary>φᵢ = Σ over coalitions S without i of |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S)).</summary>
    /// <param name="players">n.</param>
    /// <param name="value">v of a coalition, bit i for player i.</param>
    public static (double Base, double[] Phi) Of(int players, Func<int, double> value)
    {
        var values = Enumerable.Range(0, 1 << players).Select(value).ToArray();
        var phi = new double[players];
        for (var coalition = 0; coalition < values.Length; coalition++)
            for (var i = 0; i < players; i++)
                if ((coalition >> i & 1) == 0)
                    phi[i] += Weight(players, System.Numerics.BitOperations.PopCount((uint)coalition)) * (values[coalition | 1 << i] - values[coalition]);
        return (values[0], phi);
    }

    /// <summary>Absent players take the values of each background row in turn.</summary>
    public static (double Base, double[] Phi) Interventional(TreeEnsemble ensemble, int[] playerOfSlot, int players, ReadOnlySpan<double> row, double[] background)
    {
        var (x, slots) = (row.ToArray(), ensemble.Slots);
        return Of(players, coalition => Enumerable.Range(0, background.Length / slots).Average(z =>
            Margin(ensemble, [.. Enumerable.Range(0, slots).Select(s => (coalition >> playerOfSlot[s] & 1) == 1 ? x[s] : background[(z * slots) + s])])));
    }

    /// <summary>Absent players send the row down both branches, weighted by cover; nothing goes below a node without cover.</summary>
    public static (double Base, double[] Phi) PathDependent(TreeEnsemble ensemble, int[] playerOfSlot, int players, ReadOnlySpan<double> row)
    {
        var x = row.ToArray();
        return Of(players, coalition => ensemble.Base + ensemble.Trees.Sum(t => Descend(t, t.Slot.Length == 0 ? -1 : 0, coalition)));

        double Descend(Tree tree, int node, int coalition)
        {
            if (node < 0) return tree.Leaf[~node];
            var (yes, no, slot) = (tree.WhenTrue[node], tree.WhenFalse[node], tree.Slot[node]);
            if ((coalition >> playerOfSlot[slot] & 1) == 1) return Descend(tree, tree.Takes(node, Round(ensemble, x[slot])) ? yes : no, coalition);
            if (tree.NodeCover![node] == 0) return 0;
            return ((Cover(tree, yes) * Descend(tree, yes, coalition)) + (Cover(tree, no) * Descend(tree, no, coalition))) / tree.NodeCover[node];
        }
    }

    /// <summary>The margin of one row, node after node.</summary>
    public static double Margin(TreeEnsemble ensemble, ReadOnlySpan<double> row)
    {
        var sum = ensemble.Base;
        foreach (var tree in ensemble.Trees)
        {
            var node = tree.Slot.Length == 0 ? -1 : 0;
            while (node >= 0) node = tree.Takes(node, Round(ensemble, row[tree.Slot[node]])) ? tree.WhenTrue[node] : tree.WhenFalse[node];
            sum += tree.Leaf[~node];
        }
        return sum;
    }

    private static double Cover(Tree tree, int child) => child >= 0 ? tree.NodeCover![child] : tree.LeafCover![~child];

    private static double Round(TreeEnsemble ensemble, double value) => ensemble.SinglePrecision ? (float)value : value;

    private static double Weight(int players, int size)
    {
        var weight = 1.0 / players;
        for (var k = 1; k <= size; k++) weight *= (double)k / (players - k);
        return weight;
    }
}
