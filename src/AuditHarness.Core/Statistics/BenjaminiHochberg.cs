namespace AuditHarness.Statistics;

/// <summary>
/// Benjamini and Hochberg's step-up adjustment of p-values: Benjamini, Hochberg (1995), J. R. Stat. Soc. B 57:289–300. Among the gaps whose
/// adjusted value is at most q, a share of at most q is expected to be false, if the tests are independent or positively dependent.
/// </summary>
public static class BenjaminiHochberg
{
    /// <summary>Adjusted p-values in the order given.</summary>
    /// <param name="pValues">Unadjusted p-values in [0, 1]; entries without a test are null, stay null and do not count.</param>
    public static IReadOnlyList<double?> Adjust(IReadOnlyList<double?> pValues)
    {
        var order = Enumerable.Range(0, pValues.Count).Where(i => pValues[i] is not null).OrderBy(i => pValues[i]).ToArray();
        var adjusted = new double?[pValues.Count];
        var running = 1.0;
        for (var rank = order.Length; rank > 0; rank--)
        {
            running = Math.Min(running, pValues[order[rank - 1]]!.Value * order.Length / rank);
            adjusted[order[rank - 1]] = running;
        }
        return adjusted;
    }
}
