namespace AuditHarness.Explanations.Trees;

/// <summary>Trees whose attributions are known in closed form or from a paper.</summary>
public sealed class KnownGamesTests
{
    // Lundberg, Erion, Lee (2018), arXiv 1802.03888, figure 1: fever and cough, 80 only with both; base 20.
    [TestCase(0, 0, -10, -10)]
    [TestCase(0, 1, -30, 10)]
    [TestCase(1, 0, 10, -30)]
    [TestCase(1, 1, 30, 30)]
    public void The_and_tree_of_the_TreeSHAP_paper(int first, int second, double phiFirst, double phiSecond)
    {
        var ensemble = Ensemble(2, new()
        {
            Slot = [1, 0], Operator = [SplitOperator.LessOrEqual, SplitOperator.LessOrEqual], Threshold = [0.5, 0.5],
            WhenTrue = [~0, ~1], WhenFalse = [1, ~2], Missing = new MissingRule[2], MissingIsTrue = new bool[2],
            Leaf = [0, 0, 80], NodeCover = [4, 2], LeafCover = [2, 1, 1],
        });
        foreach (var shap in new[] { TreeShap.PathDependent(ensemble, [0, 1], 2), TreeShap.Interventional(ensemble, [0, 1], 2, [0, 0, 0, 1, 1, 0, 1, 1], 4) })
        {
            Assert.That(shap.BaseValue, Is.EqualTo(20).Within(1e-12));
            Assert.That(TreeShapTests.Explain(shap, [first, second], 1, 2), Is.EqualTo(new[] { phiFirst, phiSecond }).Within(1e-12));
        }
    }

    // One row of five is small and positive; three are missing and one is 100, and they go the other way.
    [TestCase(1, 0.8)]
    [TestCase(double.NaN, -0.2)]
    [TestCase(100, -0.2)]
    public void The_missing_value_stump(double value, double phi)
    {
        var ensemble = Ensemble(1, new()
        {
            Slot = [0], Operator = [SplitOperator.LessOrEqual], Threshold = [50.5], WhenTrue = [~0], WhenFalse = [~1], Missing = [MissingRule.NaN],
            MissingIsTrue = [false], Leaf = [1, 0], NodeCover = [5], LeafCover = [1, 4],
        });
        double[] background = [double.NaN, double.NaN, double.NaN, 1, 100];
        foreach (var shap in new[] { TreeShap.PathDependent(ensemble, [0], 1), TreeShap.Interventional(ensemble, [0], 1, background, 5) })
            Assert.That(TreeShapTests.Explain(shap, [value], 1, 1)[0], Is.EqualTo(phi).Within(1e-12));
    }

    [TestCase(0, 0, 0, 0)]
    [TestCase(0, 1, 0, 1)]
    [TestCase(1, 0, 1, 0)]
    [TestCase(1, 1, 0, 0)]
    public void Exclusive_or(int first, int second, double overZeroFirst, double overZeroSecond)
    {
        var ensemble = Ensemble(2, new()
        {
            Slot = [0, 1, 1], Operator = [SplitOperator.Greater, SplitOperator.Greater, SplitOperator.Greater], Threshold = [0.5, 0.5, 0.5],
            WhenTrue = [1, ~0, ~2], WhenFalse = [2, ~1, ~3], Missing = new MissingRule[3], MissingIsTrue = new bool[3],
            Leaf = [0, 1, 1, 0], NodeCover = [4, 2, 2], LeafCover = [1, 1, 1, 1],
        });
        var zero = TreeShap.Interventional(ensemble, [0, 1], 2, [0, 0], 1);
        Assert.That(TreeShapTests.Explain(zero, [first, second], 1, 2), Is.EqualTo(new[] { overZeroFirst, overZeroSecond }).Within(1e-12));
        var quarter = first == second ? -0.25 : 0.25;
        foreach (var shap in new[] { TreeShap.PathDependent(ensemble, [0, 1], 2), TreeShap.Interventional(ensemble, [0, 1], 2, [0, 0, 0, 1, 1, 0, 1, 1], 4) })
        {
            Assert.That(shap.BaseValue, Is.EqualTo(0.5));
            Assert.That(TreeShapTests.Explain(shap, [first, second], 1, 2), Is.EqualTo(new[] { quarter, quarter }).Within(1e-12));
        }
    }

    [Test]
    public void A_product_is_shared_equally_by_its_factors([Values(1, 2, 5, 8, 9, 16, 17, 40, 64, 65, 100, 128)] int factors)
    {
        var ensemble = Ensemble(factors, Product(factors));
        int[] players = [.. Enumerable.Range(0, factors)];
        var ones = Enumerable.Repeat(1.0, factors).ToArray();
        var interventional = TreeShap.Interventional(ensemble, players, factors, new double[factors], 1);
        Assert.That(TreeShapTests.Explain(interventional, ones, 1, factors), Has.All.EqualTo(1.0 / factors).Within(1e-14));
        // Half of the data meets each factor: base 2^−k, and the rest is shared.
        var expected = (1 - Math.Pow(2, -factors)) / factors;
        Assert.That(TreeShapTests.Explain(TreeShap.PathDependent(ensemble, players, factors), ones, 1, factors), Has.All.EqualTo(expected).Within(1e-14));
        // None of the data does: base 0, all is shared, and the polynomial is u^(k − 1), the hardest to integrate.
        var unseen = ensemble.Trees[0] with
        {
            NodeCover = [1, .. new double[factors - 1]], LeafCover = [0, 1, .. new double[factors - 1]],
        };
        var shap = TreeShap.PathDependent(Ensemble(factors, unseen), players, factors);
        Assert.That(shap.BaseValue, Is.Zero);
        Assert.That(TreeShapTests.Explain(shap, ones, 1, factors), Has.All.EqualTo(1.0 / factors).Within(1e-14));
    }

    [Test]
    public void A_product_against_a_row_with_the_other_factors_is_a_unanimity_game_with_vetoes([Values(9, 30, 70, 128)] int factors)
    {
        // The row meets p factors, the background the other q. A coalition is worth 1 when it holds all p and none of the q, so that
        // each of the p gets 1/(p·C(p+q, p)) and each of the q −1/(q·C(p+q, p)).
        var ensemble = Ensemble(factors, Product(factors));
        int[] players = [.. Enumerable.Range(0, factors)];
        var own = factors / 3;
        var row = Enumerable.Range(0, factors).Select(i => i < own ? 1.0 : 0).ToArray();
        var shap = TreeShap.Interventional(ensemble, players, factors, Array.ConvertAll(row, v => 1 - v), 1);
        var binomial = Enumerable.Range(1, own).Aggregate(System.Numerics.BigInteger.One, (c, k) => c * (factors - own + k) / k);
        var phi = TreeShapTests.Explain(shap, row, 1, factors);
        Assert.That(phi[..own], Has.All.EqualTo(1 / (own * (double)binomial)).Within(1e-12).Percent);
        Assert.That(phi[own..], Has.All.EqualTo(-1 / ((factors - own) * (double)binomial)).Within(1e-12).Percent);
    }

    [Test]
    public void More_players_on_one_way_than_can_be_held_are_refused()
    {
        var ensemble = Ensemble(129, Product(129));
        Assert.That(() => TreeShap.PathDependent(ensemble, [.. Enumerable.Range(0, 129)], 129), Throws.TypeOf<AuditInputException>().With.Message.Contains("128"));
        // Grouped, they are not that many.
        var grouped = TreeShap.PathDependent(ensemble, [.. Enumerable.Range(0, 129).Select(s => s % 3)], 3);
        Assert.That(TreeShapTests.Explain(grouped, [.. Enumerable.Repeat(1.0, 129)], 1, 3), Has.All.EqualTo(1 / 3.0).Within(1e-12));
    }

    [Test]
    public void Stumps_give_each_feature_the_difference_of_its_own_stump()
    {
        // Additive: φ is what a feature's own stump says, less its mean over the background.
        var random = new Random(5);
        var stumps = Enumerable.Range(0, 40).Select(_ => (Slot: random.Next(5), Threshold: random.NextDouble(), Yes: random.NextDouble(), No: random.NextDouble())).ToList();
        var ensemble = new TreeEnsemble([.. stumps.Select(s => new Tree
        {
            Slot = [s.Slot], Operator = [SplitOperator.LessOrEqual], Threshold = [s.Threshold], WhenTrue = [~0], WhenFalse = [~1],
            Missing = [MissingRule.NaN], MissingIsTrue = [false], Leaf = [s.Yes, s.No],
        })], 0, 5, false);
        double[] row = [.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())], background = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble())];
        double Own(int slot, double value) => stumps.Where(s => s.Slot == slot).Sum(s => value <= s.Threshold ? s.Yes : s.No);
        var expected = Enumerable.Range(0, 5).Select(f => Own(f, row[f]) - Enumerable.Range(0, 10).Average(z => Own(f, background[(z * 5) + f])));
        Assert.That(TreeShapTests.Explain(TreeShap.Interventional(ensemble, [0, 1, 2, 3, 4], 5, background, 10), row, 1, 5), Is.EqualTo(expected).Within(1e-12));
    }

    /// <summary>1 when every feature is above ½, else 0: one long chain, half of the data lost at each node.</summary>
    private static Tree Product(int factors) => new()
    {
        Slot = [.. Enumerable.Range(0, factors)],
        Operator = [.. Enumerable.Repeat(SplitOperator.Greater, factors)],
        Threshold = [.. Enumerable.Repeat(0.5, factors)],
        WhenTrue = [.. Enumerable.Range(1, factors - 1), ~0],
        WhenFalse = [.. Enumerable.Range(1, factors).Select(l => ~l)],
        Missing = new MissingRule[factors],
        MissingIsTrue = new bool[factors],
        Leaf = [1, .. new double[factors]],
        NodeCover = [.. Enumerable.Range(0, factors).Select(n => Math.Pow(2, -n))],
        LeafCover = [Math.Pow(2, -factors), .. Enumerable.Range(1, factors).Select(n => Math.Pow(2, -n))],
    };

    private static TreeEnsemble Ensemble(int slots, Tree tree)
    {
        var ensemble = new TreeEnsemble([tree], 0, slots, false);
        ensemble.Check();
        return ensemble;
    }
}
