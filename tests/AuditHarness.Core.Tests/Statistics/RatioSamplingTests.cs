namespace AuditHarness.Statistics;

/// <summary>Limits of a ratio of two proportions against the definition of the score test, its likelihood maximised by search.</summary>
public sealed class RatioSamplingTests
{
    private static double LogLikelihood(double rate, double count, double size) =>
        (count == 0 ? 0 : count * Math.Log(rate)) + (count == size ? 0 : (size - count) * Math.Log(1 - rate));

    // The score statistic of a ratio, and its correction for skewness at a tail, as the papers define them.
    private static (double Plain, double Skewed) Statistics(double x1, double n1, double x2, double n2, double ratio, double z)
    {
        double Fit(double rate) => LogLikelihood(ratio * rate, x1, n1) + LogLikelihood(rate, x2, n2);
        var (low, high) = (1e-12, Math.Min(1, 1 / ratio) - 1e-12);
        for (var i = 0; i < 200; i++)
        {
            var (a, b) = (low + ((high - low) / 3), high - ((high - low) / 3));
            if (Fit(a) < Fit(b)) low = a;
            else high = b;
        }
        double p2 = (low + high) / 2, p1 = ratio * p2;
        var variance = (p1 * (1 - p1) / n1) + (ratio * ratio * p2 * (1 - p2) / n2);
        var third = (p1 * (1 - p1) * (1 - (2 * p1)) / (n1 * n1)) - (Math.Pow(ratio, 3) * p2 * (1 - p2) * (1 - (2 * p2)) / (n2 * n2));
        var plain = ((x1 / n1) - (ratio * x2 / n2)) / Math.Sqrt(variance);
        return (plain, plain - (third / Math.Pow(variance, 1.5) * ((z * z) - 1) / 6));
    }

    [TestCase(36, 40, 16, 80)]
    [TestCase(1, 6, 12, 60)]
    [TestCase(3, 3, 2, 40)]
    [TestCase(0, 5, 30, 45)]
    public void A_limit_is_where_the_test_that_reaches_further_just_rejects(int x1, int n1, int x2, int n2) => Assert.Multiple(() =>
    {
        foreach (var z in new[] { 1.3, 1.959963984540054 })
        {
            var (lower, upper) = new RatioSampling(new(x1 / (double)n1, n1), new(x2 / (double)n2, n2)).Limits(z);
            if (x1 == 0) Assert.That(lower, Is.Zero);
            else
            {
                var (plain, skewed) = Statistics(x1, n1, x2, n2, lower, z);
                Assert.That(Math.Min(Math.Abs(plain - z), Math.Abs(skewed - z)), Is.LessThan(1e-5));
                Assert.That(Math.Min(plain, skewed), Is.GreaterThan(0));
            }
            var (above, aboveSkewed) = Statistics(x1, n1, x2, n2, upper, z);
            Assert.That(Math.Min(Math.Abs(above + z), Math.Abs(aboveSkewed + z)), Is.LessThan(1e-5));
        }
    });

    // Koopman (1984), Biometrics 40:513, section 4: 36 of 40 against 16 of 80 gives 2.94 to 7.15.
    [Test]
    public void Koopmans_own_example()
    {
        const double z = 1.959963984540054;
        var (lower, upper) = new RatioSampling(new(0.9, 40), new(0.2, 80)).Limits(z);
        Assert.Multiple(() =>
        {
            Assert.That(Statistics(36, 40, 16, 80, 2.94, z).Plain, Is.EqualTo(z).Within(0.02));
            Assert.That(Statistics(36, 40, 16, 80, 7.15, z).Plain, Is.EqualTo(-z).Within(0.02));
            // The correction for skewness reaches a little further on one side.
            Assert.That(lower, Is.EqualTo(2.94).Within(0.1).And.LessThan(2.945));
            Assert.That(upper, Is.EqualTo(7.15).Within(0.25).And.GreaterThan(7.145));
        });
    }

    [Test]
    public void The_inverse_ratio_has_the_inverse_limits()
    {
        var (lower, upper) = new RatioSampling(new(0.3, 20), new(0.1, 70)).Limits(1.96);
        var (low, high) = new RatioSampling(new(0.1, 70), new(0.3, 20)).Limits(1.96);
        Assert.That((lower * high, upper * low), Is.EqualTo((1.0, 1.0)).Using<(double, double)>((a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-9));
    }
}
