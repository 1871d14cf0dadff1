using AuditHarness.Explanations.Trees;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

[TestFixture]
internal sealed class ScorerParityTests
{
    // x0 <= 0.5 ? 0.2 : (x1 <= 2 ? 0.6 : 0.9), missing to the left of x0 and to the right of x1.
    private static readonly Tree s_tree = new()
    {
        Slot = [0, 1], Operator = [SplitOperator.LessOrEqual, SplitOperator.LessOrEqual], Threshold = [0.5, 2], WhenTrue = [-1, -2], WhenFalse = [1, -3],
        Missing = [MissingRule.NaN, MissingRule.NaN], MissingIsTrue = [true, false], Leaf = [0.2, 0.6, 0.9],
    };

    private static readonly FeatureTable s_rows = new(
    [
        new FeatureColumn.Numeric("a", [.. Enumerable.Range(0, 60).Select(i => i / 60.0)]),
        new FeatureColumn.Numeric("b", [.. Enumerable.Range(0, 60).Select(i => (i * 7 % 60) / 15.0)]),
    ]);

    [Test]
    public void A_structure_that_is_the_model_has_no_difference()
    {
        var parity = Check((a, b) => Leaf(a, b));
        Assert.Multiple(() =>
        {
            Assert.That(parity.LargestDifference, Is.Zero);
            Assert.That(parity.AtThresholds, Is.EqualTo(6));
            Assert.That(parity.WithMissing, Is.EqualTo(40));
            Assert.That(parity.Rows, Is.EqualTo(106));
        });
    }

    [Test]
    public void A_model_that_differs_only_on_a_threshold_is_found() =>
        Assert.That(Check((a, b) => a == 0.5 ? 0.9 : Leaf(a, b)).LargestDifference, Is.EqualTo(0.7).Within(1e-12));

    [Test]
    public void A_model_that_differs_only_where_a_value_is_missing_is_found() =>
        Assert.That(Check((a, b) => double.IsNaN(b) ? 0.1 : Leaf(a, b)).LargestDifference, Is.EqualTo(0.8).Within(1e-12));

    [Test]
    public void A_runtime_that_refuses_missing_values_is_compared_on_the_rest_and_it_is_said()
    {
        var parity = Check((a, b) => double.IsNaN(a + b) ? throw new AuditInputException("no missing values here") : Leaf(a, b));
        Assert.That((parity.LargestDifference, parity.WithMissing, parity.Notes.Single().ToString()), Is.EqualTo((0.0, 0, "the model's runtime refuses rows with missing values, so they were not compared")));
    }

    [Test]
    public void An_answer_that_is_no_number_is_the_largest_difference() =>
        Assert.That(Check((a, b) => a > 0.9 ? double.NaN : Leaf(a, b)).LargestDifference, Is.EqualTo(1));

    private static double Leaf(double a, double b) => double.IsNaN(a) || a <= 0.5 ? 0.2 : b <= 2 ? 0.6 : 0.9;

    private static ScorerParity Check(Func<double, double, double> runtime)
    {
        using var model = new FormulaModel(runtime, new ModelStructure.TreeSum(FeatureEncoding.Direct(2), Link.Identity, new TreeEnsemble([s_tree], 0, 2, false)));
        return ScorerParity.Check(model, s_rows, model.Score(s_rows), new Seed(5), default);
    }

    private sealed class FormulaModel(Func<double, double, double> formula, ModelStructure structure) : IDiagnosticModel
    {
        public ModelIdentity Identity { get; } = new("formula", "f", null, "");
        public Phrase Reading => Phrase.Of($"a formula");
        public ModelStructure? Structure => structure;

        public double[] Score(FeatureTable patients, CancellationToken stop = default)
        {
            var (a, b) = ((FeatureColumn.Numeric)patients.Columns[0], (FeatureColumn.Numeric)patients.Columns[1]);
            return [.. a.Values.Zip(b.Values, formula)];
        }

        public void Dispose() { }
    }
}
