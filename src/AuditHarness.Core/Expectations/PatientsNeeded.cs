namespace AuditHarness.Expectations;

/// <summary>How many more patients it would take to settle an expectation, if the figures stay as they are.</summary>
/// <param name="More">Patients beyond those there are, rounded up to two digits; at least 1.</param>
/// <param name="Everyone">True when all groups compared must grow alike, false when the group judged alone suffices.</param>
public sealed record PatientsNeeded(long More, bool Everyone)
{
    private const double LargestFactor = 1e6;

    /// <summary>
    /// The smallest growth at which the interval, recomputed by its own method for the larger sample, lies inside the region (when
    /// the figure is accepted) or outside it (when it is not).
    /// </summary>
    /// <param name="region">What is accepted.</param>
    /// <param name="value">The figure.</param>
    /// <param name="groupRows">Rows of the group judged; 0 for a worst pair, where no group grows alone.</param>
    /// <param name="allRows">Rows of all groups compared.</param>
    /// <param name="minimumRows">Rows that the group needs at least to be compared; 0 without such a floor.</param>
    /// <param name="limitsWhenGrown">Limits when the group (first factor) and the others (second) have so many times their patients.</param>
    /// <returns>Null when the figure lies on the limit, or no growth up to a million-fold would do.</returns>
    public static PatientsNeeded? For(
        AcceptanceRegion region, double value, int groupRows, int allRows, int minimumRows,
        Func<double, double, (double Lower, double Upper)?> limitsWhenGrown)
    {
        if (region.IsLimit(value)) return null;
        var wanted = region.Contains(value) ? Verdict.Pass : Verdict.Fail;
        bool Settled(double ofGroup, double ofOthers) =>
            limitsWhenGrown(ofGroup, ofOthers) is { } l && region.Judge(l.Lower, l.Upper) == wanted;

        if (groupRows > 0)
        {
            var least = Math.Max(1, minimumRows / (double)groupRows);
            if (Smallest(least, f => Settled(f, 1)) is { } alone) return new(RoundUp(groupRows * (alone - 1)), false);
        }
        return Smallest(1, f => Settled(f, f)) is { } together ? new(RoundUp(allRows * (together - 1)), true) : null;
    }

    private static double? Smallest(double least, Func<double, bool> settled)
    {
        if (settled(least)) return least;
        if (!settled(LargestFactor)) return null;
        var (low, high) = (Math.Log(least), Math.Log(LargestFactor));
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (settled(Math.Exp(middle))) high = middle;
            else low = middle;
        }
        return Math.Exp(high);
    }

    private static long RoundUp(double patients)
    {
        var digits = Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, patients))) - 1);
        var unit = Math.Pow(10, digits);
        return Math.Max(1, (long)(Math.Ceiling((patients - 1e-9) / unit) * unit));
    }
}
