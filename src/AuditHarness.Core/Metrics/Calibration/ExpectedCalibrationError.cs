using AuditHarness.Statistics;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Metrics.Calibration;

/// <summary>Mean absolute gap between mean risk and event rate over ten bins of equal width, weighted by their size.</summary>
/// <remarks>
/// In [0, 1]; undefined when there is no patient. Positive even for a perfect model, the more the smaller the group: the interval
/// takes account of that.
/// </remarks>
public sealed class ExpectedCalibrationError : IMetric
{
    /// <inheritdoc/>
    public MetricInfo Info { get; } = new(
        nameof(ExpectedCalibrationError), "Expected calibration error", MetricBasis.Score, Direction.Lower, 0, 0, 1,
        "Σ (n_bin / n) · |event rate − mean risk| over 10 bins of equal width (a score equal to an inner edge falls in the lower bin). Positive even for a perfect model, the more the smaller the group.",
        "triangle inequality: the estimate ± the 95 % point of the summed absolute bin errors (gamma-matched); conservative",
        "Naeini, Cooper, Hauskrecht (2015), AAAI 29:2901–2907");

    /// <inheritdoc/>
    public Estimate Measure(SubgroupEvidence evidence)
    {
        if (evidence.Count == 0) return new Estimate.Undefined(Estimate.Because.NoPatients);
        double total = evidence.All.Weight, value = 0, meanError = 0, varianceOfError = 0, variance = 0;
        foreach (var bin in EqualWidthBins.Of(evidence.Ranked))
        {
            var share = bin.All.Weight / total;
            value += share * Math.Abs(bin.EventRate - bin.MeanScore);

            // One more event and one more non-event than seen, so that a bin without events is not taken for certain.
            var size = bin.All.EffectiveSize;
            var shrunk = ((bin.EventRate * size) + 1) / (size + 2);
            var error = share * Math.Sqrt(shrunk * (1 - shrunk) / size);
            meanError += error * Math.Sqrt(2 / Math.PI);
            varianceOfError += error * error * (1 - (2 / Math.PI));
            variance += error * error;
        }
        return new Estimate.Known(value, new BinErrorSampling(value, meanError, varianceOfError, Math.Sqrt(variance)), evidence.Count);
    }

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
        foreach (var bin in EqualWidthBins.Of(evidence.Ranked)) sum += bin.All.Weight * MeanDeviation(bin.All.EffectiveSize, bin.MeanScore);
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

    /// <summary>
    /// |ECE − true ECE| is at most the sum of the bins' absolute errors; each of those is half-normal, and a gamma distribution with
    /// the sum's mean and variance gives its quantiles.
    /// </summary>
    private sealed class BinErrorSampling(double value, double meanError, double varianceOfError, double standardError) : Sampling
    {
        public override Phrase Method { get; } = Phrase.Of($"triangle inequality on bin errors");

        public override double StandardError => standardError;

        public override Sampling Scaled(double factor) =>
            new BinErrorSampling(value, meanError / Math.Sqrt(factor), varianceOfError / factor, standardError / Math.Sqrt(factor));

        public override (double Lower, double Upper) Limits(double z)
        {
            var inside = 1 - (2 * Normal.CDF(0, 1, -z));
            var reach = Gamma.InvCDF(meanError * meanError / varianceOfError, meanError / varianceOfError, inside);
            return (Math.Max(0, value - reach), Math.Min(1, value + reach));
        }
    }
}
