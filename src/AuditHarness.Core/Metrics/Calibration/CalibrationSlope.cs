namespace AuditHarness.Metrics.Calibration;

/// <summary>Slope of the recalibration model: below 1 when risks are too extreme, above 1 when too moderate.</summary>
/// <remarks>Ideal 1. Undefined when all patients have the same outcome or the scores separate them. Risks of exactly 0 or 1 are left out.</remarks>
public sealed class CalibrationSlope : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CalibrationSlope), "Calibration slope", MetricBasis.Score, Direction.Target, 1, double.NegativeInfinity, double.PositiveInfinity,
        "Slope of the recalibration model: below 1 when risks are too extreme, above 1 when too moderate.",
        "Wald with Huber–White (HC2) standard errors, not below the model-based ones",
        "Cox (1958), Biometrika 45:562–565; Van Calster et al. (2019), BMC Med. 17:230")
    {
        Convention = "Natural logit of the risk; risks of exactly 0 or 1 are left out. The Slope of rms's val.prob; fitted together with the intercept.",
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        LogisticRecalibration.TryFit(evidence, fixSlope: false, out var fit) is { } why
            ? new Estimate.Undefined(why)
            : fit!.ToEstimate(evidence, fit.Slope, fit.SlopeError, fit.ModelSlopeError, isStudent: false);
}
