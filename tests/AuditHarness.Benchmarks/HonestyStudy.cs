using System.Diagnostics;
using System.Globalization;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Simulation;
using AuditHarness.Statistics;

namespace AuditHarness.Benchmarks;

/// <summary>
/// Runs the honesty benchmark part by part. What is kept from as many draws or more is not run again; what is not is run while there is
/// time, and else taken from fewer draws if there are such, or left out.
/// </summary>
internal sealed class HonestyStudy(HonestyPlan plan, KeptFigures kept)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private Seed Seed => new(plan.Seed);

    /// <summary>How often intervals of metrics held the truth.</summary>
    /// <param name="ofCurves">True for metrics that fit a curve to each sample, false for all others.</param>
    public IReadOnlyList<CoverageCount> Metrics(bool ofCurves)
    {
        var counts = new List<CoverageCount>();
        foreach (var cell in HonestyCell.All)
            foreach (var batch in plan.MetricBatches(ofCurves))
            {
                var draws = plan.DrawsOf(batch[0].Info.Id, cell.Patients);
                foreach (var (metric, from, f) in Each(ofCurves ? "curves" : "metrics", batch, m => $"{m.Info.Id} in {NameOf(cell)}{(plan.Weighted ? ", weighted" : "")}", draws, asked =>
                    [.. CoverageStudy.Run(cell, asked, [.. asked.Select(_ => draws)], Seed, plan.Weighted, plan.Workers)
                        .Select(c => new[] { c.Truth, c.Known, c.Below, c.Above, c.MeanWidth, c.SmallerExpected })]))
                    counts.Add(new(metric.Info.Id, cell, f[0], from, (int)f[1], (int)f[2], (int)f[3], f[4], f[5]));
            }
        return counts;
    }

    /// <summary>How often intervals of gaps held the truth.</summary>
    public IReadOnlyList<GapCoverageCount> Gaps()
    {
        var counts = new List<GapCoverageCount>();
        foreach (var cell in HonestyCell.All)
            foreach (var all in plan.DisparityBatches)
            {
                IDisparity[] batch = [.. all.Where(d => WhyNotMeasured(d) is null)];
                if (batch.Length == 0) continue;
                var worlds = plan.GapWorldsOf(batch[0].Info.Id, cell.Patients);
                foreach (var (disparity, from, f) in Each("gaps", batch, d => $"gaps of {d.Info.Id} in {NameOf(cell)}", worlds, asked =>
                    [.. GapCoverageStudy.Run(cell, asked, [.. asked.Select(_ => worlds)], Seed, plan.Workers).GroupBy(c => c.Disparity)
                        .Select(g => g.SelectMany(c => new[] { c.Known, c.Missed, c.Below, c.Above, c.Unknown, c.SmallerExpected }).ToArray())]))
                    counts.AddRange(disparity.Info.Comparisons.Select((comparison, c) => f[(6 * c)..] is var own
                        ? new GapCoverageCount(disparity.Info.Id, comparison, cell, from, (int)own[0], (int)own[1], (int)own[2], (int)own[3], own[4], own[5]) : null!));
            }
        return counts;
    }

    /// <summary>Disparities whose gaps have no known truth here, and why.</summary>
    public IReadOnlyList<(string Disparity, Phrase Why)> NotMeasured =>
        [.. plan.DisparityBatches.SelectMany(b => b).Select(d => (d.Info.Id, Why: WhyNotMeasured(d))).Where(d => d.Why is not null).Select(d => (d.Id, d.Why!))];

    /// <summary>How often groups that are equal were found unequal, with the number of groups.</summary>
    public IReadOnlyList<(int Groups, GapCount Count)> Equal()
    {
        var counts = new List<(int, GapCount)>();
        foreach (var sizes in GapStudy.EqualWorlds)
            foreach (var all in plan.DisparityBatches)
                foreach (var alike in WithEquality(all).GroupBy(d => d.Info.EqualityIsCalibration))
                    counts.AddRange(Worlds("equal", [.. alike], $"{sizes.Count} equal groups", () => GapStudy.Equal(sizes, alike.First().Info)).Select(c => (sizes.Count, c)));
        return counts;
    }

    /// <summary>How often a gap was found.</summary>
    public IReadOnlyList<GapCount> Unequal() =>
    [
        .. from disparity in WithEquality(plan.DisparityBatches.SelectMany(b => b))
           where disparity is MetricDisparity && disparity.Info is { Form: DisparityForm.Difference, Metrics.Count: 1 } && MetricCatalog.Find(disparity.Info.Metrics[0])!.Info.Max <= 1
           let metric = MetricCatalog.Find(disparity.Info.Metrics[0])!
           let study = GapStudy.Unequal(metric)
           where study is not null
           from count in Worlds("power", [disparity], "a group that differs", () => study)
           select count,
    ];

    private List<GapCount> Worlds(string part, IReadOnlyList<IDisparity> disparities, string where, Func<GapStudy> study)
    {
        var counts = new List<GapCount>();
        foreach (var (disparity, from, f) in Each(part, disparities, d => $"{d.Info.Id} in {where}", plan.Worlds, asked =>
            [.. study().Run(asked, [.. asked.Select(_ => plan.Worlds)], Seed, plan.Workers).GroupBy(c => c.Disparity).Select(g => g.SelectMany(c => new double[] { c.Known, c.Found }).ToArray())]))
            counts.AddRange(disparity.Info.Comparisons.Select((comparison, c) => new GapCount(disparity.Info.Id, comparison, from, (int)f[2 * c], (int)f[(2 * c) + 1])));
        return counts;
    }

    private IEnumerable<(T Item, int Draws, double[] Figures)> Each<T>(string part, IReadOnlyList<T> items, Func<T, string> name, int draws, Func<IReadOnlyList<T>, IReadOnlyList<double[]>> run)
    {
        string What(T item) => string.Create(CultureInfo.InvariantCulture, $"{part}: {name(item)}, seed {plan.Seed}");
        T[] asked = [.. items.Where(item => !(kept.Find(What(item))?.Draws >= draws))];
        if (asked.Length > 0 && _watch.Elapsed.TotalMinutes < plan.Minutes)
        {
            var figures = run(asked);
            for (var i = 0; i < asked.Length; i++) kept.Keep(What(asked[i]), draws, figures[i]);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,6:0} s  {draws} of {name(asked[0])}{(asked.Length > 1 ? $" and {asked.Length - 1} more" : "")}"));
        }
        foreach (var item in items)
            if (kept.Find(What(item)) is var (from, found)) yield return (item, from, found);
    }

    // What is judged as it stands, such as the worst group's accuracy, has no value that means equality.
    private static IEnumerable<IDisparity> WithEquality(IEnumerable<IDisparity> disparities) => disparities.Where(d => d.Info.Form != DisparityForm.Value);

    private static readonly TrueGaps s_example = new(GroupedPopulation.Of(HonestyCell.All[^2]));
    private static readonly Dictionary<string, Phrase?> s_why = [];

    private static Phrase? WhyNotMeasured(IDisparity disparity)
    {
        if (!s_why.TryGetValue(disparity.Info.Id, out var why)) s_why[disparity.Info.Id] = why = s_example.WhyNone(disparity);
        return why;
    }

    /// <summary>A cell as "n / prevalence / AUROC".</summary>
    public static string NameOf(HonestyCell cell) => string.Create(CultureInfo.InvariantCulture, $"{cell.Patients} / {cell.Population.Prevalence} / {cell.Population.Auroc}");

    /// <summary>Of all intervals given the share that held the truth; each cell drawn alike, so that it counts by the share of samples that gave an interval.</summary>
    /// <param name="cells">Of each cell the share without an interval, and of the others the share that held the truth.</param>
    public static double MeanCoverage(IEnumerable<(double Unknown, double Coverage)> cells)
    {
        double known = 0, held = 0;
        foreach (var (unknown, coverage) in cells.Where(c => c.Unknown < 1)) (known, held) = (known + 1 - unknown, held + ((1 - unknown) * coverage));
        return held / known;
    }

    /// <summary>What a row of a table rests on, such as "1000, 100 at n 5000".</summary>
    /// <param name="drawn">Of each cell how many draws.</param>
    public static string Rests(IReadOnlyCollection<(int Draws, HonestyCell Cell)> drawn)
    {
        if (drawn.Count == 0) return "not drawn";
        var parts = drawn.GroupBy(d => d.Draws).OrderByDescending(g => g.Count()).Select((g, i) =>
        {
            int[] sizes = [.. g.Select(d => d.Cell.Patients).Distinct()];
            var whole = drawn.Count(d => sizes.Contains(d.Cell.Patients)) == g.Count();
            return i == 0 ? $"{g.Key}" : whole ? $"{g.Key} at n {string.Join(" and ", sizes)}" : $"{g.Key} in {g.Count()} cells";
        });
        var missing = HonestyCell.All.Count - drawn.Count;
        return string.Join(", ", parts) + (missing > 0 ? $", none in {missing} cells" : "");
    }
}
