using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// How two records are compared, in the manner of Gower (1971), Biometrics 27:857–871: each column says how far apart they are, from 0 to 1,
/// and the distance is the mean over the columns, weighted where asked for. Numbers and dates: |difference| / range in the training records,
/// at most 1; where the training records do not differ, 0 if equal, else 1. Categories: 0 if equal, else 1. Two missing values are 0 apart,
/// a missing one and another 1. Keys are left out.
/// </summary>
/// <remarks>
/// What a column says is rounded to a multiple of 2⁻⁴⁰, so that sums of up to 4,096 columns are exact: distances that are equal are equal to
/// the last bit, in whatever order columns come and however wide a machine's vectors are.
/// </remarks>
public sealed class RecordScale
{
    // Adding and taking away 1.5 · 2¹² leaves a double in [0, 1] rounded to 2⁻⁴⁰, ties to even.
    private const double Rounding = 1.5 * (1 << 12);

    private readonly double[] _inverses, _weights;
    private readonly double _total;

    private RecordScale(ScaledColumn[] columns, double total)
    {
        (Columns, _total) = (columns, total);
        Stride = (columns.Length + 3) & ~3;
        (_inverses, _weights) = (new double[Stride], new double[Stride]);
        for (var c = 0; c < columns.Length; c++) (_inverses[c], _weights[c]) = (columns[c].Inverse, columns[c].Weight);
        Layout = new(columns);
    }

    /// <summary>The most columns that are compared.</summary>
    public const int MostColumns = 4096;

    /// <summary>The columns that are compared.</summary>
    internal IReadOnlyList<ScaledColumn> Columns { get; }

    /// <summary>Doubles that a record takes: a multiple of 4.</summary>
    internal int Stride { get; }

    /// <summary>How records are squeezed into bytes.</summary>
    internal CodeLayout Layout { get; }

    /// <summary>The scale that training records give.</summary>
    /// <param name="train">They say the range of each column; at least one row.</param>
    /// <param name="weights">For each column of the table that is no key, in order, what it counts: not negative, one of them positive. Null for 1 each.</param>
    /// <exception cref="ArgumentException">There are no rows or columns to compare, more than <see cref="MostColumns"/>, or weights that are none.</exception>
    public static RecordScale Of(RecordTable train, IReadOnlyList<double>? weights = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        int[] compared = [.. Enumerable.Range(0, train.Columns.Count).Where(c => train.Columns[c] is not RecordColumn.Key)];
        if (train.Count == 0 || compared.Length is 0 or > MostColumns)
            throw new ArgumentException($"Distances need records, and from 1 to {MostColumns} columns to compare.", nameof(train));
        if (weights is not null && (weights.Count != compared.Length || weights.Any(w => !(w >= 0) || double.IsInfinity(w)) || !weights.Any(w => w > 0)))
            throw new ArgumentException("Each compared column has a weight that is not negative, and one is positive.", nameof(weights));
        var most = weights?.Max() ?? 1;
        ScaledColumn[] columns =
        [
            .. compared.Select((c, k) => ScaledColumn.Of(c, train.Columns[c], weights is null ? 1 : weights[k] / most)).Where(c => c.Weight > 0),
        ];
        return new(columns, columns.Sum(c => c.Weight));
    }

    /// <summary>The distance of a sum.</summary>
    /// <param name="sum">What <see cref="Sum"/> gives.</param>
    internal double Mean(double sum) => sum / _total;

    /// <summary>What all columns say together, each times its weight; exact.</summary>
    /// <param name="first">A record of <see cref="Stride"/> doubles.</param>
    /// <param name="second">Another.</param>
    internal double Sum(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        ref var a = ref MemoryMarshal.GetReference(first);
        ref var b = ref MemoryMarshal.GetReference(second);
        ref var inverse = ref MemoryMarshal.GetArrayDataReference(_inverses);
        ref var weight = ref MemoryMarshal.GetArrayDataReference(_weights);
        var (rounding, one, sum) = (Vector256.Create(Rounding), Vector256<double>.One, Vector256<double>.Zero);
        for (nuint i = 0; i < (nuint)Stride; i += 4)
        {
            var (x, y) = (Vector256.LoadUnsafe(ref a, i), Vector256.LoadUnsafe(ref b, i));
            var apart = Vector256.MinNative(Vector256.Abs(x - y) * Vector256.LoadUnsafe(ref inverse, i), one) * Vector256.LoadUnsafe(ref weight, i);
            // Two missing values are equal infinities, whose difference is none.
            sum += Vector256.AndNot(apart + rounding - rounding, Vector256.Equals(x, y));
        }
        return Vector256.Sum(sum);
    }

    /// <summary>True when no column says more than it may.</summary>
    /// <param name="first">A record of <see cref="Stride"/> doubles.</param>
    /// <param name="second">Another.</param>
    /// <param name="tolerance">What a number or a date may say; a category has to be equal.</param>
    internal bool AreNear(ReadOnlySpan<double> first, ReadOnlySpan<double> second, double tolerance)
    {
        for (var c = 0; c < Columns.Count; c++)
        {
            if (first[c] == second[c]) continue;
            if (Columns[c].IsCategory) return false;
            var apart = Math.Min(Math.Abs(first[c] - second[c]) * _inverses[c], 1);
            if (apart + Rounding - Rounding > tolerance) return false;
        }
        return true;
    }

    /// <summary>The distance of two records of a table or two.</summary>
    /// <param name="first">A table with the columns of the training records.</param>
    /// <param name="row">Its row.</param>
    /// <param name="second">Another table.</param>
    /// <param name="other">Its row.</param>
    public double Distance(RecordTable first, int row, RecordTable second, int other)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        double[] a = new double[Stride], b = new double[Stride];
        for (var c = 0; c < Columns.Count; c++)
        {
            a[c] = ScaledColumn.Value(first.Columns[Columns[c].Position], row);
            b[c] = ScaledColumn.Value(second.Columns[Columns[c].Position], other);
        }
        return Mean(Sum(a, b));
    }
}
