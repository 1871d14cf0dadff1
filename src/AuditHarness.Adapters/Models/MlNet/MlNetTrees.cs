using AuditHarness.Explanations.Trees;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>Reads FastTree, FastForest and LightGBM models of ML.NET into the neutral tree form.</summary>
internal static class MlNetTrees
{
    // A split on categories repeats its right side once per category; beyond this the form would be larger than it is worth.
    private const int MostNodes = 1_000_000;

    /// <summary>Reads the trees of: slope · score + offset.</summary>
    /// <param name="model">The model.</param>
    /// <param name="slots">Length of its feature vector.</param>
    /// <param name="slope">What the score is multiplied with.</param>
    /// <param name="offset">What is added.</param>
    /// <returns>Null when the ensemble is of no known kind, or a tree too large once its categorical splits are written out.</returns>
    public static TreeEnsemble? Read(TreeEnsembleModelParameters model, int slots, double slope, double offset) => model switch
    {
        TreeEnsembleModelParametersBasedOnRegressionTree { TrainedTreeEnsemble: var boosted } => Read(model, boosted.Trees, boosted.TreeWeights, boosted.Bias, slots, slope, offset),
        // This one alone answers with the mean of its trees, and says so nowhere.
        FastForestRegressionModelParameters { TrainedTreeEnsemble: var forest } => Read(model, forest.Trees, forest.TreeWeights, forest.Bias, slots, slope / forest.Trees.Count, offset),
        TreeEnsembleModelParametersBasedOnQuantileRegressionTree { TrainedTreeEnsemble: var forest } => Read(model, forest.Trees, forest.TreeWeights, forest.Bias, slots, slope, offset),
        _ => null,
    };

    private static TreeEnsemble? Read(
        TreeEnsembleModelParameters model, IReadOnlyList<RegressionTreeBase> trees, IReadOnlyList<double> weights, double bias, int slots, double slope, double offset)
    {
        var left = MissingGoesLeft(model, trees, slots);
        var read = new Tree[trees.Count];
        for (var t = 0; t < read.Length; t++)
        {
            var copy = new Copy(trees[t], left[t], slope * weights[t]);
            if (!copy.Fits) return null;
            read[t] = copy.Tree();
        }
        return new TreeEnsemble(read, (slope * bias) + offset, slots, SinglePrecision: true);
    }

    /// <summary>
    /// For each node whether NaN goes left, which ML.NET knows and does not tell: it is asked, with one row per node that leads there by
    /// the other features and has NaN in the node's own. A node that no such row reaches never meets NaN.
    /// </summary>
    private static bool[][] MissingGoesLeft(TreeEnsembleModelParameters model, IReadOnlyList<RegressionTreeBase> trees, int slots)
    {
        var paths = trees.Select(t => NodePath.All(t)).ToArray();
        var rows = paths.Sum(p => p.Length);
        var goesLeft = Array.ConvertAll(paths, p => new bool[p.Length]);
        if (rows == 0) return goesLeft;
        var table = new double[slots][];
        for (var s = 0; s < slots; s++) table[s] = new double[rows];
        foreach (var (path, row) in paths.SelectMany(p => p).Select((p, row) => (p, row)))
            foreach (var (slot, value) in path.Row()) table[slot][row] = value;

        var view = new TableView([ViewColumn.OfSlots("Features", new VectorDataViewType(NumberDataViewType.Single, slots), table)], rows);
        var featurizer = new MLContext().Transforms.FeaturizeByPretrainTreeEnsemble(new PretrainedTreeFeaturizationEstimator.Options
        {
            ModelParameters = model, InputColumnName = "Features", LeavesColumnName = "Leaves", TreesColumnName = "Trees", PathsColumnName = "Paths",
        }).Fit(view);
        var answer = featurizer.Transform(view);
        using var cursor = answer.GetRowCursor([answer.Schema["Leaves"]]);
        var getter = cursor.GetGetter<VBuffer<float>>(answer.Schema["Leaves"]);
        VBuffer<float> leaves = default;
        var first = 0;
        for (var t = 0; t < trees.Count; t++)
        {
            for (var n = 0; n < paths[t].Length; n++)
            {
                cursor.MoveNext();
                getter(ref leaves);
                var reached = -1;
                foreach (var (index, value) in leaves.Items())
                    if (value != 0 && index >= first && index < first + trees[t].NumberOfLeaves) reached = index - first;
                goesLeft[t][n] = paths[t][n].LeftLeaves.Contains(reached);
            }
            first += trees[t].NumberOfLeaves;
        }
        return goesLeft;
    }

    /// <summary>One tree in the neutral form, split on categories written out as one node per category.</summary>
    private sealed class Copy
    {
        private readonly RegressionTreeBase _tree;
        private readonly bool[] _missingLeft;
        private readonly double _weight;
        private readonly List<(int Slot, double Threshold, bool MissingIsTrue)> _nodes = [];
        private readonly List<int> _whenTrue = [], _whenFalse = [];
        private readonly List<double> _leaves = [];

        public Copy(RegressionTreeBase tree, bool[] missingLeft, double weight)
        {
            (_tree, _missingLeft, _weight) = (tree, missingLeft, weight);
            Child(tree.NumberOfNodes == 0 ? -1 : 0);
        }

        public bool Fits => _nodes.Count + _leaves.Count <= MostNodes;

        public Tree Tree() => new()
        {
            Slot = [.. _nodes.Select(n => n.Slot)],
            Operator = [.. _nodes.Select(_ => SplitOperator.LessOrEqual)],
            Threshold = [.. _nodes.Select(n => n.Threshold)],
            WhenTrue = [.. _whenTrue],
            WhenFalse = [.. _whenFalse],
            Missing = [.. _nodes.Select(_ => MissingRule.NaN)],
            MissingIsTrue = [.. _nodes.Select(n => n.MissingIsTrue)],
            Leaf = [.. _leaves],
        };

        private int Child(int child)
        {
            if (!Fits) return -1;
            if (child < 0)
            {
                _leaves.Add(_tree.LeafValues[~child] * _weight);
                return -_leaves.Count;
            }
            // Right when any of the categories' slots is above 0: a chain of single tests, the right side behind each.
            return _tree.CategoricalSplitFlags[child]
                ? Chain(child, _tree.GetCategoricalSplitFeaturesAt(child), 0)
                : Node(_tree.NumericalSplitFeatureIndexes[child], _tree.NumericalSplitThresholds[child], _missingLeft[child], () => Child(_tree.LeftChild[child]), () => Child(_tree.RightChild[child]));
        }

        private int Chain(int node, IReadOnlyList<int> slots, int k) => k == slots.Count ? Child(_tree.LeftChild[node])
            : Node(slots[k], 0, true, () => Chain(node, slots, k + 1), () => Child(_tree.RightChild[node]));

        private int Node(int slot, double threshold, bool missingIsTrue, Func<int> whenTrue, Func<int> whenFalse)
        {
            var node = _nodes.Count;
            _nodes.Add((slot, threshold, missingIsTrue));
            _whenTrue.Add(0);
            _whenFalse.Add(0);
            _whenTrue[node] = whenTrue();
            _whenFalse[node] = whenFalse();
            return node;
        }
    }

    /// <summary>What leads to a node: an interval of every feature tested above it, open below and closed above.</summary>
    private sealed record NodePath(int Slot, IReadOnlyDictionary<int, (float Above, float UpTo)> Intervals, IReadOnlySet<int> LeftLeaves)
    {
        public static NodePath[] All(RegressionTreeBase tree)
        {
            var paths = new NodePath[tree.NumberOfNodes];
            if (paths.Length > 0) Visit(tree, 0, [], paths);
            return paths;
        }

        /// <summary>Values that lead to the node, its own feature missing; slots that are not named do not matter.</summary>
        public IEnumerable<(int Slot, double Value)> Row()
        {
            foreach (var (slot, (above, upTo)) in Intervals)
                if (slot != Slot) yield return (slot, !float.IsPositiveInfinity(upTo) ? upTo : above == 0 ? 1 : float.BitIncrement(above));
            yield return (Slot, double.NaN);
        }

        private static HashSet<int> Visit(RegressionTreeBase tree, int node, Dictionary<int, (float Above, float UpTo)> intervals, NodePath[] paths)
        {
            if (node < 0) return [~node];
            var categorical = tree.CategoricalSplitFlags[node];
            IReadOnlyList<int> slots = categorical ? tree.GetCategoricalSplitFeaturesAt(node) : [tree.NumericalSplitFeatureIndexes[node]];
            var threshold = categorical ? 0 : tree.NumericalSplitThresholds[node];
            var (left, right) = (new Dictionary<int, (float Above, float UpTo)>(intervals), new Dictionary<int, (float Above, float UpTo)>(intervals));
            foreach (var slot in slots) left[slot] = Of(left, slot) is var (above, upTo) ? (above, Math.Min(upTo, threshold)) : default;
            if (slots.Count > 0) right[slots[0]] = Of(right, slots[0]) is var (low, high) ? (Math.Max(low, threshold), high) : default;
            var leftLeaves = Visit(tree, tree.LeftChild[node], left, paths);
            paths[node] = new(categorical && slots.Count == 0 ? 0 : slots[0], intervals, leftLeaves);
            return [.. leftLeaves, .. Visit(tree, tree.RightChild[node], right, paths)];
        }

        private static (float Above, float UpTo) Of(Dictionary<int, (float, float)> intervals, int slot) =>
            intervals.GetValueOrDefault(slot, (float.NegativeInfinity, float.PositiveInfinity));
    }
}
