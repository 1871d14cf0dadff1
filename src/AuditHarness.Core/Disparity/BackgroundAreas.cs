using System.Runtime.CompilerServices;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// For each group the AUROC of one class of it and the other class of everybody else, how it varies, and how it varies together with the
/// overall AUROC: each patient's influence on both areas is formed (DeLong's placements), for they share patients. All groups and both
/// directions at once in two walks.
/// </summary>
internal sealed class BackgroundAreas
{
    // Rounding.
    private const double Nothing = 1e-20;

    // No correlation that is estimated is 1.
    private const double Largest = 0.99;

    private readonly Tally[] _events, _nonEvents;
    private readonly double[] _areas, _eventSpreads, _nonEventSpreads, _variances, _shares;
    private double _wholeEventSpread, _wholeNonEventSpread;
    private Tally _allEvents, _allNonEvents;

    private BackgroundAreas(ComparisonContext context, bool subgroupIsPositive)
    {
        var (all, groups) = (context.Overall.Evidence[0], context.Table.Evidence);
        _events = [.. groups.Select(g => subgroupIsPositive ? g.Events : Less(all.Events, g.Events))];
        _nonEvents = [.. groups.Select(g => subgroupIsPositive ? Less(all.NonEvents, g.NonEvents) : g.NonEvents)];
        _shares = [.. groups.Select(g => g.Count / (double)all.Count)];
        (_areas, _eventSpreads, _nonEventSpreads, _variances) = (new double[groups.Count], new double[groups.Count], new double[groups.Count], new double[groups.Count]);
    }

    /// <summary>Counts in both directions at once.</summary>
    /// <param name="context">The groups.</param>
    /// <returns>Areas of each group's events with the others' non-events, and of its non-events with the others' events.</returns>
    public static (BackgroundAreas OfEvents, BackgroundAreas OfNonEvents) Both(ComparisonContext context)
    {
        var (all, walk) = (context.Overall.Evidence[0], new RankWalk(context));
        BackgroundAreas ofEvents = new(context, true), ofNonEvents = new(context, false);
        var (n, whole, wholeEvents, wholeNonEvents) = (walk.Groups, 0.0, 0.0, 0.0);
        walk.Go((own, isEvent, weight) =>
        {
            if (!isEvent) return;
            var (below, areas) = (walk.NonEventsBelow, ofNonEvents._areas);
            whole += weight * walk.AllNonEventsBelow;
            ofEvents._areas[own] += weight * (walk.AllNonEventsBelow - below[own]);
            for (var g = 0; g < areas.Length; g++)
                if (g != own) areas[g] += weight * below[g];
        });
        whole = Separated(walk.Events, walk.NonEvents) ?? Share(whole, all.Events.Weight * all.NonEvents.Weight);
        for (var g = 0; g < n; g++)
        {
            (int, int)[] Others((int, int)[] places) => [.. places.Where((_, h) => h != g)];
            ofEvents._areas[g] = Separated([walk.Events[g]], Others(walk.NonEvents)) ?? Share(ofEvents._areas[g], ofEvents._events[g].Weight * ofEvents._nonEvents[g].Weight);
            ofNonEvents._areas[g] = Separated(Others(walk.Events), [walk.NonEvents[g]]) ?? Share(ofNonEvents._areas[g], ofNonEvents._events[g].Weight * ofNonEvents._nonEvents[g].Weight);
        }
        walk.Go((own, isEvent, weight) =>
        {
            // Of its own group a patient counts in one direction, of all others in the other; where it does not, it moves the overall area alone.
            var (one, other) = isEvent ? (ofEvents, ofNonEvents) : (ofNonEvents, ofEvents);
            var (below, allBelow, square) = (isEvent ? walk.NonEventsBelow : walk.EventsBelow, isEvent ? walk.AllNonEventsBelow : walk.AllEventsBelow, weight * weight);
            var moved = Moved(isEvent, allBelow, whole, all.Events, all.NonEvents);
            var alone = square * moved * moved;
            if (isEvent) wholeEvents += alone;
            else wholeNonEvents += alone;
            for (var g = 0; g < below.Length; g++)
            {
                var (counts, not) = g == own ? (one, other) : (other, one);
                var crossed = Moved(isEvent, g == own ? allBelow - below[g] : below[g], counts._areas[g], counts._events[g], counts._nonEvents[g]);
                (isEvent ? counts._eventSpreads : counts._nonEventSpreads)[g] += square * crossed * crossed;
                counts._variances[g] += square * (crossed - moved) * (crossed - moved);
                not._variances[g] += alone;
            }
        });
        foreach (var areas in (ReadOnlySpan<BackgroundAreas>)[ofEvents, ofNonEvents])
        {
            (areas.Whole, areas._wholeEventSpread, areas._wholeNonEventSpread) = (whole, wholeEvents, wholeNonEvents);
            (areas._allEvents, areas._allNonEvents) = (all.Events, all.NonEvents);
        }
        return (ofEvents, ofNonEvents);
    }

    // What one patient moves an area by, above so many of the other class.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Moved(bool isEvent, double below, double area, in Tally events, in Tally nonEvents) =>
        isEvent ? ((below / nonEvents.Weight) - area) / events.Weight : (1 - (below / events.Weight) - area) / nonEvents.Weight;

    /// <summary>The overall AUROC.</summary>
    public double Whole { get; private set; }

    /// <summary>The area of a group.</summary>
    /// <param name="group">Index of the group; neither class may be empty.</param>
    public double Of(int group) => _areas[group];

    /// <summary>Patients of the smaller of the two classes that the area of a group rests on, or their effective number.</summary>
    /// <param name="group">Index of the group.</param>
    public double Smallest(int group) => Math.Min(_events[group].EffectiveSize, _nonEvents[group].EffectiveSize);

    /// <summary>The group's share of all rows.</summary>
    /// <param name="group">Index of the group.</param>
    public double ShareOf(int group) => _shares[group];

    /// <summary>How the area of a group varies. Null where no score differs from another.</summary>
    /// <param name="group">Index of the group; neither class may be empty.</param>
    public AreaSampling? Sampling(int group) => _areas[group] is not (0 or 1) && !(_eventSpreads[group] + _nonEventSpreads[group] > Nothing) ? null
        : Sampling(_areas[group], _eventSpreads[group], _nonEventSpreads[group], _events[group], _nonEvents[group]);

    /// <summary>How the overall AUROC varies.</summary>
    public AreaSampling WholeSampling => Sampling(Whole, _wholeEventSpread, _wholeNonEventSpread, _allEvents, _allNonEvents);

    /// <summary>
    /// Correlation of a group's area with the overall one. Of few patients placements that are really different go up and down together by
    /// chance, so what they leave unexplained is divided by its degrees of freedom, as Ezekiel (1930) does; 0 where the scores separate the
    /// classes and no placement varies.
    /// </summary>
    /// <param name="group">Index of the group; neither class may be empty.</param>
    public double Correlation(int group)
    {
        var (own, whole, smallest) = (_eventSpreads[group] + _nonEventSpreads[group], _wholeEventSpread + _wholeNonEventSpread, Smallest(group));
        if (!(own > Nothing && whole > Nothing && smallest > 2)) return 0;
        var correlation = Math.Clamp((own + whole - _variances[group]) / (2 * Math.Sqrt(own * whole)), -Largest, Largest);
        var explained = 1 - ((1 - (correlation * correlation)) * (smallest - 1) / (smallest - 2));
        return explained > 0 ? Math.Sign(correlation) * Math.Sqrt(explained) : 0;
    }

    // Influences are shares of a class: placements again.
    private static AreaSampling Sampling(double area, double events, double nonEvents, in Tally ofEvents, in Tally ofNonEvents) => new(
        area, events * ofEvents.Weight * ofEvents.Weight / ofEvents.WeightSquared, nonEvents * ofNonEvents.Weight * ofNonEvents.Weight / ofNonEvents.WeightSquared,
        ofEvents.EffectiveSize, ofNonEvents.EffectiveSize);

    // Exactly 1 or 0 when the scores separate the classes, so that rounding cannot hide it.
    private static double? Separated((int First, int Last)[] events, (int First, int Last)[] nonEvents) =>
        events.Length == 0 || nonEvents.Length == 0 ? null
        : events.Min(p => p.First) > nonEvents.Max(p => p.Last) ? 1 : events.Max(p => p.Last) < nonEvents.Min(p => p.First) ? 0 : null;

    private static double Share(double part, double whole) => Math.Clamp(part / whole, 0, 1);

    // Differences of sums of weights leave rounding dust where no row is left.
    private static Tally Less(Tally all, Tally part) =>
        all.Rows == part.Rows ? default : new(all.Rows - part.Rows, Math.Max(0, all.Weight - part.Weight), Math.Max(0, all.WeightSquared - part.WeightSquared));
}
