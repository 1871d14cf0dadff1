namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Weighted least squares under the order of the scores, by pooling adjacent violators: Ayer et al. (1955), Ann. Math. Stat.
/// 26:641–647. The curve that CORP reliability diagrams show: no bins, no bandwidth.
/// </summary>
public static class IsotonicRegression
{
    /// <summary>The fitted event rate at each distinct score, ascending.</summary>
    /// <param name="ranked">Scores in order.</param>
    public static double[] Fit(RankedScores ranked)
    {
        var (rates, weights) = (new double[ranked.Count], new double[ranked.Count]);
        for (var i = 0; i < ranked.Count; i++)
        {
            weights[i] = ranked.Events[i].Weight + ranked.NonEvents[i].Weight;
            rates[i] = ranked.Events[i].Weight / weights[i];
        }
        var fitted = new double[ranked.Count];
        Fit(rates, weights, fitted);
        return fitted;
    }

    /// <summary>Pools.</summary>
    /// <param name="values">Values in order.</param>
    /// <param name="weights">Positive; same length.</param>
    /// <param name="fitted">Receives the fit; same length.</param>
    internal static void Fit(ReadOnlySpan<double> values, ReadOnlySpan<double> weights, Span<double> fitted)
    {
        var n = values.Length;
        if (n == 0) return;
        var rented = System.Buffers.ArrayPool<double>.Shared.Rent(2 * n);
        var lengths = System.Buffers.ArrayPool<int>.Shared.Rent(n);
        Span<double> sum = rented.AsSpan(0, n), weight = rented.AsSpan(n, n);
        var blocks = 0;
        for (var i = 0; i < n; i++)
        {
            // Means are compared by their sums: a division for each that is pooled would be waited for.
            var (here, its, length) = (values[i] * weights[i], weights[i], 1);
            while (blocks > 0 && sum[blocks - 1] * its >= here * weight[blocks - 1])
            {
                blocks--;
                (here, its, length) = (sum[blocks] + here, weight[blocks] + its, lengths[blocks] + length);
            }
            (sum[blocks], weight[blocks], lengths[blocks]) = (here, its, length);
            blocks++;
        }
        var at = 0;
        for (var b = 0; b < blocks; b++)
        {
            fitted.Slice(at, lengths[b]).Fill(lengths[b] == 1 ? values[at] : sum[b] / weight[b]);
            at += lengths[b];
        }
        System.Buffers.ArrayPool<double>.Shared.Return(rented);
        System.Buffers.ArrayPool<int>.Shared.Return(lengths);
    }
}
