using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>The value of a metric in the group where it is worst: what the model offers to everybody, whoever they are.</summary>
/// <remarks>
/// The smallest of noisy values is too small. The interval does not take it at face value: limits of all groups that hold at once give
/// limits of their smallest true value, whichever group that is. On the side of worse values each group's own limit is enough: that of the
/// group that really is the worst holds, and none is beyond it (intersection–union, Berger 1982).
/// </remarks>
/// <param name="info">What it is.</param>
/// <param name="better">Which way is better.</param>
internal sealed class WorstGroupValue(DisparityInfo info, Direction better) : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info => info;

    /// <summary>The worst value of a metric.</summary>
    /// <param name="id">Id of the disparity.</param>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="name">The metric's name in running text.</param>
    /// <param name="better">Higher or lower.</param>
    /// <param name="swapped">What it is of the other outcome.</param>
    public static WorstGroupValue Of(string id, string metric, string name, Direction better, LabelSwap swapped) => new(new(
        id, $"Worst group's {name}", DisparityForm.Value, [metric],
        better == Direction.Lower ? $"The largest {name} of any group." : $"The smallest {name} of any group.",
        "Sagawa et al. (2020), ICLR 8; Diana et al. (2021), AIES 4:66–76")
    {
        Swapped = swapped, Comparisons = [Comparison.AllGroups], IntervalMethod = "Limits of every group: the smallest of the lower and the smallest of the upper ones (largest, where lower is better), on the side of better values simultaneous (Šidák)",
        Convention = "A value to be judged as it stands, not a gap: fairlearn's group_min (group_max where lower is better).",
        Oracle = metric == "AreaUnderRoc" ? "FairlearnAggregateTests.The_worst_area_is_the_smallest_of_scikit_learns_of_the_groups" : "FairlearnAggregateTests.Worst_group_values_are_fairlearns_group_min_and_max", Prominence = Prominence.Detail, TakesClusters = true,
    }, better);

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var estimates = context.Table.Of(info.Metrics[0]);
        var family = new GapFamily(info, context, g => GapFamily.Missing(estimates[g]));
        return [family.AllGroups(() => Figure([.. family.Eligible.Select(g => (Estimate.Known)estimates[g])]), atLeast: 1)];
    }

    private GapFigure.Known Figure(Estimate.Known[] groups)
    {
        double Worst(IEnumerable<double> values) => better == Direction.Lower ? values.Max() : values.Min();
        (double, double) Limits(double factor, double z)
        {
            var together = CriticalValue.Sidak(1 - (2 * MathNet.Numerics.Distributions.Normal.CDF(0, 1, -z)), groups.Length);
            var samplings = Array.ConvertAll(groups, k => k.Sampling!.Scaled(factor));
            var (forLower, forUpper) = better == Direction.Lower ? (together, z) : (z, together);
            return (Worst(samplings.Select(s => s.Limits(forLower).Lower)), Worst(samplings.Select(s => s.Limits(forUpper).Upper)));
        }
        var method = groups[0].Sampling!.Method;
        return new GapFigure.Known(Worst(groups.Select(k => k.Value)),
            groups.Length > 1 ? Phrase.Of($"{method}, simultaneous over {groups.Length} groups ({ContrastFamily.Any(groups.Length).Name})") : method, z => Limits(1, z))
        {
            Grown = (_, all, z) => Limits(all, z),
        };
    }
}
