namespace AuditHarness.Statistics;

/// <summary>
/// The ratio of two independent proportions, such as a likelihood ratio. Limits are the ratios that a score test does not reject, and
/// so hold where a count is 0 or complete, when a logarithm has no variance.
/// </summary>
/// <remarks>
/// Koopman (1984), Biometrics 40:513–517. Where a class has few patients the statistic is skewed; Gart and Nam (1988), Biometrics
/// 44:323–338, correct for that, but their statistic is not monotone where a count is 0. So on each side the limit that reaches further
/// is taken.
/// </remarks>
/// <param name="first">Any proportion.</param>
/// <param name="second">From other patients; above 0.</param>
public sealed class RatioSampling(ProportionSampling first, ProportionSampling second) : Sampling
{
    // Of the logarithm of the ratio: wide enough for any number of patients, and its exponential is finite.
    private const double Reach = 60;
    private const int Halvings = 60;

    /// <summary>first / second.</summary>
    public double Value { get; } = second.Proportion > 0 ? first.Proportion / second.Proportion
        : throw new ArgumentException("The second proportion is 0.", nameof(second));

    /// <inheritdoc/>
    public override Phrase Method { get; } = Phrase.Of($"score interval of a ratio, Koopman or Gart–Nam");

    /// <inheritdoc/>
    public override double StandardError => Value > 0 ? Value * Math.Sqrt(LogVariance(first) + LogVariance(second)) : Limits(1).Upper;

    /// <inheritdoc/>
    public override Sampling Scaled(double factor) =>
        new RatioSampling(first.Grown(factor), second.Grown(factor));

    /// <inheritdoc/>
    public override (double Lower, double Upper) Limits(double z)
    {
        // The correction is meant for tails.
        var skew = Math.Max(0, (z * z) - 1) / 6;
        return (Value > 0 ? Math.Min(Lower(z, 0), Lower(z, skew)) : 0, Math.Max(Upper(z, 0), Upper(z, skew)));
    }

    private double Lower(double z, double skew)
    {
        double outside = -Reach, inside = Math.Log(Value);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (outside + inside) / 2;
            if (Statistic(Math.Exp(middle), skew) > z) outside = middle;
            else inside = middle;
        }
        return Math.Min(Value, Math.Exp(inside));
    }

    private double Upper(double z, double skew)
    {
        double inside = Value > 0 ? Math.Log(Value) : -Reach, outside = Reach;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (outside + inside) / 2;
            if (Statistic(Math.Exp(middle), skew) < -z) outside = middle;
            else inside = middle;
        }
        return Math.Max(Value, Math.Exp(inside));
    }

    // (p₁ − φ p₂) over its standard error at the most likely rates whose ratio is φ: a quadratic equation.
    private double Statistic(double ratio, double skew)
    {
        double n1 = first.Size, n2 = second.Size, x1 = first.Proportion * n1, x2 = second.Proportion * n2;
        double a = ratio * (n1 + n2), b = (ratio * n1) + x1 + n2 + (ratio * x2), c = x1 + x2;
        // The smaller root, without cancellation.
        var q2 = Math.Min(1, 2 * c / (b + Math.Sqrt(Math.Max(0, (b * b) - (4 * a * c)))));
        var q1 = Math.Min(1, ratio * q2);
        double v1 = q1 * (1 - q1) / n1, v2 = ratio * ratio * q2 * (1 - q2) / n2;
        var (distance, error) = (first.Proportion - (ratio * second.Proportion), Math.Sqrt(v1 + v2));
        if (error <= 0) return distance == 0 ? 0 : double.CopySign(double.MaxValue, distance);
        var third = (v1 * (1 - (2 * q1)) / n1) - (ratio * v2 * (1 - (2 * q2)) / n2);
        return (distance / error) - (skew * third / (error * error * error));
    }

    private static double LogVariance(ProportionSampling p) => (1 - p.Proportion) / (p.Size * p.Proportion);
}
