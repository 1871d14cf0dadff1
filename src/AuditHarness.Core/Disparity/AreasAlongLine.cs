using System.Runtime.Intrinsics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// Limits of the area between two ROC curves. The lower one turns a test round: worlds lie along a line, from one in which the curves are
/// the same to the one in which they differ as was seen, and it is the first in which the area seen is no surprise. The upper one is the slope
/// of the area, which is convex, in the direction of the error: Fang and Santos (2019), Rev. Econ. Stud. 86:377–412.
/// </summary>
internal sealed class AreasAlongLine
{
    // Of replicates: quantiles further out are noise, and grow as those of a normal distribution.
    private const int SmallestTail = 10;

    private const double Tolerance = 1e-5, Rounding = 1e-9;

    private readonly double _area;
    private readonly RocDeviations _one;
    private readonly RocDeviations _other;
    private readonly float[] _seen = new float[RocDeviations.Stride];
    private readonly double[] _chance;
    private readonly double[] _slopes;

    // The area on the grid, with which those of the worlds are compared.
    private readonly double _onGrid;

    /// <summary>Prepares the worlds.</summary>
    /// <param name="area">The area seen.</param>
    /// <param name="one">A group's curve and how it varies.</param>
    /// <param name="other">Another's, by as many replicates.</param>
    public AreasAlongLine(double area, RocDeviations one, RocDeviations other)
    {
        (_area, _one, _other) = (area, one, other);
        for (var t = 0; t <= RocDeviations.Steps; t++) _seen[t] = (float)(one.Curve[t] - other.Curve[t]);
        _onGrid = _seen.Sum(d => Math.Abs((double)d)) / (RocDeviations.Steps + 1);
        _chance = Areas(0, 1);
        Expected = _chance.Average();
        _slopes = new double[one.Replicates];
        for (var r = 0; r < _slopes.Length; r++)
        {
            ReadOnlySpan<float> a = one.Of(r), b = other.Of(r);
            for (var t = 0; t <= RocDeviations.Steps; t++)
            {
                var error = (double)a[t] - b[t];
                _slopes[r] += (Math.Abs(_seen[t]) < Rounding ? Math.Abs(error) : -Math.Sign(_seen[t]) * error) / (RocDeviations.Steps + 1);
            }
        }
        Array.Sort(_slopes);
    }

    /// <summary>The mean area that chance alone would show between equal curves.</summary>
    public double Expected { get; }

    /// <summary>By how much the area seen is more than what is no surprise where the curves are equal; negative where it is none.</summary>
    /// <param name="z">Critical value.</param>
    /// <param name="longer">By what errors are multiplied.</param>
    public double Surprise(double z, double longer) => _onGrid - (longer * Quantile(_chance, z));

    /// <summary>The true area is at least that; 0 where the area seen is no surprise between equal curves.</summary>
    /// <param name="z">Critical value.</param>
    /// <param name="longer">By what errors are multiplied.</param>
    public double Lower(double z, double longer) =>
        Surprise(z, longer) > 0 ? _area * BracketedRoot.LastPositive(times => _onGrid - Quantile(Areas(times, longer), z), 0, 1, Tolerance) : 0;

    /// <summary>The true area is at most that: the one seen and the slope of the area in the direction of the error, for the area is convex.</summary>
    /// <param name="z">Critical value.</param>
    /// <param name="longer">By what errors are multiplied.</param>
    public double Upper(double z, double longer) => _area + (longer * Math.Max(0, Quantile(_slopes, z)));

    // In the world of so many times the difference seen, ascending. Always eight at once, so that sums are formed in the same order on every machine.
    private double[] Areas(double times, double longer)
    {
        var (areas, factor, stretched) = (new double[_one.Replicates], Vector256.Create((float)times), Vector256.Create((float)longer));
        for (var r = 0; r < areas.Length; r++)
        {
            ReadOnlySpan<float> a = _one.WholeVectorsOf(r), b = _other.WholeVectorsOf(r), seen = _seen;
            var sum = Vector256<float>.Zero;
            for (var t = 0; t < seen.Length; t += Vector256<float>.Count)
                sum += Vector256.Abs((factor * Vector256.Create(seen[t..])) + (stretched * (Vector256.Create(a[t..]) - Vector256.Create(b[t..]))));
            areas[r] = Vector256.Sum(sum) / (RocDeviations.Steps + 1);
        }
        Array.Sort(areas);
        return areas;
    }

    private static double Quantile(double[] ascending, double z)
    {
        double At(double p)
        {
            var position = p * (ascending.Length - 1);
            var below = Math.Min((int)position, ascending.Length - 2);
            return ascending[below] + ((position - below) * (ascending[below + 1] - ascending[below]));
        }
        var furthest = -Normal.InvCDF(0, 1, SmallestTail / (double)ascending.Length);
        if (Math.Abs(z) <= furthest) return At(Normal.CDF(0, 1, z));
        var middle = At(0.5);
        return middle + ((At(Normal.CDF(0, 1, Math.CopySign(furthest, z))) - middle) * Math.Abs(z) / furthest);
    }
}
