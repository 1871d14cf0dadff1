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

    // The studentized mean at which Hall's transformation of it, T + aT² / 3 + a²T³ / 27 + a / 6, reaches x.
    private double Untransformed(double x)
    {
        var unbiased = size > 4 ? skewness * Math.Sqrt(size * (size - 1)) / (size - 2) : 0;
        var a = unbiased / Math.Sqrt(size);
        return Math.Abs(a) < 1e-9 ? x : 3 / a * (Math.Cbrt(1 + (a * (x - (a / 6)))) - 1);
    }
}
