namespace AuditHarness.Metrics.Calibration;

/// <summary>Intercept of the recalibration model with its slope fixed at 1, in log-odds: above 0 when risk is underestimated.</summary>
/// <remarks>Ideal 0. Undefined when all patients have the same outcome. Risks of exactly 0 or 1 are left out.</remarks>
public sealed class CalibrationIntercept : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CalibrationIntercept), "Calibration-in-the-large", MetricBasis.Score, Direction.Target, 0, double.NegativeInfinity, double.PositiveInfinity,
        "Intercept of the recalibration model with its slope fixed at 1, in log-odds: above 0 when risk is underestimated.",
        "Wald with Huber–White (HC2) standard errors, not below the model-based ones, Student t on four times the smaller class",
        "Cox (1958), Biometrika 45:562–565; Van Calster et al. (2019), BMC Med. 17:230")
    {
        Convention = "Natural logit of the risk; risks of exactly 0 or 1 are left out, or count as so near to it as measures.logitEpsilon says. Not the Intercept of rms's val.prob, which is CalibrationJointIntercept.",
        Swapped = new LabelSwap.Into(nameof(CalibrationIntercept), -1),
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.RecalibrationInTheLarge is var (why, fit) && why is not null
            ? new Estimate.Undefined(why)
            : fit!.ToEstimate(evidence, fit.Intercept, fit.InterceptError, fit.ModelInterceptError, isStudent: true);
}
