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
}
