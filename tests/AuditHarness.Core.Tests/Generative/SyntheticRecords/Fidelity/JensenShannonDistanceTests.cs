using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class JensenShannonDistanceTests
{
    private static readonly JensenShannonDistance Measure = new();

    [Test]
    public void Two_shares_have_a_closed_form() => Assert.Multiple(() =>
    {
        var entropy = -(0.75 * Math.Log2(0.75)) - (0.25 * Math.Log2(0.25));
        var value = Measure.Value(RecordWorlds.Categories(["a", "a"], ["a", "b"]));
        Assert.That(value, Is.EqualTo(Math.Sqrt(entropy - 0.5)).Within(1e-12));
        Assert.That(value * Math.Sqrt(Math.Log(2)), Is.EqualTo(0.46450140402245893).Within(1e-12), "scipy's documentation: jensenshannon([1, 0], [1/2, 1/2])");
        Assert.That(Measure.Value(RecordWorlds.Categories(["a", "b"], ["c", "c", "d"])), Is.EqualTo(1).Within(1e-12));
    });

    [Test]
    public void Numbers_are_cut_where_a_twentieth_of_the_training_records_more_is_below()
    {
        // 40 training values: two in each bin, so that shares are those of the brute force below.
        double[] train = [.. Enumerable.Range(0, 40).Select(i => i * i)];
        double[] synthetic = [-5, 0, 0.5, 1, 1.5, 30, 31, 1521, 4000, 36, 37];
        int Bin(double x) => Math.Min(19, (int)(20 * (train.Count(t => t < x) + (train.Count(t => t == x) / 2.0)) / 40));
        var sum = 0.0;
        for (var b = 0; b < 20; b++)
        {
            var (p, q) = (train.Count(t => Bin(t) == b) / 40.0, synthetic.Count(s => Bin(s) == b) / 11.0);
            foreach (var share in new[] { p, q }) sum += share == 0 ? 0 : share / 2 * Math.Log2(share / ((p + q) / 2));
        }
        Assert.That(Measure.Value(RecordWorlds.Numbers(train, synthetic)), Is.EqualTo(Math.Sqrt(sum)).Within(1e-12));
    }

    [Test]
    public void What_lies_below_all_training_values_is_as_far_from_them_as_what_lies_above()
    {
        static double[] All(double value) => [.. Enumerable.Repeat(value, 30)];
        // Three in four training values are the smallest one, or the largest.
        static double[] Tied(double tied, double other) => [.. All(tied), .. All(other)[..10]];
        IRecordMeasure[] measures = [Measure, new HellingerDistance()];
        Assert.Multiple(() =>
        {
            foreach (var measure in measures)
            {
                Assert.That(measure.Value(RecordWorlds.Numbers(All(5), All(4))), Is.EqualTo(1).Within(1e-12));
                Assert.That(measure.Value(RecordWorlds.Numbers(All(5), All(6))), Is.EqualTo(1).Within(1e-12));
                Assert.That(
                    measure.Value(RecordWorlds.Numbers(Tied(0, 1), Tied(-1, 1))), Is.EqualTo(measure.Value(RecordWorlds.Numbers(Tied(1, 0), Tied(2, 0)))).Within(1e-12).And.GreaterThan(0.8));
            }
        });
    }

    [Test]
    public void Limits_hold_no_distance_and_a_large_one([Values(0.0, 0.3)] double shift)
    {
        double[] real = [0.4, 0.3, 0.2, 0.1], made = [0.4 - shift, 0.3, 0.2, 0.1 + shift];
        static double Part(double p, double q) => p / 2 * Math.Log2(2 * p / (p + q));
        var truth = Math.Sqrt(real.Zip(made).Sum(p => Part(p.First, p.Second) + Part(p.Second, p.First)));
        var hellinger = Math.Sqrt(1 - Math.Min(1, real.Zip(made).Sum(p => Math.Sqrt(p.First * p.Second))));
        var (held, heldHellinger) = (0, 0);
        for (var sample = 0; sample < 300; sample++)
        {
            var random = new Seed((ulong)sample).Generator();
            string?[] Draw(int n, double[] shares) => [.. Enumerable.Range(0, n).Select(_ =>
            {
                var (u, level) = (random.NextUniform(), 0);
                while (level < 3 && u > shares[level]) u -= shares[level++];
                return "abcd"[level].ToString();
            })];
            var evidence = RecordWorlds.Categories(Draw(150, real), Draw(120, made));
            var (a, b) = (((Estimate.Known)Measure.Whole(evidence)).Sampling!.Interval(0.95), ((Estimate.Known)new HellingerDistance().Whole(evidence)).Sampling!.Interval(0.95));
            if (a.Lower <= truth && truth <= a.Upper) held++;
            if (b.Lower <= hellinger && hellinger <= b.Upper) heldHellinger++;
        }
        Assert.That((held, heldHellinger), Is.EqualTo((300, 300)).Using<(int, int)>((x, y) => Math.Min(x.Item1, x.Item2) >= 277), $"{held} and {heldHellinger} of 300");
    }
}
