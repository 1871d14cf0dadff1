using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Generalized entropy (α = 2) of the groups' mean benefits: half the squared coefficient of variation between groups.</summary>
/// <remarks>From 0 (equality).</remarks>
internal sealed class BetweenGroupGeneralizedEntropy : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(BetweenGroupGeneralizedEntropy), "Between-group generalized entropy index", DisparityForm.Difference, ["Accuracy"],
        "Σ pg ((bg / b)² − 1) / 2 with the groups' shares p and mean benefits b, a patient's benefit being 1 + decision − outcome.",
        "Speicher et al. (2018), KDD 24:2239–2248")
    {
        Swapped = new LabelSwap.None("A missed event and a flag in vain leave benefits of 0 and 2, which is not the same inequality the other way round."),
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Noncentral χ² with matched moments (Satterthwaite 1946)",
        Convention = "α = 2, as AIF360's default; groups left out do not count.",
        Oracle = "BetweenGroupBenefitTests.Both_indices_agree_with_aif360", Prominence = Prominence.Detail, TakesClusters = true, Max = double.PositiveInfinity,
    };

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate) => BetweenGroupBenefit.Means(replicate);

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context) => BetweenGroupBenefit.Compare(Info, context, groups =>
        groups.Sum(g => g.Share * (g.Relative - 1) * (g.Relative - 1)) / 2);
}
