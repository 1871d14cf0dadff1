using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.ClinicalUtility;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Metrics.Inequality;

namespace AuditHarness.Metrics;

/// <summary>Every metric there is, read top to bottom: the order in which they are measured and shown.</summary>
public static class MetricCatalog
{
    /// <summary>What the performance audit measures.</summary>
    public static IReadOnlyList<IMetric> Performance { get; } =
    [
        new Prevalence(),
        new SelectionRate(),
        new Sensitivity(),
        new Specificity(),
        new PositivePredictiveValue(),
        new NegativePredictiveValue(),
        new FalsePositiveRate(),
        new FalseNegativeRate(),
        new FalseDiscoveryRate(),
        new FalseOmissionRate(),
        new Accuracy(),
        new ErrorRate(),
        new BalancedAccuracy(),
        new YoudenIndex(),
        new F1Score(),
        new FBetaScore(),
        new CohenKappa(),
        new MatthewsCorrelation(),
        new PositiveLikelihoodRatio(),
        new NegativeLikelihoodRatio(),
        new DiagnosticOddsRatio(),
        new NumberNeededToEvaluate(),
        new FalseNegativesPerFalsePositive(),
        new AreaUnderRoc(),
        new PartialAreaUnderRoc(),
        new SpecificityAtSensitivity(),
        new SensitivityAtSpecificity(),
        new AveragePrecision(),
        new PrecisionAtTop(),
        new RecallAtTop(),
        new MeanPrediction(),
        new GeneralizedTruePositiveRate(),
        new GeneralizedFalsePositiveRate(),
        new GeneralizedEntropyIndex(),
        new TheilIndex(),
    ];

    /// <summary>What the calibration audit measures.</summary>
    public static IReadOnlyList<IMetric> Calibration { get; } =
    [
        new BrierScore(),
        new ScaledBrierScore(),
        new BrierReliability(),
        new BrierResolution(),
        new BrierUncertainty(),
        new CorpMiscalibration(),
        new CorpDiscrimination(),
        new LogLoss(),
        new CalibrationIntercept(),
        new CalibrationJointIntercept(),
        new CalibrationSlope(),
        new ObservedExpectedRatio(),
        new ExpectedCalibrationError(),
        new EqualMassCalibrationError(),
        new DebiasedCalibrationError(),
        new MaximumCalibrationError(),
        new AdaptiveCalibrationError(),
        new EstimatedCumulativeCalibrationError(isRange: true),
        new EstimatedCumulativeCalibrationError(isRange: false),
        new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Mean),
        new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Median),
        new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Ninety),
        new SmoothedCalibrationError(Smoother.Loess, CurveFigure.Largest),
        new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Mean),
        new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Median),
        new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Ninety),
        new SmoothedCalibrationError(Smoother.Lowess, CurveFigure.Largest),
        new SmoothedCalibrationError(Smoother.Isotonic, CurveFigure.Mean),
        new SmoothedCalibrationError(Smoother.Isotonic, CurveFigure.Median),
        new SmoothedCalibrationError(Smoother.Isotonic, CurveFigure.Ninety),
        new SmoothedCalibrationError(Smoother.Isotonic, CurveFigure.Largest),
    ];

    /// <summary>What the utility audit measures.</summary>
    public static IReadOnlyList<IMetric> Utility { get; } =
    [
        new NetBenefit(),
        new StandardizedNetBenefit(),
        new NetBenefitGain(),
        new InterventionsAvoided(),
        new PatientsPer1000(isFlagged: true, isEvent: true),
        new PatientsPer1000(isFlagged: false, isEvent: true),
        new PatientsPer1000(isFlagged: true, isEvent: false),
        new PatientsPer1000(isFlagged: false, isEvent: false),
        new ExpectedCost(),
    ];

    /// <summary>All metrics.</summary>
    public static IReadOnlyList<IMetric> All { get; } = [.. Performance, .. Calibration, .. Utility];

    /// <summary>What each metric is, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<MetricInfo> Infos { get; } = [.. All.Select(m => m.Info)];

    /// <summary>What a metric is, be it of scores or of made-up records; null where no metric is called so.</summary>
    /// <param name="id">Id of the metric.</param>
    public static MetricInfo? InfoOf(string id) => Find(id)?.Info ?? RecordMeasureCatalog.Find(id);

    /// <summary>The metric of scores of that id, or null.</summary>
    public static IMetric? Find(string id) => Positions.TryGetValue(id, out var position) ? All[position] : null;

    /// <summary>Position of a metric in <see cref="All"/>.</summary>
    /// <param name="id">Id of the metric.</param>
    /// <exception cref="ArgumentException">No metric is called so.</exception>
    internal static int IndexOf(string id) =>
        Positions.TryGetValue(id, out var position) ? position : throw new ArgumentException($"No metric is called '{id}'.", nameof(id));

    private static readonly Dictionary<string, int> Positions = All.Select((m, i) => (m.Info.Id, i)).ToDictionary(p => p.Id, p => p.i);

    /// <summary>Name of the audit that measures a metric, be it of scores or of made-up records.</summary>
    public static string AuditOf(string id) =>
        RecordMeasureCatalog.Find(id) is not null ? RecordMeasureCatalog.AuditOf(id)
        : Positions.GetValueOrDefault(id, int.MaxValue) is var position && position < Performance.Count ? AuditCatalog.Performance
        : position < Performance.Count + Calibration.Count ? AuditCatalog.Calibration : AuditCatalog.Utility;
}
