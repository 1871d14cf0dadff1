using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Two survival curves over the time that both were followed.</summary>
/// <remarks>
/// A weighted area under one curve, ∫ w(t) S(t) dt, has variance Σ A(u)² d / (Y (Y − d)) over its events, A(u) the weighted area beyond u:
/// Gill (1983), Ann. Stat. 11:49–58; for w = 1 that of the restricted mean.
/// </remarks>
internal sealed class SurvivalComparison
{
    /// <summary>Compares.</summary>
    /// <param name="real">Curve of the training records; somebody is in it.</param>
    /// <param name="made">Curve of the made-up records; somebody is in it.</param>
    public SurvivalComparison(KaplanMeier real, KaplanMeier made)
    {
        Horizon = Math.Min(real.LastTime, made.LastTime);
        double[] grid = [0, .. real.Times.Concat(made.Times).Where(t => t > 0 && t < Horizon).Distinct().Order(), Horizon];
        var (first, second) = (new Steps(real), new Steps(made));
        var (count, widths) = (grid.Length - 1, new double[grid.Length - 1]);
        var (s, r, spread) = (new double[count], new double[count], 0.0);
        for (var k = 0; k < count; k++)
        {
            widths[k] = grid[k + 1] - grid[k];
            (r[k], s[k]) = (first.To(grid[k]), second.To(grid[k]));
            Area += widths[k] * Math.Abs(r[k] - s[k]);
            Difference += widths[k] * (s[k] - r[k]);
            spread += widths[k] * Math.Sqrt(2 / Math.PI * ((r[k] * r[k] * first.Greenwood) + (s[k] * s[k] * second.Greenwood)));
        }
        Noise = spread;
        double[] sides = [.. Enumerable.Range(0, count).Select(k => r[k] >= s[k] ? 1.0 : -1.0)], ones = [.. sides.Select(_ => 1.0)];
        AreaVariance = Variance(real, grid, widths, r, sides) + Variance(made, grid, widths, s, sides);
        DifferenceVariance = Variance(real, grid, widths, r, ones) + Variance(made, grid, widths, s, ones);
    }

    /// <summary>The shorter of the two longest follow-up times.</summary>
    public double Horizon { get; }

    /// <summary>∫ |S_R − S_S| dt up to the horizon.</summary>
    public double Area { get; }

    /// <summary>Its variance.</summary>
    public double AreaVariance { get; }

    /// <summary>Mean area of two samples of this size from one population.</summary>
    public double Noise { get; }

    /// <summary>Restricted mean of the made-up less that of the training records, up to the horizon.</summary>
    public double Difference { get; }

    /// <summary>Its variance.</summary>
    public double DifferenceVariance { get; }

    /// <summary>Observed less expected events of the first table, and the variance of that, of a log-rank test.</summary>
    /// <remarks>Mantel (1966), Cancer Chemother. Rep. 50:163–170; hypergeometric variance.</remarks>
    /// <param name="real">One curve.</param>
    /// <param name="made">The other.</param>
    /// <param name="realTimes">Follow-up times of the first, ascending.</param>
    /// <param name="madeTimes">Follow-up times of the other, ascending.</param>
    public static (double Excess, double Variance) LogRank(KaplanMeier real, KaplanMeier made, double[] realTimes, double[] madeTimes)
    {
        var (excess, variance) = (0.0, 0.0);
        var (i, j, a, b) = (0, 0, 0, 0);
        foreach (var time in real.Times.Concat(made.Times).Distinct().Order())
        {
            while (a < realTimes.Length && realTimes[a] < time) a++;
            while (b < madeTimes.Length && madeTimes[b] < time) b++;
            var (dead, other) = (0, 0);
            if (i < real.Times.Count && real.Times[i] == time) dead = real.Deaths[i++];
            if (j < made.Times.Count && made.Times[j] == time) other = made.Deaths[j++];
            double y = realTimes.Length - a, all = y + madeTimes.Length - b, d = dead + other;
            excess += dead - (d * y / all);
            if (all > 1) variance += d * (y / all) * (1 - (y / all)) * (all - d) / (all - 1);
        }
        return (excess, variance);
    }

    /// <summary>Two-sided p-value of a log-rank test.</summary>
    /// <param name="excess">Observed less expected events.</param>
    /// <param name="variance">Its variance, positive.</param>
    public static double PValue(double excess, double variance) => 2 * Normal.CDF(0, 1, -Math.Abs(excess) / Math.Sqrt(variance));

    private static double Variance(KaplanMeier curve, double[] grid, double[] widths, double[] survival, double[] weights)
    {
        // Weighted area beyond each point of the grid; every event before the horizon is on the grid.
        var beyond = new double[grid.Length];
        for (var k = widths.Length - 1; k >= 0; k--) beyond[k] = beyond[k + 1] + (weights[k] * survival[k] * widths[k]);
        var (variance, at) = (0.0, 0);
        for (var e = 0; e < curve.Times.Count && curve.Times[e] < grid[^1]; e++)
        {
            while (grid[at] < curve.Times[e]) at++;
            var (y, d) = ((double)curve.AtRisk[e], curve.Deaths[e]);
            if (y > d) variance += beyond[at] * beyond[at] * d / (y * (y - d));
        }
        return variance;
    }

    /// <summary>A curve walked from left to right.</summary>
    private sealed class Steps(KaplanMeier curve)
    {
        private int _next;
        private double _survival = 1;

        public double Greenwood { get; private set; }

        public double To(double time)
        {
            for (; _next < curve.Times.Count && curve.Times[_next] <= time; _next++)
            {
                var (y, d) = ((double)curve.AtRisk[_next], curve.Deaths[_next]);
                _survival *= (y - d) / y;
                if (y > d) Greenwood += d / (y * (y - d));
            }
            return _survival;
        }
    }
}
