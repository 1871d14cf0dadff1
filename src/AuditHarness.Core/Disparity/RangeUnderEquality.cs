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

    /// <summary>Expected larger one of several independent ranges, such as those of sensitivities and of false positive rates: ∫ 1 − ∏ P(rangeₖ ≤ r) dr.</summary>
    /// <remarks>Within 1 %: a group that varies less than a tenth as much as another counts as if it varied a tenth.</remarks>
    /// <param name="families">Of each range the standard errors of its groups, at least two.</param>
    /// <returns>On the scale of the errors; 0 when no group varies.</returns>
    public static double ExpectedLargest(IReadOnlyList<IReadOnlyList<double>> families)
    {
        const int steps = 80;
        double[][] varying = [.. families.Where(f => f.Max() > 0).Select(f => f.Select(e => Math.Max(e, f.Max() / 10)).ToArray())];
        if (varying.Length == 0) return 0;
        var ranges = Array.ConvertAll(varying, Range.Of);
        var width = 9 * varying.Max(f => f.Max()) / steps;
        var sum = 0.0;
        for (var i = 0; i <= steps; i++)
            sum += (i is 0 or steps ? 1 : i % 2 == 1 ? 4 : 2) * (1 - ranges.Aggregate(1.0, (all, r) => all * r.Within(i * width)));
        return sum * width / 3;
    }

    // The range of a family of estimates: where the lowest may lie, and of each estimate its distribution there.
    private sealed record Range(double[] Errors, double[] Lowest, double[][] Below, double[][] Density)
    {
        // Of so smooth a function the trapezoid's error is nothing as long as its steps are below half of the smallest error.
        public static Range Of(double[] errors)
        {
            var (reach, width, lowest) = (7 * errors.Max(), errors.Max() / 25, new List<double>());
            for (var x = -reach; x <= reach; x += width) lowest.Add(x);
            return new(errors, [.. lowest], Array.ConvertAll(errors, e => lowest.Select(x => Normal.CDF(0, e, x)).ToArray()), Array.ConvertAll(errors, e => lowest.Select(x => Normal.PDF(0, e, x)).ToArray()));
        }

        // P(range ≤ r): one group is the lowest, at x, and all others lie within r above it.
        public double Within(double range)
        {
            var (sum, shares) = (0.0, new double[Errors.Length]);
            for (var i = 0; i < Lowest.Length; i++)
            {
                var all = 1.0;
                for (var j = 0; j < shares.Length && all > 0; j++)
                    all *= shares[j] = Normal.CDF(0, Errors[j], Lowest[i] + range) - Below[j][i];
                if (all > 0)
                    for (var j = 0; j < shares.Length; j++) sum += Density[j][i] * all / shares[j];
            }
            return Math.Min(1, sum * (Errors.Max() / 25));
        }
    }
}
