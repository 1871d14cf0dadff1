using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>The AUROC of each group's events and each other group's non-events with its DeLong variance, of all pairs of groups in two walks.</summary>
internal sealed class CrossedAreas
{
    private readonly IReadOnlyList<SubgroupEvidence> _groups;
    private readonly RankWalk _walk;
    // By group of the events, then group of the non-events.
    private readonly double[,] _areas, _eventSpreads, _nonEventSpreads;

    /// <summary>Counts.</summary>
    /// <param name="context">The groups.</param>
    public CrossedAreas(ComparisonContext context)
    {
        (_groups, _walk) = (context.Table.Evidence, new(context));
        var n = _walk.Groups;
        (_areas, _eventSpreads, _nonEventSpreads) = (new double[n, n], new double[n, n], new double[n, n]);
        _walk.Go((own, isEvent, weight) =>
        {
            if (!isEvent) return;
            for (var h = 0; h < n; h++) _areas[own, h] += weight * _walk.NonEventsBelow[h];
        });
        double[] events = [.. _groups.Select(g => g.Events.Weight)], nonEvents = [.. _groups.Select(g => g.NonEvents.Weight)];
        for (var g = 0; g < n; g++)
            for (var h = 0; h < n; h++)
                // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
                _areas[g, h] = _walk.Events[g].First > _walk.NonEvents[h].Last ? 1 : _walk.Events[g].Last < _walk.NonEvents[h].First ? 0
                    : Math.Clamp(_areas[g, h] / (events[g] * nonEvents[h]), 0, 1);
        _walk.Go((own, isEvent, weight) =>
        {
            var square = weight * weight;
            if (isEvent)
                for (var h = 0; h < n; h++) _eventSpreads[own, h] += square * Square((_walk.NonEventsBelow[h] / nonEvents[h]) - _areas[own, h]);
            else
                for (var g = 0; g < n; g++) _nonEventSpreads[g, own] += square * Square(1 - (_walk.EventsBelow[g] / events[g]) - _areas[g, own]);
        });
    }

    /// <summary>One of the areas, as <see cref="AreaUnderRoc"/> would measure it.</summary>
    /// <param name="eventsOf">Whose events; at least one.</param>
    /// <param name="nonEventsOf">Whose non-events; at least one.</param>
    public Estimate Of(int eventsOf, int nonEventsOf)
    {
        var (events, nonEvents, area) = (_groups[eventsOf].Events, _groups[nonEventsOf].NonEvents, _areas[eventsOf, nonEventsOf]);
        var (denominator, place) = (Math.Min(events.Rows, nonEvents.Rows), _walk.Events[eventsOf]);
        return place.First == place.Last && place == _walk.NonEvents[nonEventsOf]
            ? new Estimate.Known(area, null, denominator, Phrase.Of($"all scores are equal: no variance"))
            : new Estimate.Known(area, new AreaSampling(
                area, _eventSpreads[eventsOf, nonEventsOf] / events.WeightSquared, _nonEventSpreads[eventsOf, nonEventsOf] / nonEvents.WeightSquared,
                events.EffectiveSize, nonEvents.EffectiveSize), denominator);
    }

    private static double Square(double x) => x * x;
}
