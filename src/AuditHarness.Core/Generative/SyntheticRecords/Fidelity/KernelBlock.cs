using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Rows of both tables whose kernel is known for every pair of them.</summary>
internal sealed class KernelBlock
{
    private readonly int _train, _count;
    private readonly double[] _kernel;
    private readonly double[] _sums;

    /// <summary>A block.</summary>
    /// <param name="squares">Squared distances of all pairs, training rows first; becomes the kernel.</param>
    /// <param name="train">Number of training rows, at least 2.</param>
    /// <param name="bandwidth">σ of exp(−d² / 2σ²), positive.</param>
    public KernelBlock(double[] squares, int train, double bandwidth)
    {
        (_train, _count, _kernel) = (train, (int)Math.Sqrt(squares.Length), squares);
        _sums = new double[_count];
        var factor = -1 / (2 * bandwidth * bandwidth);
        for (var i = 0; i < _count; i++)
        {
            _kernel[(i * _count) + i] = 0;
            for (var j = i + 1; j < _count; j++) _kernel[(i * _count) + j] = _kernel[(j * _count) + i] = Math.Exp(factor * squares[(i * _count) + j]);
        }
        for (var i = 0; i < _count; i++)
            for (var j = 0; j < _count; j++) _sums[i] += _kernel[(i * _count) + j];
    }

    /// <summary>The unbiased squared discrepancy.</summary>
    public double Discrepancy => Of([.. Enumerable.Range(0, _train)]);

    /// <summary>The same when the tables are dealt anew from all rows.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="rows">Positions of all rows, in any order, which is changed.</param>
    public double Permuted(CounterRandom random, int[] rows)
    {
        for (var i = 0; i < _train; i++)
        {
            var j = i + (int)(random.NextUniform() * (rows.Length - i));
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
        return Of(rows.AsSpan(0, _train));
    }

    /// <summary>What each row adds to the discrepancy to first order, were this block all: training rows, then made-up ones.</summary>
    public double[] Influences()
    {
        var (n, m, influences) = ((double)_train, (double)(_count - _train), new double[_count]);
        for (var i = 0; i < _count; i++)
        {
            var within = 0.0;
            for (var j = 0; j < _train; j++) within += _kernel[(i * _count) + j];
            var beyond = _sums[i] - within;
            influences[i] = i < _train ? 2 * ((within / (n - 1)) - (beyond / m)) / n : 2 * ((beyond / (m - 1)) - (within / n)) / m;
        }
        Centre(influences.AsSpan(0, _train));
        Centre(influences.AsSpan(_train));
        return influences;
    }

    private static void Centre(Span<double> values)
    {
        var mean = 0.0;
        foreach (var v in values) mean += v / values.Length;
        for (var i = 0; i < values.Length; i++) values[i] -= mean;
    }

    private double Of(ReadOnlySpan<int> first)
    {
        // Sums over pairs of the first table, over all pairs of one of its rows, and so of the second.
        var (n, m, inside, touching, all) = ((double)_train, (double)(_count - _train), 0.0, 0.0, 0.0);
        for (var a = 0; a < first.Length; a++)
        {
            var row = _kernel.AsSpan(first[a] * _count, _count);
            for (var b = a + 1; b < first.Length; b++) inside += row[first[b]];
            touching += _sums[first[a]];
        }
        foreach (var sum in _sums) all += sum;
        inside *= 2;
        var between = touching - inside;
        return (inside / (n * (n - 1))) + ((all - inside - (2 * between)) / (m * (m - 1))) - (2 * between / (n * m));
    }
}
