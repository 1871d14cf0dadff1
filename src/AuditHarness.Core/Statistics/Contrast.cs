using AuditHarness.Audits;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>Two independent groups compared: difference or ratio, its limits at any critical value, and a test of equality.</summary>
public sealed class Contrast
{
    private readonly Func<double, (double Lower, double Upper)> _limits;

    private readonly Lazy<double?> _pValue;

    private Contrast(double value, double standardError, double? pValue, Phrase method, Func<double, (double, double)> limits)
        : this(value, standardError, () => pValue, method, limits) { }

    // A test that is found by search is dear, and plans for more patients never ask for it.
    internal Contrast(double value, double standardError, Func<double?> pValue, Phrase method, Func<double, (double, double)> limits) =>
        (Value, StandardError, _pValue, Method, _limits) = (value, standardError, new(pValue), method, limits);

    /// <summary>First − second, or first / second.</summary>
    public double Value { get; }

    /// <summary>Standard error: of the difference, or of the logarithm of the ratio.</summary>
    public double StandardError { get; }

    /// <summary>Two-sided p-value of equality; null where the data do not allow a test.</summary>
    public double? PValue => _pValue.Value;

    /// <summary>Name of the interval method.</summary>
    public Phrase Method { get; }

    /// <summary>Limits at a critical value of the standard normal distribution.</summary>
    /// <param name="z">Critical value, positive.</param>
    public (double Lower, double Upper) Limits(double z) => _limits(z);

    /// <summary>
    /// Difference of two independent estimates. Two proportions: Newcombe (1998), Stat. Med. 17:873–890, method 10 (Wilson's limits, or
    /// mid-P ones in their place), and the pooled score test. Two mean-like estimates (areas by DeLong among them): Welch's t, of skewed ones together with Hall's correction for the skewness of their difference. Any other: limits are recovered from the two
    /// estimates' own, Zou and Donner (2008), Stat. Med. 27:1693–1702, and the test asks at which level they reach 0.
    /// </summary>
    public static Contrast Difference(double first, Sampling firstSampling, double second, Sampling secondSampling)
    {
        if (firstSampling is DesignSampling || secondSampling is DesignSampling) return ClusteredContrast.Difference(first, firstSampling, second, secondSampling);
        var difference = first - second;
        var error = double.Hypot(firstSampling.StandardError, secondSampling.StandardError);
        switch (firstSampling, secondSampling)
        {
            case (ProportionSampling a, ProportionSampling b):
                return new(difference, error, PooledScoreTest(a, b), NameOf(a, b), z => Recovered(z, first, a, second, b));
            case (NormalSampling { Size: { } n1 } a, NormalSampling { Size: { } n2 } b):
                var degrees = WelchDegrees(a.StandardError, n1, b.StandardError, n2);
                var p = error > 0 && degrees > 0 ? 2 * StudentT.CDF(0, 1, degrees, -Math.Abs(difference) / error) : (double?)null;
                return new(difference, error, p, Phrase.Of($"unpaired {a.Method}, Welch t"),
                    z => Symmetric(difference, error * CriticalValue.Student(z, degrees)));
            case (SkewedMeanSampling a, SkewedMeanSampling b) when SkewedMeanSampling.Difference(a, b) is { } both:
                return new(difference, error, both.TestOfZero, both.Method, both.Limits);
            case (NormalSampling a, NormalSampling b):
                return new(difference, error, WaldTest(difference, error), a.Method, z => Symmetric(difference, error * z));
            default:
                return new(difference, error, () => InvertedTest(0, z => Recovered(z, first, firstSampling, second, secondSampling)), Phrase.Of($"MOVER"),
                    z => Recovered(z, first, firstSampling, second, secondSampling));
        }
    }

    /// <summary>
    /// Ratio of two independent proportions on the log scale; null when either is 0, for then its logarithm is not defined. Of proportions
    /// with Wilson's limits Katz et al. (1978), Biometrics 34:469–474, unless one is 1, which shows no variance although it has some; then, and
    /// for all others, limits are recovered from the logarithms of theirs, Zou and Donner (2008).
    /// </summary>
    public static Contrast? Ratio(ProportionSampling first, ProportionSampling second)
    {
        if (first.Proportion <= 0 || second.Proportion <= 0) return null;
        var ratio = first.Proportion / second.Proportion;
        var error = Math.Sqrt(LogVariance(first) + LogVariance(second));
        if (first.Proportion < 1 && second.Proportion < 1 && (first.Kind, second.Kind) == (ProportionMethod.Wilson, ProportionMethod.Wilson))
            return new(ratio, error, PooledScoreTest(first, second), Phrase.Of($"log-ratio"),
                z => (ratio * Math.Exp(-z * error), Math.Min(ratio * Math.Exp(z * error), double.MaxValue)));
        return new(ratio, error, PooledScoreTest(first, second), Phrase.Of($"log-ratio, MOVER of {first.Method} limits"), z =>
        {
            var ((l1, u1), (l2, u2)) = (first.Limits(z), second.Limits(z));
            return (ratio * Math.Exp(-double.Hypot(Math.Log(first.Proportion / l1), Math.Log(u2 / second.Proportion))),
                    ratio * Math.Exp(double.Hypot(Math.Log(u1 / first.Proportion), Math.Log(second.Proportion / l2))));
        });
    }

    /// <summary>
    /// Ratio whose first proportion is 0 and whose second is not: 0, with the log-ratio's upper limit after 0.5 was added to each
    /// count, and named so. Walter (1975), Biometrika 62:371–374. Null for any other pair.
    /// </summary>
    public static Contrast? RatioOfZero(ProportionSampling first, ProportionSampling second)
    {
        if (first.Proportion > 0 || second.Proportion <= 0) return null;
        double x2 = (second.Proportion * second.Size) + 0.5, n1 = first.Size + 0.5, n2 = second.Size + 0.5;
        var corrected = 0.5 / n1 / (x2 / n2);
        var error = Math.Sqrt(2 - (1 / n1) + (1 / x2) - (1 / n2));
        return new(0, error, PooledScoreTest(first, second), Phrase.Of($"log-ratio, 0.5 added"), z => (0, corrected * Math.Exp(z * error)));
    }

    /// <summary>
    /// Ratio of two independent positive estimates that are not both proportions: limits are recovered from the logarithms of their own,
    /// Zou and Donner (2008), Stat. Med. 27:1693–1702. A limit that is not positive has no logarithm: the other one is then taken to be
    /// as far away. Null when the second is not positive or the first is negative; two proportions are left to <see cref="Ratio"/>.
    /// </summary>
    public static Contrast? RatioOfMeans(double first, Sampling firstSampling, double second, Sampling secondSampling)
    {
        if (first < 0 || second <= 0) return null;
        var ratio = first / second;
        (double, double) Limits(double z)
        {
            var (l2, u2) = Positive(second, secondSampling.Limits(z));
            if (first == 0) return (0, Math.Min(firstSampling.Limits(z).Upper / l2, double.MaxValue));
            var (l1, u1) = Positive(first, firstSampling.Limits(z));
            return (ratio * Math.Exp(-double.Hypot(Math.Log(first / l1), Math.Log(u2 / second))),
                    Math.Min(ratio * Math.Exp(double.Hypot(Math.Log(u1 / first), Math.Log(second / l2))), double.MaxValue));
        }
        var relative = double.Hypot(first > 0 ? firstSampling.StandardError / first : 0, secondSampling.StandardError / second);
        return new(ratio, relative, InvertedTest(1, Limits), Phrase.Of($"log-ratio, MOVER"), Limits);
    }

    private static (double Lower, double Upper) Positive(double value, (double Lower, double Upper) limits) => (
        limits.Lower > 0 ? limits.Lower : value * (value / (double.IsFinite(limits.Upper) ? limits.Upper : 2 * value)),
        double.IsFinite(limits.Upper) ? limits.Upper : value * (value / (limits.Lower > 0 ? limits.Lower : value / 2)));

    private static Phrase NameOf(ProportionSampling a, ProportionSampling b) => (a.Kind, b.Kind) == (ProportionMethod.Wilson, ProportionMethod.Wilson)
        ? Phrase.Of($"Newcombe") : Phrase.Of($"Newcombe with {a.Method} limits");

    private static double LogVariance(ProportionSampling p) => (1 - p.Proportion) / (p.Size * p.Proportion);

    private static (double, double) Symmetric(double value, double half) => (value - half, value + half);

    private static (double, double) Recovered(double z, double first, Sampling a, double second, Sampling b)
    {
        var (l1, u1) = a.Limits(z);
        var (l2, u2) = b.Limits(z);
        var (one, other, difference) = (a.Unbiased ?? first, b.Unbiased ?? second, first - second);
        // An estimate that is too large on average lies off the middle of its limits, and would be counted as chance that it is not; the
        // difference that is seen is within them nevertheless.
        return (Math.Min(difference, one - other - double.Hypot(Math.Max(0, one - l1), Math.Max(0, u2 - other))),
            Math.Max(difference, one - other + double.Hypot(Math.Max(0, u1 - one), Math.Max(0, other - l2))));
    }

    // Below five in a group its variance is so uncertain that Welch's degrees are too many by chance too often (coverage of 2 against 200 is
    // 0.89); those of the smaller group never are: Scheffé (1943), Ann. Math. Stat. 14:35–44.
    private static double WelchDegrees(double se1, double n1, double se2, double n2)
    {
        if (Math.Min(n1, n2) < 5) return Math.Min(n1, n2) - 1;
        var (v1, v2) = (se1 * se1, se2 * se2);
        return (v1 + v2) * (v1 + v2) / ((v1 * v1 / (n1 - 1)) + (v2 * v2 / (n2 - 1)));
    }

    private static double? WaldTest(double difference, double error) =>
        error > 0 ? 2 * Normal.CDF(0, 1, -Math.Abs(difference) / error) : null;

    // The level at which the limits just reach equality. An estimate whose standard error is 0 is not taken for certain by this.
    internal static double? InvertedTest(double equality, Func<double, (double Lower, double Upper)> limits, double largest = 38)
    {
        // How far equality lies outside the limits; negative where it is within.
        double Outside(double z)
        {
            var (lower, upper) = limits(z);
            return Math.Max(lower - equality, equality - upper);
        }
        var low = BracketedRoot.LastPositive(Outside, 0, largest, 1e-12);
        return 2 * Normal.CDF(0, 1, -low);
    }

    private static double? PooledScoreTest(ProportionSampling a, ProportionSampling b)
    {
        var pooled = ((a.Proportion * a.Size) + (b.Proportion * b.Size)) / (a.Size + b.Size);
        var error = Math.Sqrt(pooled * (1 - pooled) * ((1 / a.Size) + (1 / b.Size)));
        return error > 0 ? 2 * Normal.CDF(0, 1, -Math.Abs(a.Proportion - b.Proportion) / error) : 1;
    }
}
