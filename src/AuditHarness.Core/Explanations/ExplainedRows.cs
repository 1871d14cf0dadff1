using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>The rows of a group that are explained, with their weights.</summary>
internal sealed class ExplainedRows
{
    private readonly int[] _positions;
    private readonly double[]? _weights;
    private readonly Tally _tally;

    private ExplainedRows(Attributions attributions, int[] positions, double[]? weights)
    {
        (Attributions, _positions, _weights) = (attributions, positions, weights);
        for (var r = 0; r < positions.Length; r++) _tally = _tally.Plus(Weight(r));
        if (attributions.MonteCarloErrors is not { } errors || positions.Length == 0) return;
        MonteCarloErrors = new double[attributions.Players.Count];
        for (var p = 0; p < MonteCarloErrors.Length; p++)
        {
            for (var r = 0; r < positions.Length; r++) MonteCarloErrors[p] += Weight(r) * errors[At(r, p)];
            MonteCarloErrors[p] /= _tally.Weight;
        }
    }

    public Attributions Attributions { get; }

    public int Count => _positions.Length;

    /// <summary>For each player the largest standard error that sampling of coalitions can give its mean; null when exact.</summary>
    public double[]? MonteCarloErrors { get; }

    public static ExplainedRows Of(Attributions attributions, GroupIndex index, double[]? weights, int group)
    {
        int[] positions = [.. Enumerable.Range(0, attributions.Rows.Length).Where(r => index.Codes[attributions.Rows[r]] == group)];
        return new(attributions, positions, weights);
    }

    public double Value(int row, int player) => Attributions.Values[At(row, player)];

    public double Output(int row) => Attributions.Outputs[_positions[row]];

    public double TotalSize(int row)
    {
        var sum = 0.0;
        for (var p = 0; p < Attributions.Players.Count; p++) sum += Math.Abs(Value(row, p));
        return sum;
    }

    public AttributionMean MeanOf(int player) => Mean(r => Value(r, player), MonteCarloErrors?[player] ?? 0);

    /// <summary>Weighted mean; its error is robust to weights, and without any the sample's standard deviation / √n.</summary>
    /// <param name="of">What is averaged.</param>
    /// <param name="monteCarlo">Standard error of the mean by sampling of coalitions.</param>
    public AttributionMean Mean(Func<int, double> of, double monteCarlo = 0)
    {
        double sum = 0, squares = 0;
        for (var r = 0; r < Count; r++) sum += Weight(r) * of(r);
        var mean = sum / _tally.Weight;
        for (var r = 0; r < Count; r++)
        {
            var deviation = Weight(r) * (of(r) - mean);
            squares += deviation * deviation;
        }
        var size = _tally.EffectiveSize;
        var error = size < 2 ? double.NaN : Math.Sqrt(squares * (size / (size - 1))) / _tally.Weight;
        return new(mean, double.Hypot(error, monteCarlo), size, Count);
    }

    private double Weight(int row) => _weights is null ? 1 : _weights[Attributions.Rows[_positions[row]]];

    private int At(int row, int player) => (_positions[row] * Attributions.Players.Count) + player;
}
