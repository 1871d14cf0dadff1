using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class StatisticSimilarityTests
{
    private static readonly StatisticSimilarity Measure = new();

    private static double Value(string id, double[] train, double[] synthetic) => Measure.Value(RecordWorlds.Numbers(train, synthetic), id);

    [Test]
    public void Published_case_comes_out() => Assert.Multiple(() =>
    {
        // SDMetrics, unit test of its StatisticSimilarity: means 1.7 and 2.7, range 1.8.
        Assert.That(Value("MeanSimilarity", [1, 2.4, 2.6, 0.8], [0.9, 1.8, 3.1, 5]), Is.EqualTo(4 / 9.0).Within(1e-12));
        // Medians 1.7 and 2.45; deviations by hand.
        Assert.That(Value("MedianSimilarity", [1, 2.4, 2.6, 0.8], [0.9, 1.8, 3.1, 5]), Is.EqualTo(1 - (0.75 / 1.8)).Within(1e-12));
        Assert.That(Value("StandardDeviationSimilarity", [0, 2], [0, 2, 4]), Is.EqualTo(1 - ((2 - Math.Sqrt(2)) / 2)).Within(1e-12));
        Assert.That(Value("MeanSimilarity", [0, 1], [50, 60, double.NaN]), Is.Zero);
        Assert.That(Value("MedianSimilarity", [1, 2, 9], [2, 2, 2, 7]), Is.EqualTo(1));
    });

    [Test]
    public void Standard_errors_are_the_textbook_ones()
    {
        var random = new Seed(6).Generator();
        double[] train = [.. Enumerable.Range(0, 2000).Select(_ => random.NextNormal())], synthetic = [.. Enumerable.Range(0, 1000).Select(_ => 0.5 + (1.5 * random.NextNormal()))];
        var (evidence, range) = (RecordWorlds.Numbers(train, synthetic), train.Max() - train.Min());
        double Error(string id) => ((Estimate.Known)Measure.Whole(evidence, id)).Sampling!.StandardError * range;
        // Of normal samples: σ / √n for the mean, √(π / 2) as much for the median, 1 / √2 as much for the deviation.
        var mean = Math.Sqrt((1 / 2000.0) + (2.25 / 1000));
        Assert.Multiple(() =>
        {
            Assert.That(Error("MeanSimilarity"), Is.EqualTo(mean).Within(0.05 * mean));
            Assert.That(Error("MedianSimilarity"), Is.EqualTo(Math.Sqrt(Math.PI / 2) * mean).Within(0.15 * mean));
            Assert.That(Error("StandardDeviationSimilarity"), Is.EqualTo(mean / Math.Sqrt(2)).Within(0.06 * mean));
        });
    }
}
