using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class WassersteinDistanceTests
{
    private static readonly WassersteinDistance Measure = new();

    private static double Deviation(double[] v) => Math.Sqrt(v.Sum(x => (x - v.Average()) * (x - v.Average())) / (v.Length - 1));

    [Test]
    public void A_shift_is_its_own_length_in_standard_deviations()
    {
        double[] train = [3, 1, 4, 1, 5, 9, 2, 6];
        Assert.Multiple(() =>
        {
            Assert.That(Measure.Value(RecordWorlds.Numbers(train, [.. train.Select(v => v + 2.5)])), Is.EqualTo(2.5 / Deviation(train)).Within(1e-12));
            Assert.That(Measure.Value(RecordWorlds.Numbers([0, 1, 3], [5, 6, 8])) * Deviation([0, 1, 3]), Is.EqualTo(5).Within(1e-12), "scipy's documentation of wasserstein_distance");
            Assert.That(Measure.Value(RecordWorlds.Numbers([0, 1], [0, 1, 1, 1])) * Deviation([0, 1]), Is.EqualTo(0.25).Within(1e-12));
        });
    }

    [Test]
    public void It_is_the_mean_distance_of_sorted_values_in_samples_of_equal_size()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            double[] Draw() => [.. Enumerable.Range(0, 37).Select(_ => Math.Round(random.NextDouble() * 20, 1))];
            var (train, synthetic) = (Draw(), Draw());
            var moved = train.Order().Zip(synthetic.Order()).Average(p => Math.Abs(p.First - p.Second));
            Assert.That(Measure.Value(RecordWorlds.Numbers([.. train, double.NaN], synthetic)), Is.EqualTo(moved / Deviation(train)).Within(1e-12));
        }
    }

    [Test]
    public void Its_standard_error_is_that_of_a_bootstrap()
    {
        var random = new Seed(3).Generator();
        double[] train = [.. Enumerable.Range(0, 300).Select(_ => random.NextNormal())], synthetic = [.. Enumerable.Range(0, 200).Select(_ => 0.6 + (1.3 * random.NextNormal()))];
        var evidence = RecordWorlds.Numbers(train, synthetic);
        var known = (Estimate.Known)Measure.Whole(evidence);
        double? Of(RecordResample drawn)
        {
            double[] Times(double[] v, int[] counts) => [.. v.Zip(counts).SelectMany(p => Enumerable.Repeat(p.First, p.Second)).Order()];
            var (real, made) = (Times(train, drawn.Train), Times(synthetic, drawn.Synthetic));
            return Enumerable.Range(0, 600).Average(i => Math.Abs(real[i / 2] - made[i / 3])) / Deviation(train);
        }
        var bootstrap = RecordBootstrap.Of(evidence, evidence.Groups[0], "check", known.Value, Of, 0, 10).Sampling!;
        Assert.That(known.Sampling!.StandardError, Is.EqualTo(bootstrap.StandardError).Within(0.12 * bootstrap.StandardError));
    }

    [Test]
    public void A_column_of_one_value_has_no_unit() =>
        Assert.That(Measure.Whole(RecordWorlds.Numbers([2, 2, 2], [1, 2, 3])), Is.TypeOf<Estimate.Undefined>());
}
