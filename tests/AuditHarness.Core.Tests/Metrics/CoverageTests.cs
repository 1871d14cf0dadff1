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
    // Those that fit a smoother or resample for each sample are drawn less often, with bounds as much wider.
    private const int Draws = 200, FewerDraws = 40;
    private const double Slow = 0.005;

    // Few events; many patients of a good ranking; a sample with weights.
    private static readonly (HonestyCell Cell, bool Weighted)[] Cells =
    [
        (new(50, new BinormalPopulation(0.1, 0.75)), false),
        (new(250, new BinormalPopulation(0.3, 0.9)), false),
        (new(250, new BinormalPopulation(0.3, 0.75)), true),
    ];

    [TestCaseSource(typeof(MetricCatalog), nameof(MetricCatalog.All))]
    public void An_interval_of_95_percent_holds_the_truth_about_as_often(IMetric metric) => Assert.Multiple(() =>
    {
        var draws = IsSlow(metric) ? FewerDraws : Draws;
        foreach (var (cell, weighted) in Cells)
        {
            var count = CoverageStudy.Run(cell, [metric], [draws], new Seed(5), weighted, workers: 1)[0];
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
        var sample = Cells[1].Cell.Population.Sample(250, new Seed(1), 0);
        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            (metric.Measure(sample) as Estimate.Known)?.Sampling?.Limits(1.96);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best > Slow;
    }
}
