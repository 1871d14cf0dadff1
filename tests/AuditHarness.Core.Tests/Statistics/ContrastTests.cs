namespace AuditHarness.Statistics;

public sealed class ContrastTests
{
    private static readonly double Z = CriticalValue.TwoSided(0.95);

    private static ProportionSampling Share(int numerator, int denominator) => new(numerator / (double)denominator, denominator);

    private static Contrast Difference(ProportionSampling a, ProportionSampling b) => Contrast.Difference(a.Proportion, a, b.Proportion, b);

    // Newcombe (1998), Stat. Med. 17:873–890, table II, computed with R 4.2.2.
    [TestCase(56, 70, 48, 80, 0.052431472402, 0.333872654037)]
    [TestCase(9, 10, 3, 10, 0.170522723935, 0.809017973535)]
    [TestCase(10, 10, 0, 20, 0.679086037142, 1)]
    [TestCase(5, 56, 0, 29, -0.038137147904, 0.192560013855)]
    public void Newcombes_hybrid_interval_gives_the_published_examples(int x1, int n1, int x2, int n2, double lower, double upper)
    {
        var contrast = Difference(Share(x1, n1), Share(x2, n2));
        Assert.Multiple(() =>
        {
            Assert.That(contrast.Value, Is.EqualTo((x1 / (double)n1) - (x2 / (double)n2)).Within(1e-15));
            Assert.That(contrast.Limits(Z).Lower, Is.EqualTo(lower).Within(1e-11));
            Assert.That(contrast.Limits(Z).Upper, Is.EqualTo(upper).Within(1e-11));
            Assert.That(contrast.Method.ToString(), Is.EqualTo("Newcombe"));
        });
    }

    // holisticai doctest (H1): four of ten in group a; decisions 1,1,1,0 against 1,1,0,0,0,0.
    [Test]
    public void Parity_of_holisticais_example_agrees_in_difference_ratio_and_both_tests() => Assert.Multiple(() =>
    {
        var (a, b) = (Share(3, 4), Share(2, 6));
        var (difference, ratio) = (Difference(a, b), Contrast.Ratio(a, b)!);
        Assert.That(difference.Value, Is.EqualTo(0.4166667).Within(5e-8), "statistical parity difference");
        Assert.That(ratio.Value, Is.EqualTo(2.25).Within(1e-12), "disparate impact");
        Assert.That(1 / ratio.Value, Is.EqualTo(0.4444444).Within(5e-8), "four fifths");
        Assert.That(difference.PValue, Is.EqualTo(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -1.290994449)).Within(1e-8), "z of the difference");
        Assert.That(Math.Log(ratio.Value) / ratio.StandardError, Is.EqualTo(1.256287689).Within(1e-8), "z of the ratio");
    });

    // Physicians' Health Study, heart attacks under placebo and aspirin: relative risk 1.82 (1.43, 2.30) in Agresti (2013),
    // Categorical Data Analysis, section 3.1.
    [Test]
    public void The_log_ratio_interval_gives_the_textbooks_relative_risk()
    {
        var ratio = Contrast.Ratio(Share(189, 11034), Share(104, 11037))!;
        Assert.Multiple(() =>
        {
            Assert.That(ratio.Value, Is.EqualTo(1.82).Within(0.005));
            Assert.That(ratio.Limits(Z).Lower, Is.EqualTo(1.43).Within(0.005));
            Assert.That(ratio.Limits(Z).Upper, Is.EqualTo(2.31).Within(0.01));
        });
    }

    [Test]
    public void A_ratio_with_0_has_no_logarithm_and_one_of_1_and_1_is_not_certain() => Assert.Multiple(() =>
    {
        Assert.That(Contrast.Ratio(Share(0, 9), Share(3, 9)), Is.Null);
        Assert.That(Contrast.Ratio(Share(3, 9), Share(0, 9)), Is.Null);
        var ratio = Contrast.Ratio(Share(9, 9), Share(12, 12))!;
        var (wilsonOf9, wilsonOf12) = (9 / (9 + (Z * Z)), 12 / (12 + (Z * Z)));
        Assert.That(ratio.Limits(Z).Lower, Is.EqualTo(wilsonOf9).Within(1e-12));
        Assert.That(ratio.Limits(Z).Upper, Is.EqualTo(1 / wilsonOf12).Within(1e-12));
        Assert.That(ratio.PValue, Is.EqualTo(1));
    });

    // D1: pROC 1.18.0 on dcurves' df_binary, roc.test of famhistory 0 (635 rows) against 1 (115 rows), unpaired.
    [Test]
    public void Areas_of_two_groups_are_compared_by_welchs_t()
    {
        NormalSampling Area(double value, double lower, double upper, double n) => new(Phrase.Of($"DeLong"), value, (upper - lower) / (2 * Z), size: n);
        var contrast = Contrast.Difference(
            0.854659713865, Area(0.854659713865, 0.810568671827, 0.898750755904, 635),
            0.876831501832, Area(0.876831501832, 0.793919847363, 0.959743156300, 115));
        Assert.Multiple(() =>
        {
            Assert.That(contrast.Value / contrast.StandardError, Is.EqualTo(-0.462758959089).Within(1e-9));
            Assert.That(contrast.PValue, Is.EqualTo(0.644081195109).Within(1e-9));
            Assert.That(contrast.Limits(Z).Upper - contrast.Value, Is.EqualTo(contrast.StandardError * CriticalValue.Student(Z, 184.934439615)).Within(1e-9));
        });
    }

    // Two samples with standard errors 2 and 1: Wald's z is 3 / √5.
    [Test]
    public void Two_normal_estimates_are_compared_by_walds_test() => Assert.Multiple(() =>
    {
        var contrast = Contrast.Difference(5, new NormalSampling(Phrase.Of($"Wald"), 5, 2), 2, new NormalSampling(Phrase.Of($"Wald"), 2, 1));
        Assert.That(contrast.Limits(Z), Is.EqualTo((3 - (Z * Math.Sqrt(5)), 3 + (Z * Math.Sqrt(5)))));
        Assert.That(contrast.PValue, Is.EqualTo(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -3 / Math.Sqrt(5))).Within(1e-12));
    });

    [Test]
    public void Recovered_limits_of_two_normal_estimates_are_walds_and_the_test_agrees_with_them()
    {
        static double Same(double x) => x;
        Sampling Wrapped(double value, double error) => new TransformedSampling(Phrase.Of($"same"), new NormalSampling(Phrase.Of($"Wald"), value, error), error, Same);
        var contrast = Contrast.Difference(5, Wrapped(5, 2), 2, Wrapped(2, 1));
        var wald = Contrast.Difference(5, new NormalSampling(Phrase.Of($"Wald"), 5, 2), 2, new NormalSampling(Phrase.Of($"Wald"), 2, 1));
        Assert.Multiple(() =>
        {
            Assert.That(contrast.Limits(Z).Lower, Is.EqualTo(wald.Limits(Z).Lower).Within(1e-12));
            Assert.That(contrast.PValue, Is.EqualTo(wald.PValue).Within(1e-9));
            Assert.That(contrast.Method.ToString(), Is.EqualTo("MOVER"));
        });
    }

    [Test]
    public void Exchanged_groups_give_the_mirrored_gap([Values(0.5, 1.96, 4)] double z) => Assert.Multiple(() =>
    {
        var (a, b) = (Share(7, 9), Share(20, 50));
        var ((l1, u1), (l2, u2)) = (Difference(a, b).Limits(z), Difference(b, a).Limits(z));
        Assert.That((l1, u1), Is.EqualTo((-u2, -l2)));
        var ((r1, s1), (r2, s2)) = (Contrast.Ratio(a, b)!.Limits(z), Contrast.Ratio(b, a)!.Limits(z));
        Assert.That(r1 * s2, Is.EqualTo(1).Within(1e-12));
        Assert.That(s1 * r2, Is.EqualTo(1).Within(1e-12));
        Assert.That(Difference(a, b).PValue, Is.EqualTo(Difference(b, a).PValue));
    });

    // Estimates of 0.10 and 0.03 of which chance made 0.06 and 0.01: limits are recovered about 0.04 − 0.02, and hold the 0.07 that is seen.
    [TestCase(0.08, 0.01)]
    [TestCase(0.01, 0.001)]
    public void What_chance_adds_to_an_estimate_is_not_counted_as_its_uncertainty(double above, double below)
    {
        var (one, other) = (new TooLarge(0.04, below * 3, above), new TooLarge(0.02, 0.01, below));
        var limits = Contrast.Difference(0.10, one, 0.03, other).Limits(1.96);
        Assert.Multiple(() =>
        {
            Assert.That(limits.Lower, Is.EqualTo(Math.Min(0.07, 0.02 - double.Hypot(below * 3, below))).Within(1e-12));
            Assert.That(limits.Upper, Is.EqualTo(Math.Max(0.07, 0.02 + double.Hypot(above, 0.01))).Within(1e-12));
        });
    }

    private sealed class TooLarge(double unbiased, double below, double above) : Sampling
    {
        public override Phrase Method => Phrase.Of($"any");

        public override double StandardError => above;

        internal override double? Unbiased => unbiased;

        public override (double Lower, double Upper) Limits(double z) => (unbiased - below, unbiased + above);

        public override Sampling Scaled(double factor) => this;
    }
}
