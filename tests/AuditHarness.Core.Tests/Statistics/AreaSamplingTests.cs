namespace AuditHarness.Statistics;

/// <summary>Limits of an area against the equation they solve.</summary>
public sealed class AreaSamplingTests
{
    // Newcombe (2006), Stat. Med. 25:559, method 5: (A − θ)² = z² θ (1 − θ) [1 + N* (1 − θ) / (2 − θ) + N* θ / (1 + θ)] / (m n).
    // Of each class the largest component that there is, A (1 − A), counts 1 to the formula's (size − 1)².
    private static double NewcombesVariance(double area, double m, double n, bool isMixed = true)
    {
        var half = ((1 - area) / (2 - area) / 2) + (area / (1 + area) / 2);
        double Of(double size) => isMixed ? (1 + ((size - 1) * (size - 1) * half)) / (1 + ((size - 1) * (size - 1))) : half;
        return area * (1 - area) * (1 + ((n - 1) * Of(m)) + ((m - 1) * Of(n))) / (m * n);
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
    public void Beside_method_5_itself_it_is_wider_by_little_in_all_but_the_smallest_classes() => Assert.Multiple(() =>
    {
        Assert.That(NewcombesVariance(0.75, 10, 200) / NewcombesVariance(0.75, 10, 200, isMixed: false), Is.InRange(1, 1.03));
        Assert.That(NewcombesVariance(0.75, 2, 200) / NewcombesVariance(0.75, 2, 200, isMixed: false), Is.GreaterThan(1.9));
    });

    [TestCase(1, 0.1, 0.8)]
    [TestCase(1, 0, 0.79)]
    [TestCase(2, 0.1, 0.6)]
    public void One_event_or_two_that_rank_low_leave_open_what_those_of_other_scores_could_do(int events, double area, double notExcluded)
    {
        // (A − θ)² = z² θ (1 − θ) is what Birnbaum and Klose's bound allows one event: 0.832 at most where it ranks above a tenth of the others.
        var sampling = new AreaSampling(area, 0, 0.01, events, 199);
        Assert.That(sampling.Limits(1.959964).Upper, Is.GreaterThan(notExcluded).And.LessThan(1));
        if (events == 1) Assert.That(sampling.Limits(1.959964).Upper, Is.EqualTo((area + 1.920729 + (1.959964 * Math.Sqrt((area * (1 - area)) + 0.9603647))) / 4.841459).Within(0.005));
    }

    [Test]
    public void In_large_classes_the_error_is_delongs()
    {
        var sampling = new AreaSampling(0.8, 0.06, 0.02, 4000, 9000);
        Assert.That(sampling.StandardError, Is.EqualTo(Math.Sqrt((0.06 / 4000) + (0.02 / 9000))).Within(0.5).Percent);
    }
}
