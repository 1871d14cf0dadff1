using System.Numerics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Worlds along a line: from a perfectly calibrated one (0) through the one seen (1) to ever more miscalibrated ones. In each, what a
/// figure truly is, and how its estimate is spread over samples of the group's size.
/// </summary>
internal sealed class ErrorWorlds
{
    private const int Steps = 14;

    // Largest draws kept of each world: down to a tail of 6 %.
    private const int Kept = 16;

    private readonly double[][] _largest;

    private ErrorWorlds(double[] truth, double[] mean, double[] deviation, double[] skewness, double[][] largest) =>
        (Truth, Mean, Deviation, Skewness, _largest) = (truth, mean, deviation, skewness, largest);

    /// <summary>The true figure in each world, not decreasing.</summary>
    public double[] Truth { get; }

    /// <summary>Mean of the estimate.</summary>
    public double[] Mean { get; }

    /// <summary>Standard deviation of the estimate.</summary>
    public double[] Deviation { get; }

    /// <summary>Skewness of the estimate.</summary>
    public double[] Skewness { get; }

    /// <summary>The estimate that at most so large a share of the draws exceeded; null for a share of more than those kept.</summary>
    /// <param name="world">Index of the world.</param>
    /// <param name="tail">The share.</param>
    public double? Exceeded(int world, double tail) => tail * CellNoise.Draws < Kept ? _largest[world][(int)(tail * CellNoise.Draws)] : null;

    /// <summary>The same worlds, where chance adds more to every estimate, and spreads it more.</summary>
    /// <param name="by">How much more it adds.</param>
    /// <param name="longer">By what standard deviations are multiplied.</param>
    public ErrorWorlds Shifted(double by, double longer) =>
        new(Truth, Array.ConvertAll(Mean, m => m + by), Array.ConvertAll(Deviation, d => d * longer), Skewness, Array.ConvertAll(_largest, w => Array.ConvertAll(w, x => x + by)));

    /// <summary>Computes the estimate from what is seen in one sample: a field such as the differences of a curve from the risks.</summary>
    /// <param name="field">The field; may be overwritten.</param>
    /// <param name="figures">Receives the figures.</param>
    public delegate void Figures(Span<double> field, Span<double> figures);

    /// <summary>Simulates.</summary>
    /// <param name="seen">The field that was seen.</param>
    /// <param name="noise">Errors of the field, when calibrated and as fitted.</param>
    /// <param name="count">Number of figures.</param>
    /// <param name="estimate">The estimates from a field.</param>
    /// <param name="truth">The true figures from a field without noise; null when they are the same function.</param>
    /// <param name="sampled">For each figure, its variance in the world seen because other patients would have other scores.</param>
    /// <param name="lowest">Smallest possible value of each point of the field, or empty.</param>
    /// <param name="highest">Largest, or empty.</param>
    /// <param name="reach">How many times the field seen the estimate may come from.</param>
    public static ErrorWorlds[] Simulate(
        double[] seen, CellNoise noise, int count, Figures estimate, Figures? truth, ReadOnlySpan<double> sampled, double[] lowest, double[] highest, double reach = 1)
    {
        var (points, draws) = (seen.Length, noise.Fitted.Length);
        var (field, figures, scratch) = (new double[points], new double[count], new double[points]);
        double[] TruthAt(double[] direction, double s)
        {
            for (var k = 0; k < points; k++) field[k] = Clip(s * direction[k], k, lowest, highest);
            var values = new double[count];
            (truth ?? estimate)(field, values);
            return values;
        }

        // Where nothing was seen to differ, all points are taken to differ by as much as they vary.
        var direction = (double[])seen.Clone();
        var spread = Spread(noise.Fitted);
        var largest = 0.0;
        for (var k = 0; k < points; k++) largest = Math.Max(largest, Math.Abs(seen[k]) / Math.Max(spread[k], 1e-300));
        if (!(largest > 0.05)) direction = spread;

        double[][] all = [.. Enumerable.Range(0, count).Select(_ => new double[draws])];
        var moments = new double[Steps + 1][][];
        var truths = new double[Steps + 1][];
        var tops = new double[Steps + 1][][];
        var ends = Math.Max(3 * Math.Min(reach, 1e5), Farthest(noise, direction, points));
        for (var step = 0; step <= Steps; step++)
        {
            // Denser near 0 and up to the world seen; the last is out of any interval's reach.
            var s = step <= 6 ? step / 6.0 : 1 + ((ends - 1) * Math.Pow((step - 6) / (double)(Steps - 6), 2));
            truths[step] = TruthAt(direction, s);
            var share = Math.Min(1, s);
            var here = direction.Select((d, k) => Clip(s * d, k, lowest, highest)).ToArray();
            double[] growth = [.. here.Select((h, k) => lowest.Length == 0 ? 1 : Growth(-lowest[k], h, Clip(direction[k], k, lowest, highest), share))];
            var sums = new double[3][] { new double[count], new double[count], new double[count] };
            for (var draw = 0; draw < draws; draw++)
            {
                var (calm, fitted) = (noise.Calibrated[draw], noise.Fitted[draw]);
                Mix(here, growth, calm, fitted, share, field);
                estimate(field, figures);
                for (var f = 0; f < count; f++) sums[0][f] += all[f][draw] = figures[f];
            }
            for (var f = 0; f < count; f++)
            {
                var mean = sums[0][f] / draws;
                double second = 0, third = 0;
                foreach (var figure in all[f])
                {
                    var d = figure - mean;
                    (second, third) = (second + (d * d), third + (d * d * d));
                }
                (second, third) = (second / draws, third / draws);
                // Which patients came to be in the sample adds a spread that grows with the miscalibration.
                var extra = sampled.Length > 0 ? sampled[f] * Math.Min(s * s, ends * ends) : 0;
                var deviation = Math.Sqrt(second + extra);
                (sums[0][f], sums[1][f], sums[2][f]) = (mean, deviation, deviation > 0 ? Math.Clamp(third / (deviation * deviation * deviation), -2, 2) : 0);
            }
            moments[step] = sums;
            tops[step] = Array.ConvertAll(all, Largest);
        }
        return [.. Enumerable.Range(0, count).Select(f => new ErrorWorlds(
            [.. truths.Select(t => t[f])], [.. moments.Select(m => m[0][f])], [.. moments.Select(m => m[1][f])], [.. moments.Select(m => m[2][f])], [.. tops.Select(t => t[f])]))];
    }

    // In descending order. Few of the draws are among them, so that they are put in their place instead of sorting all.
    private static double[] Largest(double[] figures)
    {
        var largest = new double[Math.Min(Kept, figures.Length)];
        for (var i = 0; i < figures.Length; i++)
        {
            if (i >= largest.Length && figures[i].CompareTo(largest[^1]) <= 0) continue;
            var at = Math.Min(i, largest.Length - 1);
            for (; at > 0 && figures[i].CompareTo(largest[at - 1]) > 0; at--) largest[at] = largest[at - 1];
            largest[at] = figures[i];
        }
        return largest;
    }

    // The field in a world: where it is, and noise between that of the calibrated world and that of the one seen. Every point by itself, so
    // that it does not matter how many the machine takes at once.
    private static void Mix(double[] here, double[] growth, double[] calm, double[] fitted, double share, double[] field)
    {
        var k = 0;
        for (; k <= field.Length - Vector<double>.Count; k += Vector<double>.Count)
        {
            var from = new Vector<double>(calm, k);
            (new Vector<double>(here, k) + (new Vector<double>(growth, k) * (from + (share * (new Vector<double>(fitted, k) - from))))).CopyTo(field, k);
        }
        for (; k < field.Length; k++) field[k] = here[k] + (growth[k] * (calm[k] + (share * (fitted[k] - calm[k]))));
    }

    // Chance in a rate between that of the calibrated world and the one seen, or beyond, against what the mixture of their draws has: the
    // deviation of a rate is no straight line.
    private static double Growth(double risk, double here, double seen, double share)
    {
        double Deviation(double error) => Math.Clamp(risk + error, 0, 1) is var rate ? Math.Sqrt(Math.Max(1e-6, rate * (1 - rate))) : 0;
        return Math.Clamp(Deviation(here) / (((1 - share) * Deviation(0)) + (share * Deviation(seen))), 0.5, 3);
    }

    private static double Clip(double value, int k, double[] lowest, double[] highest) =>
        lowest.Length == 0 ? value : Math.Clamp(value, lowest[k], highest[k]);

    private static double[] Spread(double[][] noise)
    {
        var spread = new double[noise[0].Length];
        foreach (var draw in noise)
            for (var k = 0; k < spread.Length; k++) spread[k] += draw[k] * draw[k] / noise.Length;
        for (var k = 0; k < spread.Length; k++) spread[k] = Math.Sqrt(spread[k]);
        return spread;
    }

    // A world so far that what was seen is out of the question there: 12 standard deviations of the part of the noise along the direction.
    private static double Farthest(CellNoise noise, double[] direction, int points)
    {
        double along = 0, length = 0, all = 0;
        for (var k = 0; k < points; k++) length += direction[k] * direction[k];
        foreach (var draw in noise.Fitted)
        {
            var dot = 0.0;
            for (var k = 0; k < points; k++)
            {
                dot += draw[k] * direction[k];
                all += draw[k] * draw[k] / noise.Fitted.Length;
            }
            along += dot * dot / noise.Fitted.Length;
        }
        return Math.Min(1e6, 2 + (12 * Math.Max(Math.Sqrt(along) / length, Math.Sqrt(all / length / points))));
    }
}
