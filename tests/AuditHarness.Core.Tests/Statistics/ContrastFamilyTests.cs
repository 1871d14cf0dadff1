using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

public sealed class ContrastFamilyTests
{
    // Dunnett (1964), Biometrics 20:482–491, two-sided, infinitely many degrees of freedom: groups as large as the control.
    [TestCase(0.95, 1, 1.96)]
    [TestCase(0.95, 2, 2.21)]
    [TestCase(0.95, 3, 2.35)]
    [TestCase(0.95, 4, 2.44)]
    [TestCase(0.95, 5, 2.51)]
    [TestCase(0.95, 6, 2.57)]
    [TestCase(0.95, 9, 2.69)]
    [TestCase(0.99, 2, 2.79)]
    [TestCase(0.99, 5, 3.06)]
    [TestCase(0.99, 9, 3.22)]
    public void Groups_with_one_reference_take_dunnetts_table(double level, int groups, double critical) =>
        Assert.That(ContrastFamily.WithReference([.. Enumerable.Repeat(0.3, groups)], 0.3).Critical(level), Is.EqualTo(critical).Within(0.0051));

    // Nelson (1983), J. Qual. Technol. 15:40–45, infinitely many degrees of freedom. Three and four groups exactly; of more the bound is a little larger.
    [TestCase(3, 2.34, 0.0051)]
    [TestCase(4, 2.47, 0.0051)]
    [TestCase(5, 2.56, 0.015)]
    [TestCase(6, 2.62, 0.015)]
    public void Groups_with_everybody_take_the_table_of_the_analysis_of_means(int groups, double critical, double larger) =>
        Assert.That(ContrastFamily.WithMean([.. Enumerable.Repeat(2.0, groups)], [.. Enumerable.Repeat(1.0 / groups, groups)]).Critical(0.95), Is.InRange(critical - 0.0051, critical + larger));

    // One goes up by as much as the other goes down: two statements are one.
    [Test]
    public void Two_groups_that_are_everybody_need_no_correction([Values(0.1, 0.5, 0.8)] double weight, [Values(0.5, 1.96, 4)] double z)
    {
        var family = ContrastFamily.WithMean([0.2, 1.4], [weight, 1 - weight]);
        Assert.That(family.Missed(z), Is.EqualTo(2 * Normal.CDF(0, 1, -z)).Within(1e-4).Percent);
    }

    private static readonly double[][] s_variances = [[1, 1], [0.2, 3, 1], [1, 0.3, 2, 1], [1, 1, 1, 1, 1], [0.05, 2, 0.7, 4, 1, 1, 0.3]];

    [Test]
    public void Chances_with_a_reference_are_those_of_simulated_groups([ValueSource(nameof(s_variances))] double[] variances, [Values(0.05, 1, 8)] double reference)
    {
        var family = ContrastFamily.WithReference(variances, reference);
        var z = family.Critical(0.95);
        var missed = Simulated(variances.Length + 1, x => variances.Select((v, i) => ((Math.Sqrt(v) * x[i]) - (Math.Sqrt(reference) * x[^1])) / Math.Sqrt(v + reference)), z);
        Assert.That(missed, Is.EqualTo(0.05).Within(0.0035), "5 Monte Carlo errors");
    }

    // With somebody left out, and without: never too small, and exact for three, or four that are everybody.
    [Test]
    public void Chances_with_everybody_are_at_least_those_of_simulated_groups([ValueSource(nameof(s_variances))] double[] variances, [Values] bool isUneven, [Values(0, 0.3)] double left)
    {
        double[] weights = [.. variances.Select((_, i) => isUneven ? i + 1.0 : 1)];
        weights = [.. weights.Select(w => w / weights.Sum() * (1 - left))];
        var rest = left > 0 ? weights.Zip(variances, (w, v) => w * v).Average() / left : 0;
        double[] all = [.. variances, rest], shares = [.. weights, left];
        var family = ContrastFamily.WithMean(variances, weights);
        var z = family.Critical(0.95);
        var missed = Simulated(all.Length, x =>
        {
            double[] groups = [.. all.Zip(x, (v, e) => Math.Sqrt(v) * e)];
            var mean = shares.Zip(groups, (w, g) => w * g).Sum();
            var variance = shares.Zip(all, (w, v) => w * w * v).Sum();
            return variances.Select((v, i) => (groups[i] - mean) / Math.Sqrt(variance + ((1 - (2 * shares[i])) * v)));
        }, z);
        Assert.That(missed, Is.InRange(variances.Length <= (left == 0 ? 4 : 3) ? 0.0465 : 0.035, 0.0535));
        Assert.That(z, Is.LessThanOrEqualTo(CriticalValue.Sidak(0.95, variances.Length) + 1e-9));
    }

    // What everybody's mean varies by besides makes contrasts go up and down together.
    [Test]
    public void A_mean_that_varies_by_its_weights_takes_all_contrasts_with_it([Values(0.01, 0.3, 5)] double byWeights)
    {
        double[] variances = [1, 0.3, 2], weights = [0.5, 0.2, 0.3];
        var z = ContrastFamily.WithMean(variances, weights, byWeights).Critical(0.95);
        var variance = weights.Zip(variances, (w, v) => w * w * v).Sum() + byWeights;
        var missed = Simulated(4, x =>
        {
            double[] groups = [.. variances.Select((v, i) => Math.Sqrt(v) * x[i])];
            var mean = weights.Zip(groups, (w, g) => w * g).Sum() + (Math.Sqrt(byWeights) * x[3]);
            return variances.Select((v, i) => (groups[i] - mean) / Math.Sqrt(variance + ((1 - (2 * weights[i])) * v)));
        }, z);
        Assert.That(missed, Is.EqualTo(0.05).Within(0.0035));
    }

    [Test]
    public void All_pairs_take_tukeys_value([Values(2, 3, 6)] int groups) =>
        Assert.That(ContrastFamily.AllPairs(groups).Critical(0.95), Is.EqualTo(CriticalValue.AllPairs(0.95, groups)).Within(1e-8));

    [Test]
    public void Independent_families_hold_at_once_as_their_product()
    {
        var (two, three) = (ContrastFamily.Any(2), ContrastFamily.Any(3));
        Assert.That(two.And(three).Critical(0.95), Is.EqualTo(CriticalValue.Sidak(0.95, 5)).Within(1e-8));
    }

    // What shows no variation is no certainty.
    [Test]
    public void Nothing_is_counted_on_where_nothing_varies() => Assert.Multiple(() =>
    {
        Assert.That(ContrastFamily.WithReference([1, 1, 1], 0).Critical(0.95), Is.EqualTo(CriticalValue.Sidak(0.95, 3)).Within(1e-8));
        Assert.That(ContrastFamily.WithReference([0, 0, 0], 1).Name.ToString(), Is.EqualTo("Šidák"));
        Assert.That(ContrastFamily.WithMean([1, 0, 1], [0.3, 0.3, 0.4]).Critical(0.95), Is.EqualTo(CriticalValue.Sidak(0.95, 3)).Within(1e-8));
    });

    [Test]
    public void Chances_fall_with_the_distance_into_the_tail()
    {
        foreach (var family in new[] { ContrastFamily.WithReference([1, 2, 0.1], 1), ContrastFamily.WithReference([1e-9, 1], 1), ContrastFamily.WithMean([1, 2, 3], [0.2, 0.3, 0.5]), ContrastFamily.WithMean([1, 2, 3, 4], [0.2, 0.3, 0.3, 0.2]), ContrastFamily.AllPairs(4) })
            for (var z = 0.0; z < 8; z += 0.05)
                Assert.That(family.Missed(z + 0.05), Is.InRange(0, family.Missed(z)), $"{family.Name} {z}");
    }

    private static double Simulated(int count, Func<double[], IEnumerable<double>> contrasts, double z)
    {
        var random = new Random(7);
        const int draws = 100_000;
        var (missed, x) = (0, new double[count]);
        for (var i = 0; i < draws; i++)
        {
            Normal.Samples(random, x, 0, 1);
            if (contrasts(x).Any(c => Math.Abs(c) > z)) missed++;
        }
        return missed / (double)draws;
    }
}
