using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

public sealed class BinomialDrawTests
{
    [TestCase(5, 0.3)]
    [TestCase(40, 0.1)]
    [TestCase(40, 0.9)]
    [TestCase(60, 0.4)]
    [TestCase(1000, 0.02)]
    [TestCase(100_000, 0.63)]
    public void Draws_are_as_frequent_as_their_probabilities_say(int trials, double p)
    {
        const int draws = 100_000;
        var random = new Seed(3).Generator();
        var drawn = Enumerable.Range(0, draws).Select(_ => BinomialDraw.Next(random, trials, p)).ToArray();
        var (mean, variance) = (trials * p, trials * p * (1 - p));
        Assert.That(drawn, Has.All.InRange(0, trials));
        Assert.That(drawn.Average(), Is.EqualTo(mean).Within(4 * Math.Sqrt(variance / draws)));
        Assert.That(drawn.Average(k => (k - mean) * (k - mean)), Is.EqualTo(variance).Within(5 * variance * Math.Sqrt(2.0 / draws)));
        // The distribution function at a few points in both tails.
        foreach (var z in new[] { -2.5, -1.0, 0.0, 1.0, 2.5 })
        {
            var bound = Math.Floor(mean + (z * Math.Sqrt(variance)));
            var below = Binomial.CDF(p, trials, bound);
            Assert.That(drawn.Count(k => k <= bound) / (double)draws, Is.EqualTo(below).Within(4.5 * Math.Sqrt(below * (1 - below) / draws) + 1e-9), $"{bound}");
        }
    }

    [TestCase(0, 0.5, 0)]
    [TestCase(7, 0, 0)]
    [TestCase(7, 1, 7)]
    public void What_is_certain_is_drawn(int trials, double p, int expected) =>
        Assert.That(BinomialDraw.Next(new Seed(1).Generator(), trials, p), Is.EqualTo(expected));
}
