namespace AuditHarness.Metrics.Calibration;

/// <summary>Intercept of the recalibration model fitted together with its slope, in log-odds. Not calibration-in-the-large.</summary>
/// <remarks>Ideal 0. Undefined when all patients have the same outcome or the scores separate them. Risks of exactly 0 or 1 are left out.</remarks>
public sealed class CalibrationJointIntercept : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CalibrationJointIntercept), "Calibration intercept (joint)", MetricBasis.Score, Direction.Target, 0, double.NegativeInfinity, double.PositiveInfinity,
        "Intercept of the recalibration model fitted together with its slope, in log-odds. Not calibration-in-the-large.",
        "Wald with Huber–White (HC2) standard errors, not below the model-based ones",
        "Cox (1958), Biometrika 45:562–565; Van Calster et al. (2019), BMC Med. 17:230")
    {
        Convention = "Natural logit of the risk; risks of exactly 0 or 1 are left out. The Intercept of rms's val.prob; fitted together with the slope.",
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) =>
        LogisticRecalibration.TryFit(evidence, fixSlope: false, out var fit) is { } why
            ? new Estimate.Undefined(why)
            : fit!.ToEstimate(evidence, fit.Intercept, fit.InterceptError, fit.ModelInterceptError, isStudent: false);
}
