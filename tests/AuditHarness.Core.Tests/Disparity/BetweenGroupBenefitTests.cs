using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

public sealed class BetweenGroupBenefitTests
{
    [TestCaseSource(typeof(OracleFolder), nameof(OracleFolder.Models))]
    public void Both_indices_agree_with_aif360(string folder, string model)
    {
        var oracle = OracleFolder.Of(folder);
        var agreement = new Agreement();
        foreach (var attribute in oracle.Metrics.GetProperty("models").GetProperty(model).GetProperty("aif360").EnumerateObject())
        {
            var privileged = attribute.Value.GetProperty("privileged").GetString();
            var pooled = Array.ConvertAll(oracle.Texts(attribute.Name), t => t == privileged ? "privileged" : "other");
            var cohort = new ComparedCohort(oracle.Numbers("score_" + model), oracle.Labels, pooled) { Threshold = oracle.Threshold };
            agreement.Check($"{attribute.Name} entropy", cohort.Compare("BetweenGroupGeneralizedEntropy").Single().Value!.Value,
                attribute.Value.GetProperty("between_group_generalized_entropy_index").GetDouble(), 1e-12);
            agreement.Check($"{attribute.Name} Theil", cohort.Compare("BetweenGroupTheil").Single().Value!.Value,
                attribute.Value.GetProperty("between_group_theil_index").GetDouble(), 1e-12);
            // AIF360 keeps two groups in all of its groups.
            agreement.Check($"{attribute.Name} Theil of all groups", cohort.Compare("BetweenGroupTheil").Single().Value!.Value,
                attribute.Value.GetProperty("between_all_groups_theil_index").GetDouble(), 1e-12);
        }
        agreement.Holds(atLeast: 6);
    }

    [TestCase(3.0, 2.0, 1.5)]
    [TestCase(10.0, 4.0, 3.0)]
    [TestCase(1.0, 1.0, 0.0)]
    public void The_noncentral_distribution_is_the_mean_over_a_Poisson_number_of_degrees(double x, double degrees, double noncentrality)
    {
        // Independently: an integral over the shifted first normal of a sum of squares.
        var direct = 0.0;
        const int steps = 40_000;
        var shift = Math.Sqrt(noncentrality);
        for (var i = 0; i < steps; i++)
        {
            var u = -12 + (24 * (i + 0.5) / steps);
            var rest = x - ((u + shift) * (u + shift));
            if (rest <= 0) continue;
            direct += 24.0 / steps * MathNet.Numerics.Distributions.Normal.PDF(0, 1, u) * (degrees > 1 ? MathNet.Numerics.Distributions.ChiSquared.CDF(degrees - 1, rest) : 1);
        }
        Assert.That(NoncentralChiSquared.Cumulative(x, degrees, noncentrality), Is.EqualTo(direct).Within(2e-4));
    }

    [Test]
    public void Equal_groups_are_rarely_accused_and_the_expected_index_is_what_chance_gives()
    {
        const int worlds = 300;
        var (accused, seen, expected) = (0, 0.0, 0.0);
        for (var world = 0; world < worlds; world++)
        {
            var gap = ComparedCohort.Random(100 + world, [90, 60, 120, 40]).Compare("BetweenGroupGeneralizedEntropy").Single();
            if (gap.Interval!.Lower > 0) accused++;
            (seen, expected) = (seen + gap.Value!.Value, expected + gap.ExpectedUnderEquality!.Value);
        }
        Assert.Multiple(() =>
        {
            Assert.That(accused, Is.LessThanOrEqualTo((0.05 * worlds) + (2 * Math.Sqrt(0.05 * 0.95 * worlds))));
            Assert.That(expected / seen, Is.InRange(0.85, 1.15));
        });
    }
}
