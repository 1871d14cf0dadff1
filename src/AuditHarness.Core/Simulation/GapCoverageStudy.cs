using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Simulation;

/// <summary>How often the simultaneous 95 % intervals of a disparity held the truth.</summary>
/// <param name="Disparity">Id of the disparity.</param>
/// <param name="Comparison">How groups are compared.</param>
/// <param name="Cell">What was drawn: <see cref="GroupedPopulation.Of"/>.</param>
/// <param name="Worlds">Worlds drawn.</param>
/// <param name="Known">Those with an interval of at least one gap.</param>
/// <param name="Missed">Those in which one lies beside its truth: intervals of several gaps promise to hold all at once.</param>
/// <param name="Below">Those in which one lies wholly below its truth.</param>
/// <param name="Above">Those in which one lies wholly above it.</param>
/// <param name="Unknown">Share of the gaps without an interval.</param>
/// <param name="SmallerExpected">Patients expected in the smaller of the groups that the figure rests on.</param>
public sealed record GapCoverageCount(
    string Disparity, Comparison Comparison, HonestyCell Cell, int Worlds, int Known, int Missed, int Below, int Above, double Unknown, double SmallerExpected)
{
    /// <summary>Share of the worlds with an interval in which all held the truth; NaN without any.</summary>
    public double Coverage => (Known - Missed) / (double)Known;

    /// <summary>Monte Carlo standard error of a coverage that is really as large as asked.</summary>
    /// <param name="coverage">The coverage asked for.</param>
    public double MonteCarloError(double coverage) => Math.Sqrt(coverage * (1 - coverage) / Known);
}

/// <summary>Draws world after world of groups whose gaps are known, and counts how often intervals hold them.</summary>
public static class GapCoverageStudy
{
    private readonly record struct Outcome(int Gaps, int Known, int Below, int Above);

    /// <summary>One cell. Same figures whatever the number of workers: every world has random streams of its own and a place to leave its outcome.</summary>
    /// <param name="cell">What is drawn.</param>
    /// <param name="disparities">What is measured in each world.</param>
    /// <param name="worlds">For each disparity, in how many worlds: always the first ones.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <param name="workers">Threads.</param>
    public static IReadOnlyList<GapCoverageCount> Run(
        HonestyCell cell, IReadOnlyList<IDisparity> disparities, IReadOnlyList<int> worlds, Seed seed, int workers)
    {
        var truths = new TrueGaps(GroupedPopulation.Of(cell));
        var own = seed.For($"gap coverage/{cell.Patients}/{cell.Population.Prevalence}/{cell.Population.Auroc}");
        var metrics = disparities.SelectMany(d => d.Info.Metrics).ToHashSet();
        var outcomes = new Dictionary<Comparison, Outcome>[disparities.Count, worlds.Max()];
        Parallel.For(0, worlds.Max(), new() { MaxDegreeOfParallelism = workers }, world =>
        {
            var context = truths.Population.Draw(own.For($"{world}"), metrics, minimumSize: 1);
            for (var d = 0; d < disparities.Count; d++)
                if (world < worlds[d])
                    outcomes[d, world] = disparities[d].Compare(context).Select(g => g.Disparity).GroupBy(g => g.Comparison)
                        .ToDictionary(g => g.Key, g => Judge(g, row => truths.Of(disparities[d], row)));
        });
        return [.. disparities.SelectMany((disparity, d) => disparity.Info.Comparisons.Select(comparison =>
        {
            var found = Enumerable.Range(0, worlds[d]).Select(w => outcomes[d, w].GetValueOrDefault(comparison)).ToArray();
            return new GapCoverageCount(disparity.Info.Id, comparison, cell, worlds[d],
                found.Count(o => o.Known > 0), found.Count(o => o.Below + o.Above > 0), found.Count(o => o.Below > 0), found.Count(o => o.Above > 0),
                1 - (found.Sum(o => o.Known) / (double)Math.Max(1, found.Sum(o => o.Gaps))), SmallerExpected(truths.Population, disparity.Info));
        }))];
    }

    private static Outcome Judge(IEnumerable<GroupDisparity> rows, Func<GroupDisparity, double?> truthOf)
    {
        var (gaps, known, below, above) = (0, 0, 0, 0);
        foreach (var row in rows)
        {
            gaps++;
            if (row.Interval is not { } interval || truthOf(row) is not { } truth) continue;
            known++;
            if (interval.Upper < truth) below++;
            if (interval.Lower > truth) above++;
        }
        return new(gaps, known, below, above);
    }

    private static double SmallerExpected(GroupedPopulation population, DisparityInfo info) =>
        population.Groups.Zip(population.Sizes, (group, size) => (Cell: new HonestyCell(size, group), Evidence: group.Evidence()))
            .Min(g => info.Metrics.Min(m => g.Cell.SmallerExpected(MetricCatalog.Find(m)!.Info.Basis, g.Evidence, null)));
}
