using AuditHarness.Metrics;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

public sealed class KolmogorovSmirnovComplementTests
{
    private static readonly KolmogorovSmirnovComplement Measure = new();

    private static double Value(double[] train, double[] synthetic) => Measure.Value(RecordWorlds.Numbers(train, synthetic));

    [Test]
    public void Gap_is_the_largest_over_all_values()
    {
        // Brute force: both distribution functions at every value of either sample.
        foreach (var seed in Enumerable.Range(0, 20))
        {
            var random = new Random(seed);
            double[] Draw(int n, double shift) => [.. Enumerable.Range(0, n).Select(_ => random.NextDouble() < 0.1 ? double.NaN : Math.Round((8 * random.NextDouble()) + shift, seed % 2))];
            var (train, synthetic) = (Draw(40 + seed, 0), Draw(30, seed / 10.0));
            double[] real = [.. train.Where(v => !double.IsNaN(v))], made = [.. synthetic.Where(v => !double.IsNaN(v))];
            var gap = real.Concat(made).Max(x => Math.Abs((real.Count(v => v <= x) / (double)real.Length) - (made.Count(v => v <= x) / (double)made.Length)));
            Assert.That(Value(train, synthetic), Is.EqualTo(1 - gap).Within(1e-12));
        }
    }

    [Test]
    public void Published_cases_come_out() => Assert.Multiple(() =>
    {
        Assert.That(Value([1, 2, 3, 4], [1, 2, 3, 4]), Is.EqualTo(1), "equal samples");
        Assert.That(Value([1, 2, 3], [10, 20, 30]), Is.Zero, "samples apart");
        Assert.That(Value([0.3 - 0.2], [0.2 - 0.1]), Is.EqualTo(1), "the same number by two roundings (SDMetrics issue 652)");
        Assert.That(Value([1000.1, 0.3 - 0.2, -0.0], [0, 1000.1, 0.2 - 0.1]), Is.EqualTo(1));
    });

    [Test]
    public void Dates_are_compared_as_days()
    {
        RecordTable Days(double[] days) => new([new RecordColumn.Date("d", days)], days.Length);
        Assert.That(Measure.Value(RecordWorlds.Of(Days([1, 2, 3, double.NaN]), null, Days([1, 2, 3.5]), RecordRoles.None)), Is.EqualTo(2 / 3.0).Within(1e-12));
    }

    [Test]
    public void Limits_hold_the_gap_of_the_populations()
    {
        // Normal distributions a shift apart: sup |Φ(x) − Φ(x − d)| = 2 Φ(d / 2) − 1. Of 300 pairs of samples about 285 hold it, more where noise makes limits wide.
        foreach (var (shift, atLeast) in new[] { (0.0, 285), (0.1, 285), (0.5, 280) })
        {
            var truth = 2 - (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, shift / 2));
            var held = 0;
            for (var sample = 0; sample < 300; sample++)
            {
                var random = new Seed((ulong)sample).Generator();
                double[] Draw(int n, double mean) => [.. Enumerable.Range(0, n).Select(_ => mean + random.NextNormal())];
                var interval = ((Estimate.Known)Measure.Whole(RecordWorlds.Numbers(Draw(150, 0), Draw(120, shift)))).Sampling!.Interval(0.95);
                if (interval.Lower <= truth && truth <= interval.Upper) held++;
            }
            Assert.That(held, Is.GreaterThanOrEqualTo(atLeast), $"shift {shift}");
        }
    }

    [Test]
    public void The_whole_is_the_mean_of_the_columns_and_groups_are_compared_with_themselves()
    {
        var evidence = RecordWorlds.Evidence(11);
        foreach (var group in evidence.Groups.Take(3))
        {
            var figures = Measure.Figures(evidence).Where(f => f.Group.Equals(group.Subgroup)).ToList();
            var parts = figures.Where(f => f.Subject is not null).Select(f => ((Estimate.Known)f.Estimate).Value).ToList();
            Assert.That(figures.Select(f => f.Subject), Is.EqualTo(new[] { "age", "pressure", "weight", "admitted", "time", null }));
            Assert.That(((Estimate.Known)figures[^1].Estimate).Value, Is.EqualTo(parts.Average()).Within(1e-12));
            var alone = RecordWorlds.Numbers(
                [.. group.Train.Select(r => ((RecordColumn.Number)evidence.Train.Columns[1]).Values[r])],
                [.. group.Synthetic.Select(r => ((RecordColumn.Number)evidence.Synthetic.Columns[1]).Values[r])]);
            Assert.That(parts[0], Is.EqualTo(Measure.Value(alone)).Within(1e-12));
        }
    }

    [Test]
    public void Zero_and_what_sums_that_should_be_zero_are_left_with_are_one_value()
    {
        double left = 0.3 - 0.2 - 0.1;
        Assert.That(left, Is.Not.Zero);
        Assert.That(new KolmogorovSmirnovComplement().Value(RecordWorlds.Numbers([0, 0.1, 0.3, 0, 0.5, 0], [left, 0.1, 0.3, left, 0.5, left])), Is.EqualTo(1));
    }
}
