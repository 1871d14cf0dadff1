using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>
/// A mean of something skewed, such as a predicted risk, most of which are small: what Student's t and Hall's correction for skewness
/// span together. Student's t alone falls short on the side of the long tail, Hall's alone on the other in small samples.
/// </summary>
/// <remarks>Hall (1992), J. R. Stat. Soc. B 54:221–228, his cubic transformation, with the skewness freed of its bias in small samples.</remarks>
/// <param name="method">Name of the method.</param>
/// <param name="mean">The mean.</param>
/// <param name="standardError">Its standard error, positive.</param>
/// <param name="size">Effective number of patients averaged over, at least 2.</param>
/// <param name="skewness">Third central moment over the cubed standard deviation, as of the sample.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
/// <param name="student">False where the critical value is Student's already, of the clusters and not of the patients.</param>
public sealed class SkewedMeanSampling(
    Phrase method, double mean, double standardError, double size, double skewness,
    double min = double.NegativeInfinity, double max = double.PositiveInfinity, bool student = true) : Sampling
{
    /// <summary>
    /// The same mean of groups that have the sizes they have: how far the groups lie apart is no chance.
    /// </summary>
    /// <param name="parts">Of each group its mean and the weight that it has in the whole, which sum to 1.</param>
    /// <param name="byWeights">Variance that the mean has because its weights are estimates themselves; 0 where they are given.</param>
    internal SkewedMeanSampling WithGroupsOf(IReadOnlyList<(double Weight, SkewedMeanSampling Mean)> parts, double byWeights) => Sum(method, mean, parts, byWeights, min, max);

    /// <summary>The difference of two means of different patients; null where a critical value is of clusters. What skews both alike cancels.</summary>
    /// <param name="first">One mean.</param>
    /// <param name="second">The other.</param>
    internal static SkewedMeanSampling? Difference(SkewedMeanSampling first, SkewedMeanSampling second) =>
        first.IsOfPatients && second.IsOfPatients ? Sum(Phrase.Of($"difference of means, Welch t and Hall"), first.Mean - second.Mean, [(1, first), (-1, second)], 0, first.Min - second.Max, first.Max - second.Min) : null;

    // Variances and third cumulants of independent means add up; degrees of freedom as Welch and Satterthwaite.
    private static SkewedMeanSampling Sum(Phrase method, double mean, IReadOnlyList<(double Weight, SkewedMeanSampling Mean)> parts, double more, double min, double max)
    {
        double variance = more, cube = 0, squares = 0;
        foreach (var (weight, part) in parts)
        {
            var error = weight * part.StandardError;
            variance += error * error;
            cube += error * error * error * part.Skewness / Math.Sqrt(part.Size);
            squares += error * error * error * error / (part.Size - 1);
        }
        var (own, size) = (Math.Sqrt(variance), 1 + (variance * variance / squares));
        return new(method, mean, own, size, cube / (own * own * own) * Math.Sqrt(size), min, max);
    }

    private double Mean => mean;

    private double Min => min;

    private double Max => max;

    private bool IsOfPatients => student;

    private double Size => size;

    private double Skewness => skewness;

    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => standardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new SkewedMeanSampling(method, mean, standardError / Math.Sqrt(factor), size * factor, skewness, min, max, student);

    internal override Sampling Inflated(double factor) =>
        new SkewedMeanSampling(method, mean, standardError * Math.Sqrt(factor), size / factor, skewness, min, max, student: false);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var t = student ? CriticalValue.Student(z, size - 1) : z;
        var (low, high) = (Math.Max(t, Untransformed(t)), Math.Min(-t, Untransformed(-t)));
        return (Math.Max(min, mean - (standardError * low)), Math.Min(max, mean - (standardError * high)));
    }

    /// <summary>Two-sided p-value of a true mean of 0: the level at which the limits just reach it.</summary>
    internal double TestOfZero
    {
        get
        {
            var seen = mean / standardError;
            // Both must find it.
            var reached = seen >= 0 ? Math.Min(seen, Transformed(seen)) : Math.Min(-seen, -Transformed(seen));
            return reached > 0 ? 2 * StudentT.CDF(0, 1, size - 1, -reached) : 1;
        }
    }

    private double Skew => size > 4 ? skewness * Math.Sqrt(size * (size - 1)) / (size - 2) / Math.Sqrt(size) : 0;

    // Hall's transformation of a studentized mean.
    private double Transformed(double t)
    {
        var a = Skew;
        return t + (a * t * t / 3) + (a * a * t * t * t / 27) + (a / 6);
    }

    // The studentized mean at which it reaches x.
    private double Untransformed(double x)
    {
        var a = Skew;
        return Math.Abs(a) < 1e-9 ? x : 3 / a * (Math.Cbrt(1 + (a * (x - (a / 6)))) - 1);
    }
}
