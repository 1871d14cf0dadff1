using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Bins of a reliability curve: the tenths of a group by predicted risk, cut at the linearly interpolated percentiles (Hyndman and
/// Fan 1996, type 7); a score equal to a cut falls in the lower bin, and cuts that coincide leave one bin. Bins too small to show
/// are merged with their neighbour. With unequal weights a cut is the score at which its tenth of the weight is reached.
/// </summary>
public static class EqualMassBins
{
    /// <summary>Number of bins when the scores are distinct and the group is large.</summary>
    public const int Count = 10;

    /// <summary>Bins with at least one patient, ascending. Their edges are rounded to 3 decimals, so that none is a patient's score.</summary>
    /// <param name="ranked">Scores in order.</param>
    /// <param name="accepts">Says of a bin whether it may stand by itself; one that may not is merged.</param>
    public static IReadOnlyList<ScoreBin> Of(RankedScores ranked, Func<Tally, Tally, bool> accepts)
    {
        var cuts = Cuts(ranked);
        var bins = new List<ScoreBin>(Count);
        Tally events = default, nonEvents = default;
        var (sum, from, cut, first) = (0.0, 0.0, 0, 0);
        for (var i = 0; i < ranked.Count; i++)
        {
            sum += (ranked.Events[i].Weight + ranked.NonEvents[i].Weight) * ranked.Scores[i];
            var last = i == ranked.Count - 1;
            if (!last && (cut >= cuts.Length || ranked.Scores[i + 1] <= cuts[cut])) continue;
            (events, nonEvents, first) = (events + ranked.Events.Sum(first, i + 1), nonEvents + ranked.NonEvents.Sum(first, i + 1), i + 1);
            var to = last ? 1 : Math.Round(cuts[cut], 3);
            while (!last && cut < cuts.Length && ranked.Scores[i + 1] > cuts[cut]) cut++;
            if (!last && !accepts(events, nonEvents)) continue;
            var bin = new ScoreBin(from, to, events, nonEvents, sum / (events.Weight + nonEvents.Weight));
            if (last && bins.Count > 0 && !accepts(events, nonEvents)) bins[^1] = bins[^1].With(bin);
            else bins.Add(bin);
            (events, nonEvents, sum, from) = (default, default, 0, to);
        }
        return bins;
    }

    private static double[] Cuts(RankedScores ranked)
    {
        var rows = 0;
        var until = new int[ranked.Count];      // rows up to and including each distinct score
        for (var i = 0; i < ranked.Count; i++) until[i] = rows += ranked.Events[i].Rows + ranked.NonEvents[i].Rows;
        if (rows == 0) return [];
        double At(int row)
        {
            var i = Array.BinarySearch(until, row + 1);
            return ranked.Scores[i >= 0 ? i : ~i];
        }
        var cuts = new double[Count - 1];
        if (IsWeighted(ranked)) return WeightedCuts(ranked, cuts);
        for (var k = 1; k < Count; k++)
        {
            var position = k / (double)Count * (rows - 1);
            var below = (int)position;
            var (low, high) = (At(below), At(Math.Min(below + 1, rows - 1)));
            var share = position - below;
            // As numpy interpolates, so that a cut that falls on a score equals it in every bit.
            cuts[k - 1] = share >= 0.5 ? high - ((high - low) * (1 - share)) : low + ((high - low) * share);
        }
        return cuts;
    }

    private static bool IsWeighted(RankedScores ranked)
    {
        if (ranked.Events.AreUnweighted && ranked.NonEvents.AreUnweighted) return false;
        for (var i = 0; i < ranked.Count; i++)
            if (ranked.Events[i].Weight + ranked.NonEvents[i].Weight != ranked.Events[i].Rows + ranked.NonEvents[i].Rows) return true;
        return false;
    }

    // The score at which each tenth of the weight is reached.
    private static double[] WeightedCuts(RankedScores ranked, double[] cuts)
    {
        var total = 0.0;
        for (var i = 0; i < ranked.Count; i++) total += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
        var (reached, k) = (0.0, 1);
        for (var i = 0; i < ranked.Count && k < Count; i++)
        {
            reached += ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            while (k < Count && reached >= k / (double)Count * total * (1 - 1e-12)) cuts[k++ - 1] = ranked.Scores[i];
        }
        for (; k < Count; k++) cuts[k - 1] = ranked.Scores[^1];
        return cuts;
    }
}
