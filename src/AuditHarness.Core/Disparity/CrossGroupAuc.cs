using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>Whose events are ranked above the other group's non-events, less the other way round (xAUC).</summary>
/// <remarks>
/// In [−1, 1], 0 is equality. A model can rank perfectly within each group and still rank one group's healthy above the other's sick:
/// no metric within groups sees that. The two areas rest on four disjoint sets of patients, so they are independent.
/// </remarks>
internal sealed class CrossGroupAuc : IDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(CrossGroupAuc), "Cross-group AUROC difference (xAUC)", DisparityForm.Difference, ["AreaUnderRoc"],
        "Probability that a patient of the group with an event scores above one of the other group without, less the probability the other way round; ties counted half.",
        "Kallus, Zhou (2019), NeurIPS 32:3438–3448")
    {
        IntervalMethod = "Difference of two independent areas by DeLong, Welch t; MOVER where an area is exactly 0 or 1",
        Convention = "Negative when the group's patients with an event are ranked too low beside the other group's without.",
        Oracle = "CrossGroupRankingTests.CrossGroupAuc_is_the_share_of_pairs_counted_one_by_one", Prominence = Prominence.Detail,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var table = context.Table;
        var family = new GapFamily(Info, context, g => GapFamily.Missing(table.Of("AreaUnderRoc")[g]));
        var areas = new Dictionary<(int, int), Estimate>();
        Estimate Between(int g, int h) => areas.TryGetValue((g, h), out var found) ? found : areas[(g, h)] = Area(table.Evidence[g], table.Evidence[h]);
        GapFigure Gap(int g, int h) => GapFigure.Difference(Between(g, h), Between(h, g));
        return [.. family.ToReference(Gap), family.WorstPair(Gap)];
    }

    /// <summary>The AUROC of one group's events and another's non-events.</summary>
    private static Estimate Area(SubgroupEvidence eventsOf, SubgroupEvidence nonEventsOf) =>
        new AreaUnderRoc().Measure(new SubgroupEvidence(
            Subgroup.Overall, Cross(eventsOf.Ranked, nonEventsOf.Ranked), eventsOf.Threshold, eventsOf.IsWeighted || nonEventsOf.IsWeighted));

    private static RankedScores Cross(RankedScores eventsOf, RankedScores nonEventsOf)
    {
        // Twice through both: once to count, so that arrays need not grow.
        var count = Merge(null);
        var crossed = new RankedScores(new double[count], new Tally[count], new Tally[count]);
        Merge(crossed);
        return crossed;

        int Merge(RankedScores? into)
        {
            var at = 0;
            for (int i = 0, j = 0; i < eventsOf.Count || j < nonEventsOf.Count;)
            {
                var score = Math.Min(i < eventsOf.Count ? eventsOf.Scores[i] : double.PositiveInfinity, j < nonEventsOf.Count ? nonEventsOf.Scores[j] : double.PositiveInfinity);
                var (e, n) = (default(Tally), default(Tally));
                if (i < eventsOf.Count && eventsOf.Scores[i] == score) e = eventsOf.Events[i++];
                if (j < nonEventsOf.Count && nonEventsOf.Scores[j] == score) n = nonEventsOf.NonEvents[j++];
                if (e.Rows + n.Rows == 0) continue;
                if (into is not null) (into.Scores[at], into.Events[at], into.NonEvents[at]) = (score, e, n);
                at++;
            }
            return at;
        }
    }
}
