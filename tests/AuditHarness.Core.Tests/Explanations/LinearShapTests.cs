using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Explanations;

public sealed class LinearShapTests
{
    [Test]
    public void A_feature_gets_its_weight_times_its_distance_from_the_background()
    {
        var linear = new ModelStructure.Linear(FeatureEncoding.Direct(2), Link.Logit, -1, [2, -0.5]);
        var explained = LinearShap.Explain(
            linear, Tables.Of([3, 4], [0, 0]), Tables.Of([1, 2], [2, 6]), Tables.Singles(Tables.Of([0, 0])), [5, 9], Phrase.Of($"2 rows"));
        Assert.That(explained.BaseValue, Is.EqualTo(-1 + 3 - 2).Within(1e-15));
        Assert.That(explained.Values, Is.EqualTo(new[] { 3.0, 0, -3, 2 }).Within(1e-15));
        Assert.That(explained.Outputs, Is.EqualTo(new[] { 3.0, -1 }).Within(1e-15));
        Assert.That((explained.Rows, explained.Method.ToString()), Is.EqualTo((new[] { 5, 9 }, "linear SHAP, exact")));
    }

    [Test]
    public void It_agrees_with_the_enumeration_also_for_texts_missing_values_and_players_of_several_columns()
    {
        var random = new Random(3);
        FeatureTable Table(int rows) => new([
            new FeatureColumn.Numeric("n", [.. Enumerable.Range(0, rows).Select(_ => random.Next(4) == 0 ? double.NaN : random.NextDouble())]),
            new FeatureColumn.Text("t", ["a", "b", "c"], [.. Enumerable.Range(0, rows).Select(_ => random.Next(-1, 3))]),
            new FeatureColumn.Numeric("m", [.. Enumerable.Range(0, rows).Select(_ => 5 * random.NextDouble())]),
        ]);
        var encoding = new FeatureEncoding([
            new(0) { WhenMissing = 0.4, Offset = 0.1, Scale = 3 }, new(1, "a") { WhenMissing = 0 }, new(1, "c") { WhenMissing = 0 }, new(2), new(0) { WhenMissing = -2 }]);
        var linear = new ModelStructure.Linear(encoding, Link.Logit, 0.3, [1.5, -2, 0.25, 0.7, 0.1]);
        var players = PlayerMap.Of(["n", "t", "m"], new Dictionary<string, IReadOnlyList<string>> { ["both"] = ["n", "t"] });
        double[] Margin(FeatureTable table)
        {
            var encoded = encoding.Encode(table);
            return [.. Enumerable.Range(0, table.Count).Select(i => 0.3 + Enumerable.Range(0, 5).Sum(s => linear.Weights[s] * encoded[(i * 5) + s]))];
        }
        foreach (var map in new[] { players, new PlayerMap(["n", "t", "m"], [0, 1, 2]) })
        {
            var (rows, background) = (Table(12), Table(17));
            int[] all = [.. Enumerable.Range(0, 12)];
            var ours = LinearShap.Explain(linear, rows, background, map, all, Phrase.Of($"17 rows"));
            var enumerated = ExactShapley.Explain(new(Margin, rows, background, map), all, ExplainedOutput.Margin, Phrase.Of($"17 rows"));
            Assert.That(ours.Values, Is.EqualTo(enumerated.Values).Within(1e-13));
            Assert.That(ours.BaseValue, Is.EqualTo(enumerated.BaseValue).Within(1e-13));
            Assert.That(ours.Outputs, Is.EqualTo(enumerated.Outputs).Within(1e-13));
            Assert.That(ours.LargestLocalError, Is.LessThan(1e-13));
        }
    }
}
