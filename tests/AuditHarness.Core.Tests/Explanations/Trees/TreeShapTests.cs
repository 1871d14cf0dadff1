using System.Runtime.InteropServices;

namespace AuditHarness.Explanations.Trees;

/// <summary>Attributions against the definition, coalition by coalition, and the laws that hold for any trees.</summary>
public sealed class TreeShapTests
{
    // seed, slots, trees, depth, probability that a child is a leaf early
    private static readonly (int Seed, int Slots, int Trees, int Depth, double Stop)[] Shapes =
    [
        (1, 1, 3, 1, 0), (2, 2, 4, 3, 0.1), (3, 5, 5, 5, 0.1), (4, 7, 5, 6, 0.1), (5, 3, 3, 8, 0.1), (6, 4, 2, 20, 0.8), (7, 8, 6, 4, 0.5),
        (8, 3, 4, 20, 0.9), (9, 8, 3, 9, 0.5), (10, 4, 4, 6, 0),
    ];

    // Deep enough, and over features enough, for leaves that are not tabulated.
    private static readonly (int Seed, int Slots, int Trees, int Depth, double Stop)[] DeepShapes = [(11, 10, 2, 14, 0.7), (12, 11, 1, 20, 0.85), (13, 10, 1, 16, 0.6), (14, 9, 2, 14, 0.7)];

    [TestCaseSource(nameof(DeepShapes))]
    public void Deep_shapes_have_leaves_beyond_the_tables((int Seed, int Slots, int Trees, int Depth, double Stop) shape)
    {
        Assert.That(RandomTrees.MostPlayers(new RandomTrees(shape.Seed, shape.Slots).Ensemble(shape.Trees, shape.Depth, shape.Stop)), Is.GreaterThan(8));
        Assert.That(RandomTrees.MostPlayers(new RandomTrees(shape.Seed + 100, shape.Slots).Ensemble(shape.Trees, shape.Depth, shape.Stop)), Is.GreaterThan(8));
    }

    [TestCaseSource(nameof(Shapes)), TestCaseSource(nameof(DeepShapes))]
    public void Interventional_values_are_those_of_the_definition((int Seed, int Slots, int Trees, int Depth, double Stop) shape)
    {
        var random = new RandomTrees(shape.Seed, shape.Slots);
        var ensemble = random.Ensemble(shape.Trees, shape.Depth, shape.Stop);
        var (rows, background) = (random.Rows(6), random.Rows(5));
        int[] players = [.. Enumerable.Range(0, shape.Slots)];
        var shap = TreeShap.Interventional(ensemble, players, shape.Slots, background, 5);
        AssertDefinition(shap, rows, shape.Slots, shape.Slots, row => BruteForceShapley.Interventional(ensemble, players, shape.Slots, row, background));
    }

    [TestCaseSource(nameof(Shapes)), TestCaseSource(nameof(DeepShapes))]
    public void Path_dependent_values_are_those_of_the_definition((int Seed, int Slots, int Trees, int Depth, double Stop) shape)
    {
        var random = new RandomTrees(shape.Seed + 100, shape.Slots);
        var ensemble = random.Ensemble(shape.Trees, shape.Depth, shape.Stop);
        var rows = random.Rows(6);
        int[] players = [.. Enumerable.Range(0, shape.Slots)];
        var shap = TreeShap.PathDependent(ensemble, players, shape.Slots);
        AssertDefinition(shap, rows, shape.Slots, shape.Slots, row => BruteForceShapley.PathDependent(ensemble, players, shape.Slots, row));
    }

    [Test]
    public void Slots_of_one_player_are_present_or_absent_together([Values(21, 22, 23, 24)] int seed)
    {
        const int Slots = 8, Players = 4;
        var random = new RandomTrees(seed, Slots);
        var ensemble = random.Ensemble(4, 7, 0.15);
        var (rows, background) = (random.Rows(5), random.Rows(7));
        int[] players = [2, 0, 2, 3, 1, 2, 0, 3];
        AssertDefinition(TreeShap.Interventional(ensemble, players, Players, background, 7), rows, Slots, Players,
            row => BruteForceShapley.Interventional(ensemble, players, Players, row, background));
        AssertDefinition(TreeShap.PathDependent(ensemble, players, Players), rows, Slots, Players,
            row => BruteForceShapley.PathDependent(ensemble, players, Players, row));
    }

    [Test]
    public void Trees_of_one_leaf_move_the_base_and_nothing_else()
    {
        var ensemble = new TreeEnsemble([Tree.OfLeaf(0.5, 10), Tree.OfLeaf(-2, 10)], 1, 2, false);
        foreach (var shap in new[] { TreeShap.Interventional(ensemble, [0, 1], 2, [1, 2], 1), TreeShap.PathDependent(ensemble, [0, 1], 2) })
        {
            Assert.That(shap.BaseValue, Is.EqualTo(-0.5));
            Assert.That(Explain(shap, [7, 8], 1, 2), Is.EqualTo(new[] { 0.0, 0.0 }));
        }
    }

    [Test]
    public void Base_and_attributions_sum_to_the_margin([Values(31, 32, 33)] int seed, [Values(5, 12)] int depth)
    {
        const int Slots = 14, Count = 600;
        var random = new RandomTrees(seed, Slots);
        var ensemble = random.Ensemble(8, depth, depth > 6 ? 0.6 : 0.05);
        var rows = random.Rows(Count);
        int[] players = [.. Enumerable.Range(0, Slots)];
        var margins = TreeScorer.Margins(ensemble, rows, Count);
        foreach (var shap in new[] { TreeShap.Interventional(ensemble, players, Slots, random.Rows(300), 300), TreeShap.PathDependent(ensemble, players, Slots) })
        {
            var phi = Explain(shap, rows, Count, Slots);
            for (var r = 0; r < Count; r++)
                Assert.That(shap.BaseValue + phi.AsSpan(r * Slots, Slots).ToArray().Sum(), Is.EqualTo(margins[r]).Within(1e-12 * Math.Max(1, Math.Abs(margins[r]))));
        }
    }

    [Test]
    public void The_mean_of_single_background_rows_is_the_whole_background([Values(4, 12)] int depth)
    {
        const int Slots = 12, Background = 20, Count = 30;
        var random = new RandomTrees(41, Slots);
        var ensemble = random.Ensemble(4, depth, depth > 6 ? 0.6 : 0.05);
        var (rows, background) = (random.Rows(Count), random.Rows(Background));
        int[] players = [.. Enumerable.Range(0, Slots)];
        var whole = Explain(TreeShap.Interventional(ensemble, players, Slots, background, Background), rows, Count, Slots);
        var mean = new double[whole.Length];
        for (var z = 0; z < Background; z++)
        {
            var single = Explain(TreeShap.Interventional(ensemble, players, Slots, background[(z * Slots)..((z + 1) * Slots)], 1), rows, Count, Slots);
            for (var i = 0; i < mean.Length; i++) mean[i] += single[i] / Background;
        }
        Assert.That(mean, Is.EqualTo(whole).Within(1e-12));
    }

    [Test]
    public void A_background_given_twice_changes_nothing([Values(4, 12)] int depth)
    {
        var random = new RandomTrees(42, 12);
        var ensemble = random.Ensemble(4, depth, depth > 6 ? 0.6 : 0.05);
        var (rows, background) = (random.Rows(40), random.Rows(150));
        int[] players = [.. Enumerable.Range(0, 12)];
        var once = TreeShap.Interventional(ensemble, players, 12, background, 150);
        var twice = TreeShap.Interventional(ensemble, players, 12, [.. background, .. background], 300);
        Assert.That(twice.BaseValue, Is.EqualTo(once.BaseValue).Within(1e-12));
        Assert.That(Explain(twice, rows, 40, 12), Is.EqualTo(Explain(once, rows, 40, 12)).Within(1e-12));
    }

    [Test]
    public void A_player_that_no_node_asks_gets_exactly_nothing()
    {
        var random = new RandomTrees(43, 5);
        var ensemble = random.Ensemble(6, 6);
        var rows = random.Rows(50);
        int[] players = [0, 1, 3, 4, 5];
        foreach (var shap in new[] { TreeShap.Interventional(ensemble, players, 6, random.Rows(30), 30), TreeShap.PathDependent(ensemble, players, 6) })
        {
            var phi = Explain(shap, rows, 50, 6);
            Assert.That(Enumerable.Range(0, 50).Select(r => phi[(r * 6) + 2]), Has.All.Zero);
            Assert.That(phi, Has.Some.Not.Zero);
        }
    }

    [Test]
    public void The_order_of_the_trees_does_not_matter()
    {
        var random = new RandomTrees(44, 6);
        var ensemble = random.Ensemble(20, 6);
        var reversed = ensemble with { Trees = [.. ensemble.Trees.Reverse()] };
        var (rows, background) = (random.Rows(50), random.Rows(30));
        int[] players = [.. Enumerable.Range(0, 6)];
        Assert.That(Explain(TreeShap.Interventional(reversed, players, 6, background, 30), rows, 50, 6),
            Is.EqualTo(Explain(TreeShap.Interventional(ensemble, players, 6, background, 30), rows, 50, 6)).Within(1e-12));
        Assert.That(Explain(TreeShap.PathDependent(reversed, players, 6), rows, 50, 6),
            Is.EqualTo(Explain(TreeShap.PathDependent(ensemble, players, 6), rows, 50, 6)).Within(1e-12));
    }

    [Test]
    public void One_worker_and_four_give_the_same_bytes([Values(5, 14)] int depth)
    {
        const int Slots = 12, Count = 2000;
        var random = new RandomTrees(45, Slots);
        var ensemble = random.Ensemble(7, depth, depth > 6 ? 0.6 : 0.05);
        var (rows, background) = (random.Rows(Count), random.Rows(300));
        int[] players = [.. Enumerable.Range(0, Slots)];
        foreach (var make in new Func<TreeShap>[]
                 { () => TreeShap.Interventional(ensemble, players, Slots, background, 300), () => TreeShap.PathDependent(ensemble, players, Slots) })
        {
            var (one, four) = (Explain(make(), rows, Count, Slots), Explain(make(), rows, Count, Slots, workers: 4));
            Assert.That(MemoryMarshal.AsBytes<double>(four).SequenceEqual(MemoryMarshal.AsBytes<double>(one)), Is.True);
        }
    }

    [Test]
    public void Attributions_of_many_trees_are_the_sums_over_single_trees_however_much_memory_they_take()
    {
        // So many background rows that the trees cannot all be held at once.
        const int Slots = 14, Count = 5, Background = 10_000;
        var random = new RandomTrees(46, Slots);
        var ensemble = random.Ensemble(6, 12, 0.5);
        var (rows, few) = (random.Rows(Count), random.Rows(50));
        double[] background = [.. Enumerable.Repeat(few, Background / 50).SelectMany(r => r)];
        int[] players = [.. Enumerable.Range(0, Slots)];
        Assert.That(ensemble.Trees.Sum(t => t.Leaf.Length), Is.GreaterThan(500));
        var whole = TreeShap.Interventional(ensemble, players, Slots, background, Background);
        var sum = new double[Count * Slots];
        foreach (var tree in ensemble.Trees)
        {
            var single = Explain(TreeShap.Interventional(ensemble with { Trees = [tree] }, players, Slots, background, Background), rows, Count, Slots);
            for (var i = 0; i < sum.Length; i++) sum[i] += single[i];
        }
        Assert.That(Explain(whole, rows, Count, Slots), Is.EqualTo(sum).Within(1e-12));
    }

    [Test]
    public void What_was_in_the_result_before_is_overwritten()
    {
        var random = new RandomTrees(47, 3);
        var shap = TreeShap.PathDependent(random.Ensemble(2, 4), [0, 1, 2], 3);
        var rows = random.Rows(3);
        var (fresh, used) = (new double[9], Enumerable.Repeat(double.NaN, 9).ToArray());
        shap.Explain(rows, 3, fresh, 1, default);
        shap.Explain(rows, 3, used, 1, default);
        Assert.That(used, Is.EqualTo(fresh));
    }

    [Test]
    public void Path_dependent_values_need_cover()
    {
        var ensemble = new TreeEnsemble([Tree.OfLeaf(1)], 0, 1, false);
        Assert.That(() => TreeShap.PathDependent(ensemble, [0], 1), Throws.TypeOf<AuditInputException>().With.Message.Contains("interventional"));
    }

    [Test]
    public void A_stop_is_heeded()
    {
        var random = new RandomTrees(48, 3);
        var shap = TreeShap.PathDependent(random.Ensemble(2, 4), [0, 1, 2], 3);
        Assert.That(() => shap.Explain(random.Rows(3), 3, new double[9], 1, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    internal static double[] Explain(TreeShap shap, double[] rows, int count, int players, int workers = 1)
    {
        var phi = new double[count * players];
        shap.Explain(rows, count, phi, workers, default);
        return phi;
    }

    private delegate (double Base, double[] Phi) Definition(ReadOnlySpan<double> row);

    private static void AssertDefinition(TreeShap shap, double[] rows, int slots, int players, Definition definition)
    {
        var count = rows.Length / slots;
        var phi = Explain(shap, rows, count, players);
        Assert.That(phi, Has.Some.Not.Zero);
        for (var r = 0; r < count; r++)
        {
            var (baseValue, expected) = definition(rows.AsSpan(r * slots, slots));
            Assert.That(shap.BaseValue, Is.EqualTo(baseValue).Within(1e-12));
            Assert.That(phi[(r * players)..((r + 1) * players)], Is.EqualTo(expected).Within(1e-12));
        }
    }
}
