using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Every disparity there is, read top to bottom.</summary>
public static class DisparityCatalog
{
    private const string Hardt = "Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323";
    private const string Dwork = "Dwork et al. (2012), ITCS 3:214–226; Feldman et al. (2015), KDD 21:259–268";
    private const string Chouldechova = "Chouldechova (2017), Big Data 5:153–163";
    private const string Berk = "Berk et al. (2021), Sociol. Methods Res. 50:3–44";

    /// <summary>The disparities, in the order in which they are shown.</summary>
    public static IReadOnlyList<IDisparity> Entries { get; } =
    [
        Of("DemographicParityDifference", "Demographic parity difference", DisparityForm.Difference, ["SelectionRate"],
            "Difference of the shares of patients flagged.", Dwork),
        Of("DemographicParityRatio", "Demographic parity ratio", DisparityForm.Ratio, ["SelectionRate"],
            "Ratio of the shares of patients flagged.", Dwork),
        Of("EqualOpportunityDifference", "Equal opportunity difference", DisparityForm.Difference, ["Sensitivity"],
            "Difference of sensitivities: whose events are found less often.", Hardt),
        Of("EqualOpportunityRatio", "Equal opportunity ratio", DisparityForm.Ratio, ["Sensitivity"],
            "Ratio of sensitivities.", Hardt),
        Of("PredictiveEqualityDifference", "Predictive equality difference", DisparityForm.Difference, ["FalsePositiveRate"],
            "Difference of false positive rates: who is flagged in vain more often.", "Corbett-Davies et al. (2017), KDD 23:797–806"),
        Of("EqualizedOddsDifference", "Equalized odds difference", DisparityForm.Difference, ["Sensitivity", "FalsePositiveRate"],
            "The larger of the sensitivity gap and the false positive rate gap.", Hardt),
        Of("EqualizedOddsRatio", "Equalized odds ratio", DisparityForm.Ratio, ["Sensitivity", "FalsePositiveRate"],
            "The smaller of the sensitivity ratio and the false positive rate ratio.", Hardt),
        Of("PredictiveParityDifference", "Predictive parity difference", DisparityForm.Difference, ["PositivePredictiveValue"],
            "Difference of positive predictive values: what a flag is worth.", Chouldechova),
        Of("NegativePredictiveParityDifference", "Negative predictive parity difference", DisparityForm.Difference,
            ["NegativePredictiveValue"], "Difference of negative predictive values: what the absence of a flag is worth.", Berk),
        Of("AccuracyEqualityDifference", "Accuracy equality difference", DisparityForm.Difference, ["Accuracy"],
            "Difference of accuracies at the threshold.", Berk),
        Of("AurocGap", "AUROC gap", DisparityForm.Difference, ["AreaUnderRoc"],
            "Difference of the areas under the ROC curve within the groups.", "Borkan et al. (2019), WWW Companion:491–500"),
        Of("CalibrationGap", "Calibration gap", DisparityForm.Difference, ["CalibrationIntercept"],
            "Difference of calibration-in-the-large (slope fixed at 1), in log-odds.", "Van Calster et al. (2019), BMC Med. 17:230"),
        Of("CalibrationSlopeGap", "Calibration slope gap", DisparityForm.Difference, ["CalibrationSlope"],
            "Difference of calibration slopes.", "Van Calster et al. (2019), BMC Med. 17:230"),
        Of("BrierGap", "Brier gap", DisparityForm.Difference, ["BrierScore"],
            "Difference of Brier scores; moves with prevalence too.", "Brier (1950), Mon. Weather Rev. 78:1–3"),
    ];

    /// <summary>What each disparity is, in the order of <see cref="Entries"/>.</summary>
    public static IReadOnlyList<DisparityInfo> All { get; } = [.. Entries.Select(d => d.Info)];

    /// <summary>The disparity of that id, or null.</summary>
    public static DisparityInfo? Find(string id) => All.FirstOrDefault(d => d.Id == id);

    private static MetricDisparity Of(
        string id, string title, DisparityForm form, IReadOnlyList<string> metrics, string definition, string source, Prominence prominence = Prominence.Headline) =>
        new(new(id, title, form, metrics, definition, source) { Prominence = prominence });
}
