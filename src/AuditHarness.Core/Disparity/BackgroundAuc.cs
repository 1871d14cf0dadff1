using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The AUROC of one class of a group and the other class of everybody else, less the overall AUROC: how the group's scores are shifted
/// against those of the others.
/// </summary>
/// <remarks>
/// Borkan et al. report the area of each group beside the overall one; the difference says the same and has an interval of its own.
/// Both areas share patients, so each patient's influence on their difference is formed first (DeLong's placements) and squared then: <see cref="BackgroundAreas"/>.
/// </remarks>
internal static class BackgroundAuc
{
    /// <summary>The gap of each group to overall.</summary>
    /// <param name="info">The disparity.</param>
    /// <param name="context">The groups.</param>
    /// <param name="subgroupIsPositive">True for the group's events with the background's non-events; false the other way round.</param>
    public static IReadOnlyList<GroupGap> Compare(DisparityInfo info, ComparisonContext context, bool subgroupIsPositive)
    {
        var family = new GapFamily(info, context, g => Why(context.Overall.Evidence[0], context.Table.Evidence[g], subgroupIsPositive));
        var areas = new Lazy<BackgroundAreas>(() => new(context, subgroupIsPositive));
        return family.ToOverall(g => Gap(context, areas.Value, g));
    }

    /// <summary>The gap of each group by itself, without limits.</summary>
    /// <param name="replicate">The groups.</param>
    /// <param name="subgroupIsPositive">As for <see cref="Compare"/>.</param>
    public static Func<int, int, double?> Figures(ComparisonContext replicate, bool subgroupIsPositive)
    {
        var all = replicate.Overall.Evidence[0];
        var areas = all.Events.Rows == 0 || all.NonEvents.Rows == 0 ? null : new BackgroundAreas(replicate, subgroupIsPositive);
        return (g, _) => areas is null || Why(all, replicate.Table.Evidence[g], subgroupIsPositive) is not null ? null : areas.Of(g).Area - areas.Whole;
    }

    private static Phrase? Why(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive) =>
        (subgroupIsPositive ? group.Events.Rows : group.NonEvents.Rows) == 0
            ? subgroupIsPositive ? Estimate.Because.NoEvents : Estimate.Because.NoNonEvents
        : (subgroupIsPositive ? overall.NonEvents.Rows - group.NonEvents.Rows : overall.Events.Rows - group.Events.Rows) == 0
            ? subgroupIsPositive ? Phrase.Of($"no other patient without an event") : Phrase.Of($"no other patient with an event")
        : null;

    private static GapFigure Gap(ComparisonContext context, BackgroundAreas areas, int group)
    {
        var (area, events, nonEvents, variance) = areas.Of(group);
        var value = area - areas.Whole;
        var smallest = Math.Min(events.EffectiveSize, nonEvents.EffectiveSize);
        if (smallest < 2) return new GapFigure.Undefined(Estimate.Because.TooFew);
        variance *= smallest / (smallest - 1);
        if (area is 0 or 1)
        {
            // No variance although it is not certain: the limits are those of the disjoint pairs, as for an AUROC of 1.
            return GapFigure.Difference(
                new Estimate.Known(area, new PerfectSeparationSampling(area, smallest), context.Table.Rows[group]), new AreaUnderRoc().Measure(context.Overall.Evidence[0]));
        }
        if (!(variance > 1e-20)) return new GapFigure.Undefined(Phrase.Of($"all scores are equal: no variance"));
        var error = Math.Sqrt(variance);
        (double, double) Limits(double error, double degrees, double z)
        {
            var half = error * CriticalValue.Student(z, degrees);
            return (Math.Max(-1, value - half), Math.Min(1, value + half));
        }
        return new GapFigure.Known(value, Phrase.Of($"DeLong placements of both areas, Student t"), z => Limits(error, smallest - 1, z))
        {
            PValue = GapFigure.Inverted(z => Limits(error, smallest - 1, z)),
            // The group is the smaller part of nearly all of the variance.
            Grown = (ofGroup, _, z) => Limits(error / Math.Sqrt(ofGroup), Math.Max(1, (smallest * ofGroup) - 1), z),
        };
    }
}
