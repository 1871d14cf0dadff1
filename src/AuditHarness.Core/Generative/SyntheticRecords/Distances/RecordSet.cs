using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// Some rows of a table ready to be compared, by what they hold: which of two equally near records comes first hangs on their values, not on
/// the order of a file. What comes out is told by rows of the table again.
/// </summary>
internal sealed class RecordSet
{
    private readonly RecordTable _table;
    private readonly int[] _rows;
    // Numbers of patients; a row where a row is a patient.
    private readonly int[] _units;

    /// <summary>Makes ready.</summary>
    /// <param name="scale">How records are compared.</param>
    /// <param name="table">The table.</param>
    /// <param name="roles">They say which rows are of the same patient.</param>
    /// <param name="rows">Rows of it, in any order; null for all.</param>
    public RecordSet(RecordScale scale, RecordTable table, RecordRoles roles, int[]? rows = null)
    {
        (_table, _rows) = (table, RecordOrder.Of(table, rows ?? [.. Enumerable.Range(0, table.Count)]));
        _units = RecordUnits.Of(table, _rows, roles).OfRow;
        Points = new(scale, table, _rows);
    }

    /// <summary>The records, in order of what they hold.</summary>
    public RecordPoints Points { get; }

    /// <summary>The nearest of another set, or within this one, by rows of the tables; rows that are not in this set have none.</summary>
    /// <param name="other">The other set; this one to leave each patient's own records out.</param>
    /// <param name="most">How many.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    public Neighbours Nearest(RecordSet other, int most, AuditOptions options)
    {
        var found = NearestNeighbours.Find(Points, other.Points, most, ReferenceEquals(this, other) ? _units : null, options, CodeSums.Widest);
        var (rows, distances) = (new int[_table.Count * most], new double[_table.Count * most]);
        Array.Fill(rows, -1);
        Array.Fill(distances, double.PositiveInfinity);
        for (var i = 0; i < _rows.Length; i++)
            for (var rank = 0; rank < most; rank++)
            {
                rows[(_rows[i] * most) + rank] = found.Row(i, rank) is var row and >= 0 ? other._rows[row] : -1;
                distances[(_rows[i] * most) + rank] = found.Distance(i, rank);
            }
        return new(most, rows, distances);
    }

    /// <summary>For each row of the table whether a record of another set is near in every column.</summary>
    /// <param name="other">The other set.</param>
    /// <param name="nearest">What <see cref="Nearest"/> says of it: whoever has nobody near enough on the whole is not looked at again.</param>
    /// <param name="tolerance">As of <see cref="RecordScale.AreNear"/>.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    public bool[] IsNear(RecordSet other, Neighbours nearest, double tolerance, AuditOptions options)
    {
        var scale = Points.Scale;
        var limit = scale.Mean(tolerance * scale.Layout.Numbers) + 1e-9;
        var close = Array.FindAll(_rows, row => nearest.Distance(row) <= limit);
        var found = NearestNeighbours.FirstNear(new(scale, _table, close), other.Points, tolerance, options, CodeSums.Widest);
        var isNear = new bool[_table.Count];
        for (var i = 0; i < close.Length; i++) isNear[close[i]] = found[i] >= 0;
        return isNear;
    }

    /// <summary>For each row of the table in how many balls around records of another set it lies.</summary>
    /// <param name="other">The other set: all rows of its table.</param>
    /// <param name="within">Neighbours within the other table; the last of each is as far as its ball reaches.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    public int[] BallsAround(RecordSet other, Neighbours within, AuditOptions options)
    {
        var radii = Array.ConvertAll(other._rows, row => within.Distance(row, within.Most - 1));
        var found = NearestNeighbours.BallsAround(Points, other.Points, radii, options, CodeSums.Widest);
        var counts = new int[_table.Count];
        for (var i = 0; i < _rows.Length; i++) counts[_rows[i]] = found[i];
        return counts;
    }
}
