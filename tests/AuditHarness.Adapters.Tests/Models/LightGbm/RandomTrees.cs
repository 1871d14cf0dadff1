using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>Random trees and rows that meet in every rule: thresholds exactly hit, zeros, missing values, categories in and out of sets.</summary>
internal sealed class RandomTrees(int seed)
{
    /// <summary>The first four features are numbers, the others categories.</summary>
    public const int Features = 6, Numbers = 4;

    // LightGBM splits at zero by the smallest number that it does not take for zero.
    private static readonly double[] Grid = [-1.5, -1, -0.1, -1e-35f, 1e-35f, 0.1, 0.5, 1 / 3.0, 1, 1e300];
    private readonly Random _random = new(seed);

    public Tree Tree(int leaves)
    {
        var nodes = leaves - 1;
        if (nodes == 0) return Explanations.Trees.Tree.OfLeaf(Value(), _random.Next(1, 99));
        var (left, right) = (new int[nodes], new int[nodes]);
        // As LightGBM grows them: each new node takes the place of a leaf.
        List<(int Node, bool Left)> places = [(-1, true)];
        for (var n = 0; n < nodes; n++)
        {
            var taken = _random.Next(places.Count);
            var (parent, isLeft) = places[taken];
            if (parent >= 0) (isLeft ? left : right)[parent] = n;
            places[taken] = (n, true);
            places.Add((n, false));
        }
        for (var l = 0; l < leaves; l++) (places[l].Left ? left : right)[places[l].Node] = ~l;

        var slot = Array.ConvertAll(left, _ => _random.Next(Features));
        var leafCover = Enumerable.Range(0, leaves).Select(_ => (double)_random.Next(1, 60)).ToArray();
        var nodeCover = new double[nodes];
        for (var n = nodes - 1; n >= 0; n--) nodeCover[n] = Cover(left[n]) + Cover(right[n]);
        double Cover(int child) => child < 0 ? leafCover[~child] : nodeCover[child];
        return new Tree
        {
            Slot = slot,
            Operator = Array.ConvertAll(slot, s => s < Numbers ? SplitOperator.LessOrEqual : SplitOperator.Member),
            Threshold = Array.ConvertAll(slot, s => s < Numbers ? Grid[_random.Next(Grid.Length)] : 0),
            WhenTrue = left,
            WhenFalse = right,
            Missing = Array.ConvertAll(slot, s => s < Numbers ? (MissingRule)_random.Next(3) : MissingRule.NaN),
            MissingIsTrue = Array.ConvertAll(slot, s => s < Numbers && _random.Next(2) == 0),
            Members = Array.ConvertAll(slot, s => s < Numbers ? null : Enumerable.Range(0, 70).Where(_ => _random.Next(3) == 0).Append(70).ToArray()),
            Leaf = [.. Enumerable.Range(0, leaves).Select(_ => Value())],
            NodeCover = nodeCover,
            LeafCover = leafCover,
        };
    }

    public double[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, Features).Select(f => f < Numbers ? Number() : Category()).ToArray())];

    private double Number()
    {
        var near = Grid[_random.Next(Grid.Length)];
        return _random.Next(8) switch
        {
            0 => double.NaN,
            1 => _random.Next(3) == 0 ? 1e-35f : 0,
            2 => -0.0,
            3 => Math.Abs(near) < 1e-30 ? 1e-20 : Math.BitIncrement(near),
            4 => Math.Abs(near) < 1e-30 ? -1e-20 : Math.BitDecrement(near),
            5 => (_random.NextDouble() * 4) - 2,
            _ => Math.Abs(near) < 1e-30 ? 0 : near,
        };
    }

    private double Category() => _random.Next(10) switch { 0 => double.NaN, 1 => -1, 2 => 1e12, _ => _random.Next(110) };

    private double Value() => (_random.NextDouble() * 2) - 1;
}
