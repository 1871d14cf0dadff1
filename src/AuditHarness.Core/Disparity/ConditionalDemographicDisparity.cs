using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary><see cref="DemographicDisparity"/> within each declared stratum, averaged over them by their size.</summary>
/// <remarks>In [−1, 1], 0 is equality. Without declared strata there is none; strata in which nobody or everybody is flagged say nothing and drop out.</remarks>
internal sealed class ConditionalDemographicDisparity : IReplicatedDisparity
{
    /// <inheritdoc/>
    public DisparityInfo Info { get; } = new(
        nameof(ConditionalDemographicDisparity), "Conditional demographic disparity", DisparityForm.Difference, ["SelectionRate"],
        "The group's share of the patients who are not flagged, less its share of those who are: within each declared stratum, averaged by the strata's sizes.",
        "Wachter, Mittelstadt, Russell (2021), Comput. Law Secur. Rev. 41:105567")
    {
        Swapped = new LabelSwap.Into(nameof(ConditionalDemographicDisparity), -1),
        Comparisons = [Comparison.Overall], IntervalMethod = "MOVER of the gaps within the strata (Zou, Donner 2008); with clusters the jackknife",
        Convention = "Needs declared strata. To be flagged counts as the favourable decision; strata with nobody or everybody flagged are left out and counted in the method.",
        Oracle = "DemographicDisparityTests.Within_strata_it_is_the_mean_of_the_strata_counted_row_by_row", Prominence = Prominence.Detail, TakesClusters = true, WithinStrata = true,
    };

    /// <inheritdoc/>
    public Func<int, int, double?> Figures(ComparisonContext replicate)
    {
        if (replicate.Cohort.ParityStrata.Count == 0) return (_, _) => null;
        var cells = StratumCounts.Of(replicate).Cells;
        var totals = Totals(cells);
        return (g, _) => StratifiedGap.Mean([.. cells.Select((s, k) => (totals[k].All.Weight, DemographicDisparity.Value(s[g], totals[k])))]);
    }

    private static ConfusionCounts[] Totals(IReadOnlyList<ConfusionCounts[]> cells) => [.. cells.Select(s => s.Aggregate((a, b) => new ConfusionCounts(
        a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives, a.TrueNegatives + b.TrueNegatives, a.FalseNegatives + b.FalseNegatives)))];

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        if (context.Cohort.ParityStrata.Count == 0) return [];
        var cells = StratumCounts.Of(context).Cells;
        var totals = Totals(cells);
        var family = new GapFamily(Info, context, _ => null);
        return family.ToOverall(g =>
        {
            var parts = Enumerable.Range(0, cells.Count)
                .Select(s => (totals[s].All.Weight, Gap: DemographicDisparity.Gap(cells[s][g], totals[s], context.Plan.Intervals.Proportions) as GapFigure.Known)).Where(p => p.Gap is not null)
                .Select(p => (p.Weight, Gap: p.Gap!)).ToArray();
            return parts.Length == 0 ? new GapFigure.Undefined(Phrase.Of($"in every stratum nobody or everybody is flagged"))
                : StratifiedGap.Mean(parts, cells.Count);
        });
    }
}
