using AuditHarness.Metrics;

namespace AuditHarness.Disparity;

/// <summary>Every disparity there is, read top to bottom.</summary>
public static class DisparityCatalog
{
    private const string Hardt = "Hardt, Price, Srebro (2016), NeurIPS 29:3315–3323";
    private const string Dwork = "Dwork et al. (2012), ITCS 3:214–226; Feldman et al. (2015), KDD 21:259–268";
    private const string Chouldechova = "Chouldechova (2017), Big Data 5:153–163";
    private const string Saleiro = "Saleiro et al. (2018), arXiv:1811.05577";
    private const string Berk = "Berk et al. (2021), Sociol. Methods Res. 50:3–44";
    private const string CorbettDavies = "Corbett-Davies et al. (2017), KDD 23:797–806";
    private const string VanCalster = "Van Calster et al. (2019), BMC Med. 17:230";
    private const string Kleinberg = "Kleinberg, Mullainathan, Raghavan (2017), ITCS 8:43:1–43:23";
    private const string Pleiss = "Pleiss et al. (2017), NeurIPS 30:5680–5689";

    // Which tests hold them against what is not our own.
    private const string Aggregates = "GroupComparisonTests.Worst_pairs_agree_with_fairlearn_wherever_every_rate_is_defined";
    private const string Aif360 = "GroupComparisonTests.Gaps_to_a_reference_agree_with_aif360_where_an_attribute_has_two_levels";
    private const string Pooled = "DisparityOracleTests.Differences_of_pooled_groups_agree_with_aif360";
    private const string Ratios = "DisparityOracleTests.Ratios_agree_with_fairlearn_and_aif360";
    private const string Glm = "DisparityOracleTests.Gaps_of_calibration_are_those_of_Rs_glm";
    private const string RowByRow = "DisparityOracleTests.Gaps_are_those_of_metrics_formed_row_by_row";

    /// <summary>The disparities, in the order in which they are shown.</summary>
    public static IReadOnlyList<IDisparity> Entries { get; } =
    [
        .. Decisions(), .. Scores(),
        new Abroca(),
        new CrossGroupAuc(),
        new BackgroundPositiveSubgroupNegative(),
        new BackgroundNegativeSubgroupPositive(),
        new DemographicDisparity(),
        new ConditionalDemographicDisparity(),
        WithinStrata.DemographicParity,
        WithinStrata.EqualOpportunity,
        WithinStrata.PredictiveEquality,
        .. StandardizedGap.All,
        .. ThresholdGap.All,
        new DifferentialFairness(),
        new BetweenGroupGeneralizedEntropy(),
        new BetweenGroupTheil(),
        new Consistency(),
        new CounterfactualFlipRate(),
        WorstGroupValue.Of("WorstGroupAccuracy", "Accuracy", "accuracy", Direction.Higher, Into("WorstGroupAccuracy")),
        WorstGroupValue.Of("WorstGroupSensitivity", "Sensitivity", "sensitivity", Direction.Higher, new LabelSwap.Into("WorstGroupFalsePositiveRate", -1, 1)),
        WorstGroupValue.Of("WorstGroupFalsePositiveRate", "FalsePositiveRate", "false positive rate", Direction.Lower, new LabelSwap.Into("WorstGroupSensitivity", -1, 1)),
        WorstGroupValue.Of("WorstGroupAuroc", "AreaUnderRoc", "AUROC", Direction.Higher, Into("WorstGroupAuroc")),
        BetweenGroupDeviation.Of("BetweenGroupDeviationOfSensitivity", "Sensitivity", "sensitivity", Into("BetweenGroupDeviationOfFalsePositiveRate")),
        BetweenGroupDeviation.Of("BetweenGroupDeviationOfFalsePositiveRate", "FalsePositiveRate", "false positive rate", Into("BetweenGroupDeviationOfSensitivity")),
        BetweenGroupDeviation.Of("BetweenGroupDeviationOfSelectionRate", "SelectionRate", "share flagged", Into("BetweenGroupDeviationOfSelectionRate")),
        BetweenGroupDeviation.Of("BetweenGroupDeviationOfAuroc", "AreaUnderRoc", "AUROC", Into("BetweenGroupDeviationOfAuroc")),
        new MulticalibrationError(),
    ];

    // What is decided at the threshold.
    private static IEnumerable<IDisparity> Decisions() =>
    [
        Of("DemographicParityDifference", "Demographic parity difference", DisparityForm.Difference, ["SelectionRate"],
            "Difference of the shares of patients flagged.", Dwork, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("DemographicParityDifference", -1)),
        Of("DemographicParityRatio", "Demographic parity ratio", DisparityForm.Ratio, ["SelectionRate"],
            "Ratio of the shares of patients flagged. The four-fifths rule asks for 0.8 to 1.25: as far below 1 as above on the log scale.", Dwork, Aggregates, Prominence.Headline, overall: true,
            swapped: None("A ratio of complements does not follow from the ratio of what they are the complements of.")),
        Of("EqualOpportunityDifference", "Equal opportunity difference", DisparityForm.Difference, ["Sensitivity"],
            "Difference of sensitivities: whose events are found less often.", Hardt, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("PredictiveEqualityDifference", -1)),
        Of("EqualOpportunityRatio", "Equal opportunity ratio", DisparityForm.Ratio, ["Sensitivity"],
            "Ratio of sensitivities.", Hardt, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("TrueNegativeParityRatio")),
        Of("PredictiveEqualityDifference", "Predictive equality difference", DisparityForm.Difference, ["FalsePositiveRate"],
            "Difference of false positive rates: who is flagged in vain more often.", CorbettDavies, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("EqualOpportunityDifference", -1)),
        Of("PredictiveEqualityRatio", "Predictive equality ratio", DisparityForm.Ratio, ["FalsePositiveRate"],
            "Ratio of false positive rates.", CorbettDavies, Ratios, overall: true,
            swapped: Into("FalseNegativeParityRatio")),
        Of("TrueNegativeParityRatio", "True negative parity ratio", DisparityForm.Ratio, ["Specificity"],
            "Ratio of specificities: who is spared a flag in vain more often.", Saleiro, Ratios, overall: true,
            swapped: Into("EqualOpportunityRatio")),
        Of("EqualizedOddsDifference", "Equalized odds difference", DisparityForm.Difference, ["Sensitivity", "FalsePositiveRate"],
            "The larger of the sensitivity gap and the false positive rate gap.", Hardt, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("EqualizedOddsDifference")),
        Of("EqualizedOddsRatio", "Equalized odds ratio", DisparityForm.Ratio, ["Sensitivity", "FalsePositiveRate"],
            "The smaller of the sensitivity ratio and the false positive rate ratio.", Hardt, Aggregates, Prominence.Headline, overall: true,
            swapped: None("It becomes the smaller of the ratios of specificities and of false negative rates, which no entry compares together.")),
        new AverageOddsDifference(),
        Of("PredictiveParityDifference", "Predictive parity difference", DisparityForm.Difference, ["PositivePredictiveValue"],
            "Difference of positive predictive values: what a flag is worth.", Chouldechova, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("NegativePredictiveParityDifference")),
        Of("PredictiveParityRatio", "Predictive parity ratio", DisparityForm.Ratio, ["PositivePredictiveValue"],
            "Ratio of positive predictive values.", Chouldechova, Ratios, overall: true,
            swapped: Into("NegativePredictiveParityRatio")),
        Of("NegativePredictiveParityDifference", "Negative predictive parity difference", DisparityForm.Difference,
            ["NegativePredictiveValue"], "Difference of negative predictive values: what the absence of a flag is worth.", Berk, Aif360, Prominence.Headline, overall: true,
            swapped: Into("PredictiveParityDifference")),
        Of("NegativePredictiveParityRatio", "Negative predictive parity ratio", DisparityForm.Ratio, ["NegativePredictiveValue"],
            "Ratio of negative predictive values.", Berk, Ratios, overall: true,
            swapped: Into("PredictiveParityRatio")),
        Of("FalseDiscoveryParityDifference", "False discovery parity difference", DisparityForm.Difference, ["FalseDiscoveryRate"],
            "Difference of false discovery rates: how many of those flagged have no event.", Berk, Pooled, overall: true,
            swapped: Into("FalseOmissionParityDifference")),
        Of("FalseDiscoveryParityRatio", "False discovery parity ratio", DisparityForm.Ratio, ["FalseDiscoveryRate"],
            "Ratio of false discovery rates.", Berk, Ratios, overall: true,
            swapped: Into("FalseOmissionParityRatio")),
        Of("FalseOmissionParityDifference", "False omission parity difference", DisparityForm.Difference, ["FalseOmissionRate"],
            "Difference of false omission rates: how many of those not flagged have an event.", Berk, Pooled, overall: true,
            swapped: Into("FalseDiscoveryParityDifference")),
        Of("FalseOmissionParityRatio", "False omission parity ratio", DisparityForm.Ratio, ["FalseOmissionRate"],
            "Ratio of false omission rates.", Berk, Ratios, overall: true,
            swapped: Into("FalseDiscoveryParityRatio")),
        Of("FalseNegativeParityRatio", "False negative parity ratio", DisparityForm.Ratio, ["FalseNegativeRate"],
            "Ratio of false negative rates: whose events are missed more often.", Hardt, Ratios, overall: true,
            swapped: Into("PredictiveEqualityRatio")),
        Of("TreatmentEqualityDifference", "Treatment equality difference", DisparityForm.Difference, ["FalseNegativesPerFalsePositive"],
            "Difference of false negatives per false positive: how the two errors are traded off.", Berk, RowByRow,
            swapped: None("A difference of reciprocals does not follow from the difference of what they are the reciprocals of.")),
        Of("TreatmentEqualityRatio", "Treatment equality ratio", DisparityForm.Ratio, ["FalseNegativesPerFalsePositive"],
            "Ratio of false negatives per false positive.", Berk, RowByRow,
            swapped: new LabelSwap.Inverse("TreatmentEqualityRatio")),
        Of("AccuracyEqualityDifference", "Accuracy equality difference", DisparityForm.Difference, ["Accuracy"],
            "Difference of accuracies at the threshold.", Berk, Aggregates, Prominence.Headline, overall: true,
            swapped: Into("AccuracyEqualityDifference")),
        Of("AccuracyEqualityRatio", "Accuracy equality ratio", DisparityForm.Ratio, ["Accuracy"],
            "Ratio of accuracies at the threshold.", Berk, Ratios, overall: true,
            swapped: Into("AccuracyEqualityRatio")),
        Of("ErrorRateRatio", "Error rate ratio", DisparityForm.Ratio, ["ErrorRate"],
            "Ratio of the shares of wrong decisions: where few are wrong it tells what a ratio of accuracies hides.", Berk, Ratios, overall: true,
            swapped: Into("ErrorRateRatio")),
        Of("BalancedAccuracyGap", "Balanced accuracy gap", DisparityForm.Difference, ["BalancedAccuracy"],
            "Difference of balanced accuracies: unlike accuracy, it does not move with prevalence.", "Brodersen et al. (2010), ICPR 20:3121–3124", RowByRow,
            swapped: Into("BalancedAccuracyGap")),
        Of("NetBenefitGap", "Net benefit gap", DisparityForm.Difference, ["NetBenefit"],
            "Difference of net benefits at the threshold; moves with prevalence too.", "Vickers, Elkin (2006), Med. Decis. Making 26:565–574", RowByRow,
            swapped: None("It becomes a gap of interventions avoided, which no entry compares.")),
        Of("PrevalenceDifference", "Prevalence difference", DisparityForm.Difference, ["Prevalence"],
            "Difference of the observed event rates: what groups differ in before any model.", "Feldman et al. (2015), KDD 21:259–268", Pooled, overall: true,
            swapped: Into("PrevalenceDifference", -1)),
        Of("PrevalenceRatio", "Prevalence ratio", DisparityForm.Ratio, ["Prevalence"],
            "Ratio of the observed event rates.", "Feldman et al. (2015), KDD 21:259–268", Ratios, overall: true,
            swapped: None("A ratio of complements does not follow from the ratio of what they are the complements of.")),
    ];

    // What the score says as a ranking or as a risk.
    private static IEnumerable<IDisparity> Scores() =>
    [
        Of("AurocGap", "AUROC gap", DisparityForm.Difference, ["AreaUnderRoc"],
            "Difference of the areas under the ROC curve within the groups.", "Borkan et al. (2019), WWW Companion:491–500",
            "GroupComparisonTests.A_gap_of_areas_is_the_unpaired_DeLong_test_of_pROC", Prominence.Headline,
            swapped: Into("AurocGap")),
        Of("CalibrationGap", "Calibration gap", DisparityForm.Difference, ["CalibrationIntercept"],
            "Difference of calibration-in-the-large (slope fixed at 1), in log-odds.", VanCalster, Glm, Prominence.Headline,
            swapped: Into("CalibrationGap", -1)),
        Of("CalibrationSlopeGap", "Calibration slope gap", DisparityForm.Difference, ["CalibrationSlope"],
            "Difference of calibration slopes.", VanCalster, Glm, Prominence.Headline,
            swapped: Into("CalibrationSlopeGap")),
        Of("ObservedExpectedRatioGap", "Observed / expected ratio gap", DisparityForm.Ratio, ["ObservedExpectedRatio"],
            "Ratio of the observed / expected ratios: whose risk is underestimated more.", "Debray et al. (2017), BMJ 356:i6460", Glm,
            swapped: None("Observed over expected of the other outcome moves with prevalence otherwise.")),
        Of("ExpectedCalibrationErrorGap", "Expected calibration error gap", DisparityForm.Difference, ["ExpectedCalibrationError"],
            "Difference of expected calibration errors; biased upward in small groups, whose gap it exaggerates.", "Naeini, Cooper, Hauskrecht (2015), AAAI 29:2901–2907", RowByRow,
            swapped: Into("ExpectedCalibrationErrorGap")),
        Of("IntegratedCalibrationIndexGap", "Integrated calibration index gap", DisparityForm.Difference, ["IntegratedCalibrationIndexLoess"],
            "Difference of integrated calibration indices (LOESS); biased upward in small groups, whose gap it exaggerates.", "Austin, Steyerberg (2019), Stat. Med. 38:4051–4065",
            "DisparityOracleTests.Gaps_of_the_integrated_calibration_index_are_those_of_Rs_loess",
            swapped: Into("IntegratedCalibrationIndexGap")),
        Of("BrierGap", "Brier gap", DisparityForm.Difference, ["BrierScore"],
            "Difference of Brier scores; moves with prevalence too.", "Brier (1950), Mon. Weather Rev. 78:1–3", RowByRow, Prominence.Headline, overall: true,
            swapped: Into("BrierGap")),
        Of("MeanPredictionDifference", "Mean prediction difference", DisparityForm.Difference, ["MeanPrediction"],
            "Difference of mean scores: demographic parity of the score instead of the decision.", "Jiang et al. (2020), UAI 35:862–872", RowByRow, overall: true,
            swapped: Into("MeanPredictionDifference", -1)),
        Of("BalanceForPositiveClass", "Balance for the positive class", DisparityForm.Difference, ["GeneralizedTruePositiveRate"],
            "Difference of the mean scores of patients with the event.", Kleinberg, RowByRow, overall: true,
            swapped: Into("BalanceForNegativeClass", -1)),
        Of("BalanceForNegativeClass", "Balance for the negative class", DisparityForm.Difference, ["GeneralizedFalsePositiveRate"],
            "Difference of the mean scores of patients without the event.", Kleinberg, RowByRow, overall: true,
            swapped: Into("BalanceForPositiveClass", -1)),
        Of("GeneralizedEqualizedOddsDifference", "Generalized equalized odds difference", DisparityForm.Difference,
            ["GeneralizedTruePositiveRate", "GeneralizedFalsePositiveRate"],
            "The larger of the gaps of mean scores among patients with and without the event: equalized odds of decisions drawn with the score as their chance.", Pleiss, RowByRow,
            swapped: Into("GeneralizedEqualizedOddsDifference")),
    ];

    /// <summary>What each disparity is, in the order of <see cref="Entries"/>.</summary>
    public static IReadOnlyList<DisparityInfo> All { get; } = [.. Entries.Select(d => d.Info)];

    /// <summary>The disparity of that id, or null.</summary>
    public static DisparityInfo? Find(string id) => All.FirstOrDefault(d => d.Id == id);

    private static LabelSwap.Into Into(string id, double factor = 1) => new(id, factor);

    private static LabelSwap.None None(string why) => new(why);

    private static MetricDisparity Of(
        string id, string title, DisparityForm form, IReadOnlyList<string> metrics, string definition, string source, string oracle,
        Prominence prominence = Prominence.Detail, bool overall = false, LabelSwap? swapped = null) =>
        new(new(id, title, form, metrics, definition, source)
        {
            Prominence = prominence, Oracle = oracle, Swapped = swapped,
            // Only of shares and means is overall the groups' own mixture.
            Comparisons = overall ? [Comparison.Reference, Comparison.Overall, Comparison.WorstPair] : [Comparison.Reference, Comparison.WorstPair],
        });
}
