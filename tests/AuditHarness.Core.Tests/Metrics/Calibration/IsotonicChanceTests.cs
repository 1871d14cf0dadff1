using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

public sealed class IsotonicChanceTests
{
    // By what few draws of many points come out differently with other seeds is small beside how the figures vary: 0.15 of a standard
    // deviation takes 0.3 points from a coverage of 95 %.
    [Test]
    public void Of_sixty_thousand_patients_few_draws_are_enough()
    {
        var random = new Random(3);
        double[] scores = [.. Enumerable.Range(0, 60_000).Select(_ => 0.02 + (0.6 * random.NextDouble() * random.NextDouble()))];
        var rows = new Rows(scores, Array.ConvertAll(scores, s => (byte)(random.NextDouble() < s ? 1 : 0)), null, 0.5);
        var cells = LocalPoints.Of(rows.Evidence.Ranked, 250);
        var chances = Enumerable.Range(1, 8).Select(seed => IsotonicChance.Of(rows.Seeded(new Seed((ulong)seed)), cells)).ToArray();
        double Spread(Func<IsotonicChance, double> of) => Math.Sqrt(chances.Select(of).Average(c => (c - chances.Average(of)) * (c - chances.Average(of))));
        var worlds = rows.Evidence.Worlds;
        Assert.That(Spread(c => c.Miscalibration), Is.LessThan(0.15 * worlds.Of(Smoother.Isotonic)[4].Deviation[6]));
        Assert.That(Spread(c => c.Discrimination), Is.LessThan(0.15 * worlds.OfDiscrimination.Deviation[6]));
    }
}
