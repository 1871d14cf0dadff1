using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class CorrelationSimilarityTests
{
    private static readonly CorrelationSimilarity Measure = new();

    private static RecordTable Pair(double[] x, double[] y) => new([new RecordColumn.Number("x", x), new RecordColumn.Number("y", y)], x.Length);

    private static RecordEvidence Pairs(RecordTable train, RecordTable synthetic) => RecordWorlds.Of(train, null, synthetic, RecordRoles.None);

    [Test]
    public void Published_case_comes_out()
    {
        // SDMetrics, unit test of its CorrelationSimilarity: correlations 0.498212 and 0.3.
        var evidence = Pairs(Pair([1, 2, 3, 4], [0.2, -1.0895, -0.6425, 1.5365]), Pair([1, 2, 3, 4], [0.616536, -1.216536, -0.916536, 1.516536]));
        Assert.That(Measure.Value(evidence), Is.EqualTo(0.90089418).Within(1e-6));
    }

    [Test]
    public void Opposite_slopes_have_nothing_in_common_and_missing_values_do_not_count() => Assert.Multiple(() =>
    {
        Assert.That(Measure.Value(Pairs(Pair([1, 2, 3], [2, 4, 6]), Pair([1, 2, 3], [3, 2, 1]))), Is.Zero.Within(1e-12));
        Assert.That(Measure.Value(Pairs(Pair([1, 2, 3, 9, double.NaN], [2, 4, 6, double.NaN, 0]), Pair([1, 2, 4], [3, 4, 6]))), Is.EqualTo(1).Within(1e-12));
        Assert.That(Measure.Whole(Pairs(Pair([1, 2, 3], [2, 2, 2]), Pair([1, 2, 3], [3, 2, 1]))), Is.TypeOf<Estimate.Undefined>());
    });

    [Test]
    public void Large_offsets_and_units_change_nothing()
    {
        var random = new Random(3);
        double[] Draw(int n) => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble())];
        double[] x = Draw(60), y = [.. x.Select(v => v + random.NextDouble())], u = Draw(50), v = Draw(50);
        double[] Far(double[] of) => [.. of.Select(a => 1e9 + (1e3 * a))];
        Assert.That(Measure.Value(Pairs(Pair(Far(x), y), Pair(Far(u), v))), Is.EqualTo(Measure.Value(Pairs(Pair(x, y), Pair(u, v)))).Within(1e-6));
    }

    [Test]
    public void Its_standard_error_is_that_of_a_bootstrap()
    {
        var random = new Seed(5).Generator();
        (double[] X, double[] Y) Draw(int n, double slope)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(_ => random.NextNormal())];
            return (x, [.. x.Select(v => (slope * v) + random.NextNormal())]);
        }
        var (real, made) = (Draw(300, 1), Draw(250, 0.3));
        static double Correlation((double[] X, double[] Y) of, int[] counts)
        {
            double n = counts.Sum();
            double Mean(Func<int, double> f) => Enumerable.Range(0, counts.Length).Sum(i => counts[i] * f(i)) / n;
            var (mx, my) = (Mean(i => of.X[i]), Mean(i => of.Y[i]));
            return Mean(i => (of.X[i] - mx) * (of.Y[i] - my)) / Math.Sqrt(Mean(i => (of.X[i] - mx) * (of.X[i] - mx)) * Mean(i => (of.Y[i] - my) * (of.Y[i] - my)));
        }
        var evidence = Pairs(Pair(real.X, real.Y), Pair(made.X, made.Y));
        var known = (Estimate.Known)Measure.Whole(evidence);
        var bootstrap = RecordBootstrap.Of(
            evidence, evidence.Groups[0], "check", known.Value, d => 1 - (Math.Abs(Correlation(real, d.Train) - Correlation(made, d.Synthetic)) / 2), 0, 1).Sampling!;
        Assert.That(known.Sampling!.StandardError, Is.EqualTo(bootstrap.StandardError).Within(0.12 * bootstrap.StandardError));
    }
}
