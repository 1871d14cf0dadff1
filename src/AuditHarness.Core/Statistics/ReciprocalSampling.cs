using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>
/// A proportion's reciprocal or odds, known only where the proportion's numerator is not 0: Clopper and Pearson's limits (1934,
/// Biometrika 26:404–413), carried through. Wilson's fall short here, for a sample in which a rare kind of patient occurs at all is a
/// lucky one.
/// </summary>
/// <param name="method">Name of the method.</param>
/// <param name="proportion">Share in (0, 1].</param>
/// <param name="size">Number of trials, or Kish's effective number.</param>
/// <param name="of">The function, falling and finite on (0, 1].</param>
public sealed class ReciprocalSampling(Phrase method, double proportion, double size, Func<double, double> of) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method => method;

    /// <inheritdoc/>
    public override double StandardError => Limits(1) is var (lower, upper) ? (upper - lower) / 2 : 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new ReciprocalSampling(method, proportion, size * factor, of);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (tail, count) = (Normal.CDF(0, 1, -z), proportion * size);
        var lower = count <= 0 ? 0 : Beta.InvCDF(count, size - count + 1, tail);
        var upper = proportion >= 1 ? 1 : Beta.InvCDF(count + 1, size - count, 1 - tail);
        return (of(Math.Max(proportion, upper)), of(Math.Min(proportion, lower)));
    }
}
