using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Whose events are ranked above the other group's non-events, less the other way round (xAUC).</summary>
/// <remarks>
/// In [−1, 1], 0 is equality. A model can rank perfectly within each group and still rank one group's healthy above the other's sick:
/// no metric within groups sees that. The two areas rest on four disjoint sets of patients, so they are independent.
/// </remarks>
internal sealed class CrossGroupAuc : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(CrossGroupAuc), "Cross-group AUROC difference (xAUC)", DisparityForm.Difference, ["AreaUnderRoc"],
        "Probability that a patient of the group with an event scores above one of the other group without, less the probability the other way round; ties counted half.",
        "Kallus, Zhou (2019), NeurIPS 32:3438–3448")
    {
        Swapped = new LabelSwap.Into(nameof(CrossGroupAuc), -1),
        IntervalMethod = "Difference of two independent areas by DeLong, Welch t; MOVER where an area is exactly 0 or 1; with clusters the jackknife",
        Convention = "Negative when the group's patients with an event are ranked too low beside the other group's without.",
        Oracle = "CrossGroupRankingTests.CrossGroupAuc_is_the_share_of_pairs_counted_one_by_one", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var table = context.Table;
        var family = new GapFamily(Info, context, g => GapFamily.Missing(table.Of("AreaUnderRoc")[g]));
        var areas = new Lazy<CrossedAreas>(() => new(context));
        GapFigure Gap(int g, int h) => GapFigure.Difference(areas.Value.Of(g, h), areas.Value.Of(h, g));
        return [.. family.ToReference(Gap), family.WorstPair(Gap)];
    }

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate)
    {
        var (evidence, areas) = (replicate.Table.Evidence, new CrossedAreas(replicate));
        return (g, h) => Value(g, h) - Value(h, g);
        double? Value(int g, int h) => evidence[g].Events.Rows == 0 || evidence[h].NonEvents.Rows == 0 ? null : (areas.Of(g, h) as Estimate.Known)?.Value;
    }
}
