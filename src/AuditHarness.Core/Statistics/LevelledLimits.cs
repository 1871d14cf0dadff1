using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>The limits of a figure at any critical value, and what level that value gives to the family of comparisons it belongs to.</summary>
/// <param name="At">Limits at a critical value of the standard normal distribution.</param>
/// <param name="Alpha">Probability, at most, that any limit of the family lies on the wrong side of the truth on one side: half of 1 − level.</param>
public sealed record LevelledLimits(Func<double, (double Lower, double Upper)> At, Func<double, double> Alpha)
{
    // What the integral of the range's distribution is sure of.
    private const double Smallest = 1e-12;

    /// <summary>A figure by itself.</summary>
    /// <param name="sampling">How it varies.</param>
    public static LevelledLimits Of(Sampling sampling) => Sidak(1, sampling.Limits);

    /// <summary>One of several comparisons at Šidák's critical value.</summary>
    /// <param name="comparisons">How many, at least 1.</param>
    /// <param name="at">Its limits.</param>
    public static LevelledLimits Sidak(int comparisons, Func<double, (double Lower, double Upper)> at) =>
        new(at, z => Math.Max(Smallest, comparisons == 1 ? Normal.CDF(0, 1, -z) : (1 - Math.Pow(1 - (2 * Normal.CDF(0, 1, -z)), comparisons)) / 2));

    /// <summary>All pairs of independent groups at the studentized range's critical value.</summary>
    /// <param name="groups">How many groups, at least 2.</param>
    /// <param name="families">How many such families hold at once, at least 1.</param>
    /// <param name="at">The limits.</param>
    public static LevelledLimits AllPairs(int groups, int families, Func<double, (double Lower, double Upper)> at) =>
        new(at, z => Math.Max(Smallest, (1 - Math.Pow(CriticalValue.RangeProbability(z * Math.Sqrt(2), groups), families)) / 2));
}
