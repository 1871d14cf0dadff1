namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>
/// How the share of some records within the innermost part of another table differs from that part's own share: ∫ |P(α) − α| dα over all
/// parts, with what each record adds to it.
/// </summary>
/// <param name="Distance">In [0, 1/2].</param>
/// <param name="Noise">Its mean for two samples of this size from one population.</param>
/// <param name="Reference">What each record of the table whose parts they are adds.</param>
/// <param name="Target">What each of the others adds.</param>
internal sealed record SupportCurve(double Distance, double Noise, double[] Reference, double[] Target)
{
    /// <summary>Compares.</summary>
    /// <param name="reference">How far from the middle each record of the table is whose parts they are; at least one.</param>
    /// <param name="target">How far each of the others is; infinity for one that is in no part. At least one.</param>
    public static SupportCurve Of(double[] reference, double[] target)
    {
        double[] values = [.. reference.Distinct().Order()];
        var (n, m) = ((double)reference.Length, (double)target.Length);
        // A target counts from the smallest reference value on that is at least its own.
        int[] At(double[] of) => Array.ConvertAll(of, v => Array.BinarySearch(values, v) is >= 0 and var k ? k : ~Array.BinarySearch(values, v));
        var (own, others) = (At(reference), At(target));
        var (mass, reached) = (new long[values.Length], new long[values.Length + 1]);
        foreach (var k in own) mass[k]++;
        foreach (var k in others) reached[k]++;
        var (distance, noise, a, b) = (0.0, 0.0, 0L, 0L);
        var (gaps, signed) = (new double[values.Length], new double[values.Length + 1]);
        for (var k = 0; k < values.Length; k++)
        {
            (a, b) = (a + reached[k], b + mass[k]);
            var gap = (a * reference.Length) - (b * target.Length);
            var (step, p, q) = (mass[k] / n, a / m, b / n);
            gaps[k] = Math.Abs(gap) / (n * m);
            signed[k] = gap < 0 ? -step : step;
            distance += step * gaps[k];
            noise += step * Math.Sqrt(2 / Math.PI * ((p * (1 - p) / m) + (q * (1 - q) / n)));
        }
        // What raises a curve from its place on counts for all places beyond; a reference record also carries the gap at its own place.
        for (var k = values.Length - 1; k >= 0; k--) signed[k] += signed[k + 1];
        return new(
            distance, noise, Centred(Array.ConvertAll(own, k => gaps[k] - signed[k])), Centred(Array.ConvertAll(others, k => signed[k])));
    }

    private static double[] Centred(double[] values)
    {
        var mean = values.Average();
        return Array.ConvertAll(values, v => (v - mean) / values.Length);
    }
}
