using System.Collections.Concurrent;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>Critical values: how many standard errors an interval reaches to either side.</summary>
public static class CriticalValue
{
    private static readonly ConcurrentDictionary<(double Level, int Groups), double> Ranges = new();

    /// <summary>Two-sided critical value of the standard normal distribution: 1.959964 at 0.95.</summary>
    /// <param name="level">Confidence level in (0, 1).</param>
    public static double TwoSided(double level) => -Normal.InvCDF(0, 1, (1 - level) / 2);

    /// <summary>The critical value of Student's t distribution that leaves the same tail as a normal one.</summary>
    /// <param name="z">Critical value of the standard normal distribution.</param>
    /// <param name="degreesOfFreedom">Positive; may be fractional.</param>
    public static double Student(double z, double degreesOfFreedom)
    {
        if (degreesOfFreedom > 1e6) return z;
        // Newton's method from the normal value, which is always smaller: the tail is convex, so it never oversteps. The library's
        // own quantile gives up beyond 800, where small samples and many comparisons lead.
        var tail = Normal.CDF(0, 1, -z);
        var t = z;
        for (var iteration = 0; iteration < 200; iteration++)
        {
            var step = (StudentT.CDF(0, 1, degreesOfFreedom, -t) - tail) / StudentT.PDF(0, 1, degreesOfFreedom, t);
            t += step;
            if (!(step > 1e-14 * t)) break;
        }
        return t;
    }

    /// <summary>
    /// Critical value for several comparisons that all hold at once, valid for normal estimates with any correlation:
    /// Šidák (1967), J. Am. Stat. Assoc. 62:626–633.
    /// </summary>
    /// <param name="level">Confidence level of the whole family.</param>
    /// <param name="comparisons">Number of comparisons, at least 1.</param>
    public static double Sidak(double level, int comparisons) =>
        TwoSided(comparisons == 1 ? level : Math.Pow(level, 1.0 / comparisons));

    /// <summary>
    /// Critical value for all pairs of independent groups at once: the quantile of the studentized range with infinite degrees
    /// of freedom, divided by √2 (Tukey–Kramer). It never falls short for groups of unequal precision:
    /// Hayter (1984), Ann. Stat. 12:61–75.
    /// </summary>
    /// <param name="level">Confidence level of the whole family.</param>
    /// <param name="groups">Number of groups, at least 2.</param>
    public static double AllPairs(double level, int groups) =>
        groups == 2 ? TwoSided(level) : Ranges.GetOrAdd((level, groups), key => RangeQuantile(key.Level, key.Groups) / Math.Sqrt(2));

    /// <summary>Probability that the range of independent standard normal values stays below a bound.</summary>
    /// <param name="range">The bound, not negative.</param>
    /// <param name="groups">Number of values, at least 2.</param>
    public static double RangeProbability(double range, int groups)
    {
        // groups ∫ φ(x) [Φ(x) − Φ(x − range)]^(groups − 1) dx by Simpson's rule; the integrand is smooth and dies out by ±9.
        const int steps = 600;
        const double from = -9;
        var to = 9 + Math.Min(range, 9);
        var width = (to - from) / steps;
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
        {
            var x = from + (i * width);
            var inside = Normal.CDF(0, 1, x) - Normal.CDF(0, 1, x - range);
            var coefficient = i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2;
            sum += coefficient * Normal.PDF(0, 1, x) * Math.Pow(inside, groups - 1);
        }
        return Math.Min(1, groups * sum * width / 3);
    }

    private static double RangeQuantile(double level, int groups)
    {
        var (low, high) = (0.0, 40.0);
        for (var i = 0; i < 100; i++)
        {
            var middle = (low + high) / 2;
            if (RangeProbability(middle, groups) < level) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }
}
