using System.Diagnostics;
using System.Globalization;
using AuditHarness.Metrics;
using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Measures whether intervals hold what they promise: in every cell of <see cref="HonestyCell.All"/>, how often the 95 % interval of each
/// metric holds the truth. Ends with 0 when every target is met, else with 1.
/// </summary>
internal static class Honesty
{
    private const int DefaultDraws = 2000;
    private static readonly Seed Seed = new(20260101);

    // Draws of metrics that fit a smoother or resample for each sample; the Monte Carlo error is printed with their figures.
    private static readonly Dictionary<string, int> FewerDraws = [];

    public static int Run(TextWriter output, string[] arguments)
    {
        var draws = DefaultDraws;
        var (ids, cells, weighted, markdown, verbose) = (new List<string>(), HonestyCell.All, false, (string?)null, false);
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--draws" when int.TryParse(arguments.ElementAtOrDefault(++i), CultureInfo.InvariantCulture, out draws) && draws > 0:
                    break;
                case "--metric" when MetricCatalog.Find(arguments.ElementAtOrDefault(++i) ?? "") is { } metric:
                    ids.Add(metric.Info.Id);
                    break;
                case "--markdown" when arguments.ElementAtOrDefault(++i) is { } file:
                    markdown = file;
                    break;
                case "--weighted":
                    weighted = true;
                    break;
                case "--cells":
                    verbose = true;
                    break;
                default:
                    output.WriteLine("honesty [--draws N] [--metric ID]... [--weighted] [--cells] [--markdown FILE]");
                    return 2;
            }
        }
        IReadOnlyList<IMetric> metrics = [.. MetricCatalog.All.Where(m => ids.Count == 0 || ids.Contains(m.Info.Id))];
        int[] often = [.. metrics.Select(m => Math.Min(draws, FewerDraws.GetValueOrDefault(m.Info.Id, draws)))];
        var watch = Stopwatch.StartNew();
        var counts = new List<CoverageCount>();
        foreach (var cell in cells)
        {
            counts.AddRange(CoverageStudy.Run(cell, metrics, often, Seed, weighted, Environment.ProcessorCount));
            Console.Error.WriteLine(Line($"{watch.Elapsed.TotalSeconds,6:0} s  n {cell.Patients}, prevalence {cell.Population.Prevalence}, AUROC {cell.Population.Auroc}"));
        }
        var report = new HonestyTables(metrics, counts);
        output.WriteLine(report.Text(verbose));
        if (markdown is not null) File.WriteAllText(markdown, report.Text(false));
        return report.IsGood ? 0 : 1;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
