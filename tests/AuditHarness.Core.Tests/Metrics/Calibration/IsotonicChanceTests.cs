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

    [TestCase(3, 0.6)]
    [TestCase(4, 1.0)]
    public void Points_of_a_few_patients_show_what_single_patients_do(int seed, double slope)
    {
        var random = new Random(seed);
        double[] scores = [.. Enumerable.Range(0, 24_000).Select(_ => 0.02 + (0.6 * random.NextDouble() * random.NextDouble()))];
        var rows = new Rows(scores, Array.ConvertAll(scores, s => (byte)(random.NextDouble() < 0.2 + (slope * (s - 0.2)) ? 1 : 0)), null, 0.5);
        var cells = LocalPoints.Of(rows.Evidence.Ranked, 250);
        IsotonicChance Mean(int points)
        {
            var chances = Enumerable.Range(1, 8).Select(s => IsotonicChance.Of(rows.Seeded(new Seed((ulong)s)), cells, points)).ToArray();
            return new(chances.Average(c => c.Miscalibration), chances.Average(c => c.Discrimination), chances.Average(c => c.MiscalibrationSpread), chances.Average(c => c.DiscriminationSpread));
        }
        var (few, all) = (Mean(10_000), Mean(24_000));
        var worlds = rows.Evidence.Worlds;
        Assert.Multiple(() =>
        {
            Assert.That(few.Miscalibration, Is.EqualTo(all.Miscalibration).Within(0.15 * worlds.Of(Smoother.Isotonic)[4].Deviation[6]));
            Assert.That(few.Discrimination, Is.EqualTo(all.Discrimination).Within(0.15 * worlds.OfDiscrimination.Deviation[6]));
            Assert.That(few.MiscalibrationSpread, Is.EqualTo(all.MiscalibrationSpread).Within(0.1));
            Assert.That(few.DiscriminationSpread, Is.EqualTo(all.DiscriminationSpread).Within(0.1));
        });
    }
}
