namespace AuditHarness.Statistics;

public sealed class CounterRandomTests
{
    // Known answers of Random123 (Salmon et al. 2011), file tests/kat_vectors, lines "philox4x32 10": counter, key, output.
    [TestCase(new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [TestCase(new[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, new[] { 0xffffffff, 0xffffffff },
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [TestCase(new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, new uint[] { 0xa4093822, 0x299f31d0 },
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Blocks_match_the_published_known_answers(uint[] counter, uint[] key, uint[] expected)
    {
        var (lower, upper) = CounterRandom.Block(Pack(counter[0], counter[1]), Pack(counter[2], counter[3]), Pack(key[0], key[1]));
        Assert.That(new[] { (uint)lower, (uint)(lower >> 32), (uint)upper, (uint)(upper >> 32) }, Is.EqualTo(expected));
    }

    [Test]
    public void A_stream_is_the_blocks_of_its_row_in_order()
    {
        var random = new CounterRandom(key: 42, row: 7);
        var drawn = Enumerable.Range(0, 6).Select(_ => random.NextBits()).ToArray();
        var expected = Enumerable.Range(0, 3).Select(b => CounterRandom.Block((ulong)b, 7, 42)).SelectMany(b => new[] { b.Lower, b.Upper });
        Assert.That(drawn, Is.EqualTo(expected));
    }

    [Test]
    public void Rows_do_not_share_a_stream() =>
        Assert.That(Enumerable.Range(0, 10_000).Select(row => new CounterRandom(1, (ulong)row).NextBits()).Distinct().Count(), Is.EqualTo(10_000));

    [Test]
    public void Uniforms_are_odd_multiples_of_the_finest_step_inside_the_open_interval()
    {
        var random = new CounterRandom(3, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var multiple = random.NextUniform() * (1UL << 53);
            Assert.That(multiple, Is.EqualTo(Math.Floor(multiple)));
            Assert.That((ulong)multiple % 2, Is.EqualTo(1));
            Assert.That(multiple, Is.LessThan((double)(1UL << 53)));
        }
    }

    [Test]
    public void Uniforms_drawn_together_are_those_drawn_one_by_one()
    {
        var (together, single) = (new CounterRandom(0xFEDCBA9876543210, 0x123456789ABCDEF0), new CounterRandom(0xFEDCBA9876543210, 0x123456789ABCDEF0));
        foreach (var count in new[] { 1, 8, 7, 0, 100, 1, 1, 9, 501, 16 })
        {
            var drawn = new double[count];
            together.NextUniforms(drawn);
            Assert.That(drawn, Is.EqualTo(drawn.Select(_ => single.NextUniform()).ToArray()), $"{count}");
        }
        Assert.That(together.NextBits(), Is.EqualTo(single.NextBits()));
    }

    [Test]
    public void Uniforms_fill_a_hundred_bins_evenly()
    {
        var random = new CounterRandom(5, 0);
        const int draws = 1_000_000;
        var bins = new int[100];
        for (var i = 0; i < draws; i++) bins[(int)(random.NextUniform() * 100)]++;
        var chiSquare = bins.Sum(count => Math.Pow(count - 10_000, 2) / 10_000);
        // 99 degrees of freedom: 0.001 and 0.999 quantiles are 61.1 and 148.2.
        Assert.That(chiSquare, Is.InRange(61.1, 148.2));
    }

    [Test]
    public void First_draws_of_consecutive_rows_are_uniform_and_uncorrelated_too()
    {
        const int rows = 200_000;
        var first = Enumerable.Range(0, rows + 1).Select(row => new CounterRandom(9, (ulong)row).NextUniform() - 0.5).ToArray();
        var variance = first.Average(u => u * u);
        Assert.That(variance, Is.EqualTo(1.0 / 12).Within(4 * Math.Sqrt(1.0 / 180 / rows)));
        var lagged = Enumerable.Range(0, rows).Average(i => first[i] * first[i + 1]) * 12;
        Assert.That(lagged, Is.EqualTo(0).Within(4 / Math.Sqrt(rows)));
    }

    [Test]
    public void Normals_have_the_moments_and_tails_of_the_normal_distribution()
    {
        var random = new CounterRandom(11, 0);
        const int draws = 1_000_000;
        var normals = Enumerable.Range(0, draws).Select(_ => random.NextNormal()).ToArray();
        Assert.That(normals.Average(), Is.EqualTo(0).Within(4 / Math.Sqrt(draws)));
        Assert.That(normals.Average(x => x * x), Is.EqualTo(1).Within(4 * Math.Sqrt(2.0 / draws)));
        Assert.That(normals.Average(x => Math.Pow(x, 3)), Is.EqualTo(0).Within(4 * Math.Sqrt(15.0 / draws)));
        Assert.That(normals.Average(x => Math.Pow(x, 4)), Is.EqualTo(3).Within(4 * Math.Sqrt(96.0 / draws)));
        // P(X > 3) = 0.00134990.
        Assert.That(normals.Count(x => x > 3), Is.EqualTo(1349.9).Within(4 * Math.Sqrt(1350)));
    }

    [Test]
    public void A_normal_is_the_quantile_of_its_uniform()
    {
        var (uniform, normal) = (new CounterRandom(13, 5).NextUniform(), new CounterRandom(13, 5).NextNormal());
        // Φ(x) by its Taylor series, independent of the library's inverse.
        double term = normal, sum = normal;
        for (var k = 1; k < 200; k++)
        {
            term *= -normal * normal / (2 * k);
            sum += term / ((2 * k) + 1);
        }
        Assert.That(0.5 + (sum / Math.Sqrt(2 * Math.PI)), Is.EqualTo(uniform).Within(1e-14));
    }

    private static ulong Pack(uint low, uint high) => low | ((ulong)high << 32);
}
