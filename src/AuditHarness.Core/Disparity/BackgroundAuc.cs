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
/// Both areas share patients, so each patient's influence on their difference is formed first (DeLong's placements) and squared then.
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
        return family.ToOverall(g => Gap(context.Overall.Evidence[0], context.Table.Evidence[g], subgroupIsPositive));
    }

    private static Phrase? Why(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive) =>
        (subgroupIsPositive ? group.Events.Rows : group.NonEvents.Rows) == 0
            ? subgroupIsPositive ? Estimate.Because.NoEvents : Estimate.Because.NoNonEvents
        : (subgroupIsPositive ? overall.NonEvents.Rows - group.NonEvents.Rows : overall.Events.Rows - group.Events.Rows) == 0
            ? subgroupIsPositive ? Phrase.Of($"no other patient without an event") : Phrase.Of($"no other patient with an event")
        : null;

    private static GapFigure Gap(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive)
    {
        var all = overall.Ranked;
        var n = all.Count;
        var (ownEvents, ownNonEvents) = (new Tally[n], new Tally[n]);
        for (int i = 0, j = 0; j < group.Ranked.Count; i++)
            if (all.Scores[i] == group.Ranked.Scores[j]) (ownEvents[i], ownNonEvents[i], j) = (group.Ranked.Events[j], group.Ranked.NonEvents[j], j + 1);
        // The two classes of the crossed area.
        var events = new Tally[n];
        var nonEvents = new Tally[n];
        for (var i = 0; i < n; i++)
        {
            events[i] = subgroupIsPositive ? ownEvents[i] : Less(all.Events[i], ownEvents[i]);
            nonEvents[i] = subgroupIsPositive ? Less(all.NonEvents[i], ownNonEvents[i]) : ownNonEvents[i];
        }
        var crossed = Placements.Of(events, nonEvents);
        var whole = Placements.Of(all.Events, all.NonEvents);
        var value = crossed.Area - whole.Area;
        var smallest = Math.Min(crossed.Events.EffectiveSize, crossed.NonEvents.EffectiveSize);
        if (smallest < 2) return new GapFigure.Undefined(Estimate.Because.TooFew);

        double variance = 0;
        for (var i = 0; i < n; i++)
        {
            var (e, c) = ((whole.OfEvent[i] - whole.Area) / whole.Events.Weight, (whole.OfNonEvent[i] - whole.Area) / whole.NonEvents.Weight);
            var (ce, cc) = ((crossed.OfEvent[i] - crossed.Area) / crossed.Events.Weight, (crossed.OfNonEvent[i] - crossed.Area) / crossed.NonEvents.Weight);
            variance += (events[i].WeightSquared * Square(ce - e)) + (Less(all.Events[i], events[i]).WeightSquared * Square(e))
                + (nonEvents[i].WeightSquared * Square(cc - c)) + (Less(all.NonEvents[i], nonEvents[i]).WeightSquared * Square(c));
        }
        variance *= smallest / (smallest - 1);
        if (crossed.Area is 0 or 1)
        {
            // No variance although it is not certain: the limits are those of the disjoint pairs, as for an AUROC of 1.
            var overallArea = new AreaUnderRoc().Measure(overall);
            return GapFigure.Difference(new Estimate.Known(crossed.Area, new PerfectSeparationSampling(crossed.Area, smallest), group.Count), overallArea);
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

    // Differences of sums of weights leave rounding dust where no row is left.
    private static Tally Less(Tally all, Tally part) =>
        all.Rows == part.Rows ? default : new(all.Rows - part.Rows, Math.Max(0, all.Weight - part.Weight), Math.Max(0, all.WeightSquared - part.WeightSquared));

    private static double Square(double x) => x * x;

    private sealed record Placements(double Area, double[] OfEvent, double[] OfNonEvent, Tally Events, Tally NonEvents)
    {
        public static Placements Of(Tally[] events, Tally[] nonEvents)
        {
            var n = events.Length;
            Tally allEvents = default, allNonEvents = default;
            for (var i = 0; i < n; i++) (allEvents, allNonEvents) = (allEvents + events[i], allNonEvents + nonEvents[i]);
            var (ofEvent, ofNonEvent) = (new double[n], new double[n]);
            double eventsBelow = 0, nonEventsBelow = 0, area = 0;
            int lastNonEvent = -1, lastEvent = -1, firstEvent = n, firstNonEvent = n;
            for (var i = 0; i < n; i++)
            {
                var (e, c) = (events[i].Weight, nonEvents[i].Weight);
                ofEvent[i] = (nonEventsBelow + (c / 2)) / allNonEvents.Weight;
                ofNonEvent[i] = 1 - ((eventsBelow + (e / 2)) / allEvents.Weight);
                area += e * ofEvent[i];
                (eventsBelow, nonEventsBelow) = (eventsBelow + e, nonEventsBelow + c);
                if (events[i].Rows > 0) (firstEvent, lastEvent) = (Math.Min(firstEvent, i), i);
                if (nonEvents[i].Rows > 0) (firstNonEvent, lastNonEvent) = (Math.Min(firstNonEvent, i), i);
            }
            // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
            area = firstEvent > lastNonEvent ? 1 : lastEvent < firstNonEvent ? 0 : Math.Clamp(area / allEvents.Weight, 0, 1);
            return new(area, ofEvent, ofNonEvent, allEvents, allNonEvents);
        }
    }
}
