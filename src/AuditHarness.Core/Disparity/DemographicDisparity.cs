using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>A group's share of the patients who are not flagged, less its share of those who are.</summary>
/// <remarks>In [−1, 1], 0 is equality; above 0 when the group is flagged less often than its size would have it.</remarks>
internal sealed class DemographicDisparity : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(DemographicDisparity), "Demographic disparity", DisparityForm.Difference, ["SelectionRate"],
        "The group's share of the patients who are not flagged, less its share of those who are.",
        "Wachter, Mittelstadt, Russell (2021), Comput. Law Secur. Rev. 41:105567")
    {
        Swapped = new LabelSwap.Into(nameof(DemographicDisparity), -1),
        Comparisons = [Comparison.Overall], IntervalMethod = "MOVER of the limits of the shares flagged in the group and in all others, whose sizes are given; with clusters the jackknife",
        Convention = "To be flagged counts as the favourable decision: above 0 the group has more of the others than of the flagged.",
        Oracle = "DemographicDisparityTests.Its_mean_weighted_by_group_size_is_aif360s_worked_case", Prominence = Prominence.Detail, TakesClusters = true,
    };

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        var overall = context.Overall.Evidence[0].Confusion;
        var family = new GapFamily(Info, context, _ => Why(overall));
        // As often as a group is flagged more than everybody, its share of the flagged is larger: the same statements in other units.
        return family.ToOverall(g => Gap(context.Table.Evidence[g].Confusion, overall, context.Plan.Intervals.Proportions)!, groups => ContrastFamily.WithMean(
            [.. groups.Select(g => GroupComparison.Variance(DisparityForm.Difference, (Estimate.Known)context.Table.Of("SelectionRate")[g]))],
            [.. groups.Select(g => context.Table.Evidence[g].All.Weight / context.Overall.Evidence[0].All.Weight)]));
    }

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate)
    {
        var all = replicate.Overall.Evidence[0].Confusion;
        return (g, _) => Value(replicate.Table.Evidence[g].Confusion, all);
    }

    /// <summary>The gap of one group by itself, without limits; null when nobody or everybody is flagged.</summary>
    /// <param name="group">Decisions about the group.</param>
    /// <param name="all">Decisions about everybody.</param>
    public static double? Value(ConfusionCounts group, ConfusionCounts all) => Why(all) is not null ? null
        : (group.NotFlagged.Weight / all.NotFlagged.Weight) - (group.Flagged.Weight / all.Flagged.Weight);

    /// <summary>The gap of one group within everybody or a stratum; null when nobody or everybody is flagged there.</summary>
    /// <remarks>
    /// Of groups whose sizes are given only who is flagged varies: with w the group's part of the patients, and flagged of the group and of all others
    /// a and b, which are independent, it is w (1 − a) / (1 − s) − w a / s with s = w a + (1 − w) b. Limits are recovered from those of a and b: Zou, Donner (2008).
    /// </remarks>
    /// <param name="group">Decisions about the group.</param>
    /// <param name="all">Decisions about everybody.</param>
    /// <param name="method">How limits of the shares are made.</param>
    public static GapFigure? Gap(ConfusionCounts group, ConfusionCounts all, ProportionMethod method)
    {
        if (Why(all) is not null) return null;
        // A group that is nobody, or everybody, has the same part of the flagged as of the others.
        if (group.All.Rows == 0 || group.All.Rows == all.All.Rows) return GapFigure.Difference((group.NotFlagged, all.NotFlagged), (group.Flagged, all.Flagged), method);
        var (own, other) = (group.Flagged.Of(group.All, method), (all.Flagged - group.Flagged).Of(all.All - group.All, method));
        var share = group.All.Weight / all.All.Weight;
        double At(double a, double b, double w)
        {
            var flagged = (w * a) + ((1 - w) * b);
            return (w * (1 - a) / (1 - flagged)) - (w * a / flagged);
        }
        (double Lower, double Upper) Limits(double ofGroup, double ofOthers, double z)
        {
            var w = share * ofGroup / ((share * ofGroup) + ((1 - share) * ofOthers));
            var ((a, b), (low, high), (least, most)) = ((own.Proportion, other.Proportion), own.Scaled(ofGroup).Limits(z), other.Scaled(ofOthers).Limits(z));
            var value = At(a, b, w);
            return (value - double.Hypot(value - At(high, b, w), value - At(a, least, w)), value + double.Hypot(At(low, b, w) - value, At(a, most, w) - value));
        }
        return new GapFigure.Known(Value(group, all)!.Value, Phrase.Of($"MOVER of {own.Method} limits"), z => Limits(1, 1, z))
        {
            PValue = Contrast.Difference(own.Proportion, own, other.Proportion, other).PValue, Grown = Limits,
        };
    }

    private static Phrase? Why(ConfusionCounts all) =>
        all.Flagged.Rows == 0 ? Estimate.Because.NoneFlagged : all.NotFlagged.Rows == 0 ? Estimate.Because.AllFlagged : null;
}
