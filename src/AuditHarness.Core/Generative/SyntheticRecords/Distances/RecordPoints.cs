using System.Runtime.InteropServices;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// The records of a table made ready to be compared: exact values record by record, and bytes in tiles of <see cref="TileRows"/> records,
/// group of bytes by group, so that one vector holds the same 8 columns of several records.
/// </summary>
internal sealed class RecordPoints
{
    /// <summary>Records to a tile: with 30 columns its bytes fit into the nearest cache beside the queries.</summary>
    public const int TileRows = 512;

    private readonly double[] _values;
    private readonly ulong[] _tiles;
    private readonly double[] _slacks;

    /// <summary>Makes ready.</summary>
    /// <param name="scale">How records are compared.</param>
    /// <param name="table">A table with the columns of the training records.</param>
    /// <param name="rows">The rows, in the order in which they are looked at.</param>
    public RecordPoints(RecordScale scale, RecordTable table, int[] rows)
    {
        (Scale, Count) = (scale, rows.Length);
        (_values, _slacks) = (new double[(long)rows.Length * scale.Stride], new double[rows.Length]);
        for (var c = 0; c < scale.Columns.Count; c++)
        {
            var of = table.Columns[scale.Columns[c].Position];
            for (var i = 0; i < rows.Length; i++) _values[((long)i * scale.Stride) + c] = ScaledColumn.Value(of, rows[i]);
        }
        var groups = scale.Layout.Groups;
        _tiles = new ulong[(long)Tiles * TileRows * groups];
        var words = new ulong[groups];
        for (var i = 0; i < rows.Length; i++)
        {
            Array.Clear(words);
            _slacks[i] = scale.Layout.Encode(this[i], MemoryMarshal.AsBytes(words.AsSpan()));
            for (var g = 0; g < groups; g++) _tiles[Word(i, g)] = words[g];
        }
        Slack = _slacks.Length == 0 ? 0 : _slacks.Max();
    }

    /// <summary>How they are compared.</summary>
    public RecordScale Scale { get; }

    /// <summary>Number of records.</summary>
    public int Count { get; }

    /// <summary>Number of tiles.</summary>
    public int Tiles => (Count + TileRows - 1) / TileRows;

    /// <summary>The largest slack of a record.</summary>
    public double Slack { get; }

    /// <summary>A record's values.</summary>
    /// <param name="row">From 0.</param>
    public ReadOnlySpan<double> this[int row] => MemoryMarshal.CreateReadOnlySpan(ref _values[(long)row * Scale.Stride], Scale.Stride);

    /// <summary>A record's slack.</summary>
    /// <param name="row">From 0.</param>
    public double SlackOf(int row) => _slacks[row];

    /// <summary>A tile's bytes, as words of a record's group.</summary>
    /// <param name="tile">From 0.</param>
    public ReadOnlySpan<ulong> Tile(int tile)
    {
        var words = TileRows * Scale.Layout.Groups;
        return MemoryMarshal.CreateReadOnlySpan(ref _tiles[(long)tile * words], words);
    }

    /// <summary>Copies a record's words.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="words">One per group.</param>
    public void CopyWords(int row, Span<ulong> words)
    {
        for (var g = 0; g < words.Length; g++) words[g] = _tiles[Word(row, g)];
    }

    private long Word(int row, int group) =>
        ((((long)(row / TileRows) * Scale.Layout.Groups) + group) * TileRows) + (row % TileRows);
}
