using AuditHarness.Statistics;

namespace AuditHarness.Disparity;

/// <summary>
/// The smallest true gap that an audit of groups of these sizes would find: its interval excludes equality with a probability of 0.8. What is
/// found is as far from equality as the interval reaches; what is true must lie 0.84 standard errors further out.
/// </summary>
internal static class DetectableGap
{
    // Of the standard normal distribution, 0.8 lies below.
    private const double Power = 0.8416212335729143;

    /// <summary>A difference; of two rates, from the second's towards one half, where rates vary most.</summary>
    /// <param name="first">How the group's figure varies.</param>
    /// <param name="value">The figure it is compared with.</param>
    /// <param name="second">How that varies.</param>
    /// <param name="z">Critical value of the interval.</param>
    /// <returns>Positive; null when no gap that rates allow would be found.</returns>
    public static double? Difference(Sampling first, double value, Sampling second, double z)
    {
        if (first is not ProportionSampling group || second is not ProportionSampling other)
        {
            var (lower, upper) = Contrast.Difference(value, first, value, second).Limits(z);
            return Finite(((upper - lower) / 2) + (Power * double.Hypot(first.StandardError, second.StandardError)));
        }
        var towards = value < 0.5 ? 1 : -1;
        ProportionSampling At(double gap) => new(value + (towards * gap), group.Size, group.Kind);
        // Limits of the gap's size, whichever sign it has.
        double Lower(double gap) => Contrast.Difference(value + (towards * gap), At(gap), value, other).Limits(z) is var (l, u) && towards > 0 ? l : -u;
        var widest = value < 0.5 ? 1 - value : value;
        return Found(Lower, widest) is { } found
            ? Beyond(found, widest, gap => Power * double.Hypot(At(gap).StandardError, other.StandardError)) : null;
    }

    /// <summary>A ratio below 1.</summary>
    /// <param name="first">The group's figure.</param>
    /// <param name="firstSampling">How it varies.</param>
    /// <param name="second">The figure it is compared with.</param>
    /// <param name="secondSampling">How that varies.</param>
    /// <param name="z">Critical value of the interval.</param>
    /// <returns>Above 0 and below 1; null when no ratio would be found.</returns>
    public static double? Ratio(double first, Sampling firstSampling, double second, Sampling secondSampling, double z)
    {
        if (firstSampling is not ProportionSampling group || secondSampling is not ProportionSampling other || second <= 0) return null;
        ProportionSampling At(double fall) => new(second * Math.Exp(-fall), group.Size, group.Kind);
        double Lower(double fall) => -Math.Log(Contrast.Ratio(At(fall), other)!.Limits(z).Upper);
        // Below three patients expected, a smaller ratio is harder to tell from 1, not easier.
        var widest = Math.Log(group.Size * second / 3);
        return widest > 0 && Found(Lower, widest) is { } found
            && Beyond(found, widest, fall => Power * Contrast.Ratio(At(fall), other)!.StandardError) is { } size ? Math.Exp(-size) : null;
    }

    // The smallest gap whose lower limit reaches equality; limits grow with the gap.
    private static double? Found(Func<double, double> lower, double widest)
    {
        var (near, far) = (0.0, widest);
        var (atNear, atFar) = (lower(near), lower(far));
        if (!(atFar > 0)) return null;
        for (var i = 0; i < 60 && far - near > 1e-7; i++)
        {
            var next = i % 3 == 2 ? (near + far) / 2 : near - (atNear * (far - near) / (atFar - atNear));
            if (!(next > near && next < far)) next = (near + far) / 2;
            var value = lower(next);
            if (value > 0) (far, atFar) = (next, value);
            else (near, atNear) = (next, value);
        }
        return far;
    }

    // The gap that lies its own margin beyond what is found.
    private static double? Beyond(double found, double widest, Func<double, double> margin)
    {
        var (near, far) = (found, widest);
        if (found + margin(widest) > widest) return null;
        for (var i = 0; i < 50; i++)
        {
            var middle = (near + far) / 2;
            if (found + margin(middle) > middle) near = middle;
            else far = middle;
        }
        return far;
    }

    private static double? Finite(double gap) => double.IsFinite(gap) && gap > 0 ? gap : null;
}
