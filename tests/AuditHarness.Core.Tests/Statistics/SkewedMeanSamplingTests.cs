namespace AuditHarness.Statistics;

/// <summary>Student's t and Hall's correction for skewness.</summary>
public sealed class SkewedMeanSamplingTests
{
    private static readonly Phrase Method = Phrase.Of($"m");

    [Test]
    public void Without_skewness_it_is_students_t() => Assert.That(
        new SkewedMeanSampling(Method, 0.3, 0.02, 25, 0).Limits(1.96), Is.EqualTo(new NormalSampling(Method, 0.3, 0.02, 25, student: true).Limits(1.96)));

    // Hall's transformation T + aT²/3 + a²T³/27 + a/6 of the limit on the long side is Student's quantile.
    [TestCase(1.5)]
    [TestCase(-1.5)]
    public void On_the_side_of_the_long_tail_halls_transformation_reaches_the_quantile(double skewness)
    {
        const double n = 40, mean = 0.2, error = 0.01;
        var (lower, upper) = new SkewedMeanSampling(Method, mean, error, n, skewness).Limits(1.96);
        var t = CriticalValue.Student(1.96, n - 1);
        var a = skewness * Math.Sqrt(n * (n - 1)) / (n - 2) / Math.Sqrt(n);
        var studentized = (mean - (skewness > 0 ? upper : lower)) / error;
        Assert.That(Math.Abs(studentized + (a * studentized * studentized / 3) + (a * a * Math.Pow(studentized, 3) / 27) + (a / 6)), Is.EqualTo(t).Within(1e-9));
        Assert.That(skewness > 0 ? mean - lower : upper - mean, Is.EqualTo(t * error).Within(1e-12), "Student's on the other");
    }

    [Test]
    public void What_skews_two_means_alike_cancels_in_their_difference_which_is_Welchs()
    {
        // Equal means of equal samples: third cumulants cancel. Of 25 and 25 patients of equal variance Welch's degrees of freedom are 48.
        var (one, other) = (new SkewedMeanSampling(Method, 0.3, 0.02, 25, 1.5), new SkewedMeanSampling(Method, 0.2, 0.02, 25, 1.5));
        var contrast = Contrast.Difference(0.3, one, 0.2, other);
        var half = CriticalValue.Student(1.96, 48) * 0.02 * Math.Sqrt(2);
        Assert.Multiple(() =>
        {
            Assert.That(contrast.Limits(1.96).Lower, Is.EqualTo(0.1 - half).Within(1e-12));
            Assert.That(contrast.Limits(1.96).Upper, Is.EqualTo(0.1 + half).Within(1e-12));
            Assert.That(contrast.PValue, Is.EqualTo(2 * MathNet.Numerics.Distributions.StudentT.CDF(0, 1, 48, -0.1 / (0.02 * Math.Sqrt(2)))).Within(1e-6));
        });
    }

    [TestCase(0.05, 1.5)]
    [TestCase(0.05, -1.5)]
    [TestCase(-0.02, 3)]
    [TestCase(-0.02, -3)]
    [TestCase(0.001, -2)]
    public void The_p_value_of_a_difference_is_the_level_at_which_its_limits_reach_none(double difference, double skewness)
    {
        var contrast = Contrast.Difference(0.3 + difference, new SkewedMeanSampling(Method, 0.3 + difference, 0.015, 25, skewness), 0.3, new SkewedMeanSampling(Method, 0.3, 0.01, 60, 0.4));
        var (low, high) = (0.0, 38.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = contrast.Limits(middle) is { Lower: > 0 } or { Upper: < 0 } ? (middle, high) : (low, middle);
        }
        Assert.That(contrast.PValue, Is.EqualTo(2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -low)).Within(1e-9));
    }

    [Test]
    public void A_difference_of_differently_skewed_means_is_covered_where_the_tail_is_long()
    {
        // Exponential scores against even ones, 12 of each: skewness 2 and 0. Simulated, with the moments of each sample.
        var random = new Random(7);
        var (covered, worlds) = (0, 4000);
        (double Mean, SkewedMeanSampling Sampling) Of(double[] sample)
        {
            var mean = sample.Average();
            var variance = sample.Average(x => (x - mean) * (x - mean));
            return (mean, new(Method, mean, Math.Sqrt(variance / (sample.Length - 1)), sample.Length, sample.Average(x => Math.Pow(x - mean, 3)) / Math.Pow(variance, 1.5)));
        }
        for (var world = 0; world < worlds; world++)
        {
            var (a, first) = Of([.. Enumerable.Range(0, 12).Select(_ => -0.1 * Math.Log(1 - random.NextDouble()))]);
            var (b, second) = Of([.. Enumerable.Range(0, 12).Select(_ => 0.2 * random.NextDouble())]);
            var (lower, upper) = Contrast.Difference(a, first, b, second).Limits(1.959963984540054);
            if (lower <= 0 && upper >= 0) covered++;
        }
        Assert.That(covered / (double)worlds, Is.InRange(0.935, 0.975));
    }
}
