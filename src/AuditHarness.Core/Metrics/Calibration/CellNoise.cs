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
        var uniforms = new double[draws];
        for (var k = 0; k < risks.Length; k++)
        {
            var random = seed.Generator((ulong)(isMirrored ? risks.Length - 1 - k : k));
            var (risk, rate) = (Math.Clamp(risks[k], floor, 1 - floor), Math.Clamp(rates[k], floor, 1 - floor));
            // Where few are drawn, in the mirror: of non-events.
            CellChance Law(double p) => new(sizes[k], isMirrored && CellChance.IsSmall(sizes[k]) ? 1 - p : p);
            var (calibrated, fitted, sign) = (Law(risk), Law(rate), isMirrored ? -1 : 1);
            random.NextUniforms(uniforms);
            for (var draw = 0; draw < draws; draw++)
            {
                var uniform = uniforms[draw];
                var normal = CellChance.IsSmall(sizes[k]) ? 0 : Normal.InvCDF(0, 1, uniform);
                (noise.Calibrated[draw][k], noise.Fitted[draw][k]) = (sign * calibrated.Error(uniform, normal), sign * fitted.Error(uniform, normal));
            }
        }
        return noise;
    }
}

/// <summary>What chance does to the event rate of one cell: what all its draws share is computed once.</summary>
internal readonly struct CellChance
{
    private const int LargestBinomial = 40;

    private readonly double _p, _odds, _none, _scale;
    private readonly int _n;

    /// <summary>Prepares draws.</summary>
    /// <param name="size">Effective number of patients.</param>
    /// <param name="p">True rate, in (0, 1).</param>
    public CellChance(double size, double p)
    {
        _p = p;
        if (!IsSmall(size))
        {
            _scale = Math.Sqrt(p * (1 - p) / size);
            return;
        }
        // For an effective size that is no whole number, the nearest one, brought to the right variance.
        _n = (int)Math.Max(1, Math.Round(size));
        (_odds, _none, _scale) = (p / (1 - p), Math.Pow(1 - p, _n), Math.Sqrt(_n / size));
    }

    /// <summary>True for so few patients that they are drawn as a binomial.</summary>
    /// <param name="size">Their effective number.</param>
    public static bool IsSmall(double size) => size <= LargestBinomial;

    /// <summary>One draw of rate − true rate.</summary>
    /// <param name="uniform">In (0, 1).</param>
    public double Error(double uniform) => Error(uniform, _n > 0 ? 0 : Normal.InvCDF(0, 1, uniform));

    /// <summary>The same where the normal deviate is at hand.</summary>
    /// <param name="uniform">In (0, 1).</param>
    /// <param name="normal">Its quantile of the standard normal distribution; not read of a small cell.</param>
    public double Error(double uniform, double normal)
    {
        if (_n == 0) return normal * _scale;
        // By inversion.
        var (mass, below, k) = (_none, _none, 0);
        while (uniform > below && k < _n)
        {
            mass *= _odds * (_n - k) / (k + 1);
            below += mass;
            k++;
        }
        return (((double)k / _n) - _p) * _scale;
    }
}
