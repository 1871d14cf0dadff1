using System.Buffers;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// The rows of a cohort sorted by score, once. Each group's own order is a stable filter of it, so the groups of an attribute
/// cost one pass over the rows and no further sort.
/// </summary>
public sealed class ScoreOrder
{
    private readonly byte[] _labels;
    // In the order of the scores, for reading row by row jumps through memory.
    private readonly double[] _scores;
    private readonly bool[] _events;
    private readonly double[]? _weights;
    private readonly int[] _order;

    /// <summary>Sorts.</summary>
    /// <param name="scores">Predicted risks, finite.</param>
    /// <param name="labels">1 for an event, 0 otherwise; same length.</param>
    /// <param name="weights">Not negative, finite; same length, or null. Equal weights count as none; a row that weighs 0 is nobody and left out.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ScoreOrder(double[] scores, byte[] labels, double[]? weights)
    {
        if (scores.Length != labels.Length || (weights is not null && weights.Length != scores.Length))
            throw new ArgumentException("Scores, labels and weights differ in length.", nameof(scores));
        _labels = labels;
        // Ties in row order, so that sums of weights are formed in the same order every time.
        var keys = (double[])scores.Clone();
        _order = new int[scores.Length];
        for (var i = 0; i < _order.Length; i++) _order[i] = i;
        Array.Sort(keys, _order);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start]) end++;
            if (end - start > 1) Array.Sort(_order, start, end - start);
            start = end;
        }
        if (weights is not null && Array.Exists(weights, w => w == 0))
        {
            _order = Array.FindAll(_order, row => weights[row] != 0);
            keys = Array.ConvertAll(_order, row => scores[row]);
        }
        _scores = keys;
        _events = Array.ConvertAll(_order, row => labels[row] == 1);
        if (weights is null || (_order.Length == weights.Length && !Array.Exists(weights, w => w != weights[0]))) return;
        var scaled = Scaled(weights);
        _weights = Array.ConvertAll(_order, row => scaled[row]);
    }

    private ScoreOrder(ScoreOrder whole, double[] factors)
    {
        _labels = whole._labels;
        int[] kept = [.. Enumerable.Range(0, whole._order.Length).Where(i => factors[whole._order[i]] != 0)];
        _order = Array.ConvertAll(kept, i => whole._order[i]);
        _scores = Array.ConvertAll(kept, i => whole._scores[i]);
        _events = Array.ConvertAll(kept, i => whole._events[i]);
        _weights = Array.ConvertAll(kept, i => (whole._weights is null ? 1 : whole._weights[i]) * factors[whole._order[i]]);
    }

    /// <summary>The same rows weighted otherwise, without sorting them again.</summary>
    /// <param name="factors">For each row by what its weight is multiplied, not negative; 0 leaves it out.</param>
    internal ScoreOrder Reweighted(double[] factors) => new(this, factors);

    /// <summary>True when rows carry unequal weights.</summary>
    public bool IsWeighted => _weights is not null;

    /// <summary>The scores in ascending order.</summary>
    internal ReadOnlySpan<double> Sorted => _scores;

    /// <summary>In this order, whether each has the event.</summary>
    internal ReadOnlySpan<bool> Events => _events;

    /// <summary>In this order, what each weighs; empty when all weigh 1.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <summary>In this order, the group of each.</summary>
    /// <param name="index">The groups.</param>
    internal int[] CodesOf(GroupIndex index) => Array.ConvertAll(_order, row => index.Codes[row]);

    /// <summary>True when a row has the event.</summary>
    /// <param name="row">Index of the row.</param>
    public bool IsEvent(int row) => _labels[row] == 1;

    // By a power of two, which rounds nothing: only ratios of weights matter, and squares of huge ones would overflow.
    private static double[] Scaled(double[] weights)
    {
        var exponent = Math.ILogB(weights.Max());
        return Array.ConvertAll(weights, w => Math.ScaleB(w, -exponent));
    }

    /// <summary>The ranked scores of each group, by one pass over the sorted rows.</summary>
    /// <param name="index">The groups.</param>
    public IReadOnlyList<RankedScores> Split(GroupIndex index) => Split(index, null);

    /// <summary>The same with the rows weighted otherwise.</summary>
    /// <param name="index">The groups.</param>
    /// <param name="factors">For each row by what its weight is multiplied, not negative; 0 leaves it out. Null for all 1.</param>
    public IReadOnlyList<RankedScores> Split(GroupIndex index, double[]? factors)
    {
        var groups = index.Groups.Count;
        var distinct = new int[groups];
        // Kept in the order of the scores, for reading row by row jumps through memory; −1 for a row that is left out.
        var codes = ArrayPool<int>.Shared.Rent(_order.Length);
        var last = new double[groups];
        Array.Fill(last, double.NaN);
        for (var i = 0; i < _order.Length; i++)
        {
            var group = codes[i] = factors is not null && factors[_order[i]] == 0 ? -1 : index.Codes[_order[i]];
            if (group < 0) continue;
            if (_scores[i] == last[group]) continue;
            (last[group], distinct[group]) = (_scores[i], distinct[group] + 1);
        }
        var ranked = new RankedScores[groups];
        if (_weights is null && factors is null)
        {
            Count(codes.AsSpan(0, _order.Length), distinct, ranked);
            ArrayPool<int>.Shared.Return(codes);
            return ranked;
        }
        for (var g = 0; g < groups; g++) ranked[g] = new(new double[distinct[g]], new(distinct[g]), new(distinct[g]));
        var filled = new int[groups];
        for (var i = 0; i < _order.Length; i++)
        {
            var group = codes[i];
            if (group < 0) continue;
            var (scores, events, nonEvents) = ranked[group];
            var at = filled[group] - 1;
            if (at < 0 || scores[at] != _scores[i]) scores[at = filled[group]++] = _scores[i];
            var side = _events[i] ? events : nonEvents;
            var weight = _weights is null ? 1 : _weights[i];
            side[at] = side[at].Plus(factors is null ? weight : weight * factors[_order[i]]);
        }
        ArrayPool<int>.Shared.Return(codes);
        return ranked;
    }

    // Rows that weigh 1 each: no jump depends on their outcome, which nobody can foretell.
    private void Count(ReadOnlySpan<int> codes, int[] distinct, RankedScores[] ranked)
    {
        var (scores, events, nonEvents) = (Array.ConvertAll(distinct, n => new double[n]), Array.ConvertAll(distinct, n => new int[n]), Array.ConvertAll(distinct, n => new int[n]));
        var filled = new int[distinct.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var (group, score, isEvent) = (codes[i], _scores[i], _events[i] ? 1 : 0);
            var own = scores[group];
            var at = filled[group] - 1;
            if (at < 0 || own[at] != score) own[at = filled[group]++] = score;
            events[group][at] += isEvent;
            nonEvents[group][at] += 1 - isEvent;
        }
        for (var g = 0; g < ranked.Length; g++) ranked[g] = new(scores[g], new(events[g]), new(nonEvents[g]));
    }
}
