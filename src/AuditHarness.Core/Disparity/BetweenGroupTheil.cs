using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Theil index of the groups' mean benefits: generalized entropy with α = 1.</summary>
/// <remarks>From 0 (equality).</remarks>
internal sealed class BetweenGroupTheil : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(BetweenGroupTheil), "Between-group Theil index", DisparityForm.Difference, ["Accuracy"],
        "Σ pg (bg / b) ln(bg / b) with the groups' shares p and mean benefits b, a patient's benefit being 1 + decision − outcome.",
        "Speicher et al. (2018), KDD 24:2239–2248")
    {
        Swapped = new LabelSwap.None("A missed event and a flag in vain leave benefits of 0 and 2, which is not the same inequality the other way round."),
        Comparisons = [Comparison.AllGroups], IntervalMethod = "Noncentral χ² with matched moments (Satterthwaite 1946), as its second-order twin",
        Convention = "Natural logarithm; a group without any benefit adds 0; groups left out do not count.",
        Oracle = "BetweenGroupBenefitTests.Both_indices_agree_with_aif360", Prominence = Prominence.Detail, TakesClusters = true, Max = double.PositiveInfinity,
    };

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate) => BetweenGroupBenefit.Means(replicate);

    /// <inheritdoc/>
    // Summed as r ln r − r + 1, which is the same (shares times r add up to 1) and loses no digits near equality.
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context) => BetweenGroupBenefit.Compare(Info, context, groups =>
        Math.Max(0, groups.Sum(g => g.Share * ((g.Relative > 0 ? g.Relative * Math.Log(g.Relative) : 0) - g.Relative + 1))));
}
