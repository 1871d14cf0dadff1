using AuditHarness.Models;

namespace AuditHarness.Statistics;

public sealed class LogisticRecordsTests
{
    private static FeatureTable Table(double[] x, int[] c, params string[] levels) => new([new FeatureColumn.Numeric("x", x), new FeatureColumn.Text("c", levels, c)]);

    [Test]
    public void A_saturated_model_gives_the_share_of_each_level()
    {
        var table = new FeatureTable([new FeatureColumn.Text("c", ["a", "b"], [0, 0, 0, 0, 1, 1, 1, 1, 1, -1, -1])]);
        var fitted = new LogisticRecords(0).Fit(table, [1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0], null, new Seed(1));
        var asked = new FeatureTable([new FeatureColumn.Text("c", ["b", "never seen", "a"], [0, 2, -1, 1])]);
        Assert.That(fitted.Score(asked), Is.EqualTo(new[] { 0.6, 0.25, 0.5, 0.5 }).Within(1e-9), "a level never seen counts as missing");
    }

    [Test]
    public void Columns_are_standardized_filled_and_told_apart()
    {
        var design = DesignMatrix.Of(Table([1, 3, double.NaN, 1, 3], [0, 0, 1, 1, 0], "a", "b"));
        Assert.Multiple(() =>
        {
            Assert.That(design.Width, Is.EqualTo(3), "x, its missing values, and b");
            Assert.That(design.Rows(Table([3, double.NaN], [1, 0], "a", "b")), Is.EqualTo(new double[] { 1, 0, 1, 0, 1, 0 }));
            Assert.That(DesignMatrix.Of(Table([2, 2, 2], [0, 0, 0], "a", "b")).Width, Is.Zero, "what does not vary has no column");
        });
        var many = Enumerable.Range(0, 80).ToArray();
        Assert.That(DesignMatrix.Of(new([new FeatureColumn.Text("c", [.. many.Select(i => $"{i:00}")], many)])).Width, Is.EqualTo(DesignMatrix.MostLevels));
    }

    [Test]
    public void It_is_the_regression_on_the_same_columns()
    {
        var random = new Random(2);
        double[] x = [.. Enumerable.Range(0, 50).Select(_ => random.NextDouble() * 7)];
        byte[] y = [.. x.Select(v => (byte)(random.NextDouble() * 7 < v ? 1 : 0))];
        double[] weights = [.. x.Select(_ => 0.5 + random.NextDouble())];
        var fitted = new LogisticRecords(0).Fit(new([new FeatureColumn.Numeric("x", x)]), y, weights, new Seed(1));
        var plain = LogisticLearner.Fit(x, y, weights, 0);
        Assert.That(fitted.Score(new([new FeatureColumn.Numeric("x", [0, 3.5, 9])])), Is.EqualTo(new[] { plain.Probability([0]), plain.Probability([3.5]), plain.Probability([9]) }).Within(1e-8));
    }
}
