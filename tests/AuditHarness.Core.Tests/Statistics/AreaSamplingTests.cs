namespace AuditHarness.Statistics;

/// <summary>Limits of an area against the equation they solve.</summary>
public sealed class AreaSamplingTests
{
    // Newcombe (2006), Stat. Med. 25:559, method 5: (A − θ)² = z² θ (1 − θ) [1 + N* (1 − θ) / (2 − θ) + N* θ / (1 + θ)] / (m n).
    private static double NewcombesVariance(double area, double m, double n)
    {
        var common = ((m + n) / 2) - 1;
        return area * (1 - area) * (1 + (common * (1 - area) / (2 - area)) + (common * area / (1 + area))) / (m * n);
    }

    [TestCase(0.7, 8, 30)]
    [TestCase(0.95, 40, 5)]
    [TestCase(0.5, 3, 3)]
    public void Where_the_sample_varies_as_the_formula_says_limits_are_newcombes_method_5(double area, int events, int nonEvents)
    {
        // Spreads with which the sample's own components equal the formula's.
        var component = area * (1 - area) * (((1 - area) / (2 - area)) + (area / (1 + area))) / 2;
        var sampling = new AreaSampling(area, component * (events - 1) / events, component * (nonEvents - 1) / nonEvents, events, nonEvents);
        foreach (var z in new[] { 0.7, 1.96, 5 })
        {
            var (lower, upper) = sampling.Limits(z);
            Assert.That((area - lower) / Math.Sqrt(NewcombesVariance(lower, events, nonEvents)), Is.EqualTo(z).Within(1e-6));
            Assert.That((upper - area) / Math.Sqrt(NewcombesVariance(upper, events, nonEvents)), Is.EqualTo(z).Within(1e-6));
        }
    }

    [Test]
    public void In_large_classes_the_error_is_delongs()
    {
        var sampling = new AreaSampling(0.8, 0.06, 0.02, 4000, 9000);
        Assert.That(sampling.StandardError, Is.EqualTo(Math.Sqrt((0.06 / 4000) + (0.02 / 9000))).Within(0.5).Percent);
    }
}
