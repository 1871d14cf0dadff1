using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>Two groups drawn again and again from populations whose gap is known: a 95 % interval of the gap must hold it about that often.</summary>
public sealed class ContrastCoverageTests
{
    private const int Draws = 1200;
    private static readonly double Z = CriticalValue.TwoSided(0.95);

    private static double Coverage(double truth, Func<Random, Contrast?> draw)
    {
        var random = new Random(5);
        var contrasts = Enumerable.Range(0, Draws).Select(_ => draw(random)).OfType<Contrast>().ToArray();
        Assert.That(contrasts, Has.Length.GreaterThan(0.95 * Draws));
        return contrasts.Count(c => c.Limits(Z) is var (lower, upper) && lower <= truth && truth <= upper) / (double)contrasts.Length;
    }

    private static ProportionSampling Share(Random random, double p, int n) =>
        new(Enumerable.Range(0, n).Count(_ => random.NextDouble() < p) / (double)n, n);

    [TestCase(0.9, 25, 0.7, 40)]
    [TestCase(0.02, 60, 0.05, 200)]
    [TestCase(0.5, 15, 0.5, 300)]
    public void Newcombes_interval_of_a_difference_covers_at_least_93(double p1, int n1, double p2, int n2) => Assert.That(
        Coverage(p1 - p2, r => Share(r, p1, n1) is var a && Share(r, p2, n2) is var b ? Contrast.Difference(a.Proportion, a, b.Proportion, b) : null),
        Is.GreaterThan(0.93));

    // The first is 1 in every third draw; Katz's variance alone would be 0 then on its side.
    [TestCase(0.95, 20, 0.8, 30)]
    [TestCase(0.97, 30, 0.97, 25)]
    [TestCase(0.4, 50, 0.3, 60)]
    public void The_interval_of_a_ratio_covers_at_least_93(double p1, int n1, double p2, int n2) =>
        Assert.That(Coverage(p1 / p2, r => Contrast.Ratio(Share(r, p1, n1), Share(r, p2, n2))), Is.GreaterThan(0.93));

    private static Rows Sample(Random random, Rows population, int patients) =>
        population.Take(Enumerable.Range(0, patients).Select(_ => random.Next(population.Count)));

    private static double Covers(IMetric metric, Rows one, int n1, Rows two, int n2)
    {
        Estimate.Known? Known(Rows rows) => metric.Measure(rows.Evidence) as Estimate.Known;
        return Coverage(Known(one)!.Value - Known(two)!.Value, random =>
            Known(Sample(random, one, n1)) is { Sampling: { } s1 } a && Known(Sample(random, two, n2)) is { Sampling: { } s2 } b
                ? Contrast.Difference(a.Value, s1, b.Value, s2) : null);
    }

    [Test]
    public void The_interval_of_a_gap_covers_at_least_93([Values] bool weighted) => Assert.Multiple(() =>
    {
        var one = Rows.Random(1, 5000, ties: false, weighted);
        var two = Rows.Random(2, 5000, ties: true, weighted) with { Labels = [.. Rows.Random(2, 5000).Scores.Select((s, i) => (byte)((i * 0.6180339887 % 1) < s ? 1 : 0))] };
        foreach (var metric in new IMetric[] { new AreaUnderRoc(), new SelectionRate(), new F1Score(), new BalancedAccuracy() })
            Assert.That(Covers(metric, one, 150, two, 80), Is.GreaterThan(0.93), metric.Info.Id);
    });

    // Summed over every pair of outcomes, without draws.
    private static (double Coverage, double Defined) Exact(double p1, int n1, double p2, int n2, double truth, Func<ProportionSampling, ProportionSampling, Contrast?> contrast)
    {
        double covered = 0, defined = 0;
        var second = Enumerable.Range(0, n2 + 1).Select(y => (Share: new ProportionSampling(y / (double)n2, n2, ProportionMethod.MidP), Chance: Binomial.PMF(p2, n2, y))).ToArray();
        for (var x = 0; x <= n1; x++)
        {
            var first = new ProportionSampling(x / (double)n1, n1, ProportionMethod.MidP);
            var chance = Binomial.PMF(p1, n1, x);
            foreach (var (share, other) in second)
            {
                if (chance * other < 1e-9 || contrast(first, share) is not { } c) continue;
                defined += chance * other;
                if (c.Limits(Z) is var (lower, upper) && lower <= truth + 1e-12 && truth - 1e-12 <= upper) covered += chance * other;
            }
        }
        return (covered / defined, defined);
    }

    private static readonly double[] Rates = [0.02, 0.1, 0.3, 0.5, 0.8, 0.95];

    [TestCase(6, 6)]
    [TestCase(10, 20)]
    [TestCase(20, 50)]
    public void The_interval_of_a_difference_of_small_groups_covers_at_least_93_everywhere(int n1, int n2)
    {
        double[] cells = [.. Rates.SelectMany(_ => Rates, (p1, p2) =>
            Exact(p1, n1, p2, n2, p1 - p2, (a, b) => Contrast.Difference(a.Proportion, a, b.Proportion, b)).Coverage)];
        Assert.That(cells.Min(), Is.GreaterThan(0.93));
        Assert.That(cells.Average(), Is.InRange(0.94, 0.985));
    }

    [TestCase(20, 20)]
    [TestCase(20, 50)]
    public void The_interval_of_a_ratio_of_small_groups_covers_at_least_92_where_it_mostly_is_defined(int n1, int n2)
    {
        double[] cells = [.. Rates.SelectMany(_ => Rates, (p1, p2) => Exact(p1, n1, p2, n2, p1 / p2, (a, b) => Contrast.Ratio(a, b) ?? Contrast.RatioOfZero(a, b)))
            .Where(c => c.Defined > 0.3).Select(c => c.Coverage)];
        Assert.That(cells.Min(), Is.GreaterThan(0.92));
        Assert.That(cells.Average(), Is.InRange(0.94, 0.985));
    }

    // Welch's own degrees cover 0.89 for 2 against 200.
    [TestCase(2, 2)]
    [TestCase(2, 200)]
    [TestCase(3, 5)]
    [TestCase(4, 50)]
    [TestCase(5, 5)]
    [TestCase(10, 10)]
    public void The_interval_of_a_difference_of_means_covers_at_least_94_however_small_the_groups(int n1, int n2)
    {
        var random = new Random(1);
        NormalSampling Mean(int n)
        {
            double[] x = [.. Enumerable.Range(0, n).Select(_ => Normal.Sample(random, 0, 1))];
            var mean = x.Average();
            return new(Phrase.Of($"mean, Student t"), mean, Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (n - 1) / n), n, student: true);
        }
        const int draws = 6000;
        var covered = Enumerable.Range(0, draws).Count(_ => Mean(n1) is var a && Mean(n2) is var b && Contrast.Difference(a.Value, a, b.Value, b).Limits(Z) is { Lower: <= 0, Upper: >= 0 });
        Assert.That(covered / (double)draws, Is.GreaterThan(0.94));
    }
}
