using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The AUROC of one class of a group and the other class of everybody else, less the overall AUROC: how the group's scores are shifted
/// against those of the others.
/// </summary>
/// <remarks>
/// Borkan et al. report the area of each group beside the overall one; the difference says the same and has an interval of its own.
/// Both areas share patients, so each patient's influence on their difference is formed first (DeLong's placements) and squared then:
/// <see cref="BackgroundAreas"/>. A group of few events shows that variance badly, and too small where its area is large by chance; so the
/// limits are areas at which the group's lies just z standard errors away, as an AUROC's are (<see cref="AreaSampling"/>).
/// </remarks>
internal static class BackgroundAuc
{
    // No interval asks for less.
    private const double Least = 0.1;

    /// <summary>The gap of each group to overall.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="context">The groups.</param>
    /// <param name="subgroupIsPositive">True for the group's events with the background's non-events; false the other way round.</param>
    public static IReadOnlyList<GroupGap> Compare(DisparityInfo info, ComparisonContext context, bool subgroupIsPositive)
    {
        var family = new GapFamily(info, context, g => Why(context.Overall.Evidence[0], context.Table.Evidence[g], subgroupIsPositive));
        var areas = new Lazy<BackgroundAreas>(() => new(context, subgroupIsPositive));
        return family.ToOverall(g => Gap(areas.Value, g));
    }

    /// <summary>The gap of each group by itself, without limits.</summary>
    /// <param name="replicate">The groups.</param>
    /// <param name="subgroupIsPositive">As for <see cref="Compare"/>.</param>
    public static Func<int, int, double?> Figures(ComparisonContext replicate, bool subgroupIsPositive)
    {
        var all = replicate.Overall.Evidence[0];
        var areas = all.Events.Rows == 0 || all.NonEvents.Rows == 0 ? null : new BackgroundAreas(replicate, subgroupIsPositive);
        return (g, _) => areas is null || Why(all, replicate.Table.Evidence[g], subgroupIsPositive) is not null ? null : areas.Of(g) - areas.Whole;
    }

    private static Phrase? Why(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive) =>
        (subgroupIsPositive ? group.Events.Rows : group.NonEvents.Rows) == 0
            ? subgroupIsPositive ? Estimate.Because.NoEvents : Estimate.Because.NoNonEvents
        : (subgroupIsPositive ? overall.NonEvents.Rows - group.NonEvents.Rows : overall.Events.Rows - group.Events.Rows) == 0
            ? subgroupIsPositive ? Phrase.Of($"no other patient without an event") : Phrase.Of($"no other patient with an event")
        : null;

    private static GapFigure Gap(BackgroundAreas areas, int group)
    {
        if (areas.Smallest(group) < 2) return new GapFigure.Undefined(Estimate.Because.TooFew);
        if (areas.Sampling(group) is not { } sampling) return new GapFigure.Undefined(Phrase.Of($"all scores are equal: no variance"));
        var whole = areas.Whole;
        (double, double) Limits(Sampling area, double z)
        {
            var (lower, upper) = area.Limits(z);
            return (lower - whole, upper - whole);
        }
        if (Limits(sampling, Least) is var (low, high) && !(low < high)) return new GapFigure.Undefined(Phrase.Of($"one patient's weight drowns the others: no usable variance"));
        return new GapFigure.Known(areas.Of(group) - whole, Phrase.Of($"score interval of the group's area about the overall one, DeLong's placements of both"), z => Limits(sampling, z))
        {
            PValue = GapFigure.Inverted(z => Limits(sampling, z)),
            // The group is the smaller part of nearly all of the variance.
            Grown = (ofGroup, _, z) => Limits(sampling.Scaled(ofGroup), z),
        };
    }
}
