using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Explains 10,000 rows of 30 features by 100 trees of depth 6 against 1,000 background rows, and says how long it takes. Beside it,
/// in the same run, the floor: pair after pair of explained and background row, leaf after leaf, on a slice of the rows, scaled up.
/// Ends with 0 when both agree to 1e-12 and two workers need under 5 seconds, else with 1.
/// </summary>
internal static class TreeShapSpeed
{
    private const int Rows = 10_000, Background = 1_000, Features = 30, Trees = 100, Depth = 6, SliceRows = 8;

    public static int Run(TextWriter output)
    {
        var random = new Random(20260101);
        var ensemble = new TreeEnsemble([.. Enumerable.Range(0, Trees).Select(_ => FullTree(random))], 0.25, Features, false);
        ensemble.Check();
        double[] rows = Draw(random, Rows), background = Draw(random, Background);
        int[] players = [.. Enumerable.Range(0, Features)];
        var phi = new double[Rows * Features];
        output.WriteLine(Line($"{Rows} rows, {Features} features, {Trees} trees of depth {Depth}, {Background} background rows; seconds"));
        output.WriteLine(Line($"{"",-34} {"1 worker",10} {"2 workers",10}"));

        Report("scoring", workers => TreeScorer.Margins(ensemble, rows, Rows, workers));
        Report("path-dependent", workers => TreeShap.PathDependent(ensemble, players, Features).Explain(rows, Rows, phi, workers, default));
        var seconds = Report("interventional", workers =>
            TreeShap.Interventional(ensemble, players, Features, background, Background).Explain(rows, Rows, phi, workers, default));

        var watch = Stopwatch.StartNew();
        var slice = PairByPair(ensemble, rows, SliceRows, background);
        var floor = watch.Elapsed.TotalSeconds * Rows / SliceRows;
        var apart = slice.Select((value, i) => Math.Abs(value - phi[i])).Max();
        output.WriteLine(Line($"{"interventional, pair by pair",-34} {floor,10:0} (from {SliceRows} rows)"));
        output.WriteLine(Line($"largest difference between the two {apart:0.0e0}"));
        return apart < 1e-12 && seconds < 5 ? 0 : 1;

        double Report(string name, Action<int> run)
        {
            run(1);
            double[] best = [double.MaxValue, double.MaxValue];
            for (var repeat = 0; repeat < 3; repeat++)
                for (var workers = 1; workers <= 2; workers++)
                {
                    var time = Stopwatch.StartNew();
                    run(workers);
                    best[workers - 1] = Math.Min(best[workers - 1], time.Elapsed.TotalSeconds);
                }
            output.WriteLine(Line($"{name,-34} {best[0],10:0.000} {best[1],10:0.000}"));
            return best[1];
        }
    }

    private static double[] Draw(Random random, int count) => [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];

    private static Tree FullTree(Random random)
    {
        const int Nodes = (1 << Depth) - 1;
        int Child(int child) => child < Nodes ? child : ~(child - Nodes);
        double Cover(int node) => 1 << (Depth - BitOperations.Log2((uint)node + 1));
        return new()
        {
            Slot = [.. Enumerable.Range(0, Nodes).Select(_ => random.Next(Features))],
            Operator = [.. Enumerable.Repeat(SplitOperator.LessOrEqual, Nodes)],
            Threshold = [.. Enumerable.Range(0, Nodes).Select(_ => 0.2 + (0.6 * random.NextDouble()))],
            WhenTrue = [.. Enumerable.Range(0, Nodes).Select(n => Child((2 * n) + 1))],
            WhenFalse = [.. Enumerable.Range(0, Nodes).Select(n => Child((2 * n) + 2))],
            Missing = new MissingRule[Nodes],
            MissingIsTrue = new bool[Nodes],
            Leaf = [.. Enumerable.Range(0, Nodes + 1).Select(_ => 0.1 * (random.NextDouble() - 0.5))],
            NodeCover = [.. Enumerable.Range(0, Nodes).Select(Cover)],
            LeafCover = [.. Enumerable.Repeat(1.0, Nodes + 1)],
        };
    }

    /// <summary>The formula as it is written: every explained row with every background row at every leaf.</summary>
    private static double[] PairByPair(TreeEnsemble ensemble, double[] rows, int count, double[] background)
    {
        var phi = new double[count * Features];
        var ways = ensemble.Trees.SelectMany(t => Ways(t, 0, [])).ToArray();
        var weight = new double[Depth + 1, Depth + 1];
        for (var p = 1; p <= Depth; p++)
            for (var q = 0; q + p <= Depth; q++)
            {
                weight[p, q] = p;
                for (var k = 1; k <= q; k++) weight[p, q] *= (double)(p + k) / k;
                weight[p, q] = 1 / weight[p, q];
            }
        Span<int> own = stackalloc int[Depth], others = stackalloc int[Depth];
        for (var i = 0; i < count; i++)
            for (var z = 0; z < Background; z++)
                foreach (var (players, value) in ways)
                {
                    var (p, q, isAlive) = (0, 0, true);
                    foreach (var (feature, low, high) in players)
                    {
                        var (x, b) = (rows[(i * Features) + feature], background[(z * Features) + feature]);
                        var (a, c) = (x > low && x <= high, b > low && b <= high);
                        if (a && !c) own[p++] = feature;
                        else if (c && !a) others[q++] = feature;
                        else if (!a)
                        {
                            isAlive = false;
                            break;
                        }
                    }
                    if (!isAlive) continue;
                    for (var k = 0; k < p; k++) phi[(i * Features) + own[k]] += value * weight[p, q] / Background;
                    for (var k = 0; k < q; k++) phi[(i * Features) + others[k]] -= value * weight[q, p] / Background;
                }
        return phi;
    }

    private static IEnumerable<((int Feature, double Low, double High)[] Players, double Value)> Ways(
        Tree tree, int node, (int Feature, double Low, double High)[] players)
    {
        if (node < 0) return [(players, tree.Leaf[~node])];
        var (feature, threshold) = (tree.Slot[node], tree.Threshold[node]);
        var (_, low, high) = players.FirstOrDefault(p => p.Feature == feature, (Feature: feature, Low: double.NegativeInfinity, High: double.PositiveInfinity));
        var rest = players.Where(p => p.Feature != feature).ToArray();
        return Ways(tree, tree.WhenTrue[node], [.. rest, (feature, low, Math.Min(high, threshold))])
            .Concat(Ways(tree, tree.WhenFalse[node], [.. rest, (feature, Math.Max(low, threshold), high)]));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
