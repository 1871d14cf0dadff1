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

    /// <summary>
    /// Measures. Quantiles are R's type 7 on patients; with weights the distribution function is inverted, and where it is flat at the
    /// wanted share the two neighbours are interpolated as type 7 would.
    /// </summary>
    /// <param name="errors">Distance at each distinct score; sorted in place.</param>
    /// <param name="weights">Weight (without weights: patients) at each; sorted along.</param>
    /// <param name="isWeighted">True with unequal weights.</param>
    internal static CurveErrors Of(Span<double> errors, Span<double> weights, bool isWeighted)
    {
        double sum = 0, total = 0;
        for (var i = 0; i < errors.Length; i++) (sum, total) = (sum + (weights[i] * errors[i]), total + weights[i]);
        errors.Sort(weights);
        return new(Math.Min(errors[^1], sum / total), Quantile(errors, weights, total, 0.5, isWeighted), Quantile(errors, weights, total, 0.9, isWeighted), errors[^1]);
    }

    private static double Quantile(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, double total, double share, bool isWeighted)
    {
        if (isWeighted)
        {
            var reached = 0.0;
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
        var (rows, value) = (0.0, double.NaN);
        for (var i = 0; i < sorted.Length; i++)
        {
            rows += weights[i];
            if (double.IsNaN(value) && rows > below) value = sorted[i];
            if (rows > below + 1) return value + ((position - below) * (sorted[i] - value));
        }
        return double.IsNaN(value) ? sorted[^1] : value;
    }
}
