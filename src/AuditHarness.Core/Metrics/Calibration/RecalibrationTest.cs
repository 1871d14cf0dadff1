using AuditHarness.Statistics;
using MathNet.Numerics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Likelihood ratio test of intercept 0 and slope 1 jointly, χ² with 2 degrees of freedom.</summary>
/// <remarks>
/// Undefined where the recalibration model cannot be fitted, and with unequal weights, under which the ratio has no χ² distribution.
/// Risks of exactly 0 or 1 are left out.
/// </remarks>
public sealed class RecalibrationTest : ICalibrationTest
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(RecalibrationTest), "Joint test of intercept and slope", MetricBasis.Score, Direction.Lower, 0, 0, double.PositiveInfinity,
        "2 · (log-likelihood of the recalibration model − log-likelihood of the risks as they are).",
        "χ² with 2 degrees of freedom", "Miller, Hui, Tierney (1991), Stat. Med. 10:1213–1226; Cox (1958), Biometrika 45:562–565")
    {
        Convention = "U:Chi-sq and U:p of val.prob in R's rms.", Prominence = Prominence.Detail,
        Oracle = "CalibrationTestsTests.Tests_agree_with_val_prob_and_hoslem_test",
    };

    /// <inheritdoc/>
    public CalibrationTestResult Test(SubgroupEvidence evidence)
    {
        if (evidence.IsWeighted) return new CalibrationTestResult.Undefined(Phrase.Of($"with unequal weights the statistic has no known distribution"));
        var (why, fit) = evidence.Recalibration;
        if (why is not null) return new CalibrationTestResult.Undefined(why);
        return new CalibrationTestResult.Known(fit!.LikelihoodRatio, 2, SpecialFunctions.GammaUpperRegularized(1, fit.LikelihoodRatio / 2));
    }
}
