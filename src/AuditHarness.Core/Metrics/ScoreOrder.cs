using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>
/// The rows of a cohort sorted by score, once. Each group's own order is a stable filter of it, so the groups of an attribute
/// cost one pass over the rows and no further sort.
/// </summary>
public sealed class ScoreOrder
{
    private readonly double[] _scores;
    private readonly byte[] _labels;
    private readonly double[]? _weights;
    private readonly int[] _order;

    /// <summary>Sorts.</summary>
    /// <param name="scores">Predicted risks, finite.</param>
    /// <param name="labels">1 for an event, 0 otherwise; same length.</param>
    /// <param name="weights">Positive and finite; same length, or null. Equal weights count as none.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public ScoreOrder(double[] scores, byte[] labels, double[]? weights)
    {
        if (scores.Length != labels.Length || (weights is not null && weights.Length != scores.Length))
            throw new ArgumentException("Scores, labels and weights differ in length.", nameof(scores));
        (_scores, _labels) = (scores, labels);
        _weights = weights is not null && Array.Exists(weights, w => w != weights[0]) ? Scaled(weights) : null;
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
    }

    /// <summary>True when rows carry unequal weights.</summary>
    public bool IsWeighted => _weights is not null;

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
        var last = new double[groups];
        Array.Fill(last, double.NaN);
        foreach (var row in _order)
        {
            if (factors is not null && factors[row] == 0) continue;
            var group = index.Codes[row];
            if (_scores[row] == last[group]) continue;
            (last[group], distinct[group]) = (_scores[row], distinct[group] + 1);
        }
        var ranked = new RankedScores[groups];
        for (var g = 0; g < groups; g++) ranked[g] = new(new double[distinct[g]], new Tally[distinct[g]], new Tally[distinct[g]]);
        var filled = new int[groups];
        foreach (var row in _order)
        {
            if (factors is not null && factors[row] == 0) continue;
            var group = index.Codes[row];
            var (scores, events, nonEvents) = ranked[group];
            var at = filled[group] - 1;
            if (at < 0 || scores[at] != _scores[row]) scores[at = filled[group]++] = _scores[row];
            var side = _labels[row] == 1 ? events : nonEvents;
            var weight = _weights is null ? 1 : _weights[row];
            side[at] = side[at].Plus(factors is null ? weight : weight * factors[row]);
        }
        return ranked;
    }
}
