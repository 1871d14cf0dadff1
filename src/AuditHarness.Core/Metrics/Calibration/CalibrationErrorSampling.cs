using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Limits of a calibration error by turning a test around. An estimated error is above 0 even in a calibrated world and the more so
/// in a small group, so it is compared with what it would be in worlds of more and less miscalibration: the interval holds the true
/// error of every world in which an estimate like this one is no surprise. At a true error of 0, where no estimate can fall short,
/// all of the surprise is above: Feldman and Cousins (1998), Phys. Rev. D 57:3873–3889. It always holds the estimate. A
/// figure that one bin may make alone is compared with worlds along a second line too, in which each errs by as much as it varies; and
/// in bins of a few patients it takes a few values only, of which no curve through its cumulants tells how often each comes: an estimate
/// is no surprise either where the draws themselves reached it often enough.
/// </summary>
internal sealed class CalibrationErrorSampling(double value, Func<ErrorWorlds> simulate, double min, double max, Func<ErrorWorlds>? others = null, double? degrees = null, double factor = 1) : Sampling
{
    private const double Rounding = 1e-12;

    private readonly double _root = Math.Sqrt(factor);
    private readonly Lazy<ErrorWorlds> _worlds = new(simulate);

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"inverted simulation of miscalibrated worlds");

    /// <inheritdoc/>
    public override double StandardError => _worlds.Value.Deviation[6] / _root;

    // The true error of the world whose estimates are on average like this one.
    internal override double? Unbiased
    {
        get
        {
            var worlds = _worlds.Value;
            double Mean(int i) => worlds.Truth[i] + ((worlds.Mean[i] - worlds.Truth[i]) / _root);
            if (Mean(0) >= value) return Math.Max(min, Math.Min(worlds.Truth[0], value));
            for (var i = 1; i < worlds.Truth.Length; i++)
                if (Mean(i) >= value) return Math.Clamp(worlds.Truth[i - 1] + ((value - Mean(i - 1)) / (Mean(i) - Mean(i - 1)) * (worlds.Truth[i] - worlds.Truth[i - 1])), min, value);
            return value;
        }
    }

    /// <inheritdoc/>
    public override Sampling Scaled(double factor1) => new CalibrationErrorSampling(value, simulate, min, max, others, degrees, factor * factor1);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        if (degrees is { } free) z = CriticalValue.Student(z, free * factor);
        var (lower, upper) = Along(_worlds.Value, z);
        if (others is null) return (lower, upper);
        var (otherLower, otherUpper) = Along(others(), z);
        return (Math.Min(lower, otherLower), Math.Max(upper, otherUpper));
    }

    private (double Lower, double Upper) Along(ErrorWorlds worlds, double z)
    {
        var tail = Normal.CDF(0, 1, -z);
        var (lower, upper) = (value, value);
        var (previousTruth, previousLow, previousHigh) = (0.0, 0.0, 0.0);
        for (var i = 0; i < worlds.Truth.Length; i++)
        {
            var truth = worlds.Truth[i];
            var (low, high) = Accepted(worlds, i, z, tail);
            var (lowMargin, highMargin) = (value - low, high - value);
            if (lowMargin >= 0 && highMargin >= 0) Include(truth);
            if (i > 0)
            {
                // Between two worlds the bounds are straight lines: where they cross the estimate is a limit.
                Cross(previousLow, lowMargin, previousTruth, truth, previousHigh, highMargin);
                Cross(previousHigh, highMargin, previousTruth, truth, previousLow, lowMargin);
            }
            (previousTruth, previousLow, previousHigh) = (truth, lowMargin, highMargin);
        }
        // Nothing that is estimated is certain: where not even the simulation varies, the last step shows.
        if (!(upper > lower)) upper = Math.Min(max, Math.Max(lower, min) + Math.Max(1e-9, 0.01 * worlds.Deviation[0]));
        if (!(upper > Math.Max(0, lower))) upper = 0.01 * worlds.Deviation[0];
        return (Math.Max(min, lower), Math.Min(max, upper));

        void Include(double truth) => (lower, upper) = (Math.Min(lower, truth), Math.Max(upper, truth));

        void Cross(double before, double after, double from, double to, double otherBefore, double otherAfter)
        {
            if ((before >= 0) == (after >= 0)) return;
            var share = before / (before - after);
            if (otherBefore + (share * (otherAfter - otherBefore)) >= -1e-12) Include(from + (share * (to - from)));
        }
    }

    private (double Low, double High) Accepted(ErrorWorlds worlds, int i, double z, double tail)
    {
        var truth = worlds.Truth[i];
        var mean = truth + ((worlds.Mean[i] - truth) / _root);
        var (deviation, skewness) = (worlds.Deviation[i] / _root, worlds.Skewness[i] / _root);
        if (!(deviation > 0)) return (Math.Min(truth, mean), Math.Max(truth, mean));
        // The estimate itself must lie within its limits, so every world accepts estimates from its true error on; what that
        // leaves of the tail below goes to the tail above.
        var short_ = Normal.CDF(0, 1, Standard((truth - mean) / deviation, skewness));
        var lower = Math.Min(truth, mean + (deviation * Quantile(-z, skewness)));
        var above = (2 * tail) - Math.Min(tail, short_);
        var upper = mean + (deviation * Quantile(above > 1e-300 ? -Normal.InvCDF(0, 1, above) : 40, skewness));
        if (others is not null && worlds.Exceeded(i, above) is { } reached) upper = Math.Max(upper, mean + ((reached - worlds.Mean[i]) / _root) + Rounding);
        return (lower, Math.Max(upper, truth));
    }

    // Wilson and Hilferty's cube for a gamma distribution, moved and turned to the skewness.
    private static double Quantile(double z, double skewness)
    {
        if (Math.Abs(skewness) < 1e-3) return z;
        var cube = 1 + (skewness * z / 6) - (skewness * skewness / 36);
        return 2 / skewness * ((cube * cube * cube) - 1);
    }

    private static double Standard(double x, double skewness) =>
        Math.Abs(skewness) < 1e-3 ? x : 6 / skewness * (Math.Cbrt(1 + (skewness * x / 2)) - 1 + (skewness * skewness / 36));
}
