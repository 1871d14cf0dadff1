using AuditHarness.Audits;

namespace AuditHarness.Statistics;

/// <summary>A proportion; limits as <see cref="ProportionLimits"/>. A limit beyond the ends is the end itself: 0 of n has the lower limit 0.</summary>
/// <param name="proportion">Share in [0, 1].</param>
/// <param name="size">Number of trials, or the effective number of weighted rows; positive.</param>
/// <param name="method">How limits are made.</param>
public sealed class ProportionSampling(double proportion, double size, ProportionMethod method = ProportionMethod.Wilson) : Sampling
{
    /// <summary>Share in [0, 1].</summary>
    public double Proportion => proportion;

    /// <summary>Number of trials, or the effective number of weighted rows.</summary>
    public double Size => size;

    /// <summary>How limits are made.</summary>
    public ProportionMethod Kind => method;

    /// <inheritdoc/>
    public override Phrase Method { get; } = method switch
    {
        ProportionMethod.Wilson => Phrase.Of($"Wilson"),
        ProportionMethod.ClopperPearson => Phrase.Of($"Clopper–Pearson"),
        _ => Phrase.Of($"mid-P"),
    };

    /// <inheritdoc/>
    public override double StandardError => Math.Sqrt(proportion * (1 - proportion) / size);

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => Grown(factor);

    /// <summary>As <see cref="Scaled"/>.</summary>
    internal ProportionSampling Grown(double factor) => new(proportion, size * factor, method);

    // A group is compared with one group after the other at the same level: its limits there are found once. A race finds the same again.
    private sealed record Found(double Z, (double Lower, double Upper) Limits);

    private volatile Found? _last;

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        if (_last is { } last && last.Z == z) return last.Limits;
        var limits = Sought(z);
        _last = new(z, limits);
        return limits;
    }

    private (double Lower, double Upper) Sought(double z) => (
        proportion == 0 ? 0 : Math.Clamp(ProportionLimits.Lower(proportion, size, z, method), 0, proportion),
        proportion == 1 ? 1 : Math.Clamp(1 - ProportionLimits.Lower(1 - proportion, size, z, method), proportion, 1));
}
