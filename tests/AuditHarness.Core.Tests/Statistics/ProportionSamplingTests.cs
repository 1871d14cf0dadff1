using AuditHarness.Audits;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

public sealed class ProportionSamplingTests
{
    private static readonly double Z = CriticalValue.TwoSided(0.95);

    // Newcombe (1998), Stat. Med. 17:857–872, table I; digits from R 4.2.2's qbeta.
    [TestCase(81, 263, 0.252736745585, 0.367621922601)]
    [TestCase(15, 148, 0.057844010083, 0.161650490349)]
    [TestCase(0, 20, 0, 0.168433470983)]
    [TestCase(1, 29, 0.000872646884, 0.177644295489)]
    public void Clopper_and_Pearsons_interval_gives_the_published_examples(int events, int of, double lower, double upper) =>
        Check(ProportionMethod.ClopperPearson, events, of, lower, upper);

    // The same table (.2544–.3658, .0601–.1581, 0–.1391, .0017–.1585); digits from R 4.2.2: uniroot on pbinom(x − 1) + dbinom(x) / 2.
    [TestCase(81, 263, 0.254402104946, 0.365773474258)]
    [TestCase(15, 148, 0.060063602666, 0.158121733051)]
    [TestCase(0, 20, 0.000000000000, 0.139108340668)]
    [TestCase(1, 29, 0.001724770115, 0.158537383681)]
    [TestCase(10, 10, 0.741134449107, 1.000000000000)]
    [TestCase(48, 50, 0.874076550525, 0.993238389945)]
    public void The_mid_P_interval_gives_what_R_gives_for_the_published_examples(int events, int of, double lower, double upper) =>
        Check(ProportionMethod.MidP, events, of, lower, upper);

    private static void Check(ProportionMethod method, int events, int of, double lower, double upper)
    {
        var interval = new ProportionSampling(events / (double)of, of, method).Interval(0.95);
        Assert.That(interval.Lower, Is.EqualTo(lower).Within(2e-12));
        Assert.That(interval.Upper, Is.EqualTo(upper).Within(2e-12));
    }

    // What is expected to happen in a cell is summed over every outcome: no draws.
    private static double Coverage(ProportionMethod method, double rate, int size) => Enumerable.Range(0, size + 1)
        .Where(x => new ProportionSampling(x / (double)size, size, method).Limits(Z) is var (lower, upper) && lower <= rate && rate <= upper)
        .Sum(x => Binomial.PMF(rate, size, x));

    private static readonly double[] Rates = [0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 0.8, 0.9, 0.98];
    private static readonly int[] Sizes = [6, 10, 20, 50, 100, 500];

    [TestCase(ProportionMethod.MidP, 0.929, 0.968)]
    [TestCase(ProportionMethod.Wilson, 0.885, 0.950)]
    [TestCase(ProportionMethod.ClopperPearson, 0.954, 0.978)]
    public void A_95_percent_interval_covers_as_often_as_is_said_of_it(ProportionMethod method, double least, double mean)
    {
        double[] cells = [.. Rates.SelectMany(_ => Sizes, (rate, size) => Coverage(method, rate, size))];
        Assert.That(cells.Min(), Is.EqualTo(least).Within(0.001));
        Assert.That(cells.Average(), Is.EqualTo(mean).Within(0.001));
    }

    [Test]
    public void The_default_does_not_fall_short_near_0_or_1_and_is_no_wider_for_it_than_Wilsons()
    {
        Assert.That(IntervalPlan.Default.Proportions, Is.EqualTo(ProportionMethod.MidP));
        double Width(ProportionMethod method, int size) => Rates.Average(rate => Enumerable.Range(0, size + 1).Sum(x =>
            Binomial.PMF(rate, size, x) * (new ProportionSampling(x / (double)size, size, method).Limits(Z) is var (l, u) ? u - l : 0)));
        foreach (var size in new[] { 20, 50, 100, 500 }) Assert.That(Width(ProportionMethod.MidP, size), Is.LessThan(Width(ProportionMethod.Wilson, size)), $"{size}");
    }

    [Test]
    public void Limits_hold_the_share_spread_with_the_level_and_mirror_for_any_size([Values] ProportionMethod method)
    {
        var random = new Random(1);
        for (var i = 0; i < 400; i++)
        {
            var size = 1 + (i % 4 == 0 ? 2 : 3000) * random.NextDouble();
            var share = i % 3 == 0 ? Math.Pow(10, -20 * random.NextDouble()) : random.NextDouble();
            var (lower, upper) = (share, share);
            foreach (var z in new[] { 0.1, 0.7, 1.96, 3, 5, 6 })
            {
                var limits = new ProportionSampling(share, size, method).Limits(z);
                Assert.That(limits.Lower, Is.InRange(0, lower), $"{share} of {size} at {z}");
                Assert.That(limits.Upper, Is.InRange(upper, 1), $"{share} of {size} at {z}");
                var mirror = new ProportionSampling(1 - share, size, method).Limits(z);
                Assert.That(mirror.Upper, Is.EqualTo(1 - limits.Lower).Within(1e-9), $"{share} of {size} at {z}");
                (lower, upper) = limits;
            }
        }
    }

    [Test]
    public void Limits_follow_sizes_that_are_not_whole([Values(ProportionMethod.MidP, ProportionMethod.ClopperPearson)] ProportionMethod method)
    {
        double Lower(double size) => new ProportionSampling(0.3, size, method).Limits(Z).Lower;
        foreach (var size in new[] { 10, 40 })
            Assert.That(Lower(size + 0.5), Is.InRange(Lower(size), Lower(size + 1)), $"{size}");
    }

    [Test]
    public void Nobody_or_everybody_of_n_has_the_closed_form()
    {
        var tail = Normal.CDF(0, 1, -Z);
        foreach (var size in new[] { 1, 7.5, 400 })
        {
            Assert.That(new ProportionSampling(0, size, ProportionMethod.MidP).Limits(Z).Upper, Is.EqualTo(1 - Math.Pow(2 * tail, 1 / size)).Within(1e-12));
            Assert.That(new ProportionSampling(1, size, ProportionMethod.ClopperPearson).Limits(Z).Lower, Is.EqualTo(Math.Pow(tail, 1 / size)).Within(1e-12));
        }
    }

    [Test]
    public void A_larger_sample_keeps_the_method([Values] ProportionMethod method)
    {
        var grown = (ProportionSampling)new ProportionSampling(0.2, 30, method).Scaled(3);
        Assert.That((grown.Proportion, grown.Size, grown.Kind), Is.EqualTo((0.2, 90, method)));
    }
}
