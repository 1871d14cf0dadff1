using System.Diagnostics;
using System.Globalization;
using AuditHarness.Disparity;
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
    private const ulong DefaultSeed = 20260101;

    // Draws of metrics that fit a smoother or resample for each sample; the Monte Carlo error is printed with their figures.
    private static readonly string[] Dear = ["Loess", "Lowess", "Isotonic", "Corp"];
    private const int DearDraws = 100;

    public static int Run(TextWriter output, string[] arguments)
    {
        var draws = DefaultDraws;
        var worlds = DefaultDraws;
        var seed = DefaultSeed;
        var (ids, cells, weighted, markdown, verbose) = (new List<string>(), HonestyCell.All, false, (string?)null, false);
        var disparities = new List<IDisparity>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--draws" when int.TryParse(arguments.ElementAtOrDefault(++i), CultureInfo.InvariantCulture, out draws) && draws > 0:
                    break;
                case "--worlds" when int.TryParse(arguments.ElementAtOrDefault(++i), CultureInfo.InvariantCulture, out worlds) && worlds > 0:
                    break;
                case "--metric" when MetricCatalog.Find(arguments.ElementAtOrDefault(++i) ?? "") is { } metric:
                    ids.Add(metric.Info.Id);
                    break;
                case "--disparity" when DisparityCatalog.Entries.FirstOrDefault(d => d.Info.Id == arguments.ElementAtOrDefault(i + 1)) is { } disparity:
                    disparities.Add(disparity);
                    i++;
                    break;
                case "--seed" when ulong.TryParse(arguments.ElementAtOrDefault(++i), CultureInfo.InvariantCulture, out seed):
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
                    output.WriteLine("honesty [--draws N] [--worlds N] [--metric ID]... [--disparity ID]... [--weighted] [--cells] [--seed N] [--markdown FILE]");
                    return 2;
            }
        }
        var everything = ids.Count == 0 && disparities.Count == 0;
        IReadOnlyList<IMetric> metrics = [.. MetricCatalog.All.Where(m => everything || ids.Contains(m.Info.Id))];
        int[] often = [.. metrics.Select(m => Array.Exists(Dear, part => m.Info.Id.Contains(part, StringComparison.Ordinal)) ? Math.Min(draws, DearDraws) : draws)];
        var watch = Stopwatch.StartNew();
        var counts = new List<CoverageCount>();
        foreach (var cell in metrics.Count > 0 ? cells : [])
        {
            counts.AddRange(CoverageStudy.Run(cell, metrics, often, new(seed), weighted, Environment.ProcessorCount));
            Console.Error.WriteLine(Line($"{watch.Elapsed.TotalSeconds,6:0} s  n {cell.Patients}, prevalence {cell.Population.Prevalence}, AUROC {cell.Population.Auroc}"));
        }
        var gaps = everything || disparities.Count > 0 ? Gaps(everything ? DisparityCatalog.Entries : disparities, worlds, new(seed), watch) : null;
        var report = new HonestyTables(metrics, counts, gaps);
        output.WriteLine(report.Text(verbose));
        if (markdown is not null) File.WriteAllText(markdown, Invariant($"{Heading(draws, worlds, seed)}{report.Text(false)}"));
        return report.IsGood ? 0 : 1;
    }

    private static GapTables Gaps(IReadOnlyList<IDisparity> asked, int worlds, Seed seed, Stopwatch watch)
    {
        // What is judged as it stands, such as the worst group's accuracy, has no value that means equality.
        IDisparity[] disparities = [.. asked.Where(d => d.Info.Form != DisparityForm.Value)];
        var equal = new List<(int Groups, GapCount Count)>();
        foreach (var sizes in GapStudy.EqualWorlds)
        {
            foreach (var alike in disparities.GroupBy(d => d.Info.EqualityIsCalibration))
                equal.AddRange(GapStudy.Equal(sizes, alike.First().Info).Run([.. alike], [.. alike.Select(_ => worlds)], seed, Environment.ProcessorCount).Select(c => (sizes.Count, c)));
            Console.Error.WriteLine(Line($"{watch.Elapsed.TotalSeconds,6:0} s  {sizes.Count} equal groups"));
        }
        var unequal = new List<GapCount>();
        foreach (var disparity in disparities.Where(d => d is MetricDisparity && d.Info is { Form: DisparityForm.Difference, Metrics.Count: 1 }))
            if (MetricCatalog.Find(disparity.Info.Metrics[0]) is { Info: { Max: <= 1 } } metric && GapStudy.Unequal(metric) is { } study)
                unequal.AddRange(study.Run([disparity], [worlds], seed, Environment.ProcessorCount));
        return new(equal, unequal);
    }

    private static string Heading(int draws, int worlds, ulong seed) =>
        Invariant($"""
        # How often intervals hold the truth

        Written by `dotnet run -c Release --project tests/AuditHarness.Benchmarks -- honesty --draws {draws} --worlds {worlds} --markdown src/AuditHarness.Core/Metrics/HONESTY.md`;
        seed {seed}. The figures are the same whatever the number of threads.

        A cell is a population and a number of patients: n 20, 50, 100, 500, 5,000 × prevalence 0.02, 0.1, 0.3 × AUROC 0.6, 0.75, 0.9, written "n / prevalence / AUROC".
        The marker is normal with variance 1 with and without the event; logit(score) = logit(prevalence) + 0.2 + 0.8 (logit(risk) − logit(prevalence)); the threshold
        flags 20 %. The truth of a metric is the metric itself on the whole population. Coverage is in percent of the samples that gave an interval; "unknown" are the others.
        Asked for: a mean of 94 to 97 (of exact methods 94 at least), no cell below 92 less two Monte Carlo errors, unknown above 5 only where fewer than 5 patients are expected in the smaller group a figure rests on:
        of those with and without the event, or of the four cells of decision and outcome, at the threshold or where the figure decides by itself (a share of patients at the top, a rate held).


        """);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
