using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// The range (largest less smallest value) of standard Brownian motion over [0, 1]: what the cumulative differences of a calibrated model
/// do by chance. Feller (1951), Ann. Math. Stat. 22:427–432.
/// </summary>
internal static class BrownianRange
{
    /// <summary>Probability that the range is at most so much, 1 − 8 Σ (−1)ᵏ⁻¹ k Φ(−k r).</summary>
    /// <param name="range">Not negative.</param>
    public static double Cumulative(double range)
    {
        // Below 0.5 the probability is under 1e-7, and the series would need ever more terms.
        if (range < 0.5) return 0;
        var sum = 0.0;
        for (var k = 1; k <= 400; k++)
        {
            var term = k * Normal.CDF(0, 1, -k * range);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-18) break;
        }
        return Math.Clamp(1 - (8 * sum), 0, 1);
    }

    /// <summary>The range that is not exceeded with a probability.</summary>
    /// <param name="tail">Probability of more, in (0, 1).</param>
    public static double Exceeded(double tail)
    {
        var (low, high) = (0.5, 40.0);
        for (var i = 0; i < 80; i++)
        {
            var middle = (low + high) / 2;
            if (Tail(middle) > tail) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>Expected largest of several independent ranges.</summary>
    /// <param name="count">At least 1.</param>
    public static double ExpectedLargest(int count)
    {
        const int steps = 2000;
        const double to = 12;
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
            sum += (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) * (1 - Math.Pow(Cumulative(i * to / steps), count));
        return sum * to / steps / 3;
    }

    /// <summary>Probability that the range is larger: kept apart from 1 − <see cref="Cumulative"/>, which has no digits left far out.</summary>
    /// <param name="range">Not negative.</param>
    public static double Tail(double range) => range > 3 ? 8 * (Normal.CDF(0, 1, -range) - (2 * Normal.CDF(0, 1, -2 * range))) : 1 - Cumulative(range);
}
