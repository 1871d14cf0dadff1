using AuditHarness.Models;

namespace AuditHarness.Statistics;

public sealed class PairwiseLogisticRecordsTests
{
    // Pairs of normal numbers with a correlation of 0.6 in one class and −0.6 in the other: single columns tell nothing, and the ratio of
    // densities is a function of the product alone.
    private static (FeatureTable Features, byte[] Labels) Pairs(int count, double correlation)
    {
        var random = new Random(5);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var (x, y, labels) = (new double[count], new double[count], new byte[count]);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)(i % 2);
            x[i] = Normal();
            y[i] = (correlation * (1 - (2 * labels[i])) * x[i]) + (Math.Sqrt(1 - (correlation * correlation)) * Normal());
        }
        return (new([new FeatureColumn.Numeric("x", x), new FeatureColumn.Numeric("y", y)]), labels);
    }

    [Test]
    public void Columns_that_hang_together_otherwise_are_told_apart_as_the_ratio_of_densities_says()
    {
        var (features, labels) = Pairs(20_000, 0.6);
        var fitted = new PairwiseLogisticRecords().Fit(features, labels, null, new Seed(1));
        // ln p₁ / p₀ = −2 ρ x y / (1 − ρ²) = −1.875 x y.
        var rows = new FeatureTable([new FeatureColumn.Numeric("x", [1, 1, -1.5, 0]), new FeatureColumn.Numeric("y", [1, -1, 0.5, 2])]);
        var odds = fitted.Score(rows).Select(p => Math.Log(p / (1 - p)));
        // About three standard errors of a coefficient, 1 / √(n p (1 − p) x² y²).
        Assert.That(odds, Is.EqualTo(new[] { -1.875, 1.875, 1.875 * 0.75, 0 }).Within(0.15));
    }

    [Test]
    public void Without_a_pair_beyond_chance_it_is_the_regression_on_main_effects()
    {
        var (features, labels) = Pairs(400, 0);
        double[] Scores(ILearner learner) => learner.Fit(features, labels, null, new Seed(1)).Score(features);
        Assert.That(Scores(new PairwiseLogisticRecords()), Is.EqualTo(Scores(new LogisticRecords())));
    }

    [Test]
    public void A_weight_of_two_is_the_row_twice()
    {
        var (features, labels) = Pairs(300, 0.5);
        int[] twice = [.. Enumerable.Range(0, 300), .. Enumerable.Range(0, 100)];
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => i < 100 ? 2.0 : 1.0)];
        var once = new PairwiseLogisticRecords().Fit(features, labels, weights, new Seed(1)).Score(features);
        var repeated = new PairwiseLogisticRecords().Fit(features.Take(twice), [.. twice.Select(i => labels[i])], null, new Seed(1)).Score(features);
        Assert.That(once, Is.EqualTo(repeated).Within(1e-9));
    }

    [Test]
    public void One_class_is_refused() =>
        Assert.That(() => new PairwiseLogisticRecords().Fit(Pairs(4, 0).Features, new byte[4], null, new Seed(1)), Throws.ArgumentException);
}
