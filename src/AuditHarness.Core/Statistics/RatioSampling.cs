namespace AuditHarness.Statistics;

/// <summary>The ratio of two independent proportions, such as a likelihood ratio; limits as <see cref="Contrast.Ratio"/>.</summary>
/// <param name="first">Above 0.</param>
/// <param name="second">From other patients; above 0.</param>
public sealed class RatioSampling(ProportionSampling first, ProportionSampling second) : Sampling
{
    private readonly Contrast _ratio = Contrast.Ratio(first, second) ?? throw new ArgumentException("A proportion is 0.", nameof(first));

    /// <summary>first / second.</summary>
    public double Value => _ratio.Value;

    /// <inheritdoc/>
    public override Phrase Method => _ratio.Method;

    /// <inheritdoc/>
    public override double StandardError => _ratio.Value * _ratio.StandardError;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new RatioSampling(first.Grown(factor), second.Grown(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z) => _ratio.Limits(z);
}
