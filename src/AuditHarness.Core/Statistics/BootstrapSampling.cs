using AuditHarness.Audits;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>What a bootstrap knows of a figure besides its replicates.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Min">Smallest possible value.</param>
/// <param name="Max">Largest possible value.</param>
/// <param name="Acceleration">How fast its standard error changes with it: BCa's a.</param>
/// <param name="Degrees">Degrees of freedom behind its variance, positive.</param>
/// <param name="Expansion">√(n / (n − 1)) over the strata: a resample varies less than a sample.</param>
internal sealed record BootstrapShape(double Value, double Min, double Max, double Acceleration, double Degrees, double Expansion);

/// <summary>
/// An estimate known by its bootstrap replicates. Limits are their percentiles, or bias-corrected and accelerated ones: Efron (1987),
/// J. Am. Stat. Assoc. 82:171–185; both expanded for small samples: Hesterberg (2015), Am. Stat. 69:371–386. Beyond the last ten
/// replicates of a tail they go on as a normal distribution with the replicates' standard error would.
/// </summary>
public sealed class BootstrapSampling : Sampling
{
    private const int TailReplicates = 10;

    private readonly double[] _replicates;
    private readonly BootstrapShape _shape;
    private readonly bool _corrected;
    private readonly double _bias;
    private readonly double _error;
    private readonly double _shrink;

    /// <summary>From replicates.</summary>
    /// <param name="method">Name of the method.</param>
    /// <param name="kind">How limits are read.</param>
    /// <param name="shape">What else is known.</param>
    /// <param name="replicates">Ascending; not all equal.</param>
    internal BootstrapSampling(Phrase method, BootstrapMethod kind, BootstrapShape shape, double[] replicates)
    {
        (Method, _corrected, _shape, _replicates, _shrink) = (method, kind == BootstrapMethod.Bca, shape, replicates, 1);
        var mean = replicates.Average();
        _error = Math.Sqrt(replicates.Sum(r => (r - mean) * (r - mean)) / (replicates.Length - 1));
        // Replicates equal to the value count half; whoever adds up in another order finds them equal too.
        var near = 1e-12 * Math.Max(1, Math.Abs(shape.Value));
        var below = replicates.Count(r => r < shape.Value - near) + (0.5 * replicates.Count(r => Math.Abs(r - shape.Value) <= near));
        _bias = Normal.InvCDF(0, 1, Math.Clamp(below, 0.5, replicates.Length - 0.5) / replicates.Length);
    }

    private BootstrapSampling(BootstrapSampling whole, double shrink) =>
        (Method, _corrected, _shape, _replicates, _error, _bias, _shrink) =
        (whole.Method, whole._corrected, whole._shape, whole._replicates, whole._error, whole._bias, shrink);

    /// <summary>How fast the standard error changes with the figure: BCa's a.</summary>
    internal double Acceleration => _shape.Acceleration;

    /// <inheritdoc/>
    public override bool IsSimulated => true;

    /// <inheritdoc/>
    public override Phrase Method { get; }

    /// <inheritdoc/>
    public override double StandardError => _error * _shape.Expansion * _shrink;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) => new BootstrapSampling(this, _shrink / Math.Sqrt(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        var reach = _shape.Expansion * CriticalValue.Student(z, _shape.Degrees / (_shrink * _shrink));
        var (lower, upper) = (Limit(-reach), Limit(reach));
        // A value on the edge of its range, with all replicates on one side of it, is not certain.
        return lower < upper ? (lower, upper) : (Inside(_shape.Value - (reach * _error * _shrink)), Inside(_shape.Value + (reach * _error * _shrink)));
    }

    private double Limit(double reach)
    {
        var limit = Inside(_shape.Value + (_shrink * (Quantile(Adjusted(reach)) - _shape.Value)));
        return reach < 0 ? Math.Min(limit, _shape.Value) : Math.Max(limit, _shape.Value);
    }

    private double Inside(double limit) => Math.Clamp(limit, _shape.Min, _shape.Max);

    // z₀ + (z₀ + z) / (1 − a (z₀ + z)), which has a pole; from half way to it on, its tangent.
    private double Adjusted(double z)
    {
        if (!_corrected) return z;
        var from = _bias + z;
        var a = _shape.Acceleration;
        if (a * from <= 0.5) return _bias + (from / (1 - (a * from)));
        var half = 0.5 / a;
        return _bias + (2 * half) + (4 * (from - half));
    }

    private double Quantile(double z)
    {
        var edge = -Normal.InvCDF(0, 1, TailReplicates / (_replicates.Length + 1.0));
        if (Math.Abs(z) > edge) return Quantile(Math.CopySign(edge, z)) + (_error * (z - Math.CopySign(edge, z)));
        var position = (Normal.CDF(0, 1, z) * (_replicates.Length + 1)) - 1;
        var at = Math.Clamp((int)position, 0, _replicates.Length - 2);
        return _replicates[at] + ((position - at) * (_replicates[at + 1] - _replicates[at]));
    }
}
