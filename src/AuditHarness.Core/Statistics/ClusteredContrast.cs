namespace AuditHarness.Statistics;

/// <summary>
/// Two groups whose patients share clusters, compared: limits are recovered from each group's own and from how the two vary together
/// over the clusters. Zou (2007), Psychol. Methods 12:399–413; on the log scale for a ratio.
/// </summary>
internal static class ClusteredContrast
{
    // A correlation of 1 estimated from a few clusters is not one.
    private const double LargestCorrelation = 0.99;

    /// <summary>A p-value below 1e-15 means nothing over the clusters that there are.</summary>
    public const double LargestCritical = 8;

    /// <summary>first − second.</summary>
    public static Contrast Difference(double first, Sampling a, double second, Sampling b)
    {
        var correlation = Correlation(a, b);
        var difference = first - second;
        (double, double) Limits(double z)
        {
            var ((l1, u1), (l2, u2)) = (a.Limits(z), b.Limits(z));
            return (difference - Distance(first - l1, u2 - second, correlation), difference + Distance(u1 - first, second - l2, correlation));
        }
        return new(difference, Distance(a.StandardError, b.StandardError, correlation), () => Contrast.InvertedTest(0, Limits, LargestCritical), Method(a, b), Limits);
    }

    /// <summary>first / second of figures that are not negative; null when the second is 0. Of 0 the upper limit is recovered on the scale of the ratio: Donner, Zou (2012), Stat. Methods Med. Res. 21:347–359.</summary>
    public static Contrast? Ratio(double first, Sampling a, double second, Sampling b)
    {
        if (second <= 0) return null;
        var ratio = first / second;
        var correlation = Correlation(a, b);
        (double, double) Limits(double z)
        {
            var ((l1, u1), (l2, u2)) = (a.Limits(z), b.Limits(z));
            if (first <= 0) return (0, u1 / Math.Sqrt(l2 * ((2 * second) - l2)));
            return (l1 > 0 ? ratio * Math.Exp(-Distance(Math.Log(first / l1), Math.Log(u2 / second), correlation)) : 0,
                    ratio * Math.Exp(Distance(Math.Log(u1 / first), Math.Log(second / l2), correlation)));
        }
        // The standard error of the logarithm of 0 does not exist; that of what the upper limit allows plans well enough.
        var error = first > 0 ? Distance(a.StandardError / first, b.StandardError / second, correlation) : 1;
        return new(ratio, error, () => Contrast.InvertedTest(1, Limits, LargestCritical), Method(a, b), Limits);
    }

    private static double Correlation(Sampling a, Sampling b) => Math.Clamp(DesignSampling.Correlation(a, b), -LargestCorrelation, LargestCorrelation);

    private static double Distance(double x, double y, double correlation) => Math.Sqrt((x * x) + (y * y) - (2 * correlation * x * y));

    private static Phrase Method(Sampling a, Sampling b) =>
        Phrase.Of($"MOVER of {Phrase.Join(" / ", new[] { a.Method, b.Method }.Distinct())} limits with their correlation");
}
