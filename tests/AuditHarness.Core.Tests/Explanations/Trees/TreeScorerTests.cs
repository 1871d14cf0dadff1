using System.Runtime.InteropServices;

namespace AuditHarness.Explanations.Trees;

public sealed class TreeScorerTests
{
    [Test]
    public void A_margin_is_the_base_and_the_leaf_of_each_tree([Values(1, 2, 3)] int seed)
    {
        var random = new RandomTrees(seed, 6);
        var ensemble = random.Ensemble(9, 7);
        var rows = random.Rows(200);
        var margins = TreeScorer.Margins(ensemble, rows, 200);
        for (var r = 0; r < 200; r++)
            Assert.That(margins[r], Is.EqualTo(BruteForceShapley.Margin(ensemble, rows.AsSpan(r * 6, 6))).Within(1e-14));
    }

    // The float nearest to 0.1 is above the double 0.1.
    [TestCase(SplitOperator.LessOrEqual, true, false)]
    [TestCase(SplitOperator.Less, true, false)]
    [TestCase(SplitOperator.Greater, false, true)]
    [TestCase(SplitOperator.GreaterOrEqual, false, true)]
    [TestCase(SplitOperator.Equal, true, false)]
    [TestCase(SplitOperator.NotEqual, false, true)]
    public void Values_are_rounded_to_float_where_the_runtime_does_so(SplitOperator op, bool inDouble, bool inSingle)
    {
        var tree = new Tree
        {
            Slot = [0], Operator = [op], Threshold = [op is SplitOperator.Less or SplitOperator.GreaterOrEqual ? 0.1f : 0.1], WhenTrue = [~0], WhenFalse = [~1], Missing = [MissingRule.NaN], MissingIsTrue = [false], Leaf = [1, 0],
        };
        foreach (var (single, expected) in new[] { (false, inDouble), (true, inSingle) })
        {
            var ensemble = new TreeEnsemble([tree], 0, 1, single);
            Assert.That(TreeScorer.Margins(ensemble, [0.1], 1)[0], Is.EqualTo(expected ? 1 : 0));
            // The explainer compares the same way: against a background on the other side the whole difference is the feature's.
            var other = op is SplitOperator.Equal or SplitOperator.NotEqual
                ? op == SplitOperator.Equal ? 5.0 : 0.1
                : op is SplitOperator.LessOrEqual or SplitOperator.Less ? 5.0 : -5;
            var shap = TreeShap.Interventional(ensemble, [0], 1, [other], 1);
            Assert.That(shap.BaseValue + TreeShapTests.Explain(shap, [0.1], 1, 1)[0], Is.EqualTo(expected ? 1 : 0));
        }
    }

    [Test]
    public void The_number_of_workers_changes_no_bit()
    {
        var random = new RandomTrees(4, 6);
        var ensemble = random.Ensemble(30, 6);
        var rows = random.Rows(5000);
        var (one, four) = (TreeScorer.Margins(ensemble, rows, 5000), TreeScorer.Margins(ensemble, rows, 5000, 4));
        Assert.That(MemoryMarshal.AsBytes<double>(four).SequenceEqual(MemoryMarshal.AsBytes<double>(one)), Is.True);
    }

    [Test]
    public void Too_few_values_are_no_rows() =>
        Assert.That(() => TreeScorer.Margins(new([Tree.OfLeaf(1)], 0, 3, false), new double[5], 2), Throws.ArgumentException);
}
