using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>How often a disparity found unequal groups.</summary>
/// <param name="Disparity">Id of the disparity.</param>
/// <param name="Comparison">How groups are compared.</param>
/// <param name="Worlds">Worlds drawn.</param>
/// <param name="Known">Those with an interval.</param>
/// <param name="Found">Those in which the simultaneous interval of a gap excludes equality.</param>
public sealed record GapCount(string Disparity, Comparison Comparison, int Worlds, int Known, int Found)
{
    /// <summary>Share of the worlds with an interval in which groups were found unequal; NaN without any.</summary>
    public double Rate => Found / (double)Known;

    /// <summary>Monte Carlo standard error of a rate that is really as large as asked.</summary>
    /// <param name="rate">The rate asked for.</param>
    public double MonteCarloError(double rate) => Math.Sqrt(rate * (1 - rate) / Known);
}

/// <summary>Draws worlds of groups that are equal, or of which one differs, and counts how often disparities say so.</summary>
/// <param name="populations">Where the patients of each group come from; the first is the reference.</param>
/// <param name="sizes">Patients of each group.</param>
public sealed class GapStudy(IReadOnlyList<BinormalPopulation> populations, IReadOnlyList<int> sizes)
{
    /// <summary>The population all groups share in worlds of equal groups.</summary>
    public static BinormalPopulation Shared { get; } = Pinned(new(0.3, 0.75));

    // Where equality means calibration, equal groups that are miscalibrated alike are rightly accused: there the scores are the risks.
    private static readonly BinormalPopulation Calibrated = Pinned(new(0.3, 0.75) { IsCalibrated = true });

    /// <summary>Sizes of the groups of the worlds in which all are equal: 2, 4 or 8 of them.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> EqualWorlds { get; } = [[500, 150], [500, 200, 80, 30], [500, 300, 200, 120, 80, 60, 40, 30]];

    /// <summary>The gap that is to be found in a group of 500 beside a reference of 1,500.</summary>
    public const double Gap = 0.15;

    private readonly GroupedPopulation _groups = new(populations, sizes, Shared.Threshold);

    /// <summary>Groups that are all equal, and in which a disparity has its value of equality.</summary>
    /// <param name="sizes">Patients of each.</param>
    /// <param name="disparity">The disparity, or null for any but those of which equality is calibration.</param>
    public static GapStudy Equal(IReadOnlyList<int> sizes, DisparityInfo? disparity = null) =>
        new([.. sizes.Select(_ => disparity is { EqualityIsCalibration: true } ? Calibrated : Shared)], sizes);

    /// <summary>
    /// A group of 500 that is served worse: its metric lies <see cref="Gap"/> below the reference's, or above where less is better (where it
    /// cannot, the other way round): by scores that are shifted, else by scores that rank worse. Null where neither makes so large a gap.
    /// </summary>
    /// <param name="metric">The metric.</param>
    public static GapStudy? Unequal(IMetric metric)
    {
        if (Truth(metric, Shared) is not { } reference) return null;
        var worse = metric.Info.Better == Direction.Lower ? Gap : -Gap;
        foreach (var target in new[] { reference + worse, reference - worse })
            foreach (var change in new Func<double, BinormalPopulation>[] { t => Shared with { ScoreShift = 8 * (t - 0.5) }, t => Shared with { Auroc = 0.5001 + (0.4998 * t) } })
                foreach (var (from, to) in new[] { (0.5, 0.0), (0.5, 1.0) })
                    if (Solve(t => Truth(metric, change(t)) - target, from, to) is { } solution) return new([Shared, change(solution)], [1500, 500]);
        return null;
    }

    /// <summary>Counts in how many worlds each disparity finds groups unequal, in each of its comparisons.</summary>
    /// <param name="disparities">The disparities.</param>
    /// <param name="worlds">For each, in how many worlds: always the first ones.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="workers">Threads; no figure depends on them.</param>
    public IReadOnlyList<GapCount> Run(IReadOnlyList<IDisparity> disparities, IReadOnlyList<int> worlds, Seed seed, int workers)
    {
        var own = seed.For($"gaps/{string.Join('/', _groups.Sizes)}");
        var metrics = disparities.SelectMany(d => d.Info.Metrics).ToHashSet();
        var outcomes = new Dictionary<Comparison, bool?>[disparities.Count, worlds.Max()];
        Parallel.For(0, worlds.Max(), new() { MaxDegreeOfParallelism = workers }, world =>
        {
            var context = _groups.Draw(own.For($"{world}"), metrics, minimumSize: 30);
            for (var d = 0; d < disparities.Count; d++)
                if (world < worlds[d])
                    outcomes[d, world] = disparities[d].Compare(context).Select(g => g.Disparity).GroupBy(g => g.Comparison).ToDictionary(g => g.Key, Verdict);
        });
        return [.. disparities.SelectMany((disparity, d) => disparity.Info.Comparisons.Select(comparison =>
        {
            var found = Enumerable.Range(0, worlds[d]).Select(w => outcomes[d, w].GetValueOrDefault(comparison)).OfType<bool>().ToArray();
            return new GapCount(disparity.Info.Id, comparison, worlds[d], found.Length, found.Count(f => f));
        }))];
    }

    // Null without an interval; true when one excludes equality.
    private static bool? Verdict(IEnumerable<GroupDisparity> gaps)
    {
        var intervals = gaps.Where(g => g.Interval is not null).Select(g => (Interval: g.Interval!, Equality: g.Form == DisparityForm.Ratio ? 1 : 0)).ToArray();
        return intervals.Length == 0 ? null : Array.Exists(intervals, i => i.Interval.Lower > i.Equality || i.Interval.Upper < i.Equality);
    }

    private static BinormalPopulation Pinned(BinormalPopulation population) => population with { FixedThreshold = population.Threshold };

    private static double? Truth(IMetric metric, BinormalPopulation population) => (metric.Measure(population.Evidence()) as Estimate.Known)?.Value;

    private static double? Solve(Func<double, double?> distance, double from, double to)
    {
        if (distance(from) is not { } start || distance(to) is not { } end || Math.Sign(start) == Math.Sign(end)) return null;
        for (var i = 0; i < 30; i++)
        {
            var middle = (from + to) / 2;
            if (distance(middle) is not { } here) return null;
            if (Math.Sign(here) == Math.Sign(start)) from = middle;
            else to = middle;
        }
        return (from + to) / 2;
    }
}
