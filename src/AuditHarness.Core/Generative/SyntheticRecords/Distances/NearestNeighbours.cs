using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>
/// The nearest records of a table to each of another: exact, every pair is compared. Bytes rule out nearly all pairs, many at a time, by a
/// bound that never errs (<see cref="CodeLayout"/>); the others are compared in full.
/// </summary>
/// <remarks>The same bits come out for any number of workers and on any machine: what is kept rests on exact sums alone.</remarks>
public static class NearestNeighbours
{
    /// <summary>Queries that a worker takes at once: their bytes stay near while candidates pass by, tile after tile.</summary>
    private const int Chunk = 128;

    private const string Step = "Comparing records";

    /// <summary>Finds them.</summary>
    /// <param name="scale">How records are compared.</param>
    /// <param name="queries">Whose neighbours are asked for.</param>
    /// <param name="candidates">Where they are looked for.</param>
    /// <param name="most">How many, at least 1.</param>
    /// <param name="excludeSelf">True when both are one table and a row is not its own neighbour; another row that holds the same is.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <exception cref="ArgumentException">A row is to be left out although the tables have different sizes.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static Neighbours Find(
        RecordScale scale, RecordTable queries, RecordTable candidates, int most, bool excludeSelf, AuditOptions options)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(candidates);
        var points = new RecordPoints(scale, queries, [.. Enumerable.Range(0, queries.Count)]);
        var others = ReferenceEquals(queries, candidates) ? points : new(scale, candidates, [.. Enumerable.Range(0, candidates.Count)]);
        return Find(points, others, most, excludeSelf ? [.. Enumerable.Range(0, queries.Count)] : null, options, CodeSums.Widest);
    }

    /// <summary>Finds them among records made ready.</summary>
    /// <param name="queries">Whose neighbours are asked for.</param>
    /// <param name="candidates">Where they are looked for, on the same scale.</param>
    /// <param name="most">How many, at least 1.</param>
    /// <param name="units">Where both are the same records, to which patient each belongs: nobody is one's own neighbour. Null to leave nobody out.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <param name="width">One that the machine has.</param>
    internal static Neighbours Find(RecordPoints queries, RecordPoints candidates, int most, int[]? units, AuditOptions options, CodeWidth width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        if (units is not null && (queries.Count != candidates.Count || units.Length != queries.Count))
            throw new ArgumentException("Records are their own neighbours within one table only.", nameof(units));
        var (rows, distances) = (new int[queries.Count * most], new double[queries.Count * most]);
        Array.Fill(rows, -1);
        Array.Fill(distances, double.PositiveInfinity);
        EachChunk(queries, candidates, options, width, (chunk, tile, i, sieve) =>
        {
            var row = chunk.From + i;
            var nearest = rows.AsSpan(row * most, most);
            var sums = distances.AsSpan(row * most, most);
            // Nothing is nearer than 0, and what comes later never replaces what is as near.
            if (sums[^1] == 0) return;
            sieve.Sift(chunk, tile, i, sums[^1]);
            for (var s = 0; s < sieve.Count; s++)
            {
                var candidate = sieve.Row(s);
                if ((units is not null && units[candidate] == units[row]) || sieve.RulesOut(s, chunk, i, sums[^1])) continue;
                var sum = queries.Scale.Sum(queries[row], candidates[candidate]);
                if (!(sum < sums[^1])) continue;
                var at = most - 1;
                for (; at > 0 && sums[at - 1] > sum; at--) (sums[at], nearest[at]) = (sums[at - 1], nearest[at - 1]);
                (sums[at], nearest[at]) = (sum, candidate);
            }
        });
        for (var i = 0; i < distances.Length; i++) distances[i] = queries.Scale.Mean(distances[i]);
        return new(most, rows, distances);
    }

    /// <summary>For each query the first candidate that is near in every column (<see cref="RecordScale.AreNear"/>); −1 where none is.</summary>
    /// <param name="queries">Records compared without weights.</param>
    /// <param name="candidates">Others, on the same scale.</param>
    /// <param name="tolerance">How far a number or a date may be, as a share of its range; from 0 to 1.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <param name="width">One that the machine has.</param>
    internal static int[] FirstNear(RecordPoints queries, RecordPoints candidates, double tolerance, AuditOptions options, CodeWidth width)
    {
        var rows = new int[queries.Count];
        Array.Fill(rows, -1);
        var most = tolerance * queries.Scale.Layout.Numbers;
        EachChunk(queries, candidates, options, width, (chunk, tile, i, sieve) =>
        {
            var row = chunk.From + i;
            if (rows[row] >= 0) return;
            sieve.Sift(chunk, tile, i, most);
            for (var s = 0; s < sieve.Count && rows[row] < 0; s++)
                if (queries.Scale.AreNear(queries[row], candidates[sieve.Row(s)], tolerance)) rows[row] = sieve.Row(s);
        });
        return rows;
    }

    /// <summary>For each query in how many balls around candidates it lies, nearer to the centre than the radius.</summary>
    /// <param name="queries">The queries.</param>
    /// <param name="centres">The centres, on the same scale.</param>
    /// <param name="radii">For each centre a distance; infinity holds every query, not only near ones.</param>
    /// <param name="options">Workers, progress, cancellation.</param>
    /// <param name="width">One that the machine has.</param>
    internal static int[] BallsAround(RecordPoints queries, RecordPoints centres, double[] radii, AuditOptions options, CodeWidth width)
    {
        var counts = new int[queries.Count];
        // A limit holds for every query: it has the largest slack of all.
        var limits = new ulong[centres.Tiles * RecordPoints.TileRows];
        var all = queries.Scale.Mean(1);
        for (var c = 0; c < radii.Length; c++) limits[c] = CodeSieve.Whole(queries.Scale.Layout.Limit(radii[c] / all) + 1 + queries.Slack + centres.SlackOf(c));
        EachChunk(queries, centres, options, width, (chunk, tile, i, sieve) =>
        {
            var row = chunk.From + i;
            sieve.Sift(chunk, tile, i, limits);
            for (var s = 0; s < sieve.Count; s++)
                if (queries.Scale.Mean(queries.Scale.Sum(queries[row], centres[sieve.Row(s)])) < radii[sieve.Row(s)]) counts[row]++;
        });
        return counts;
    }

    private static void EachChunk(
        RecordPoints queries, RecordPoints candidates, AuditOptions options, CodeWidth width, Action<QueryChunk, int, int, CodeSieve> look)
    {
        if (!ReferenceEquals(queries.Scale, candidates.Scale)) throw new ArgumentException("Records that are compared are on one scale.", nameof(candidates));
        var (chunks, done) = ((queries.Count + Chunk - 1) / Chunk, 0);
        Parallel.For(0, chunks, new() { MaxDegreeOfParallelism = options.Workers, CancellationToken = options.Stop }, () => new CodeSieve(candidates, width), (c, _, sieve) =>
        {
            var chunk = new QueryChunk(queries, c * Chunk, Math.Min(queries.Count, (c + 1) * Chunk));
            for (var tile = 0; tile < candidates.Tiles; tile++)
            {
                options.Stop.ThrowIfCancellationRequested();
                for (var i = 0; i < chunk.Count; i++) look(chunk, tile, i, sieve);
            }
            options.Progress?.Report(new(Step, Interlocked.Increment(ref done), chunks));
            return sieve;
        }, _ => { });
    }
}
