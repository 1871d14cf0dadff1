using MathNet.Numerics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Mean absolute gap between mean risk and event rate over ten bins of equal width, weighted by their size.</summary>
/// <remarks>
/// In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group: the interval
/// takes account of that.
/// </remarks>
public sealed class ExpectedCalibrationError : ICalibrationError
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ExpectedCalibrationError), "Expected calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Σ (n_bin / n) · |event rate − mean risk| over 10 bins of equal width (a score equal to an inner edge falls in the lower bin). Positive even for a perfect model, the more the smaller the group.",
        SimulatedError.Interval,
        "Naeini, Cooper, Hauskrecht (2015), AAAI 29:2901–2907")
    {
        Convention = "Bins (0, 0.1], (0.1, 0.2], …, 0 in the first; empty bins are left out. Risk of the event, not of the likelier class. Norm L1.",
        Swapped = new LabelSwap.Into(nameof(ExpectedCalibrationError)),
        Oracle = "OracleProbabilityTests.Score_metrics_and_reliability_bins_agree_with_scikit_learn",
    };

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        var value = Math.Min(1, evidence.Curves.EqualWidth.Sum(b => b.All.Weight * Math.Abs(b.EventRate - b.MeanScore)) / evidence.All.Weight);
        return SimulatedError.Of(evidence, value, () => evidence.Worlds.EqualWidth[(int)CalibrationWorlds.BinFigure.Expected], 0, 1);
    }

    /// <inheritdoc/>
    public double? ByChance(SubgroupEvidence evidence) => UnderPerfectCalibration(evidence);

    /// <summary>
    /// The ECE to be expected of a perfectly calibrated model with these very scores, by chance alone: the figure to read an ECE
    /// against, for a small group's is large anyway. In each bin, De Moivre's mean absolute deviation of a binomial count:
    /// Diaconis and Zabell (1991), Stat. Sci. 6:284–302. Null when there is no patient.
    /// </summary>
    /// <param name="evidence">The subgroup.</param>
    public static double? UnderPerfectCalibration(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return null;
        var sum = 0.0;
        foreach (var bin in evidence.Curves.EqualWidth) sum += bin.All.Weight * MeanDeviation(bin.All.EffectiveSize, bin.MeanScore);
        return sum / evidence.All.Weight;
    }

    // E|X/n − p| for a binomial X = 2 k C(n, k) pᵏ (1 − p)ⁿ⁻ᵏ⁺¹ / n with k = ⌊np⌋ + 1; gamma functions carry it to effective sizes.
    private static double MeanDeviation(double n, double p)
    {
        if (p is <= 0 or >= 1) return 0;
        var k = Math.Floor(n * p) + 1;
        var logChoose = SpecialFunctions.GammaLn(n + 1) - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(n - k + 1);
        return 2 * k / n * Math.Exp(logChoose + (k * Math.Log(p)) + ((n - k + 1) * Math.Log(1 - p)));
    }
}
