using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>
/// A walk through the cohort from the lowest score to the highest that counts, for every group of a table at once, who stands below the
/// row at hand: what areas of one group's events and another's non-events rest on, without a merge or sort of each pair of groups.
/// </summary>
/// <remarks>Counts are of weights; patients with the score at hand count half, as ties do.</remarks>
internal sealed class RankWalk
{
    private readonly ScoreOrder _order;
    private readonly int[] _codes;

    /// <summary>Prepares a walk.</summary>
    /// <param name="context">The groups.</param>
    public RankWalk(ComparisonContext context)
    {
        (_order, Groups) = (context.Order, context.Table.Evidence.Count);
        var places = context.Ranks;
        (_codes, Events, NonEvents) = (places.Codes, places.Events, places.NonEvents);
        (EventsBelow, NonEventsBelow) = (new double[Groups], new double[Groups]);
    }

    /// <summary>What all walks through the same groups read.</summary>
    /// <param name="Order">The rows in order of score.</param>
    /// <param name="Index">The groups.</param>
    /// <param name="Codes">In the order of the scores, the group of each row.</param>
    /// <param name="Events">Of each group, the places of its lowest and highest score with an event.</param>
    /// <param name="NonEvents">The same without.</param>
    public sealed record Places(ScoreOrder Order, GroupIndex Index, int[] Codes, (int First, int Last)[] Events, (int First, int Last)[] NonEvents)
    {
        /// <summary>Looks for them.</summary>
        /// <param name="order">The rows in order of score.</param>
        /// <param name="index">The groups.</param>
        public static Places Of(ScoreOrder order, GroupIndex index)
        {
            var codes = order.CodesOf(index);
            var (events, nonEvents) = (new (int First, int Last)[index.Groups.Count], new (int First, int Last)[index.Groups.Count]);
            Array.Fill(events, (int.MaxValue, -1));
            Array.Fill(nonEvents, (int.MaxValue, -1));
            ReadOnlySpan<double> scores = order.Sorted;
            ReadOnlySpan<bool> isEvent = order.Events;
            for (int i = 0, start = 0; i < scores.Length; i++)
            {
                if (scores[i] != scores[start]) start = i;
                ref var seen = ref (isEvent[i] ? events : nonEvents)[codes[i]];
                seen = (Math.Min(seen.First, start), start);
            }
            return new(order, index, codes, events, nonEvents);
        }
    }

    /// <summary>What is done at a row.</summary>
    /// <param name="group">Its group.</param>
    /// <param name="isEvent">Whether it has the event.</param>
    /// <param name="weight">What it weighs.</param>
    public delegate void Step(int group, bool isEvent, double weight);

    /// <summary>Number of groups.</summary>
    public int Groups { get; }

    /// <summary>Of each group, the places of its lowest and highest score with an event: the same number for equal scores of any two groups.</summary>
    public (int First, int Last)[] Events { get; }

    /// <summary>Of each group, those without.</summary>
    public (int First, int Last)[] NonEvents { get; }

    /// <summary>During a walk, of each group the events below the row at hand.</summary>
    public double[] EventsBelow { get; }

    /// <summary>During a walk, of each group the non-events below the row at hand.</summary>
    public double[] NonEventsBelow { get; }

    /// <summary>During a walk, everybody's events below the row at hand.</summary>
    public double AllEventsBelow { get; private set; }

    /// <summary>During a walk, everybody's non-events below the row at hand.</summary>
    public double AllNonEventsBelow { get; private set; }

    /// <summary>Walks through all rows.</summary>
    /// <param name="step">Called at each.</param>
    public void Go(Step step)
    {
        Array.Clear(EventsBelow);
        Array.Clear(NonEventsBelow);
        (AllEventsBelow, AllNonEventsBelow) = (0, 0);
        ReadOnlySpan<double> scores = _order.Sorted, weights = _order.Weights;
        ReadOnlySpan<bool> isEvent = _order.Events;
        for (int start = 0, end; start < scores.Length; start = end)
        {
            end = start + 1;
            if (weights.IsEmpty && (end == scores.Length || scores[end] != scores[start]))
            {
                // Most rows have a score to themselves, and count in groups, of which they are one in all, before and after.
                var (code, counts) = (_codes[start], isEvent[start]);
                ref var below = ref (counts ? EventsBelow : NonEventsBelow)[code];
                below += 0.5;
                if (counts) AllEventsBelow += 0.5;
                else AllNonEventsBelow += 0.5;
                step(code, counts, 1);
                below += 0.5;
                if (counts) AllEventsBelow += 0.5;
                else AllNonEventsBelow += 0.5;
                continue;
            }
            while (end < scores.Length && scores[end] == scores[start]) end++;
            // Half of those who share the score before they are looked at, the other half after.
            Pass(start, end);
            for (var i = start; i < end; i++) step(_codes[i], isEvent[i], weights.IsEmpty ? 1 : weights[i]);
            Pass(start, end);
        }
    }

    private void Pass(int start, int end)
    {
        ReadOnlySpan<bool> isEvent = _order.Events;
        ReadOnlySpan<double> weights = _order.Weights;
        for (var i = start; i < end; i++)
        {
            var half = weights.IsEmpty ? 0.5 : weights[i] / 2;
            (isEvent[i] ? EventsBelow : NonEventsBelow)[_codes[i]] += half;
            if (isEvent[i]) AllEventsBelow += half;
            else AllNonEventsBelow += half;
        }
    }
}
