using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>AUROC of the group's events and everybody else's non-events (BNSP), less the overall AUROC.</summary>
/// <remarks>In [−1, 1], 0 is equality; negative when the group's patients with an event score too low.</remarks>
internal sealed class BackgroundNegativeSubgroupPositive : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(BackgroundNegativeSubgroupPositive), "Background negative, subgroup positive AUROC (BNSP)", DisparityForm.Difference, ["AreaUnderRoc"],
        "AUROC of the group's patients with an event and all other patients without, less the overall AUROC: below 0 when the group's sick score too low.",
        "Borkan et al. (2019), WWW Companion:491–500")
    {
        Swapped = new LabelSwap.Into(nameof(BackgroundPositiveSubgroupNegative)),
        Comparisons = [Comparison.Overall], IntervalMethod = "MOVER of the score limits of both areas (as AUROC) with their correlation by DeLong's placements (Zou 2007); with clusters the jackknife",
        Convention = "Background = everybody outside the group. The paper prints the area itself: add the overall AUROC.",
        Oracle = "CrossGroupRankingTests.Background_and_subgroup_areas_are_the_shares_of_pairs_counted_one_by_one", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate) => BackgroundAuc.Figures(replicate, subgroupIsPositive: true);

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context) => BackgroundAuc.Compare(Info, context, subgroupIsPositive: true);
}
