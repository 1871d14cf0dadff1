namespace AuditHarness.Statistics;

/// <summary>
/// Where a function changes its sign between two places, in far fewer evaluations than halving takes and never in many more:
/// interpolate, truncate, project (ITP), Oliveira and Takahashi (2020), ACM Trans. Math. Softw. 47:5. Evaluations are dear here: a test
/// that is found by search asks for limits that are themselves found by search.
/// </summary>
internal static class BracketedRoot
{
    /// <summary>The last place, to within a tolerance, at which the function is still positive.</summary>
    /// <param name="of">
    /// The function. Positive at <paramref name="low"/>, else that is the answer; not positive at <paramref name="high"/>, else that is. NaN
    /// and infinite values are allowed: where they are met the bracket is halved, NaN counts as not positive.
    /// </param>
    /// <param name="low">Lower end of the bracket.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="tolerance">How far the answer may be from the change of sign; positive.</param>
    public static double LastPositive(Func<double, double> of, double low, double high, double tolerance)
    {
        var atLow = of(low);
        if (!(atLow > 0)) return low;
        var atHigh = of(high);
        if (atHigh > 0) return high;
        var slope = 0.2 / (high - low);
        var most = 1 + (int)Math.Ceiling(Math.Log2((high - low) / (2 * tolerance)));
        for (var i = 0; high - low > 2 * tolerance && i < 200; i++)
        {
            var middle = (low + high) / 2;
            var next = middle;
            var interpolated = ((atLow * high) - (atHigh * low)) / (atLow - atHigh);
            if (double.IsFinite(interpolated) && double.IsFinite(atLow) && double.IsFinite(atHigh))
            {
                // No farther from the middle than keeps the worst case that of halving; a little towards it, so that both ends close in.
                var (side, radius) = (Math.Sign(middle - interpolated), Math.Max(0, Math.ScaleB(tolerance, most - i) - ((high - low) / 2)));
                var nudge = slope * (high - low) * (high - low);
                var truncated = nudge <= Math.Abs(middle - interpolated) ? interpolated + (side * nudge) : middle;
                next = Math.Abs(truncated - middle) <= radius ? truncated : middle - (side * radius);
            }
            var at = of(next);
            if (at > 0) (low, atLow) = (next, at);
            else (high, atHigh) = (next, at);
        }
        return low;
    }
}
