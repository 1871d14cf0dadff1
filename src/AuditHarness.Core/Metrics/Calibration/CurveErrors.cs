using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// Distances between a fitted curve and the risks, |fit(p) − p|, over the patients: mean, median, 90 % point, largest. Austin and
/// Steyerberg (2019), Stat. Med. 38:4051–4065.
/// </summary>
/// <param name="Mean">ICI.</param>
/// <param name="Median">E50.</param>
/// <param name="Ninety">E90.</param>
/// <param name="Largest">Emax.</param>
public readonly record struct CurveErrors(double Mean, double Median, double Ninety, double Largest)
{
    /// <summary>One of them.</summary>
    /// <param name="figure">Which.</param>
    internal double Of(CurveFigure figure) =>
        figure switch { CurveFigure.Mean => Mean, CurveFigure.Median => Median, CurveFigure.Ninety => Ninety, _ => Largest };

    /// <summary>Measures a curve.</summary>
    /// <param name="evidence">The group.</param>
    /// <param name="fitted">Fitted rate at each distinct score; overwritten.</param>
    internal static CurveErrors Of(SubgroupEvidence evidence, double[] fitted)
    {
        var (ranked, weights) = (evidence.Ranked, new double[fitted.Length]);
        for (var i = 0; i < fitted.Length; i++)
            (fitted[i], weights[i]) = (Math.Abs(fitted[i] - ranked.Scores[i]), ranked.Events[i].Weight + ranked.NonEvents[i].Weight);
        return Of(fitted, weights, evidence.IsWeighted);
    }

    /// <summary>
    /// Measures. Quantiles are R's type 7 on patients; with weights the distribution function is inverted, and where it is flat at the
    /// wanted share the two neighbours are interpolated as type 7 would.
    /// </summary>
    /// <param name="errors">Distance at each distinct score; sorted in place where there are few.</param>
    /// <param name="weights">Weight (without weights: patients) at each; sorted along.</param>
    /// <param name="isWeighted">True with unequal weights.</param>
    internal static CurveErrors Of(Span<double> errors, Span<double> weights, bool isWeighted)
    {
        var (sum, total, largest) = (0.0, 0.0, LargestOf(errors));
        for (var i = 0; i < errors.Length; i++) (sum, total) = (sum + (weights[i] * errors[i]), total + weights[i]);
        var buckets = Math.Min(MostBuckets, (int)BitOperations.RoundUpToPowerOf2((uint)errors.Length / 4));
        if (errors.Length > FewestCounted && double.IsFinite(buckets / largest))
        {
            Span<double> within = stackalloc double[buckets];
            Span<int> counts = stackalloc int[buckets];
            var scale = (buckets - 1) / largest;
            for (var i = 0; i < errors.Length; i++)
            {
                var bucket = (int)(errors[i] * scale);
                within[bucket] += weights[i];
                counts[bucket]++;
            }
            return new(Math.Min(largest, sum / total), Picked(errors, weights, total, within, counts, scale, 0.5, isWeighted), Picked(errors, weights, total, within, counts, scale, 0.9, isWeighted), largest);
        }
        errors.Sort(weights);
        return new(Math.Min(largest, sum / total), Quantile(errors, weights, total, 0.5, isWeighted), Quantile(errors, weights, total, 0.9, isWeighted), largest);
    }

    private static double LargestOf(ReadOnlySpan<double> errors)
    {
        var (most, largest, i) = (Vector256<double>.Zero, 0.0, 0);
        for (; i <= errors.Length - Vector256<double>.Count; i += Vector256<double>.Count) most = Vector256.Max(most, Vector256.Create(errors.Slice(i, Vector256<double>.Count)));
        for (; i < errors.Length; i++) largest = Math.Max(largest, errors[i]);
        for (var k = 0; k < Vector256<double>.Count; k++) largest = Math.Max(largest, most[k]);
        return largest;
    }

    private const int MostBuckets = 4096, FewestCounted = 32;

    // Only errors near the quantile are sorted: which they are, a count of all of them in buckets says.
    private static double Picked(
        ReadOnlySpan<double> errors, ReadOnlySpan<double> weights, double total, ReadOnlySpan<double> within, ReadOnlySpan<int> counts, double scale, double share, bool isWeighted)
    {
        var (wanted, beyond) = isWeighted ? (share * total, share * total) : (Math.Floor(share * (total - 1)), Math.Floor(share * (total - 1)) + 1);
        var (last, from, before, reached) = (within.Length - 1, 0, 0.0, within[0]);
        while (from < last && reached < wanted * (1 - 1e-9)) (before, reached) = (reached, reached + within[++from]);
        var (to, near) = (from, counts[from]);
        while (to < last && reached <= beyond * (1 + 1e-9))
        {
            reached += within[++to];
            near += counts[to];
        }
        var rented = ArrayPool<double>.Shared.Rent(2 * near);
        var sorted = rented.AsSpan(0, near);
        var theirs = rented.AsSpan(near, near);
        for (int i = 0, at = 0; at < near; i++)
        {
            // Most lie far from it: four that all do are passed at once.
            while (i <= errors.Length - Vector256<double>.Count && AreFar(Vector256.Create(errors.Slice(i, Vector256<double>.Count)) * scale, from, to)) i += Vector256<double>.Count;
            if ((int)(errors[i] * scale) is var b && (b < from || b > to)) continue;
            (sorted[at], theirs[at]) = (errors[i], weights[i]);
            at++;
        }
        sorted.Sort(theirs);
        var quantile = Quantile(sorted, theirs, total, share, isWeighted, before);
        ArrayPool<double>.Shared.Return(rented);
        return quantile;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreFar(Vector256<double> buckets, int from, int to) =>
        (Vector256.LessThan(buckets, Vector256.Create((double)from)) | Vector256.GreaterThanOrEqual(buckets, Vector256.Create(to + 1.0))).ExtractMostSignificantBits() == 0b1111;

    private static double Quantile(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double total, double share, bool isWeighted, double before = 0)
    {
        if (isWeighted)
        {
            var reached = before;
            for (var i = 0; i < sorted.Length; i++)
            {
                reached += weights[i];
                if (reached < share * total * (1 - 1e-12)) continue;
                return reached <= share * total * (1 + 1e-12) && i + 1 < sorted.Length ? sorted[i] + ((1 - share) * (sorted[i + 1] - sorted[i])) : sorted[i];
            }
            return sorted[^1];
        }
        var position = share * (total - 1);
        var below = Math.Floor(position);
        var (rows, value) = (before, double.NaN);
        for (var i = 0; i < sorted.Length; i++)
        {
            rows += weights[i];
            if (double.IsNaN(value) && rows > below) value = sorted[i];
            if (rows > below + 1) return value + ((position - below) * (sorted[i] - value));
        }
        return double.IsNaN(value) ? sorted[^1] : value;
    }
}
