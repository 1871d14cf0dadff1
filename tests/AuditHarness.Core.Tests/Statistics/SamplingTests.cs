namespace AuditHarness.Statistics;

public sealed class SamplingTests
{
    // Wilson: Newcombe (1998), Stat. Med. 17:857–872, table I; the last two rows are D1 of dcurves' df_binary. R 4.2.2.
    [TestCase(81, 263, 0.255288519878, 0.366209576983)]
    [TestCase(15, 148, 0.062386399531, 0.160487241723)]
    [TestCase(0, 20, 0, 0.161125158053)]
    [TestCase(1, 29, 0.006113214293, 0.171755218793)]
    [TestCase(52, 81, 0.533330621472, 0.737763255504)]
    [TestCase(20, 24, 0.641469293503, 0.933213236714)]
    public void Wilsons_interval_gives_the_published_examples(int numerator, int denominator, double lower, double upper)
    {
        var interval = new ProportionSampling(numerator / (double)denominator, denominator).Interval(0.95);
        Assert.Multiple(() =>
        {
            Assert.That(interval.Lower, Is.EqualTo(lower).Within(1e-11));
            Assert.That(interval.Upper, Is.EqualTo(upper).Within(1e-11));
        });
    }

    // Trap: floating-point noise of 1e-17 (statsmodels 0.13.5 prints 2.8e-17 for 0 of 7).
    [Test]
    public void Wilsons_limits_are_exactly_0_and_1_at_the_ends([Values(1, 7, 20, 863, 1e6)] double size) => Assert.Multiple(() =>
    {
        foreach (var z in new[] { 0.7, 1.959963984540054, 4 })
        {
            Assert.That(new ProportionSampling(0, size).Limits(z).Lower, Is.Zero);
            Assert.That(new ProportionSampling(1, size).Limits(z).Upper, Is.EqualTo(1));
            Assert.That(new ProportionSampling(0, size).Limits(z).Upper, Is.EqualTo(z * z / (size + (z * z))).Within(1e-12), "closed form");
        }
    });

    [Test]
    public void Wilsons_limits_hold_the_share_even_where_rounding_would_push_it_out()
    {
        // Shares that tiny come of weights.
        var random = new Random(1);
        for (var i = 0; i < 2000; i++)
        {
            var share = Math.Pow(10, -20 * random.NextDouble());
            var (lower, upper) = new ProportionSampling(share, 1 + (100 * random.NextDouble())).Limits(1.96);
            Assert.That(share, Is.InRange(lower, upper));
        }
    }

    // P1: pROC's aSAH, ndka: AUC .611957994579946, DeLong variance .0031908105493913, interval .501244999271703–.722670989888189.
    [Test]
    public void A_normal_estimate_reaches_z_standard_errors_to_either_side_and_is_clipped_to_its_range() => Assert.Multiple(() =>
    {
        var (lower, upper) = new NormalSampling(Phrase.Of($"DeLong"), 0.611957994579946, Math.Sqrt(0.0031908105493913), min: 0, max: 1).Limits(CriticalValue.TwoSided(0.95));
        Assert.That(lower, Is.EqualTo(0.501244999271703).Within(1e-12));
        Assert.That(upper, Is.EqualTo(0.722670989888189).Within(1e-12));
        Assert.That(new NormalSampling(Phrase.Of($"DeLong"), 0.95, 0.1, min: 0, max: 1).Limits(1.96).Upper, Is.EqualTo(1));
    });

    [Test]
    public void A_larger_sample_of_the_same_kind_has_narrower_limits_around_the_same_value()
    {
        var wilson = new ProportionSampling(0.8, 50);
        (string Name, Sampling Sampling)[] all =
        [
            ("share", wilson), ("normal", new NormalSampling(Phrase.Of($"Wald"), 0.8, 0.05)), ("t", new NormalSampling(Phrase.Of($"mean"), 0.8, 0.05, 12, student: true)),
            ("transformed", new TransformedSampling(Phrase.Of($"odds"), wilson, 1, p => p / (1 - p))), ("mean", new MeanOfTwoSampling(wilson, new(0.7, 80))),
            ("separation", new PerfectSeparationSampling(1, 12)), ("ratio", new RatioSampling(wilson, new(0.5, 30))),
        ];
        Assert.Multiple(() =>
        {
            foreach (var (name, sampling) in all)
            {
                var ((lower, upper), (lower4, upper4)) = (sampling.Limits(1.96), sampling.Scaled(4).Limits(1.96));
                Assert.That((upper4 - lower4) / (upper - lower), Is.InRange(0.2, 0.6), name);
                Assert.That(sampling.Scaled(4).StandardError, Is.EqualTo(sampling.StandardError / 2).Within(1e-12), name);
                Assert.That(sampling.Scaled(1).Limits(1.96), Is.EqualTo(sampling.Limits(1.96)), name);
                Assert.That(sampling.Scaled(4).Method, Is.EqualTo(sampling.Method), name);
            }
        });
    }
}
