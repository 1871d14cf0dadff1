using AuditHarness.Statistics;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// What chance does to the event rates of the cells (bins) of a calibration curve: many draws of rate − true rate, once when the
/// risks are true and once when the rates that were seen are. Small cells are drawn as binomials, large ones as normals.
/// </summary>
/// <param name="Calibrated">Draw by draw and cell by cell, when each patient's risk is true.</param>
/// <param name="Fitted">The same when the rates seen (drawn towards the risks) are true.</param>
internal sealed record CellNoise(double[][] Calibrated, double[][] Fitted)
{
    /// <summary>Draws: 256 give standard deviations within some 5 %.</summary>
    public const int Draws = 256;

    /// <summary>Draws of isotonic curves through so many patients that chance hardly bends them: standard deviations within some 7 %.</summary>
    public const int FewerDraws = 128;

    private const int LargestBinomial = 40;

    /// <summary>Draws.</summary>
    /// <param name="seed">Seed of the use.</param>
    /// <param name="risks">Mean risk of each cell.</param>
    /// <param name="rates">Event rate of each cell as estimated.</param>
    /// <param name="sizes">Effective number of patients in each.</param>
    /// <param name="isMirrored">True to draw as if event and non-event had changed places, so that figures do not depend on which is which.</param>
    /// <param name="draws">How many draws.</param>
    public static CellNoise Draw(Seed seed, double[] risks, double[] rates, double[] sizes, bool isMirrored, int draws = Draws)
    {
        var total = 0.0;
        foreach (var size in sizes) total += size;
        // Not even a risk of 0 or 1 is certain after so many patients.
        var floor = 0.5 / (total + 1);
        var noise = new CellNoise(new double[draws][], new double[draws][]);
        for (var draw = 0; draw < draws; draw++) (noise.Calibrated[draw], noise.Fitted[draw]) = (new double[risks.Length], new double[risks.Length]);
        for (var k = 0; k < risks.Length; k++)
        {
            var random = seed.Generator((ulong)(isMirrored ? risks.Length - 1 - k : k));
            var (risk, rate) = (Math.Clamp(risks[k], floor, 1 - floor), Math.Clamp(rates[k], floor, 1 - floor));
            var (size, isSmall) = (sizes[k], sizes[k] <= LargestBinomial);
            for (var draw = 0; draw < draws; draw++)
            {
                var uniform = random.NextUniform();
                var normal = isSmall ? 0 : Normal.InvCDF(0, 1, uniform);
                double Error(double p) => !isSmall ? normal * Math.Sqrt(p * (1 - p) / size)
                    : isMirrored ? -Binomial(uniform, size, 1 - p) : Binomial(uniform, size, p);
                (noise.Calibrated[draw][k], noise.Fitted[draw][k]) = (isMirrored && !isSmall ? -Error(risk) : Error(risk), isMirrored && !isSmall ? -Error(rate) : Error(rate));
            }
        }
        return noise;
    }

    /// <summary>One draw of rate − true rate.</summary>
    /// <param name="uniform">In (0, 1).</param>
    /// <param name="size">Effective number of patients.</param>
    /// <param name="p">True rate, in (0, 1).</param>
    public static double Error(double uniform, double size, double p) =>
        size <= LargestBinomial ? Binomial(uniform, size, p) : Normal.InvCDF(0, 1, uniform) * Math.Sqrt(p * (1 - p) / size);

    // By inversion; for an effective size that is no whole number, the nearest one, brought to the right variance.
    private static double Binomial(double uniform, double size, double p)
    {
        var n = (int)Math.Max(1, Math.Round(size));
        var (odds, mass, k) = (p / (1 - p), Math.Pow(1 - p, n), 0);
        var below = mass;
        while (uniform > below && k < n)
        {
            mass *= odds * (n - k) / (k + 1);
            below += mass;
            k++;
        }
        return (((double)k / n) - p) * Math.Sqrt(n / size);
    }
}
