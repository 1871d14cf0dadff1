using MathNet.Numerics;

namespace AuditHarness.Statistics;

/// <summary>Numbers of successes drawn at a cost that does not grow with the number of trials.</summary>
public static class BinomialDraw
{
    /// <summary>One draw.</summary>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="trials">Not negative.</param>
    /// <param name="probability">In [0, 1].</param>
    /// <remarks>
    /// Below ten expected successes by inversion, else by transformed rejection with squeeze: Hörmann (1993), J. Stat. Comput. Simul.
    /// 46:101–110, algorithm BTRS. Exact up to the rounding of doubles.
    /// </remarks>
    public static int Next(CounterRandom random, int trials, double probability)
    {
        if (trials == 0 || probability <= 0) return 0;
        if (probability >= 1) return trials;
        if (probability > 0.5) return trials - Next(random, trials, 1 - probability);
        return trials * probability < 10 ? Inverted(random, trials, probability) : Rejected(random, trials, probability);
    }

    private static int Inverted(CounterRandom random, int trials, double p)
    {
        var odds = p / (1 - p);
        while (true)
        {
            var (left, chance) = (random.NextUniform(), Math.Pow(1 - p, trials));
            for (var k = 0; k <= trials; k++)
            {
                if (left <= chance) return k;
                left -= chance;
                chance *= odds * (trials - k) / (k + 1);
            }
            // Rounding left a remainder beyond the last success: another uniform.
        }
    }

    private static int Rejected(CounterRandom random, int trials, double p)
    {
        var spread = Math.Sqrt(trials * p * (1 - p));
        var b = 1.15 + (2.53 * spread);
        var a = -0.0873 + (0.0248 * b) + (0.01 * p);
        var centre = (trials * p) + 0.5;
        var squeeze = 0.92 - (4.2 / b);
        var alpha = (2.83 + (5.1 / b)) * spread;
        var logOdds = Math.Log(p / (1 - p));
        var mode = Math.Floor((trials + 1) * p);
        var atMode = SpecialFunctions.GammaLn(mode + 1) + SpecialFunctions.GammaLn(trials - mode + 1);
        while (true)
        {
            var u = random.NextUniform() - 0.5;
            var v = random.NextUniform();
            var us = 0.5 - Math.Abs(u);
            var k = Math.Floor((((2 * a / us) + b) * u) + centre);
            if (k < 0 || k > trials) continue;
            if (us >= 0.07 && v <= squeeze) return (int)k;
            var height = Math.Log(v * alpha / ((a / (us * us)) + b));
            if (height <= atMode - SpecialFunctions.GammaLn(k + 1) - SpecialFunctions.GammaLn(trials - k + 1) + ((k - mode) * logOdds)) return (int)k;
        }
    }
}
