using AuditHarness.Metrics.Calibration;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// Patients drawn again and again from a population whose figures are known: a 95 % interval must hold the truth about that often.
/// A metric added to the catalog is drawn too, unasked.
/// </summary>
public sealed class CoverageTests
{
    private const int Draws = 1200;

    private sealed record Study(Rows Population, SubgroupEvidence[] Samples);

    private static readonly Dictionary<(int, bool, bool), Study> Studies = [];

    private static Study Draw(int patients, bool weighted, bool logistic)
    {
        lock (Studies)
        {
            if (Studies.TryGetValue((patients, weighted, logistic), out var study)) return study;
            // Weights that go with the outcome, as sampling weights do: leaving them out would miss the truth.
            var population = Rows.Random(99, 20_000, ties: false);
            var random = new Random(100 + patients);
            if (logistic)
                population = population with { Labels = Array.ConvertAll(population.Scores, s => (byte)(random.NextDouble() < s / (s + (0.7 * (1 - s))) ? 1 : 0)) };
            if (weighted)
                population = population with { Weights = Array.ConvertAll(population.Labels, y => (y == 1 ? 0.5 : 1) * (random.Next(3) + 1)) };
            var samples = new SubgroupEvidence[Draws];
            for (var i = 0; i < Draws; i++)
                samples[i] = population.Take(Enumerable.Range(0, patients).Select(_ => random.Next(population.Count))).Evidence;
            return Studies[(patients, weighted, logistic)] = new(population, samples);
        }
    }

    private static (double Coverage, int Intervals) Coverage(Study study, IMetric metric)
    {
        var truth = ((Estimate.Known)metric.Measure(study.Population.Evidence)).Value;
        var intervals = study.Samples.Select(s => (metric.Measure(s) as Estimate.Known)?.Sampling?.Interval(0.95)).OfType<Interval>().ToArray();
        return (intervals.Count(i => i.Lower <= truth && truth <= i.Upper) / (double)intervals.Length, intervals.Length);
    }

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void An_interval_of_95_percent_covers_at_least_92(IMetric metric) => Assert.Multiple(() =>
    {
        foreach (var (patients, weighted) in new[] { (80, false), (250, false), (250, true) })
        {
            var (coverage, intervals) = Coverage(Draw(patients, weighted, false), metric);
            Assert.That(coverage, Is.GreaterThan(0.92), $"{patients} patients, weighted: {weighted}");
            Assert.That(intervals, Is.GreaterThan(0.95 * Draws), "there nearly always is an interval");
        }
    });

    // With the bias of the estimate in the reach, the interval of the ECE is wide; it still has to say something.
    [Test]
    public void The_interval_of_the_expected_calibration_error_narrows_with_the_sample()
    {
        double Width(int patients) => Draw(patients, false, false).Samples.Take(50)
            .Select(s => ((Estimate.Known)new ExpectedCalibrationError().Measure(s)).Sampling!.Interval(0.95)).Average(i => i.Upper - i.Lower);
        Assert.That(Width(250), Is.LessThan(0.7 * Width(80)));
    }
}
