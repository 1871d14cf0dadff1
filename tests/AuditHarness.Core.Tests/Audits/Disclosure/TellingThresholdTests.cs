namespace AuditHarness.Audits.Disclosure;

/// <summary>Thresholds to publish.</summary>
internal sealed class TellingThresholdTests
{
    [TestCase(0.1, 0.3, 0.2)]
    [TestCase(0.19, 0.23, 0.2)]
    [TestCase(0.2, 0.3, 0.25)]
    [TestCase(0.1234, 0.1278, 0.126)]
    [TestCase(0.99, 1, 0.995)]
    [TestCase(0, 0.00002, 0.00001)]
    public void It_has_the_fewest_decimals_that_separate_two_scores(double below, double above, double threshold) =>
        Assert.That(TellingThreshold.Between(below, above), Is.EqualTo(threshold));

    [Test]
    public void It_separates_neighbours_however_close()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var below = Math.Pow(10, -12 * random.NextDouble()) * random.NextDouble();
            var above = i % 3 == 0 ? Math.BitIncrement(below) : below + (Math.Pow(10, -16 * random.NextDouble()) * random.NextDouble());
            if (above <= below) continue;
            var threshold = TellingThreshold.Between(below, above);
            Assert.That(threshold, Is.GreaterThan(below).And.LessThanOrEqualTo(above));
            if (threshold == above) Assert.That(Math.BitIncrement(below), Is.EqualTo(above), "only where no number lies between");
        }
    }
}
