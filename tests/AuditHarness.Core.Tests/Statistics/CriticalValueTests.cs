using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

public sealed class CriticalValueTests
{
    [TestCase(0.90, 1.644853626951)]
    [TestCase(0.95, 1.959963984540)]
    [TestCase(0.99, 2.575829303549)]
    public void Two_sided_values_are_those_of_the_normal_table(double level, double expected) =>
        Assert.That(CriticalValue.TwoSided(level), Is.EqualTo(expected).Within(1e-10));

    // R 4.2.2: qt(.975, df), as in any table.
    [TestCase(1, 12.70620474)]
    [TestCase(2, 4.30265273)]
    [TestCase(5, 2.57058184)]
    [TestCase(10, 2.22813885)]
    [TestCase(30, 2.04227246)]
    [TestCase(120, 1.97993041)]
    [TestCase(5e6, 1.95996398)]
    public void Students_values_are_those_of_the_table(double degrees, double expected) =>
        Assert.That(CriticalValue.Student(CriticalValue.TwoSided(0.95), degrees), Is.EqualTo(expected).Within(2e-6));

    // One degree of freedom is Cauchy's distribution: the quantile is tan(π (p − ½)). Beyond 800 the library's own gives up.
    [TestCase(2.0)]
    [TestCase(4.0)]
    [TestCase(6.0)]
    public void Students_values_reach_far_into_the_tail(double z) =>
        Assert.That(CriticalValue.Student(z, 1), Is.EqualTo(1 / Math.Tan(Math.PI * Normal.CDF(0, 1, -z))).Within(1e-6).Percent);

    [TestCase(0.7)]
    [TestCase(3.3)]
    [TestCase(1e5)]
    public void Students_value_leaves_the_same_tail(double degrees) => Assert.That(
        StudentT.CDF(0, 1, degrees, -CriticalValue.Student(2.5, degrees)), Is.EqualTo(Normal.CDF(0, 1, -2.5)).Within(1e-7).Percent);

    // (1 − α)^(1/k): 0.95^(1/3) leaves 0.008476 to each side.
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(28)]
    public void Sidaks_value_follows_its_closed_form(int comparisons) => Assert.Multiple(() =>
    {
        var z = CriticalValue.Sidak(0.95, comparisons);
        Assert.That(Math.Pow(1 - (2 * Normal.CDF(0, 1, -z)), comparisons), Is.EqualTo(0.95).Within(1e-12), "independent ones hold at once");
        Assert.That(z, Is.LessThanOrEqualTo(CriticalValue.TwoSided(1 - (0.05 / comparisons)) + 1e-12), "never beyond Bonferroni");
    });

    // Studentized range with infinite degrees of freedom: Harter (1960), Ann. Math. Stat. 31:1122, as printed in textbooks.
    [TestCase(0.95, 2, 2.772)]
    [TestCase(0.95, 3, 3.314)]
    [TestCase(0.95, 4, 3.633)]
    [TestCase(0.95, 5, 3.858)]
    [TestCase(0.95, 6, 4.030)]
    [TestCase(0.95, 10, 4.474)]
    [TestCase(0.95, 20, 5.012)]
    [TestCase(0.99, 3, 4.120)]
    [TestCase(0.99, 10, 5.157)]
    [TestCase(0.90, 5, 3.478)]
    public void All_pairs_take_the_studentized_range(double level, int groups, double range) =>
        Assert.That(CriticalValue.AllPairs(level, groups) * Math.Sqrt(2), Is.EqualTo(range).Within(6e-4));

    [Test]
    public void The_range_of_two_normal_values_is_a_half_normal_difference([Values(0.5, 1, 3, 8)] double range) => Assert.That(
        CriticalValue.RangeProbability(range, 2), Is.EqualTo(1 - (2 * Normal.CDF(0, Math.Sqrt(2), -range))).Within(1e-12));

    [Test]
    public void The_range_of_several_normal_values_is_what_simulation_gives()
    {
        var random = new Random(1);
        const int draws = 100_000;
        var inside = 0;
        for (var i = 0; i < draws; i++)
        {
            double low = double.MaxValue, high = double.MinValue;
            for (var k = 0; k < 7; k++) (low, high) = Normal.Sample(random, 0, 1) is var x ? (Math.Min(low, x), Math.Max(high, x)) : default;
            if (high - low <= 3.5) inside++;
        }
        Assert.That(inside / (double)draws, Is.EqualTo(CriticalValue.RangeProbability(3.5, 7)).Within(0.006));
    }
}
