using System.Collections.Concurrent;
using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Simulation;

/// <summary>
/// What gaps between the groups of a population truly are. Of a metric compared across groups they are formed here from the metric's own
/// truths; any other disparity is measured on the whole population. Safe for several threads.
/// </summary>
/// <param name="population">The groups.</param>
public sealed class TrueGaps(GroupedPopulation population)
{
    // The whole stands for so many patients: what a figure corrects for the size of a sample vanishes, and limits are still found.
    private const double Many = 1e6;

    // What disparities with a computation of their own read of the table.
    private static readonly HashSet<string> Read = [.. DisparityCatalog.Entries.Where(d => d is not MetricDisparity).SelectMany(d => d.Info.Metrics)];

    private readonly Lazy<ComparisonContext> _whole = new(() => population.Whole(Many, Read));
    private readonly ConcurrentDictionary<string, double?[]> _values = new();
    private readonly ConcurrentDictionary<string, GroupDisparity[]> _measured = new();

    /// <summary>The groups.</summary>
    public GroupedPopulation Population => population;

    /// <summary>Why no truth is known by which intervals of a disparity could be judged; null when one is.</summary>
    /// <param name="disparity">The disparity.</param>
    public Phrase? WhyNone(IDisparity disparity) => disparity switch
    {
        MetricDisparity => null,
        BetweenGroupDeviation => Phrase.Of($"its limits are about the groups from which those at hand were taken; here the groups are the same in every world"),
        { Info.ByCaseMix: true } => Phrase.Of($"patients of these populations have no covariates but the score"),
        _ => Measured(disparity, [.. Enumerable.Range(0, population.Sizes.Count)]) is not [var first, ..] rows ? Phrase.Of($"patients of these groups are in no strata")
            : Array.Exists(rows, r => r.Value is not null) ? null : first.Reason,
    };

    /// <summary>The truth of a row; null when there is none.</summary>
    /// <param name="disparity">The disparity.</param>
    /// <param name="row">What it found in a sample: says who is compared, and which groups are left out of a worst pair or a figure of all.</param>
    public double? Of(IDisparity disparity, GroupDisparity row)
    {
        var groups = _whole.Value.Table.Index.Groups;
        var isOne = row.Comparison is Comparison.Reference or Comparison.Overall;
        int[] kept = [.. Enumerable.Range(0, groups.Count).Where(g => isOne || row.LeftOut.All(l => !l.Subgroup.Equals(groups[g])))];
        if (kept.Length == 0) return null;
        var group = isOne ? Enumerable.Range(0, groups.Count).First(g => groups[g].Equals(row.Group)) : -1;
        if (disparity is MetricDisparity) return OfMetrics(disparity.Info, row.Comparison, group, kept);
        return disparity is BetweenGroupDeviation ? null
            : Measured(disparity, kept).First(r => r.Comparison == row.Comparison && (!isOne || r.Group!.Equals(row.Group))).Value;
    }

    private GroupDisparity[] Measured(IDisparity disparity, int[] kept) => _measured.GetOrAdd($"{disparity.Info.Id}/{string.Join(' ', kept)}", _ =>
    {
        // Its unit is what chance makes of so many patients as are drawn.
        var isInUnitsOfChance = disparity is MulticalibrationError;
        var context = kept.Length == population.Sizes.Count && !isInUnitsOfChance ? _whole.Value
            : population.Only(kept).Whole(isInUnitsOfChance ? kept.Sum(g => population.Sizes[g]) : Many, Read);
        return [.. disparity.Compare(context).Select(g => g.Disparity)];
    });

    private double? OfMetrics(DisparityInfo info, Comparison comparison, int group, int[] kept)
    {
        var everybody = population.Sizes.Count;
        var isRatio = info.Form == DisparityForm.Ratio;
        (int One, int Other)[] pairs = comparison switch
        {
            Comparison.Reference => [(group, 0)],
            Comparison.Overall => [(group, everybody)],
            _ => [.. from i in kept from j in kept where i < j select (i, j)],
        };
        double?[] gaps = [.. info.Metrics.SelectMany(metric => pairs.Select(pair => (Values(metric)[pair.One], Values(metric)[pair.Other]) is ({ } one, { } other)
            ? isRatio ? one / other : one - other : (double?)null))];
        if (gaps.Length == 0 || Array.Exists(gaps, g => g is null)) return null;
        // With its sign where one rate of two groups is compared, else how large the worst is.
        if (gaps.Length == 1 && comparison != Comparison.WorstPair) return gaps[0];
        return isRatio ? gaps.Min(g => Math.Min(g!.Value, 1 / g.Value)) : gaps.Max(g => Math.Abs(g!.Value));
    }

    // Of each group, and of everybody at the end.
    private double?[] Values(string metric) => _values.GetOrAdd(metric, id =>
        [.. _whole.Value.Table.Evidence.Append(_whole.Value.Overall.Evidence[0]).Select(e => (MetricCatalog.Find(id)!.Measure(e) as Estimate.Known)?.Value)]);
}
