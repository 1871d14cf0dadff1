using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Where the event rate of a bin lies when its risks are true: what chance alone makes of a calibrated model. Bröcker and Smith
/// (2007), Weather Forecast. 22:651–661; here by exact quantiles of the binomial distribution instead of resampling.
/// </summary>
public static class ConsistencyBand
{
    /// <summary>The band of one bin: the central rates with at most (1 − level) / 2 beyond each end.</summary>
    /// <param name="risk">Mean risk of the bin, in [0, 1].</param>
    /// <param name="size">Patients, or Kish's effective number, rounded to whole ones; positive.</param>
    /// <param name="level">Share of samples within, in (0, 1).</param>
    public static Interval Of(double risk, double size, double level)
    {
        var n = Math.Max(1, (int)Math.Round(size));
        var tail = (1 - level) / 2;
        var (low, high) = (Quantile(n, risk, tail), n - Quantile(n, 1 - risk, tail));
        return new Interval((double)low / n, (double)high / n, level, Phrase.Of($"exact binomial at the mean risk"));
    }

    // The smallest count whose distribution function exceeds the tail. Bisection, since large bins have too many counts to walk.
    private static int Quantile(int n, double p, double tail)
    {
        if (p <= 0) return 0;
        if (p >= 1) return n;
        var (below, at) = (-1, n);
        while (at - below > 1)
        {
            var middle = below + ((at - below) / 2);
            if (MathNet.Numerics.Distributions.Binomial.CDF(p, n, middle) > tail) at = middle;
            else below = middle;
        }
        return at;
    }
}
