using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// A subgroup's scores in ascending order, equal scores together, with the patients with and without an event at each: all that
/// any score-based metric needs. Only exactly equal scores are tied.
/// </summary>
/// <param name="Scores">Distinct scores, ascending, each in [0, 1].</param>
/// <param name="Events">At each score, the patients with an event.</param>
/// <param name="NonEvents">At each score, the patients without.</param>
public sealed record RankedScores(double[] Scores, Tallies Events, Tallies NonEvents)
{
    /// <summary>Number of distinct scores.</summary>
    public int Count => Scores.Length;

    /// <summary>
    /// Rows whose score is exactly 0 or 1. Such a risk has no logit, so calibration slope and intercepts leave these rows out;
    /// all other metrics keep them.
    /// </summary>
    public int RowsWithoutLogit => RowsAt(0) + RowsAt(1);

    /// <summary>Rows whose score is nearer to 0 or 1 than an epsilon.</summary>
    /// <param name="epsilon">In (0, ½).</param>
    internal int RowsBeyond(double epsilon) => Enumerable.Range(0, Count).Where(i => Scores[i] < epsilon || Scores[i] > 1 - epsilon).Sum(i => Events[i].Rows + NonEvents[i].Rows);

    /// <summary>The same with scores nearer to 0 or 1 than an epsilon put together at it.</summary>
    /// <param name="epsilon">In (0, ½).</param>
    internal RankedScores Within(double epsilon)
    {
        var (scores, events, nonEvents) = (new List<double>(), new List<Tally>(), new List<Tally>());
        for (var i = 0; i < Count; i++)
        {
            var score = Math.Clamp(Scores[i], epsilon, 1 - epsilon);
            if (scores.Count > 0 && scores[^1] == score) (events[^1], nonEvents[^1]) = (events[^1] + Events[i], nonEvents[^1] + NonEvents[i]);
            else
            {
                scores.Add(score);
                events.Add(Events[i]);
                nonEvents.Add(NonEvents[i]);
            }
        }
        return new([.. scores], new(events), new(nonEvents));
    }

    private int RowsAt(double score) =>
        Array.BinarySearch(Scores, score) is var i and >= 0 ? Events[i].Rows + NonEvents[i].Rows : 0;

    /// <summary>Counts decisions at a threshold: flagged when score >= threshold.</summary>
    /// <param name="threshold">The threshold.</param>
    public ConfusionCounts At(double threshold)
    {
        var from = Above(threshold);
        var (fn, tn) = Between(0, from);
        var (tp, fp) = Between(from, Count);
        return new(tp, fp, tn, fn);
    }

    /// <summary>Counts decisions at several thresholds in one walk through the scores.</summary>
    /// <param name="thresholds">From the highest to the lowest.</param>
    public ConfusionCounts[] At(IReadOnlyList<double> thresholds)
    {
        var counts = new ConfusionCounts[thresholds.Count];
        var (tp, fp, until) = (default(Tally), default(Tally), Count);
        for (var k = 0; k < counts.Length; k++)
        {
            var from = Above(thresholds[k]);
            var (events, nonEvents) = Between(from, until);
            (tp, fp, until) = (tp + events, fp + nonEvents, from);
            counts[k] = new(tp, fp, default, default);
        }
        Tally fn = default, tn = default;
        until = 0;
        for (var k = counts.Length - 1; k >= 0; k--)
        {
            var from = Above(thresholds[k]);
            var (events, nonEvents) = Between(until, from);
            (fn, tn, until) = (fn + events, tn + nonEvents, from);
            counts[k] = counts[k] with { FalseNegatives = fn, TrueNegatives = tn };
        }
        return counts;
    }

    // Position of the lowest score that is flagged.
    private int Above(double threshold)
    {
        var at = Array.BinarySearch(Scores, threshold);
        return at >= 0 ? at : ~at;
    }

    private (Tally Events, Tally NonEvents) Between(int from, int until) => (Events.Sum(from, until), NonEvents.Sum(from, until));
}
