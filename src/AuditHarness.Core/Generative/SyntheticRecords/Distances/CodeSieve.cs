namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>Some queries with their bytes at hand.</summary>
internal sealed class QueryChunk
{
    private readonly ulong[] _words;
    private readonly int _groups;
    private readonly RecordPoints _queries;

    /// <summary>Gathers bytes.</summary>
    /// <param name="queries">All queries.</param>
    /// <param name="from">The first of them.</param>
    /// <param name="to">The first that is not.</param>
    public QueryChunk(RecordPoints queries, int from, int to)
    {
        (_queries, From, Count, _groups) = (queries, from, to - from, queries.Scale.Layout.Groups);
        _words = new ulong[Count * _groups];
        for (var i = 0; i < Count; i++) queries.CopyWords(from + i, _words.AsSpan(i * _groups, _groups));
    }

    /// <summary>Row of the first.</summary>
    public int From { get; }

    /// <summary>How many.</summary>
    public int Count { get; }

    /// <summary>Bytes of one of them.</summary>
    /// <param name="i">From 0.</param>
    public ReadOnlySpan<ulong> Words(int i) => _words.AsSpan(i * _groups, _groups);

    /// <summary>Slack of one of them.</summary>
    /// <param name="i">From 0.</param>
    public double Slack(int i) => _queries.SlackOf(From + i);
}

/// <summary>What bytes leave of a tile of candidates for a query; one for each worker.</summary>
/// <param name="candidates">The candidates.</param>
/// <param name="width">Width of vectors.</param>
internal sealed class CodeSieve(RecordPoints candidates, CodeWidth width)
{
    private readonly int[] _found = new int[RecordPoints.TileRows];
    private readonly ulong[] _sums = new ulong[RecordPoints.TileRows], _limits = new ulong[8];
    private int _first;

    /// <summary>How many are left.</summary>
    public int Count { get; private set; }

    /// <summary>Row of one that is left, ascending.</summary>
    /// <param name="s">From 0.</param>
    public int Row(int s) => _first + _found[s];

    /// <summary>Leaves the candidates of a tile whose sum may be as large as given or smaller.</summary>
    /// <param name="chunk">The queries.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="i">Which query.</param>
    /// <param name="sum">As of <see cref="RecordScale.Sum"/>, or infinity.</param>
    public void Sift(QueryChunk chunk, int tile, int i, double sum)
    {
        Array.Fill(_limits, Limit(chunk, i, sum));
        Sift(chunk, tile, i, _limits.AsSpan());
    }

    /// <summary>Leaves the candidates of a tile whose bytes differ by no more than limits of their own.</summary>
    /// <param name="chunk">The queries.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="i">Which query.</param>
    /// <param name="limits">For each candidate, and each place of the last tile.</param>
    public void Sift(QueryChunk chunk, int tile, int i, ulong[] limits) =>
        Sift(chunk, tile, i, limits.AsSpan(tile * RecordPoints.TileRows, RecordPoints.TileRows));

    private void Sift(QueryChunk chunk, int tile, int i, ReadOnlySpan<ulong> limits)
    {
        _first = tile * RecordPoints.TileRows;
        Count = CodeSums.Within(width, candidates.Scale.Layout, candidates.Tile(tile), chunk.Words(i), limits, _found, _sums);
        // Places of the last tile that no candidate has.
        while (Count > 0 && Row(Count - 1) >= candidates.Count) Count--;
    }

    /// <summary>True when the bytes of one that is left say that its sum is larger than given, which may be less than before.</summary>
    /// <param name="s">From 0.</param>
    /// <param name="chunk">The queries.</param>
    /// <param name="i">Which query.</param>
    /// <param name="sum">As of <see cref="RecordScale.Sum"/>, or infinity.</param>
    public bool RulesOut(int s, QueryChunk chunk, int i, double sum) => _sums[s] > Limit(chunk, i, sum);

    private ulong Limit(QueryChunk chunk, int i, double sum) => Whole(candidates.Scale.Layout.Limit(sum) + chunk.Slack(i) + candidates.Slack);

    /// <summary>The largest whole number that is no larger, for numbers of the size of sums of bytes.</summary>
    /// <param name="limit">Not negative; may be infinite.</param>
    public static ulong Whole(double limit) => (ulong)Math.Min(limit, 1e15);
}
