namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// In which direction a group is miscalibrated, as far as it can be told from chance: a recalibration line in log-odds, drawn a
/// little towards the risks, and as much of what the curve shows beside it as is more than chance.
/// </summary>
/// <param name="Rates">At each cell the event rate along the line.</param>
internal sealed record SmoothDirection(double[] Rates)
{
    // Standard deviations of intercept and slope about (0, 1) that are taken for usual: wide, and yet no infinite slope comes out.
    private const double UsualIntercept = 2, UsualSlope = 1;

    /// <summary>Fits the line.</summary>
    /// <param name="cells">Risks and event rates.</param>
    public static SmoothDirection Of(LocalPoints cells)
    {
        var scale = cells.Size.Sum() / cells.Total;
        var logits = Array.ConvertAll(cells.X, p => Math.Log(Math.Clamp(p, 1e-9, 1 - 1e-9) / (1 - Math.Clamp(p, 1e-9, 1 - 1e-9))));
        var centre = logits.Select((x, k) => x * cells.Weight[k]).Sum() / cells.Total;
        var (level, slope) = (0.0, 0.0);
        for (var iteration = 0; iteration < 30; iteration++)
        {
            double g0 = -level / (UsualIntercept * UsualIntercept), g1 = -slope / (UsualSlope * UsualSlope), h00 = 1 / (UsualIntercept * UsualIntercept), h01 = 0.0, h11 = 1 / (UsualSlope * UsualSlope);
            for (var k = 0; k < logits.Length; k++)
            {
                var x = logits[k] - centre;
                var p = Rate(logits[k] + level + (slope * x));
                var (w, information) = (cells.Weight[k] * scale, cells.Weight[k] * scale * p * (1 - p));
                (g0, g1) = (g0 + (w * (cells.Y[k] - p)), g1 + (w * (cells.Y[k] - p) * x));
                (h00, h01, h11) = (h00 + information, h01 + (information * x), h11 + (information * x * x));
            }
            var determinant = (h00 * h11) - (h01 * h01);
            var (step0, step1) = (((h11 * g0) - (h01 * g1)) / determinant, ((h00 * g1) - (h01 * g0)) / determinant);
            var damping = Math.Min(1, 2 / Math.Max(Math.Abs(step0), Math.Abs(step1)));
            (level, slope) = (level + (damping * step0), slope + (damping * step1));
            if (Math.Abs(step0) + Math.Abs(step1) < 1e-10) break;
        }
        return new(Array.ConvertAll(logits, x => Rate(x + level + (slope * (x - centre)))));
    }

    /// <summary>The direction: the line's field and the part of the rest that is more than chance (James and Stein's factor).</summary>
    /// <param name="seen">The field seen.</param>
    /// <param name="line">The field along the line.</param>
    /// <param name="noise">Errors of the field.</param>
    /// <param name="weights">Weight of each point.</param>
    public static double[] Of(double[] seen, double[] line, double[][] noise, double[] weights)
    {
        var rest = Energy([.. seen.Select((s, k) => s - line[k])], weights);
        var chance = noise.Average(draw => Energy(draw, weights));
        var share = rest > chance ? 1 - (chance / rest) : 0;
        return [.. seen.Select((s, k) => line[k] + (share * (s - line[k])))];
    }

    private static double Energy(double[] field, double[] weights)
    {
        var sum = 0.0;
        for (var k = 0; k < weights.Length; k++) sum += weights[k] * field[k] * field[k];
        return sum;
    }

    /// <summary>How many times longer the field seen is than the direction kept of it.</summary>
    public static double Reach(double[] seen, double[] direction) =>
        Math.Sqrt(seen.Sum(s => s * s) / Math.Max(direction.Sum(d => d * d), 1e-300)) is var ratio && double.IsFinite(ratio) ? ratio : 1;

    private static double Rate(double logit) => 1 / (1 + Math.Exp(-logit));
}
