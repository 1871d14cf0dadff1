namespace AuditHarness.Statistics;

public sealed class DistanceSamplingTests
{
    private static readonly Phrase Method = Phrase.Of($"delta method, extended by the noise of a distance");

    [Test]
    public void Limits_reach_further_towards_no_distance() => Assert.Multiple(() =>
    {
        var (lower, upper) = new DistanceSampling(Method, 0.3, 0.02, 0.05, false, 0, 1).Limits(2);
        Assert.That((lower, upper), Is.EqualTo((0.3 - 0.04 - 0.05, 0.3 + 0.04)).Within(1e-12));
        (lower, upper) = new DistanceSampling(Method, 0.7, 0.02, 0.05, true, 0, 1).Limits(2);
        Assert.That((lower, upper), Is.EqualTo((0.7 - 0.04, 0.7 + 0.04 + 0.05)).Within(1e-12));
        Assert.That(new DistanceSampling(Method, 0.99, 0.02, 0.05, true, 0, 1).Limits(2).Upper, Is.EqualTo(1));
    });

    [Test]
    public void Four_times_the_records_halve_what_noise_and_chance_do()
    {
        var (lower, upper) = new DistanceSampling(Method, 0.3, 0.02, 0.05, false, 0, 1).Scaled(4).Limits(2);
        Assert.That((lower, upper), Is.EqualTo((0.3 - 0.02 - 0.025, 0.32)).Within(1e-12));
    }

    // One number: |x̄ − ȳ| of normal means, where the distance, its error and the noise √(2 / π) σ are known.
    [TestCase(0.0)]
    [TestCase(0.5)]
    [TestCase(2.0)]
    public void Limits_of_an_absolute_difference_hold_the_truth(double truth)
    {
        var random = new Seed(11).Generator();
        var held = Enumerable.Range(0, 4000).Count(_ =>
        {
            var value = Math.Abs(truth + random.NextNormal());
            var (lower, upper) = new DistanceSampling(Method, value, 1, Math.Sqrt(2 / Math.PI), false, 0, 100).Limits(1.959964);
            return lower <= truth && truth <= upper;
        });
        Assert.That(held / 4000.0, Is.GreaterThanOrEqualTo(0.945));
    }
}
