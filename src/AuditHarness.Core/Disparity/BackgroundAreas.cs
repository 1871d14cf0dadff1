using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// For each group the AUROC of one class of it and the other class of everybody else, and the variance of its difference from the overall
/// AUROC: each patient's influence on the difference of the areas is formed first (DeLong's placements) and squared then, for both share
/// patients. All groups at once in two walks.
/// </summary>
internal sealed class BackgroundAreas
{
    // Rounding.
    private const double Nothing = 1e-20;

    private readonly Tally[] _events, _nonEvents;
    private readonly double[] _areas, _eventSpreads, _nonEventSpreads, _variances;
    private readonly double _wholeVariance;

    /// <summary>Counts.</summary>
    /// <param name="context">The groups.</param>
    /// <param name="subgroupIsPositive">True for the group's events with the background's non-events; false the other way round.</param>
    public BackgroundAreas(ComparisonContext context, bool subgroupIsPositive)
    {
        var (all, groups, walk) = (context.Overall.Evidence[0], context.Table.Evidence, new RankWalk(context));
        var n = walk.Groups;
        _events = [.. groups.Select(g => subgroupIsPositive ? g.Events : Less(all.Events, g.Events))];
        _nonEvents = [.. groups.Select(g => subgroupIsPositive ? Less(all.NonEvents, g.NonEvents) : g.NonEvents)];
        (_areas, _eventSpreads, _nonEventSpreads, _variances) = (new double[n], new double[n], new double[n], new double[n]);
        walk.Go((own, isEvent, weight) =>
        {
            if (!isEvent) return;
            Whole += weight * walk.AllNonEventsBelow;
            if (subgroupIsPositive) _areas[own] += weight * (walk.AllNonEventsBelow - walk.NonEventsBelow[own]);
            else
                for (var g = 0; g < n; g++)
                    if (g != own) _areas[g] += weight * walk.NonEventsBelow[g];
        });
        Whole = Separated(walk.Events, walk.NonEvents) ?? Share(Whole, all.Events.Weight * all.NonEvents.Weight);
        for (var g = 0; g < n; g++)
        {
            (int, int)[] Others((int, int)[] places) => [.. places.Where((_, h) => h != g)];
            _areas[g] = (subgroupIsPositive ? Separated([walk.Events[g]], Others(walk.NonEvents)) : Separated(Others(walk.Events), [walk.NonEvents[g]]))
                ?? Share(_areas[g], _events[g].Weight * _nonEvents[g].Weight);
        }
        // What one patient moves an area by.
        double OfEvent(double below, double area, double events, double nonEvents) => ((below / nonEvents) - area) / events;
        double OfNonEvent(double below, double area, double events, double nonEvents) => (1 - (below / events) - area) / nonEvents;
        var whole = 0.0;
        walk.Go((own, isEvent, weight) =>
        {
            var square = weight * weight;
            var moved = isEvent ? OfEvent(walk.AllNonEventsBelow, Whole, all.Events.Weight, all.NonEvents.Weight) : OfNonEvent(walk.AllEventsBelow, Whole, all.Events.Weight, all.NonEvents.Weight);
            whole += square * moved * moved;
            for (var g = 0; g < n; g++)
            {
                var counts = (g == own) == (isEvent == subgroupIsPositive);
                var crossed = !counts ? 0
                    : isEvent ? OfEvent(subgroupIsPositive ? walk.AllNonEventsBelow - walk.NonEventsBelow[g] : walk.NonEventsBelow[g], _areas[g], _events[g].Weight, _nonEvents[g].Weight)
                    : OfNonEvent(subgroupIsPositive ? walk.EventsBelow[g] : walk.AllEventsBelow - walk.EventsBelow[g], _areas[g], _events[g].Weight, _nonEvents[g].Weight);
                (isEvent ? _eventSpreads : _nonEventSpreads)[g] += square * crossed * crossed;
                _variances[g] += square * (crossed - moved) * (crossed - moved);
            }
        });
        _wholeVariance = whole;
    }

    /// <summary>The overall AUROC.</summary>
    public double Whole { get; private set; }

    /// <summary>The area of a group.</summary>
    /// <param name="group">Index of the group; neither class may be empty.</param>
    public double Of(int group) => _areas[group];

    /// <summary>Patients of the smaller of the two classes that the area of a group rests on, or their effective number.</summary>
    /// <param name="group">Index of the group.</param>
    public double Smallest(int group) => Math.Min(_events[group].EffectiveSize, _nonEvents[group].EffectiveSize);

    /// <summary>
    /// How the area of a group varies about the overall one: as an area does, its variance multiplied by what the influences on the difference
    /// make of it. Null where no score differs from another.
    /// </summary>
    /// <param name="group">Index of the group; neither class may be empty.</param>
    public AreaSampling? Sampling(int group)
    {
        var (area, events, nonEvents, own) = (_areas[group], _events[group], _nonEvents[group], _eventSpreads[group] + _nonEventSpreads[group]);
        var sampling = new AreaSampling(area, Spread(_eventSpreads[group], events), Spread(_nonEventSpreads[group], nonEvents), events.EffectiveSize, nonEvents.EffectiveSize);
        // Of classes that the scores separate no placement varies; then as if the two areas were independent.
        var ratio = own > Nothing && _variances[group] > Nothing ? _variances[group] / own : area is 0 or 1 ? 1 + (sampling.VarianceAt(Whole) is var v and > Nothing ? _wholeVariance / v : 0) : 0;
        return ratio > Nothing ? (AreaSampling)sampling.Inflated(ratio) : null;

        // Influences are shares of a class: placements again.
        static double Spread(double squares, Tally size) => squares * size.Weight * size.Weight / size.WeightSquared;
    }

    // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
    private static double? Separated((int First, int Last)[] events, (int First, int Last)[] nonEvents) =>
        events.Length == 0 || nonEvents.Length == 0 ? null
        : events.Min(p => p.First) > nonEvents.Max(p => p.Last) ? 1 : events.Max(p => p.Last) < nonEvents.Min(p => p.First) ? 0 : null;

    private static double Share(double part, double whole) => Math.Clamp(part / whole, 0, 1);

    // Differences of sums of weights leave rounding dust where no row is left.
    private static Tally Less(Tally all, Tally part) =>
        all.Rows == part.Rows ? default : new(all.Rows - part.Rows, Math.Max(0, all.Weight - part.Weight), Math.Max(0, all.WeightSquared - part.WeightSquared));
}
