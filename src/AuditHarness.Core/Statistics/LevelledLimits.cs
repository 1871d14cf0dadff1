using MathNet.Numerics.Distributions;

namespace AuditHarness.Statistics;

/// <summary>The limits of a figure at any critical value, and what level that value gives to the family of comparisons it belongs to.</summary>
/// <param name="At">Limits at a critical value of the standard normal distribution.</param>
/// <param name="Alpha">Probability, at most, that any limit of the family lies on the wrong side of the truth on one side: half of 1 − level.</param>
public sealed record LevelledLimits(Func<double, (double Lower, double Upper)> At, Func<double, double> Alpha)
{
    /// <summary>A figure by itself.</summary>
    /// <param name="sampling">How it varies.</param>
    public static LevelledLimits Of(Sampling sampling) => Of(ContrastFamily.Any(1), sampling.Limits);

    /// <summary>One of several contrasts.</summary>
    /// <param name="family">All of them.</param>
    /// <param name="at">Its limits.</param>
    public static LevelledLimits Of(ContrastFamily family, Func<double, (double Lower, double Upper)> at) => new(at, z => family.Missed(z) / 2);

    /// <summary>
    /// The worst of several contrasts. That it is at least so large must hold for whichever is the worst, so for all of them at once; that it
    /// is at most so large holds when it holds for the one that really is the worst: intersection–union, Berger (1982), Technometrics 24:295–300.
    /// </summary>
    /// <param name="family">All contrasts of which any may be the worst, of all figures that are to hold at once.</param>
    /// <param name="figures">Such figures, each the worst of some of the family, at least 1.</param>
    /// <param name="at">Limits of the figure at the critical value of its limit on the side of equality, and at that of the other.</param>
    public static LevelledLimits Worst(ContrastFamily family, int figures, Func<double, double, (double Lower, double Upper)> at) =>
        Of(family, z => at(z, CriticalValue.Sidak(1 - family.Missed(z), figures)));
}
