using AuditHarness.Audits;
using AuditHarness.Metrics;
using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Disparity;

/// <summary>A figure about a group, a pair of groups or all of them that a disparity computes itself; or why there is none.</summary>
internal abstract record GapFigure
{
    private GapFigure() { }

    /// <summary>A figure.</summary>
    /// <param name="Value">Finite.</param>
    /// <param name="Method">How the limits are made.</param>
    /// <param name="Limits">Limits at a critical value of the standard normal distribution; finite, around the value.</param>
    public sealed record Known(double Value, Phrase Method, Func<double, (double Lower, double Upper)> Limits) : GapFigure
    {
        /// <summary>Two-sided p-value of equality (0); null where there is no test.</summary>
        public double? PValue { get; init; }

        /// <summary>
        /// The limits at a critical value (third argument) with so many times the patients of the group (first) and of the others (second);
        /// null when planning cannot tell.
        /// </summary>
        public Func<double, double, double, (double Lower, double Upper)>? Grown { get; init; }

        /// <summary>Why its limits and test may not be shown, or null: rows that are not independent, of too few clusters.</summary>
        public Phrase? WithoutInterval { get; init; }

        /// <summary>What chance alone would give if all groups were equal; null where that is 0 or not known.</summary>
        public double? ExpectedUnderEquality { get; init; }
    }

    /// <summary>No figure can be given.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Undefined(Phrase Reason) : GapFigure;

    /// <summary>The difference of two estimates of different patients.</summary>
    /// <param name="first">One estimate.</param>
    /// <param name="second">The other.</param>
    public static GapFigure Difference(Estimate first, Estimate second)
    {
        if ((GapFamily.Missing(first) ?? GapFamily.Missing(second)) is { } reason) return new Undefined(reason);
        var (a, b) = ((Estimate.Known)first, (Estimate.Known)second);
        var contrast = Contrast.Difference(a.Value, a.Sampling!, b.Value, b.Sampling!);
        return new Known(contrast.Value, contrast.Method, contrast.Limits)
        {
            PValue = contrast.PValue,
            Grown = (one, other, z) => Contrast.Difference(a.Value, a.Sampling!.Scaled(one), b.Value, b.Sampling!.Scaled(other)).Limits(z),
        };
    }

    /// <summary>The difference of two shares of different patients: Newcombe's.</summary>
    /// <param name="first">Patients that count, and of whom they are a share; at least one.</param>
    /// <param name="second">The same of the others.</param>
    /// <param name="method">How limits of the shares are made.</param>
    public static GapFigure Difference((Tally Numerator, Tally Denominator) first, (Tally Numerator, Tally Denominator) second, ProportionMethod method)
    {
        var (a, b) = (first.Numerator.Of(first.Denominator, method), second.Numerator.Of(second.Denominator, method));
        return Difference(new Estimate.Known(a.Proportion, a, first.Denominator.Rows), new Estimate.Known(b.Proportion, b, second.Denominator.Rows));
    }

    /// <summary>The level at which limits just reach 0: the p-value that goes with them.</summary>
    /// <param name="limits">Limits at a critical value.</param>
    public static double Inverted(Func<double, (double Lower, double Upper)> limits)
    {
        var (low, high) = (0.0, 38.0);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            if (limits(middle) is { Lower: > 0 } or { Upper: < 0 }) low = middle;
            else high = middle;
        }
        return 2 * Normal.CDF(0, 1, -low);
    }
}
