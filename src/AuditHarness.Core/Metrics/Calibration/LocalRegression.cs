using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// A curve of event rate against risk by local regression, exact at every distinct score up to <see cref="MostExact"/> of them;
/// above that at <see cref="Knots"/> quantile knots and <see cref="Bends"/> more, between which a cubic is laid. No robustness iterations: outcomes of 0 and 1 are no
/// outliers. Equal scores are one point that weighs as much as its patients.
/// </summary>
/// <param name="Fitted">At each distinct score the fitted rate; it may lie outside [0, 1].</param>
/// <param name="IsInterpolated">True when there were more distinct scores than are fitted one by one.</param>
public sealed record LocalRegression(double[] Fitted, bool IsInterpolated)
{
    /// <summary>Most distinct scores that are each fitted by themselves.</summary>
    public const int MostExact = 2000;

    /// <summary>Knots above that: quantiles that tails have a part in, at equal steps of a mean of the share of patients and of the range.</summary>
    public const int Knots = 512;

    /// <summary>Knots beside them where the curve bends between two quantiles.</summary>
    public const int Bends = 64;

    /// <summary>Points that a fit sums over; where there are more distinct scores, neighbours are merged, which moves no figure by 1e-6.</summary>
    internal const int MostPoints = 4096;

    /// <summary>
    /// LOESS of Cleveland and Devlin (1988), J. Am. Stat. Assoc. 83:596–610: span 0.75, degree 2, tricube weights, family gaussian.
    /// As R's loess with surface = "direct"; R's default interpolates its surface between a few vertices and differs by up to 0.2
    /// in the largest error of small samples.
    /// </summary>
    /// <param name="ranked">Scores in order, at least one.</param>
    /// <param name="isWeighted">True with unequal weights: the span is then 0.75 of the weight; without, ⌊0.75 n⌋ patients as in R.</param>
    public static LocalRegression Loess(RankedScores ranked, bool isWeighted) => Of(ranked, isWeighted, isLoess: true, MostExact);

    /// <summary>
    /// lowess of Cleveland (1979), J. Am. Stat. Assoc. 74:829–836: span 2/3, degree 1, no iterations (iter = 0), delta = 0. As
    /// val.prob of R's rms but for its delta, a hundredth of the range within which R interpolates.
    /// </summary>
    /// <param name="ranked">Scores in order, at least one.</param>
    /// <param name="isWeighted">True with unequal weights: the span is then 2/3 of the weight; without, ⌊2n/3⌋ patients as in R.</param>
    public static LocalRegression Lowess(RankedScores ranked, bool isWeighted) => Of(ranked, isWeighted, isLoess: false, MostExact);

    internal static LocalRegression Of(RankedScores ranked, bool isWeighted, bool isLoess, int mostExact) =>
        Of(ranked, LocalPoints.Of(ranked, mostExact == int.MaxValue ? int.MaxValue : MostPoints), isWeighted, isLoess, mostExact);

    /// <summary>Along points that several fits share.</summary>
    internal static LocalRegression Of(RankedScores ranked, LocalPoints points, bool isWeighted, bool isLoess, int mostExact = MostExact)
    {
        var target = Span(points, isWeighted, isLoess);
        if (ranked.Count <= mostExact)
            return new(Array.ConvertAll(ranked.Scores, at => isLoess ? LoessAt(points, at, target) : LowessAt(points, at, target)), false);
        var (knots, values) = Laid(points, at => isLoess ? LoessAt(points, at, target) : LowessAt(points, at, target));
        return new(Cubic(knots, values, ranked.Scores), true);
    }

    // The knots at quantiles, and the others, a few at a time, where the cubics of neighbouring knots agree least: a window that jumps
    // across a gap of the scores bends the curve between two quantiles.
    private static (double[] X, double[] Y) Laid(LocalPoints points, Func<double, double> fit)
    {
        var places = points.Quantiles(Math.Min(Knots, points.Count));
        var x = places.ConvertAll(p => points.X[p]);
        var y = x.ConvertAll(at => fit(at));
        var most = Math.Min(Knots + Bends, points.Count);
        while (x.Count < most)
        {
            int[] widest =
            [
                .. Enumerable.Range(0, places.Count - 1).Where(k => places[k + 1] - places[k] > 1).Select(k => (k, Bend: Bend(k)))
                    .OrderByDescending(b => b.Bend).ThenBy(b => b.k).Take(Math.Min(Bends / 8, most - x.Count)).Select(b => b.k).OrderDescending(),
            ];
            foreach (var k in widest)
            {
                places.Insert(k + 1, (places[k] + places[k + 1]) / 2);
                x.Insert(k + 1, points.X[places[k + 1]]);
                y.Insert(k + 1, fit(x[k + 1]));
            }
        }
        return ([.. x], [.. y]);

        // Between the knots k and k + 1, how far the cubic that leans to the left is from the one that leans to the right.
        double Bend(int k)
        {
            var middle = points.X[(places[k] + places[k + 1]) / 2];
            double Along(int from) => Cubic(CollectionsMarshal.AsSpan(x).Slice(from, 4), CollectionsMarshal.AsSpan(y).Slice(from, 4), [middle])[0];
            return Math.Abs(Along(Math.Max(0, k - 2)) - Along(Math.Min(x.Count - 4, k)));
        }
    }

    /// <summary>The fitted rates at each point as a linear function of the points' rates, row by row: the smoother's matrix.</summary>
    internal static double[][] Matrix(LocalPoints points, bool isWeighted, bool isLoess)
    {
        var target = Span(points, isWeighted, isLoess);
        var rows = new double[points.Count][];
        for (var i = 0; i < rows.Length; i++) rows[i] = isLoess ? LoessRow(points, points.X[i], target) : LowessRow(points, points.X[i], target);
        return rows;
    }

    private static double Span(LocalPoints points, bool isWeighted, bool isLoess)
    {
        var n = points.Total;
        if (isWeighted) return (isLoess ? 0.75 * n : 2 * n / 3) * (1 - 1e-12);
        return isLoess ? Math.Max(1, Math.Floor((0.75 * n) + 1e-5)) : Math.Max(Math.Min(2, n), Math.Floor((2 * n / 3) + 1e-7));
    }

    private static double LoessAt(LocalPoints points, double at, double target)
    {
        var (from, to, reach) = points.Nearest(at, target);
        if (reach <= 0) return points.Rate(at);
        // Always four points at once, whatever the machine could: sums are then formed in the same order everywhere.
        Vector256<double> v0 = default, v1 = default, v2 = default, v3 = default, v4 = default, y0 = default, y1 = default, y2 = default;
        var (one, middle, scale, i) = (Vector256.Create(1.0), Vector256.Create(at), Vector256.Create(reach), from);
        for (; i + Vector256<double>.Count <= to; i += Vector256<double>.Count)
        {
            var u = (Vector256.Create(points.X, i) - middle) / scale;
            var far = Vector256.Abs(u);
            var rest = Vector256.Max(one - (far * far * far), Vector256<double>.Zero);
            var w = Vector256.Create(points.Weight, i) * (rest * rest * rest);
            var (wu, wy) = (w * u, w * Vector256.Create(points.Y, i));
            var (wuu, wuy) = (wu * u, wy * u);
            var wuuu = wuu * u;
            (v0, v1, v2, v3, v4) = (v0 + w, v1 + wu, v2 + wuu, v3 + wuuu, v4 + (wuuu * u));
            (y0, y1, y2) = (y0 + wy, y1 + wuy, y2 + (wuy * u));
        }
        double s0 = Vector256.Sum(v0), s1 = Vector256.Sum(v1), s2 = Vector256.Sum(v2), s3 = Vector256.Sum(v3), s4 = Vector256.Sum(v4);
        double t0 = Vector256.Sum(y0), t1 = Vector256.Sum(y1), t2 = Vector256.Sum(y2);
        for (; i < to; i++)
        {
            var u = (points.X[i] - at) / reach;
            var w = points.Weight[i] * Tricube(Math.Abs(u));
            var (wu, wy, wuu) = (w * u, w * points.Y[i], w * u * u);
            (s0, s1, s2, s3, s4) = (s0 + w, s1 + wu, s2 + wuu, s3 + (wuu * u), s4 + (wuu * u * u));
            (t0, t1, t2) = (t0 + wy, t1 + (wy * u), t2 + (wy * u * u));
        }
        var (c0, c1, c2) = Level(s0, s1, s2, s3, s4);
        return (c0 * t0) + (c1 * t1) + (c2 * t2);
    }

    private static double[] LoessRow(LocalPoints points, double at, double target)
    {
        var row = new double[points.Count];
        var (from, to, reach) = points.Nearest(at, target);
        if (reach <= 0)
        {
            row[Array.BinarySearch(points.X, at)] = 1;
            return row;
        }
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0;
        for (var i = from; i < to; i++)
        {
            var u = (points.X[i] - at) / reach;
            var w = row[i] = points.Weight[i] * Tricube(Math.Abs(u));
            (s0, s1, s2, s3, s4) = (s0 + w, s1 + (w * u), s2 + (w * u * u), s3 + (w * u * u * u), s4 + (w * u * u * u * u));
        }
        var (c0, c1, c2) = Level(s0, s1, s2, s3, s4);
        for (var i = from; i < to; i++)
        {
            var u = (points.X[i] - at) / reach;
            row[i] *= c0 + (c1 * u) + (c2 * u * u);
        }
        return row;
    }

    // First row of the inverse of the moment matrix: the level at the point as a function of Σwy, Σwuy, Σwu²y. Where too few
    // points bear weight, the degree is as high as they allow.
    private static (double C0, double C1, double C2) Level(double s0, double s1, double s2, double s3, double s4)
    {
        var (m1, m2) = (s1 / s0, s2 / s0);
        // Orthogonal polynomials: 1, u − m1, and u² less what the first two say of it; norms divided by s0.
        var norm1 = m2 - (m1 * m1);
        if (norm1 <= 1e-11 * m2) return (1 / s0, 0, 0);
        var b = ((s3 / s0) - (m1 * m2)) / norm1;
        var norm2 = (s4 / s0) - (m2 * m2) - (b * b * norm1);
        var (c0, c1) = ((1 + (m1 * m1 / norm1)) / s0, -m1 / norm1 / s0);
        if (norm2 <= 1e-11 * (s4 / s0)) return (c0, c1, 0);
        // q2(u) = u² − m2 − b (u − m1); its value at 0 is b m1 − m2.
        var share = ((b * m1) - m2) / norm2 / s0;
        return (c0 + (share * ((b * m1) - m2)), c1 - (share * b), share);
    }

    private static double LowessAt(LocalPoints points, double at, double target)
    {
        var (from, to, reach) = points.Nearest(at, target);
        if (reach <= 0) return points.Rate(at);
        Vector256<double> v0 = default, v1 = default, v2 = default, y0 = default, y1 = default;
        var (one, middle, scale, i) = (Vector256.Create(1.0), Vector256.Create(at), Vector256.Create(reach), from);
        for (; i + Vector256<double>.Count <= to; i += Vector256<double>.Count)
        {
            var u = (Vector256.Create(points.X, i) - middle) / scale;
            var far = Vector256.Abs(u);
            var rest = one - (far * far * far);
            var tricube = Vector256.ConditionalSelect(Vector256.LessThanOrEqual(far, Vector256.Create(0.001)), one, rest * rest * rest);
            var w = Vector256.Create(points.Weight, i) * Vector256.ConditionalSelect(Vector256.GreaterThan(far, Vector256.Create(0.999)), Vector256<double>.Zero, tricube);
            var (wu, wy) = (w * u, w * Vector256.Create(points.Y, i));
            (v0, v1, v2) = (v0 + w, v1 + wu, v2 + (wu * u));
            (y0, y1) = (y0 + wy, y1 + (wy * u));
        }
        double s0 = Vector256.Sum(v0), s1 = Vector256.Sum(v1), s2 = Vector256.Sum(v2), t0 = Vector256.Sum(y0), t1 = Vector256.Sum(y1);
        for (; i < to; i++)
        {
            var u = (points.X[i] - at) / reach;
            var w = points.Weight[i] * LowessWeight(Math.Abs(u));
            (s0, s1, s2) = (s0 + w, s1 + (w * u), s2 + (w * u * u));
            (t0, t1) = (t0 + (w * points.Y[i]), t1 + (w * u * points.Y[i]));
        }
        var (mean, spread) = (s1 / s0, (s2 / s0) - (s1 / s0 * (s1 / s0)));
        if (!HasSlope(points, spread, reach)) return t0 / s0;
        return (t0 / s0) - (mean * ((t1 / s0) - (mean * t0 / s0)) / spread);
    }

    private static double[] LowessRow(LocalPoints points, double at, double target)
    {
        var row = new double[points.Count];
        var (from, to, reach) = points.Nearest(at, target);
        if (reach <= 0)
        {
            row[Array.BinarySearch(points.X, at)] = 1;
            return row;
        }
        double s0 = 0, s1 = 0, s2 = 0;
        for (var i = from; i < to; i++)
        {
            var u = (points.X[i] - at) / reach;
            var w = row[i] = points.Weight[i] * LowessWeight(Math.Abs(u));
            (s0, s1, s2) = (s0 + w, s1 + (w * u), s2 + (w * u * u));
        }
        var (mean, spread) = (s1 / s0, (s2 / s0) - (s1 / s0 * (s1 / s0)));
        var slope = HasSlope(points, spread, reach) ? mean / spread : 0;
        for (var i = from; i < to; i++) row[i] *= (1 - (slope * (((points.X[i] - at) / reach) - mean))) / s0;
        return row;
    }

    // R's rule: points that hardly spread tell no slope.
    private static bool HasSlope(LocalPoints points, double spread, double reach) =>
        Math.Sqrt(Math.Max(0, spread)) * reach > 0.001 * (points.X[^1] - points.X[0]);

    private static double Tricube(double u)
    {
        if (u >= 1) return 0;
        var rest = 1 - (u * u * u);
        return rest * rest * rest;
    }

    // R's edges: nothing within the last thousandth of the reach, full weight within the first.
    private static double LowessWeight(double u) => u > 0.999 ? 0 : u <= 0.001 ? 1 : Tricube(u);

    // The cubic through the four knots around a point, in Lagrange's form.
    private static double[] Cubic(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> at)
    {
        var values = new double[at.Length];
        var (k, from) = (0, -1);
        double x0 = 0, x1 = 0, x2 = 0, x3 = 0, c0 = 0, c1 = 0, c2 = 0, c3 = 0;
        for (var i = 0; i < at.Length; i++)
        {
            while (k < x.Length - 2 && x[k + 1] < at[i]) k++;
            if (Math.Clamp(k - 1, 0, x.Length - 4) is var first && first != from)
            {
                from = first;
                (x0, x1, x2, x3) = (x[from], x[from + 1], x[from + 2], x[from + 3]);
                c0 = y[from] / ((x0 - x1) * (x0 - x2) * (x0 - x3));
                c1 = y[from + 1] / ((x1 - x0) * (x1 - x2) * (x1 - x3));
                c2 = y[from + 2] / ((x2 - x0) * (x2 - x1) * (x2 - x3));
                c3 = y[from + 3] / ((x3 - x0) * (x3 - x1) * (x3 - x2));
            }
            double d0 = at[i] - x0, d1 = at[i] - x1, d2 = at[i] - x2, d3 = at[i] - x3;
            values[i] = (d2 * d3 * ((c0 * d1) + (c1 * d0))) + (d0 * d1 * ((c2 * d3) + (c3 * d2)));
        }
        return values;
    }
}
