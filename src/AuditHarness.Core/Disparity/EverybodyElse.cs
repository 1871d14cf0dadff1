using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// For each group of a table the metrics of all other patients: what a comparison with everybody rests on, since everybody holds the group
/// itself. Measured once for all disparities that ask, and one group at a time, for the scores of all others are many.
/// </summary>
public sealed class EverybodyElse
{
    private readonly GroupTable _table;
    private readonly SubgroupEvidence _overall;
    private readonly Dictionary<string, Estimate[]> _estimates = [];

    internal EverybodyElse(GroupTable table, GroupTable overall) => (_table, _overall) = (table, overall.Evidence[0]);

    /// <summary>Rows outside a group.</summary>
    /// <param name="group">Index of the group.</param>
    public int Rows(int group) => _overall.Count - _table.Rows[group];

    /// <summary>For each group the estimate of one metric on all others.</summary>
    /// <param name="metric">Id of the metric.</param>
    public IReadOnlyList<Estimate> Of(string metric)
    {
        if (!_estimates.TryGetValue(metric, out var found))
        {
            var wanted = DisparityCatalog.All.Where(d => d.Comparisons.Contains(Comparison.Overall)).SelectMany(d => d.Metrics)
                .Append(metric).Distinct().Where(id => !_estimates.ContainsKey(id)).Select(id => MetricCatalog.Find(id)!).ToArray();
            foreach (var m in wanted) _estimates[m.Info.Id] = new Estimate[_table.Evidence.Count];
            for (var g = 0; g < _table.Evidence.Count; g++)
            {
                var evidence = Without(_table.Evidence[g]);
                foreach (var m in wanted) _estimates[m.Info.Id][g] = m.Measure(evidence);
            }
            found = _estimates[metric];
        }
        return found;
    }

    private SubgroupEvidence Without(SubgroupEvidence group)
    {
        var (all, own) = (_overall.Ranked, group.Ranked);
        // Most of everybody's scores are some other patient's too: counted first, arrays need not grow.
        var count = all.Count;
        ReadOnlySpan<int> events = all.Events.Rows, nonEvents = all.NonEvents.Rows, ownEvents = own.Events.Rows, ownNonEvents = own.NonEvents.Rows;
        for (int i = 0, j = 0; j < own.Count; i++)
        {
            var shared = own.Scores[j] == all.Scores[i];
            count -= shared & (ownEvents[j] + ownNonEvents[j] == events[i] + nonEvents[i]) ? 1 : 0;
            j += shared ? 1 : 0;
        }
        var others = own.Count > 0 && all.Events.AreUnweighted && all.NonEvents.AreUnweighted ? LessRows(all, own, count) : Less(all, own, count);
        return new(group.Subgroup, others, _overall.Threshold, _overall.IsWeighted)
        {
            Measures = group.Measures, Intervals = group.Intervals, Seed = group.Seed.For("everybody else"),
        };
    }

    private static RankedScores Less(RankedScores all, RankedScores own, int count)
    {
        var others = new RankedScores(new double[count], new Tallies(count), new Tallies(count));
        for (int i = 0, j = 0, at = 0; i < all.Count; i++)
        {
            var (e, c) = (all.Events[i], all.NonEvents[i]);
            if (j < own.Count && own.Scores[j] == all.Scores[i])
            {
                (e, c) = (Less(e, own.Events[j]), Less(c, own.NonEvents[j]));
                j++;
            }
            if (e.Rows + c.Rows == 0) continue;
            (others.Scores[at], others.Events[at], others.NonEvents[at]) = (all.Scores[i], e, c);
            at++;
        }
        return others;
    }

    // Without weights, which is the common case and the largest: rows alone are subtracted, and where a row lies is not branched on, for
    // no processor foresees it.
    private static RankedScores LessRows(RankedScores all, RankedScores own, int count)
    {
        ReadOnlySpan<int> events = all.Events.Rows, nonEvents = all.NonEvents.Rows, ownEvents = own.Events.Rows, ownNonEvents = own.NonEvents.Rows;
        ReadOnlySpan<double> allScores = all.Scores, ownScores = own.Scores;
        // One more than there are: what is left empty is written over by the next.
        var (scores, e, c) = (new double[count + 1], new int[count + 1], new int[count + 1]);
        var (j, at) = (0, 0);
        for (var i = 0; i < allScores.Length; i++)
        {
            var place = Math.Min(j, ownScores.Length - 1);
            var shared = (ownScores[place] == allScores[i]) & (j < ownScores.Length) ? 1 : 0;
            (scores[at], e[at], c[at]) = (allScores[i], events[i] - (shared * ownEvents[place]), nonEvents[i] - (shared * ownNonEvents[place]));
            j += shared;
            at += e[at] + c[at] > 0 ? 1 : 0;
        }
        return new(scores[..count], Tallies.OfRows(e[..count]), Tallies.OfRows(c[..count]));
    }

    // Weights that are all taken away leave no rounding behind.
    private static Tally Less(Tally all, Tally part) => all.Rows == part.Rows ? default
        : new(all.Rows - part.Rows, all.Weight - part.Weight, all.WeightSquared - part.WeightSquared);
}
