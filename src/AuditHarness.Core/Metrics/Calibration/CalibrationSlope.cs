namespace AuditHarness.Metrics.Calibration;

/// <summary>Slope of the recalibration model: below 1 when risks are too extreme, above 1 when too moderate.</summary>
/// <remarks>Ideal 1. Undefined when all patients have the same outcome, and when the scores separate them in a group too small for an interval. Risks of exactly 0 or 1 are left out.</remarks>
public sealed class CalibrationSlope : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(CalibrationSlope), "Calibration slope", MetricBasis.Score, Direction.Target, 1, double.NegativeInfinity, double.PositiveInfinity,
        "Slope of the recalibration model: below 1 when risks are too extreme, above 1 when too moderate.",
        "Wald with Huber–White (HC2) standard errors, not below the model-based ones; where the scores separate the outcomes, profile of Firth’s penalized likelihood",
        "Cox (1958), Biometrika 45:562–565; Van Calster et al. (2019), BMC Med. 17:230; Firth (1993), Biometrika 80:27–38; Heinze, Schemper (2002), Stat. Med. 21:2409–2419")
    {
        Convention = "Natural logit of the risk; risks of exactly 0 or 1 are left out, or count as so near to it as measures.logitEpsilon says. Where the scores separate the outcomes the maximum lies at infinity, and the figure is that of Firth’s penalized likelihood. The Slope of rms's val.prob; fitted together with the intercept.",
        Swapped = new LabelSwap.Into(nameof(CalibrationSlope)),
        Oracle = "OracleRTests.Recalibration_agrees_with_glm",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence) => evidence.Recalibration is var (why, fit) && why is not null
            ? ReferenceEquals(why, LogisticRecalibration.Separates) ? PenalizedRecalibration.ToEstimate(evidence, isSlope: true, why) : new Estimate.Undefined(why)
            : fit!.ToEstimate(evidence, fit.Slope, fit.SlopeError, fit.ModelSlopeError, isStudent: false);
}
