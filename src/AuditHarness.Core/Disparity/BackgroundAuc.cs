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
        var all = context.Overall.Evidence[0];
        var whole = new Lazy<Area>(() => Area.Of(all.Ranked.Count, new Classes(all.Ranked, null, subgroupIsPositive)));
        return family.ToOverall(g => Gap(all, whole.Value, context.Table.Evidence[g], subgroupIsPositive));
    }

    private static Phrase? Why(SubgroupEvidence overall, SubgroupEvidence group, bool subgroupIsPositive) =>
        (subgroupIsPositive ? group.Events.Rows : group.NonEvents.Rows) == 0
            ? subgroupIsPositive ? Estimate.Because.NoEvents : Estimate.Because.NoNonEvents
        : (subgroupIsPositive ? overall.NonEvents.Rows - group.NonEvents.Rows : overall.Events.Rows - group.Events.Rows) == 0
            ? subgroupIsPositive ? Phrase.Of($"no other patient without an event") : Phrase.Of($"no other patient with an event")
        : null;

    // The patients with and without the event at each score, asked for from the lowest score on: everybody's, or (with a group) the two
    // classes of the crossed area, one of the group and the other of everybody else.
    private struct Classes(RankedScores all, RankedScores? group, bool subgroupIsPositive)
    {
        private int _next;

        public (Tally Events, Tally NonEvents) At(int i)
        {
            if (group is null) return (all.Events[i], all.NonEvents[i]);
            var (events, nonEvents) = (default(Tally), default(Tally));
            if (_next < group.Count && all.Scores[i] == group.Scores[_next]) (events, nonEvents, _next) = (group.Events[_next], group.NonEvents[_next], _next + 1);
            return subgroupIsPositive ? (events, Less(all.NonEvents[i], nonEvents)) : (Less(all.Events[i], events), nonEvents);
        }
    }

    private static GapFigure Gap(SubgroupEvidence overall, Area whole, SubgroupEvidence group, bool subgroupIsPositive)
    {
        var (all, own) = (overall.Ranked, group.Ranked);
        var crossed = Area.Of(all.Count, new Classes(all, own, subgroupIsPositive));
        var value = crossed.Value - whole.Value;
        var smallest = Math.Min(crossed.Events.EffectiveSize, crossed.NonEvents.EffectiveSize);
        if (smallest < 2) return new GapFigure.Undefined(Estimate.Because.TooFew);

        double variance = 0;
        var (classes, ofCrossed, ofWhole) = (new Classes(all, own, subgroupIsPositive), new Placements(crossed), new Placements(whole));
        for (var i = 0; i < all.Count; i++)
        {
            var (events, nonEvents) = classes.At(i);
            var (e, c) = ofWhole.Next(all.Events[i], all.NonEvents[i]);
            var (ce, cc) = ofCrossed.Next(events, nonEvents);
            variance += (events.WeightSquared * Square(ce - e)) + (Less(all.Events[i], events).WeightSquared * Square(e))
                + (nonEvents.WeightSquared * Square(cc - c)) + (Less(all.NonEvents[i], nonEvents).WeightSquared * Square(c));
        }
        variance *= smallest / (smallest - 1);
        if (crossed.Value is 0 or 1)
        {
            // No variance although it is not certain: the limits are those of the disjoint pairs, as for an AUROC of 1.
            var overallArea = new AreaUnderRoc().Measure(overall);
            return GapFigure.Difference(new Estimate.Known(crossed.Value, new PerfectSeparationSampling(crossed.Value, smallest), group.Count), overallArea);
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

    // An area under a curve with its two classes; read score by score, for everybody's scores are many and the groups several.
    private sealed record Area(double Value, Tally Events, Tally NonEvents)
    {
        public static Area Of(int scores, Classes read)
        {
            var (allEvents, allNonEvents) = (default(Tally), default(Tally));
            int lastNonEvent = -1, lastEvent = -1, firstEvent = scores, firstNonEvent = scores;
            var classes = read;
            for (var i = 0; i < scores; i++)
            {
                var (events, nonEvents) = classes.At(i);
                (allEvents, allNonEvents) = (allEvents + events, allNonEvents + nonEvents);
                if (events.Rows > 0) (firstEvent, lastEvent) = (Math.Min(firstEvent, i), i);
                if (nonEvents.Rows > 0) (firstNonEvent, lastNonEvent) = (Math.Min(firstNonEvent, i), i);
            }
            double nonEventsBelow = 0, area = 0;
            classes = read;
            for (var i = 0; i < scores; i++)
            {
                var (e, c) = classes.At(i) is var (events, nonEvents) ? (events.Weight, nonEvents.Weight) : default;
                area += e * ((nonEventsBelow + (c / 2)) / allNonEvents.Weight);
                nonEventsBelow += c;
            }
            // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
            area = firstEvent > lastNonEvent ? 1 : lastEvent < firstNonEvent ? 0 : Math.Clamp(area / allEvents.Weight, 0, 1);
            return new(area, allEvents, allNonEvents);
        }
    }

    // DeLong's placements, each less the area and by the weight of its class: what one patient moves the area by.
    private struct Placements(Area of)
    {
        private double _eventsBelow, _nonEventsBelow;

        public (double OfEvent, double OfNonEvent) Next(Tally events, Tally nonEvents)
        {
            var (e, c) = (events.Weight, nonEvents.Weight);
            var placed = (
                (((_nonEventsBelow + (c / 2)) / of.NonEvents.Weight) - of.Value) / of.Events.Weight,
                (1 - ((_eventsBelow + (e / 2)) / of.Events.Weight) - of.Value) / of.NonEvents.Weight);
            (_eventsBelow, _nonEventsBelow) = (_eventsBelow + e, _nonEventsBelow + c);
            return placed;
        }
    }
}
