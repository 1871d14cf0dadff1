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
        var others = _overall.Ranked is { Events.AreUnweighted: true, NonEvents.AreUnweighted: true } ? Unweighted(_overall.Ranked, _overall.Count, group.Ranked) : Weighted(_overall.Ranked, group.Ranked);
        return new(group.Subgroup, others, _overall.Threshold, _overall.IsWeighted)
        {
            Measures = group.Measures, Intervals = group.Intervals, Seed = group.Seed.For("everybody else"),
        };
    }

    // Which of everybody's scores are the group's is as good as random: nothing here jumps by it.
    private static RankedScores Unweighted(RankedScores all, int rows, RankedScores group)
    {
        ReadOnlySpan<int> events = all.Events.Rows, nonEvents = all.NonEvents.Rows, ownEvents = group.Events.Rows, ownNonEvents = group.NonEvents.Rows;
        ReadOnlySpan<double> scores = all.Scores, ownScores = group.Scores;
        // Where nobody shares a score it is plain how many stay.
        var left = scores.Length - ownScores.Length;
        if (rows > scores.Length)
        {
            left = scores.Length;
            for (int k = 0, own = 0; own < ownScores.Length; k++)
            {
                var isOwn = scores[k] == ownScores[own] ? 1 : 0;
                left -= isOwn * (events[k] + nonEvents[k] == ownEvents[own] + ownNonEvents[own] ? 1 : 0);
                own += isOwn;
            }
        }
        // What does not stay is written over by the next, and none is left when all that stay are there.
        var (kept, with, without, at) = (GC.AllocateUninitializedArray<double>(left), GC.AllocateUninitializedArray<int>(left), GC.AllocateUninitializedArray<int>(left), 0);
        for (int i = 0, j = 0; i < scores.Length && at < left; i++)
        {
            var isOwn = j < ownScores.Length && scores[i] == ownScores[j] ? 1 : 0;
            var (e, c) = (events[i], nonEvents[i]);
            if (j < ownScores.Length) (e, c) = (e - (isOwn * ownEvents[j]), c - (isOwn * ownNonEvents[j]));
            (kept[at], with[at], without[at]) = (scores[i], e, c);
            (at, j) = (at + (e + c != 0 ? 1 : 0), j + isOwn);
        }
        return new(kept, new Tallies(with), new Tallies(without));
    }

    private static RankedScores Weighted(RankedScores all, RankedScores own)
    {
        // Most of everybody's scores are some other patient's too: counted first, arrays need not grow.
        var count = all.Count;
        ReadOnlySpan<int> events = all.Events.Rows, nonEvents = all.NonEvents.Rows, ownEvents = own.Events.Rows, ownNonEvents = own.NonEvents.Rows;
        for (int i = 0, j = 0; j < own.Count; i++)
            if (own.Scores[j] == all.Scores[i] && ownEvents[j] + ownNonEvents[j++] == events[i] + nonEvents[i]) count--;
        var others = new RankedScores(new double[count], new Tallies(count), new Tallies(count));
        for (int i = 0, j = 0, at = 0; i < all.Count; i++)
        {
            var (e, c) = (all.Events[i], all.NonEvents[i]);
            if (j < own.Count && own.Scores[j] == all.Scores[i])
            {
                (e, c) = (e - own.Events[j], c - own.NonEvents[j]);
                j++;
            }
            if (e.Rows + c.Rows == 0) continue;
            (others.Scores[at], others.Events[at], others.NonEvents[at]) = (all.Scores[i], e, c);
            at++;
        }
        return others;
    }
}
