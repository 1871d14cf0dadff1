namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// A threshold to publish that separates the same patients as a cut between two scores does, and is neither score: both belong to
/// patients.
/// </summary>
internal static class TellingThreshold
{
    // Beyond that a decimal is no longer what a double holds.
    private const int MostDecimals = 15;

    /// <summary>The number with the fewest decimals strictly between two scores, of several the one nearest to their middle.</summary>
    /// <param name="below">The highest score that is not flagged.</param>
    /// <param name="above">The lowest score that is; larger.</param>
    /// <returns>Above <paramref name="below"/>, and at most <paramref name="above"/>, which it is only where no number lies between.</returns>
    public static double Between(double below, double above)
    {
        var middle = below + ((above - below) / 2);
        for (var decimals = 1; decimals <= MostDecimals; decimals++)
            if (Math.Round(middle, decimals) is var rounded && rounded > below && rounded < above) return rounded;
        return middle > below && middle < above ? middle : above;
    }
}
