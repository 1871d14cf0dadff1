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
        var ends = System.Buffers.ArrayPool<int>.Shared.Rent(n);
        Span<double> sum = rented.AsSpan(0, n), weight = rented.AsSpan(n, n);
        // The last block is at hand, those below it are kept: what was just written would be waited for.
        var (below, top, its) = (0, values[0] * weights[0], weights[0]);
        for (var i = 1; i < n; i++)
        {
            // Means are compared by their sums: a division for each that is pooled would be waited for too.
            var (here, own) = (values[i] * weights[i], weights[i]);
            if (!(top * own >= here * its))
            {
                (sum[below], weight[below], ends[below]) = (top, its, i);
                (top, its) = (here, own);
                below++;
                continue;
            }
            (top, its) = (top + here, its + own);
            while (below > 0 && sum[below - 1] * its >= top * weight[below - 1])
            {
                below--;
                (top, its) = (sum[below] + top, weight[below] + its);
            }
        }
        (sum[below], weight[below], ends[below]) = (top, its, n);
        var at = 0;
        for (var b = 0; b <= below; b++)
        {
            var rate = ends[b] == at + 1 ? values[at] : sum[b] / weight[b];
            while (at < ends[b]) fitted[at++] = rate;
        }
        System.Buffers.ArrayPool<double>.Shared.Return(rented);
        System.Buffers.ArrayPool<int>.Shared.Return(ends);
    }
}
