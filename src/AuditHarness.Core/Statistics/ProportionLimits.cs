using AuditHarness.Audits;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>
/// Confidence limits of a proportion. Wilson (1927), J. Am. Stat. Assoc. 22:209–212, inverts the score test and falls short near 0 and 1.
/// Clopper, Pearson (1934), Biometrika 26:404–413, inverts the exact test and never falls short. Mid-P counts the outcome itself half in that
/// test: Lancaster (1961), J. Am. Stat. Assoc. 56:223–234; Berry, Armitage (1995), Statistician 44:417–423. The number of trials need not be
/// whole: binomial tails are incomplete beta functions.
/// </summary>
internal static class ProportionLimits
{
    // On the logit scale: 10⁻³⁰⁰, from where on a double has no room left.
    private const double Farthest = -690;

    /// <summary>The lower limit; the upper one is 1 − that of the other outcome.</summary>
    /// <param name="proportion">Share, above 0.</param>
    /// <param name="size">Number of trials, positive.</param>
    /// <param name="z">Critical value of the standard normal distribution, positive.</param>
    /// <param name="method">How.</param>
    public static double Lower(double proportion, double size, double z, ProportionMethod method)
    {
        if (method == ProportionMethod.Wilson) return Wilson(proportion, size, z);
        var tail = Normal.CDF(0, 1, -z);
        if (proportion == 1) return Math.Pow(method == ProportionMethod.MidP ? 2 * tail : tail, 1 / size);
        var (successes, failures) = (proportion * size, (1 - proportion) * size);
        // Of less than a success (which comes of weights) the tail is about rate^successes.
        if (-Math.Log(method == ProportionMethod.MidP ? 2 * tail : tail) > -Farthest * successes) return Math.Exp(Farthest);
        var binomial = SpecialFunctions.GammaLn(size + 1) - SpecialFunctions.GammaLn(successes + 1) - SpecialFunctions.GammaLn(failures + 1);

        // Newton's method on the logarithm of the probability of as many successes or more, which is concave in the logit of the rate; a step
        // that leaves what is known is a bisection.
        var (below, above) = (Farthest, Math.Log(proportion / (1 - proportion)));
        var near = Wilson(proportion, size, z);
        var logit = Math.Clamp(Math.Log(near / (1 - near)), below, above);
        for (var i = 0; i < 200; i++)
        {
            var rate = 1 / (1 + Math.Exp(-logit));
            var same = Math.Exp(binomial + (successes * Math.Log(rate)) - (failures * (Math.Max(logit, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logit))))));
            var reached = SpecialFunctions.BetaRegularized(successes, failures + 1, rate);
            var slope = same * successes * (1 - rate);
            if (method == ProportionMethod.MidP)
            {
                reached -= same / 2;
                slope = same * ((successes * (1 - rate)) + (failures * rate)) / 2;
            }
            var excess = Math.Log(reached / tail);
            if (excess > 0) above = logit;
            else below = logit;
            var next = logit - (excess * reached / slope);
            if (Math.Abs(next - logit) < 1e-13 * Math.Max(1, Math.Abs(logit))) break;
            logit = next > below && next < above ? next : (below + above) / 2;
            if (above - below < 1e-13 * Math.Max(1, Math.Abs(below))) break;
        }
        return 1 / (1 + Math.Exp(-logit));
    }

    private static double Wilson(double proportion, double size, double z)
    {
        // The smaller root by way of the larger one: p² / (c + s) instead of c − s, which would lose small shares to rounding.
        var z2 = z * z;
        var centre = proportion + (z2 / (2 * size));
        var spread = z * Math.Sqrt((proportion * (1 - proportion) / size) + (z2 / (4 * size * size)));
        return proportion * proportion / (centre + spread);
    }
}
