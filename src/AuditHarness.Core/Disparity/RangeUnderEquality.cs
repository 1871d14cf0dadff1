using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>
/// The largest gap between groups that chance alone produces when all of them are equal: the expected range of independent normal
/// estimates about one value. A largest gap is biased upward, the more so the more and the smaller the groups.
/// </summary>
public static class RangeUnderEquality
{
    private const int Steps = 4000;

    /// <summary>Expected range, ∫ 1 − ∏ Φ(x / σᵢ) − ∏ (1 − Φ(x / σᵢ)) dx (Tippett 1925, Biometrika 17:364–387).</summary>
    /// <param name="standardErrors">Standard error of each group, not negative; at least two groups.</param>
    /// <returns>On the scale of the errors; 0 when no group varies.</returns>
    public static double Expected(IReadOnlyList<double> standardErrors)
    {
        var end = 9 * standardErrors.Max();
        if (end <= 0) return 0;
        var width = end / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
        {
            double below = 1, above = 1;
            foreach (var error in standardErrors)
            {
                // A group without variation sits at the common value itself.
                var share = error > 0 ? Normal.CDF(0, 1, i * width / error) : i == 0 ? 0.5 : 1;
                (below, above) = (below * share, above * (1 - share));
            }
            sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * (1 - below - above);
        }
        return 2 * sum * width / 3;
    }
}
