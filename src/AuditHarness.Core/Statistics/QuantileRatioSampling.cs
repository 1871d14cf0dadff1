namespace AuditHarness.Statistics;

/// <summary>A quantile of sorted values.</summary>
internal static class OrderedQuantile
{
    /// <summary>Interpolated between order statistics: type 7 of Hyndman, Fan (1996), Am. Stat. 50:361–365.</summary>
    /// <param name="sorted">Ascending, at least one.</param>
    /// <param name="share">Held to [0, 1].</param>
    public static double At(ReadOnlySpan<double> sorted, double share)
    {
        var place = Math.Clamp(share, 0, 1) * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }
}

/// <summary>
/// The ratio of the same quantile of two samples of values that are not negative. Limits of each are its order statistics at share ± z
/// √(share (1 − share) / n), and no further than its ends; on the logarithm their distances are squared and added.
/// </summary>
/// <remarks>Zou, Donner (2008), Stat. Med. 27:1693–1702, for adding; Serfling (1980), Approximation Theorems, section 2.6, for order statistics.</remarks>
/// <param name="first">Ascending, at least one.</param>
/// <param name="second">Ascending, at least one; its quantile is positive.</param>
/// <param name="share">Which quantile, in (0, 1).</param>
/// <param name="growth">By how much both samples are larger, for planning.</param>
internal sealed class QuantileRatioSampling(double[] first, double[] second, double share, double growth = 1) : Sampling
{
    // The limits of an interval of 50 %: where those are one value, the sample shows no variation.
    private const double Narrow = 0.674;

    private readonly double _first = OrderedQuantile.At(first, share), _second = OrderedQuantile.At(second, share);

    /// <summary>The ratio.</summary>
    public double Value => _first / _second;

    /// <summary>True when limits differ.</summary>
    public bool IsKnown => first.Length > 1 && second.Length > 1 && Limits(Narrow) is var (low, high) && low < high;

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"order statistics of two samples, squared and added on the logarithm");

    /// <inheritdoc/>
    public override double StandardError => Limits(1) is var (low, high) ? (high - low) / 2 : 0;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new QuantileRatioSampling(first, second, share, growth * factor);

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        // Dividing by 0 leaves all open: the smallest value that is not 0 stands for it.
        var own = Reach(first, z);
        var other = Reach(second, z);
        if (other.Lower == 0) other.Lower = Math.Min(_second, second.First(v => v > 0));
        // A quantile of 0 has no logarithm: what the other's limits leave of the own ones.
        if (_first == 0) return (0, own.Upper / other.Lower);
        var down = double.Hypot(Math.Log(_first / own.Lower), Math.Log(other.Upper / _second));
        var up = double.Hypot(Math.Log(own.Upper / _first), Math.Log(_second / other.Lower));
        return (Math.Min(Value, Value * Math.Exp(-down)), Math.Max(Value, Value * Math.Exp(up)));
    }

    private (double Lower, double Upper) Reach(double[] sorted, double z)
    {
        var half = z * Math.Sqrt(share * (1 - share) / (sorted.Length * growth));
        return (OrderedQuantile.At(sorted, share - half), OrderedQuantile.At(sorted, share + half));
    }
}
