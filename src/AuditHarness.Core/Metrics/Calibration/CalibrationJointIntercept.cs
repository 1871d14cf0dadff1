namespace AuditHarness.Metrics.Calibration;

/// <summary>Intercept of the recalibration model fitted together with its slope, in log-odds. Not calibration-in-the-large.</summary>
/// <remarks>Ideal 0. Undefined when all patients have the same outcome, and when the scores separate them in a group too small for an interval. Risks of exactly 0 or 1 are left out.</remarks>
public sealed class CalibrationJointIntercept : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CalibrationJointIntercept), "Calibration intercept (joint)", MetricBasis.Score, Direction.Target, 0, double.NegativeInfinity, double.PositiveInfinity,
        "Intercept of the recalibration model fitted together with its slope, in log-odds. Not calibration-in-the-large.",
        "Wald with Huber–White (HC2) standard errors, not below the model-based ones; where the scores separate the outcomes, profile of Firth’s penalized likelihood",
        "Cox (1958), Biometrika 45:562–565; Van Calster et al. (2019), BMC Med. 17:230; Firth (1993), Biometrika 80:27–38; Heinze, Schemper (2002), Stat. Med. 21:2409–2419")
    {
        Convention = "Natural logit of the risk; risks of exactly 0 or 1 are left out, or count as so near to it as measures.logitEpsilon says. Where the scores separate the outcomes the maximum lies at infinity, and the figure is that of Firth’s penalized likelihood. The Intercept of rms's val.prob; fitted together with the slope.",
        Swapped = new LabelSwap.Into(nameof(CalibrationJointIntercept), -1),
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Recalibration is var (why, fit) && why is not null
            ? ReferenceEquals(why, LogisticRecalibration.Separates) ? PenalizedRecalibration.ToEstimate(evidence, isSlope: false, why) : new Estimate.Undefined(why)
            : fit!.ToEstimate(evidence, fit.Intercept, fit.InterceptError, fit.ModelInterceptError, isStudent: false);
}
