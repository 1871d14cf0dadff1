namespace AuditHarness.Statistics;

/// <summary>Holm's step-down adjustment of p-values: Holm (1979), Scand. J. Stat. 6:65–70.</summary>
public static class Holm
{
    /// <summary>Adjusted p-values in the order given; the family-wise error rate is held under any dependence.</summary>
    /// <param name="pValues">Unadjusted p-values in [0, 1]; entries without a test are null, stay null and do not count.</param>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> pValues)
    {
        var order = Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double?[pValues.Count];
        var running = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            running = Math.Max(running, Math.Min(1, (order.Length - rank) * pValues[order[rank]]!.Value));
            adjusted[order[rank]] = running;
        }
        return adjusted;
    }
}
