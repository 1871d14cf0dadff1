using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// A small version of the honesty benchmark: patients drawn again and again from populations whose figures are known; a 95 % interval
/// must hold the truth about that often. A metric added to the catalog is drawn too, unasked. The bounds leave room for chance; the
/// full tables are in HONESTY.md.
/// </summary>
public sealed class CoverageTests
{
    // Those that fit a smoother or resample for each sample are drawn less often, with bounds as much wider. Which they are is told by
    // the memory that one sample takes, not by its time, so that every machine draws the same.
    private const int Draws = 200, FewerDraws = 60;
    private const long Much = 1_000_000;

    // Few events; many patients of a good ranking; a sample with weights.
    private static readonly (HonestyCell Cell, bool Weighted)[] Cells =
    [
        (new(50, new BinormalPopulation(0.1, 0.75)), false),
        (new(250, new BinormalPopulation(0.3, 0.9)), false),
        (new(250, new BinormalPopulation(0.3, 0.75)), true),
    ];

    // All metrics are measured on the same samples, so that those of one curve share its simulation: each cell is drawn once, when first asked for.
    private static readonly Lazy<IReadOnlyDictionary<string, CoverageCount>>[] Counts = Array.ConvertAll(Cells, c => new Lazy<IReadOnlyDictionary<string, CoverageCount>>(() =>
        CoverageStudy.Run(c.Cell, MetricCatalog.All, [.. MetricCatalog.All.Select(m => IsSlow(m) ? FewerDraws : Draws)], new Seed(5), c.Weighted, Environment.ProcessorCount)
            .ToDictionary(count => count.Metric)));

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void An_interval_of_95_percent_holds_the_truth_about_as_often(IMetric metric) => Assert.Multiple(() =>
    {
        for (var c = 0; c < Cells.Length; c++)
        {
            var (cell, weighted) = Cells[c];
            var count = Counts[c].Value[metric.Info.Id];
            if (metric.Info.HasNoInterval) Assert.That(count.Known, Is.Zero, metric.Info.IntervalMethod);
            if (count.Known == 0) continue;
            // Four Monte Carlo errors below 92 %.
            Assert.That(count.Coverage, Is.GreaterThan(0.92 - (4 * count.MonteCarloError(0.92))), $"{cell.Patients} patients, weighted: {weighted}");
            if (count.SmallerExpected >= 5) Assert.That(count.Unknown, Is.LessThan(0.1), "there nearly always is an interval");
        }
    });

    [Test]
    public void Figures_do_not_depend_on_the_number_of_workers()
    {
        var metrics = MetricCatalog.Performance.Take(4).ToArray();
        IReadOnlyList<CoverageCount> Run(int workers) => CoverageStudy.Run(Cells[0].Cell, metrics, [50, 50, 50, 20], new Seed(1), true, workers);
        Assert.That(Run(3), Is.EqualTo(Run(1)));
    }

    private static bool IsSlow(IMetric metric)
    {
        // Twice, since what is made once for all is no work of the sample.
        var taken = 0L;
        for (var i = 0; i < 2; i++)
        {
            var sample = Cells[1].Cell.Population.Sample(250, new Seed(1), 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            (metric.Measure(sample) as Estimate.Known)?.Sampling?.Limits(1.96);
            taken = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return taken > Much;
    }
}
