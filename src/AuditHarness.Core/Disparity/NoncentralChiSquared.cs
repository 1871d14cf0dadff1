using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>The noncentral χ² distribution: how a sum of squared, shifted normal errors varies.</summary>
internal static class NoncentralChiSquared
{
    /// <summary>Probability of at most x.</summary>
    /// <param name="x">Not negative.</param>
    /// <param name="degrees">Degrees of freedom, positive; may be fractional.</param>
    /// <param name="noncentrality">Not negative.</param>
    /// <remarks>Poisson mixture of central ones; above a noncentrality of 5,000 normal, after Patnaik (1949), Biometrika 36:202–232.</remarks>
    public static double Cumulative(double x, double degrees, double noncentrality)
    {
        if (x <= 0) return 0;
        if (noncentrality > 5000)
            return Normal.CDF(degrees + noncentrality, Math.Sqrt(2 * (degrees + (2 * noncentrality))), x);
        var half = noncentrality / 2;
        var mode = (int)half;
        var width = (int)(9 * Math.Sqrt(half + 1)) + 12;
        var sum = 0.0;
        for (var j = Math.Max(0, mode - width); j <= mode + width; j++)
        {
            var logWeight = half == 0 ? (j == 0 ? 0 : double.NegativeInfinity) : (j * Math.Log(half)) - half - SpecialFunctions.FactorialLn(j);
            var weight = Math.Exp(logWeight);
            if (weight > 0) sum += weight * SpecialFunctions.GammaLowerRegularized((degrees / 2) + j, x / 2);
        }
        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>
    /// Confidence limits of the noncentrality from one observed value. The upper one is not taken below that of the median under
    /// equality: a sum that chance made tiny would otherwise read like certainty that there is nothing.
    /// </summary>
    /// <param name="x">The value observed.</param>
    /// <param name="degrees">Degrees of freedom.</param>
    /// <param name="z">Two-sided critical value of the standard normal distribution.</param>
    public static (double Lower, double Upper) Limits(double x, double degrees, double z)
    {
        var tail = Normal.CDF(0, 1, -z);
        var median = Median(degrees);
        return (Solve(x, degrees, 1 - tail), Solve(Math.Max(x, median), degrees, tail));
    }

    private static double Median(double degrees)
    {
        var (low, high) = (0.0, degrees + 2);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(middle, degrees, 0) < 0.5) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    // The noncentrality at which x has that much probability below it; the probability falls with the noncentrality.
    private static double Solve(double x, double degrees, double probability)
    {
        if (Cumulative(x, degrees, 0) <= probability) return 0;
        var (low, high) = (0.0, Math.Max(1, x));
        while (Cumulative(x, degrees, high) > probability && high < 1e12) (low, high) = (high, 2 * high);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (Cumulative(x, degrees, middle) > probability) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
