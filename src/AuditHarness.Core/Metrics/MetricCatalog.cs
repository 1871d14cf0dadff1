namespace AuditHarness.Metrics;

/// <summary>Every metric there is, read top to bottom.</summary>
public static class MetricCatalog
{
    private const double Inf = double.PositiveInfinity;

    /// <summary>What each metric is, in the order in which they are measured and shown.</summary>
    public static IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new("Prevalence", "Prevalence", MetricBasis.Outcome, Direction.Neither, null, 0, 1, "", "", ""),
        new("SelectionRate", "Selection rate", MetricBasis.Decision, Direction.Neither, null, 0, 1, "", "", ""),
        new("Sensitivity", "Sensitivity", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("Specificity", "Specificity", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("PositivePredictiveValue", "Positive predictive value", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("NegativePredictiveValue", "Negative predictive value", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("FalsePositiveRate", "False positive rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1, "", "", ""),
        new("FalseNegativeRate", "False negative rate", MetricBasis.Decision, Direction.Lower, 0, 0, 1, "", "", ""),
        new("Accuracy", "Accuracy", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("BalancedAccuracy", "Balanced accuracy", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("F1Score", "F1 score", MetricBasis.Decision, Direction.Higher, 1, 0, 1, "", "", ""),
        new("MatthewsCorrelation", "Matthews correlation", MetricBasis.Decision, Direction.Higher, 1, -1, 1, "", "", ""),
        new("PositiveLikelihoodRatio", "Positive likelihood ratio", MetricBasis.Decision, Direction.Higher, null, 0, Inf, "", "", ""),
        new("NegativeLikelihoodRatio", "Negative likelihood ratio", MetricBasis.Decision, Direction.Lower, 0, 0, Inf, "", "", ""),
        new("AreaUnderRoc", "AUROC", MetricBasis.Score, Direction.Higher, 1, 0, 1, "", "", ""),
        new("AveragePrecision", "Average precision", MetricBasis.Score, Direction.Higher, 1, 0, 1, "", "", ""),
        new("BrierScore", "Brier score", MetricBasis.Score, Direction.Lower, 0, 0, 1, "", "", ""),
        new("ScaledBrierScore", "Scaled Brier score", MetricBasis.Score, Direction.Higher, 1, -Inf, 1, "", "", ""),
        new("LogLoss", "Log loss", MetricBasis.Score, Direction.Lower, 0, 0, Inf, "", "", ""),
        new("CalibrationIntercept", "Calibration-in-the-large", MetricBasis.Score, Direction.Target, 0, -Inf, Inf, "", "", ""),
        new("CalibrationJointIntercept", "Calibration intercept (joint)", MetricBasis.Score, Direction.Target, 0, -Inf, Inf, "", "", ""),
        new("CalibrationSlope", "Calibration slope", MetricBasis.Score, Direction.Target, 1, -Inf, Inf, "", "", ""),
        new("ObservedExpectedRatio", "Observed / expected ratio", MetricBasis.Score, Direction.Target, 1, 0, Inf, "", "", ""),
        new("ExpectedCalibrationError", "Expected calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1, "", "", ""),
    ];
}
