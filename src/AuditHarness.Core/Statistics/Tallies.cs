using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AuditHarness.Statistics;

/// <summary>
/// Many tallies in a row, such as one for each score of a ranking. While every row of them weighs 1, only the number of rows is kept:
/// 4 bytes instead of 24, which is what lets a million scores fit in a dozen tables.
/// </summary>
public sealed class Tallies : IReadOnlyList<Tally>
{
    private readonly int[] _rows;
    // Both null while every tally weighs as much as it has rows.
    private double[]? _weights, _squares;

    /// <summary>Empty ones.</summary>
    /// <param name="count">How many.</param>
    public Tallies(int count) => _rows = new int[count];

    /// <summary>Of rows that weigh 1 each.</summary>
    /// <param name="rows">How many rows each counts; kept, not copied.</param>
    internal Tallies(int[] rows) => _rows = rows;

    /// <summary>The same tallies.</summary>
    /// <param name="tallies">Copied.</param>
    public Tallies(IReadOnlyList<Tally> tallies) : this(tallies.Count)
    {
        for (var i = 0; i < tallies.Count; i++) this[i] = tallies[i];
    }

    /// <summary>How many.</summary>
    public int Length => _rows.Length;

    /// <inheritdoc/>
    public int Count => _rows.Length;

    /// <summary>True while every row of them weighs 1.</summary>
    public bool AreUnweighted => _weights is null;

    /// <summary>One of them.</summary>
    /// <param name="index">From 0.</param>
    public Tally this[int index]
    {
        // Within the loops over all scores, a call for each of them takes a tenth of an audit of a million patients.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _weights is null ? new(_rows[index], _rows[index], _rows[index]) : new(_rows[index], _weights[index], _squares![index]);
        set
        {
            _rows[index] = value.Rows;
            if (_weights is null)
            {
                if (value.Weight == value.Rows && value.WeightSquared == value.Rows) return;
                (_weights, _squares) = (Array.ConvertAll(_rows, r => (double)r), Array.ConvertAll(_rows, r => (double)r));
            }
            (_weights[index], _squares![index]) = (value.Weight, value.WeightSquared);
        }
    }

    /// <summary>The rows alone.</summary>
    public ReadOnlySpan<int> Rows => _rows;

    /// <summary>The rows of four in a row.</summary>
    /// <param name="index">The first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<double> RowsAt(int index)
    {
        var (lower, upper) = Vector128.Widen(Vector128.Create(_rows, index));
        return Vector256.ConvertToDouble(Vector256.Create(lower, upper));
    }

    /// <summary>All of them together.</summary>
    public Tally Sum() => Sum(0, Length);

    /// <summary>Some of them together.</summary>
    /// <param name="from">The first.</param>
    /// <param name="until">Behind the last.</param>
    public Tally Sum(int from, int until)
    {
        if (_weights is null)
        {
            var rows = Rows[from..until];
            var (several, count, i) = (Vector<int>.Zero, 0, 0);
            for (; i <= rows.Length - Vector<int>.Count; i += Vector<int>.Count) several += new Vector<int>(rows[i..]);
            for (; i < rows.Length; i++) count += rows[i];
            count += Vector.Sum(several);
            return new(count, count, count);
        }
        var sum = default(Tally);
        for (var i = from; i < until; i++) sum += this[i];
        return sum;
    }

    /// <summary>Each of them with that of other rows in its place.</summary>
    /// <param name="other">As many.</param>
    public Tallies And(Tallies other)
    {
        var both = new Tallies(Length);
        if (AreUnweighted && other.AreUnweighted)
            for (var i = 0; i < Length; i++) both._rows[i] = _rows[i] + other._rows[i];
        else
            for (var i = 0; i < Length; i++) both[i] = this[i] + other[i];
        return both;
    }

    /// <summary>Position of the first that is not empty; −1 when all are.</summary>
    public int First() => Array.FindIndex(_rows, r => r > 0);

    /// <summary>Position of the last that is not empty; −1 when all are.</summary>
    public int Last() => Array.FindLastIndex(_rows, r => r > 0);

    /// <inheritdoc/>
    public IEnumerator<Tally> GetEnumerator()
    {
        for (var i = 0; i < Length; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
