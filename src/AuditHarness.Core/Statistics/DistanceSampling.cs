namespace AuditHarness.Statistics;

/// <summary>
/// The distance between two populations, known by that between two samples. Noise lengthens it: a distance is convex, so that samples are
/// on average at least as far apart as their populations (Jensen's inequality), and by the triangle inequality at most by what noise
/// alone shows where there is no distance. Limits are those of the average distance of samples (delta method), and on the near side they
/// reach further by the noise: so two samples of one population are compatible with none.
/// </summary>
/// <param name="method">Name of the method.</param>
/// <param name="value">The distance of the samples, or 1 less it.</param>
/// <param name="standardError">Its standard error, positive.</param>
/// <param name="noise">Mean distance of two samples of this size from one population, not negative.</param>
/// <param name="isComplement">True when the value is 1 less the distance.</param>
/// <param name="min">Smallest possible value.</param>
/// <param name="max">Largest possible value.</param>
public sealed class DistanceSampling(
    Phrase method, double value, double standardError, double noise, bool isComplement, double min, double max) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => standardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new DistanceSampling(method, value, standardError / Math.Sqrt(factor), noise / Math.Sqrt(factor), isComplement, min, max);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (near, far) = ((z * standardError) + noise, z * standardError);
        return isComplement
            ? (Math.Max(min, value - far), Math.Min(max, value + near))
            : (Math.Max(min, value - near), Math.Min(max, value + far));
    }
}
