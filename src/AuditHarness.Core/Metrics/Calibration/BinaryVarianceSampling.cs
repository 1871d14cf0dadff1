using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>The variance p (1 − p) of an outcome: the limits of the share, and the largest value ¼ where ½ lies between them.</summary>
/// <param name="share">The share of events.</param>
internal sealed class BinaryVarianceSampling(ProportionSampling share) : Sampling
{
    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"{share.Method}, carried through p (1 − p)");

    /// <inheritdoc/>
    public override double StandardError => Math.Abs(1 - (2 * share.Proportion)) * share.StandardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new BinaryVarianceSampling(share.Grown(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var (low, high) = share.Limits(z);
        var (first, second) = (low * (1 - low), high * (1 - high));
        return (Math.Min(first, second), low <= 0.5 && high >= 0.5 ? 0.25 : Math.Max(first, second));
    }
}
