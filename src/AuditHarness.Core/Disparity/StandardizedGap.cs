using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>
/// Difference of a figure between a group and the reference if both had everybody's mix of cases: <see cref="CaseMixGap"/> as a gap that can be held to a limit.
/// </summary>
/// <remarks>
/// Needs a declared case mix. Figures have three digits, rounded to the safe side: the cells of the case mix are counts that nothing else tells. The difference to the gap as it is, and how many patients lie in cells that both groups have, stand in the report's table of the case mix.
/// </remarks>
internal sealed class StandardizedGap : IDisparity
{
    private readonly IMetric _metric;
    private readonly MixOf _mix;

    private StandardizedGap(DisparityInfo info, IMetric metric, MixOf mix) => (Info, _metric, _mix) = (info, metric, mix);

    /// <summary>Of each of <see cref="CaseMixGap.Figures"/>.</summary>
    public static IReadOnlyList<StandardizedGap> All { get; } =
    [
        Of("StandardizedDemographicParityDifference", "SelectionRate", "Demographic parity difference, standardized by case mix",
            "Difference of the shares flagged if both groups had everybody's mix of cases.", new LabelSwap.Into("StandardizedDemographicParityDifference", -1)),
        Of("StandardizedEqualOpportunityDifference", "Sensitivity", "Equal opportunity difference, standardized by case mix",
            "Difference of sensitivities if patients with the event of both groups had the mix of all who have it.", new LabelSwap.Into("StandardizedPredictiveEqualityDifference", -1)),
        Of("StandardizedPredictiveEqualityDifference", "FalsePositiveRate", "Predictive equality difference, standardized by case mix",
            "Difference of false positive rates if patients without the event of both groups had the mix of all who are without it.", new LabelSwap.Into("StandardizedEqualOpportunityDifference", -1)),
        Of("StandardizedPredictiveParityDifference", "PositivePredictiveValue", "Predictive parity difference, standardized by case mix",
            "Difference of positive predictive values if the patients flagged in both groups had the mix of all who are flagged.", new LabelSwap.None("Of the other outcome it is that of negative predictive values, which is not standardized.")),
        Of("StandardizedAccuracyEqualityDifference", "Accuracy", "Accuracy equality difference, standardized by case mix",
            "Difference of accuracies if both groups had everybody's mix of cases.", new LabelSwap.Into("StandardizedAccuracyEqualityDifference")),
        Of("StandardizedAurocGap", "AreaUnderRoc", "AUROC gap, standardized by case mix",
            "Difference of AUROCs if patients with the event, and those without, had in both groups the mix of all with it and of all without.", new LabelSwap.Into("StandardizedAurocGap")),
        Of("StandardizedBrierGap", "BrierScore", "Brier gap, standardized by case mix",
            "Difference of Brier scores if both groups had everybody's mix of cases.", new LabelSwap.Into("StandardizedBrierGap")),
        Of("StandardizedObservedExpectedRatioGap", "ObservedExpectedRatio", "Observed / expected ratio difference, standardized by case mix",
            "Difference of observed / expected ratios if both groups had everybody's mix of cases.", new LabelSwap.None("Those without the event are another number, expected by other risks.")),
    ];

    /// <inheritdoc/>
    public DisparityInfo Info { get; }

    /// <inheritdoc/>
    public IReadOnlyList<GroupGap> Compare(ComparisonContext context)
    {
        if (context.Cohort.CaseMix.Count == 0) return [];
        var estimates = context.Table.Of(_metric.Info.Id);
        var family = new GapFamily(Info, context, g => GapFamily.Missing(estimates[g]));
        return family.ToReference((g, _) =>
        {
            var gap = context.CaseMix.Gap(context.Order, context.Table, g, _metric, _mix, context.Design);
            return gap is not { Standardized: { } value } ? new GapFigure.Undefined(gap.Reason!)
                : ThreeDigits.Away(value) is var shown && gap.Sampled is { } sampled
                    ? new GapFigure.Known(shown, sampled.Method, z => ThreeDigits.Outward(shown, sampled.Limits(z))) { PValue = sampled.PValue is { } p ? ThreeDigits.PValue(p) : null }
                : new GapFigure.Known(shown, Phrase.Of($"none"), _ => (shown, shown)) { WithoutInterval = gap.Reason };
        });
    }

    private static StandardizedGap Of(string id, string metric, string title, string definition, LabelSwap swapped)
    {
        var (measured, mix) = CaseMixGap.Figures.Single(f => f.Metric.Info.Id == metric);
        return new(new(id, title, DisparityForm.Difference, [metric], definition, "Kitagawa (1955), J. Am. Stat. Assoc. 50:1168–1194; Rothman, Greenland, Lash (2008), Modern Epidemiology, chapter 4")
        {
            Comparisons = [Comparison.Reference], Swapped = swapped,
            IntervalMethod = "That of the difference of two weighted figures, simultaneous over groups (Šidák), rounded outwards to three digits; with clusters the jackknife",
            Convention = "Needs a declared case mix. Direct standardization; cells that one of both groups lacks, or has fewer than 11 patients in, are left out for both. To three digits, away from equality.",
            Oracle = "CaseMixGapTests.A_gap_of_the_catalog_is_the_one_formed_row_by_row",
            Prominence = Prominence.Detail, TakesClusters = true, ByCaseMix = true,
        }, measured, mix);
    }
}
