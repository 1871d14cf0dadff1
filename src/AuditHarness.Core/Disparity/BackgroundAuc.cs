using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The AUROC of one class of a group and the other class of everybody else, less the overall AUROC: how the group's scores are shifted
/// against those of the others.
/// </summary>
/// <remarks>
/// Borkan et al. report the area of each group beside the overall one; the difference says the same and has an interval of its own. Limits
/// are recovered from the score limits of both areas (<see cref="AreaSampling"/>), which share patients and so are correlated: Zou (2007),
/// Psychol. Methods 12:399–413. Limits with the overall area held fixed held the truth in a quarter of small samples whose groups differ, for
/// near 0 and 1 the group's area hardly varies and the overall one does.
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
        return family.ToOverall(g => Gap(Of(context, subgroupIsPositive), g));
    }

    /// <summary>The gap of each group by itself, without limits.</summary>
    /// <param name="replicate">The groups.</param>
    /// <param name="subgroupIsPositive">As for <see cref="Compare"/>.</param>
    public static Func<int, int, double?> Figures(ComparisonContext replicate, bool subgroupIsPositive)
    {
        var all = replicate.Overall.Evidence[0];
        var areas = all.Events.Rows == 0 || all.NonEvents.Rows == 0 ? null : Of(replicate, subgroupIsPositive);
        return (g, _) => areas is null || Why(all, replicate.Table.Evidence[g], subgroupIsPositive) is not null ? null : areas.Of(g) - areas.Whole;
    }

    private static BackgroundAreas Of(ComparisonContext context, bool subgroupIsPositive) => subgroupIsPositive ? context.Background.OfEvents : context.Background.OfNonEvents;

    private static Phrase? Why(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive) =>
        (subgroupIsPositive ? group.Events.Rows : group.NonEvents.Rows) == 0
            ? subgroupIsPositive ? Estimate.Because.NoEvents : Estimate.Because.NoNonEvents
        : (subgroupIsPositive ? overall.NonEvents.Rows - group.NonEvents.Rows : overall.Events.Rows - group.Events.Rows) == 0
            ? subgroupIsPositive ? Phrase.Of($"no other patient without an event") : Phrase.Of($"no other patient with an event")
        : null;

    private static GapFigure Gap(BackgroundAreas areas, int group)
    {
        if (areas.Smallest(group) < 2) return new GapFigure.Undefined(Estimate.Because.TooFew);
        if (areas.Sampling(group) is not { } own) return new GapFigure.Undefined(Phrase.Of($"all scores are equal: no variance"));
        var (area, overall, everybody, correlation) = (areas.Of(group), areas.Whole, areas.WholeSampling, areas.Correlation(group));
        (double, double) Limits(Sampling part, Sampling whole, double z)
        {
            var ((l1, u1), (l2, u2)) = (part.Limits(z), whole.Limits(z));
            return (Math.Max(-1, area - overall - Distance(area - l1, u2 - overall)), Math.Min(1, area - overall + Distance(u1 - area, overall - l2)));
        }
        double Distance(double one, double other) => Math.Sqrt(Math.Max(0, (one * one) + (other * other) - (2 * correlation * one * other)));
        if (Limits(own, everybody, Least) is var (low, high) && !(low < high)) return new GapFigure.Undefined(Phrase.Of($"one patient's weight drowns the others: no usable variance"));
        var share = areas.ShareOf(group);
        return new GapFigure.Known(area - overall, Phrase.Of($"MOVER of the score limits of both areas, with their correlation by DeLong's placements"), z => Limits(own, everybody, z))
        {
            PValue = GapFigure.Inverted(z => Limits(own, everybody, z)),
            Grown = (ofGroup, ofOthers, z) => Limits(own.Scaled(ofGroup), everybody.Scaled((share * ofGroup) + ((1 - share) * ofOthers)), z),
        };
    }
}
