using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Audits;

[TestFixture]
internal sealed class AttributionPicturesTests
{
    private const int Rows = 300;
    private static readonly double[] s_values = [.. Enumerable.Range(0, Rows).Select(i => Math.Sin(i) * Math.Abs(Math.Sin(i)))];
    private static readonly FeatureTable s_features = new(
    [
        new FeatureColumn.Numeric("age", [.. Enumerable.Range(0, Rows).Select(i => i % 7 == 0 ? double.NaN : Math.Sin(i))]),
        new FeatureColumn.Text("sex", ["f", "m"], [.. Enumerable.Range(0, Rows).Select(i => i % 3 == 0 ? 0 : 1)]),
    ]);

    private static readonly PlayerMap s_players = PlayerMap.Of(["age", "sex"], new Dictionary<string, IReadOnlyList<string>>());

    [Test]
    public void No_bin_holds_1_to_10_patients_and_nobody_is_lost()
    {
        var rows = AttributionPictures.Beeswarm(Sample(), s_players, s_features, [0, 1]);
        Assert.Multiple(() =>
        {
            foreach (var row in rows)
            {
                Assert.That(row.Bins.Select(b => b.Count), Has.All.GreaterThan(10));
                Assert.That(row.Bins.Sum(b => b.Count), Is.EqualTo(Rows));
                Assert.That(row.Bins.Zip(row.Bins.Skip(1), (a, b) => a.To <= b.From + 1e-12), Has.All.True);
            }
            Assert.That(rows[0].Bins, Has.Count.GreaterThan(5));
            Assert.That(rows[0].Bins[0].From, Is.Not.EqualTo(s_values.Min()), "an end of the range would be a patient's own attribution");
        });
    }

    [Test]
    public void Bins_are_coloured_by_the_mean_rank_of_the_feature()
    {
        var ranks = AttributionPictures.Beeswarm(Sample(), s_players, s_features, [0])[0].Bins.Where(b => b.MeanFeatureRank is not null).Select(b => b.MeanFeatureRank!.Value).ToArray();
        // The attribution rises with the feature, so ranks rise from bin to bin, about ½ in the middle.
        Assert.That(ranks, Is.Ordered.Ascending);
        Assert.That(ranks.Average(), Is.EqualTo(0.5).Within(0.1));
    }

    [Test]
    public void A_typical_value_is_a_median_or_the_most_frequent_text_and_never_one_of_a_few()
    {
        int[] all = [.. Enumerable.Range(0, Rows)];
        Assert.Multiple(() =>
        {
            Assert.That(AttributionPictures.Typical(1, s_players, s_features, all)?.ToString(), Is.EqualTo("mostly m"));
            Assert.That(AttributionPictures.Typical(0, s_players, s_features, all)?.ToString(), Does.StartWith("median "));
            Assert.That(AttributionPictures.Typical(0, s_players, s_features, [1, 2, 3]), Is.Null);
            Assert.That(AttributionPictures.Typical(1, s_players, s_features, [1, 2, 3]), Is.Null);
        });
    }

    private static Attributions Sample() => new()
    {
        Players = ["age", "sex"], Rows = [.. Enumerable.Range(0, Rows)], Values = [.. s_values.SelectMany(v => new[] { v, 0.1 })],
        Outputs = [.. s_values.Select(v => v + 0.1)], BaseValue = 0, ValueFunction = ValueFunction.Interventional, Output = ExplainedOutput.Margin,
        Method = Phrase.Of($"test"), Background = Phrase.Of($"test"),
    };
}
