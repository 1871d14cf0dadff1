using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// How much more chance adds to the parts of the Brier score, and by how much it spreads them more, when the isotonic curve is fitted
/// patient by patient than when it is fitted to cells of several: simulated along the recalibration line, each sample fitted both ways.
/// </summary>
/// <param name="Miscalibration">Added to CORP miscalibration.</param>
/// <param name="Discrimination">Added to CORP discrimination.</param>
/// <param name="MiscalibrationSpread">Standard deviation of CORP miscalibration by patients / by cells.</param>
/// <param name="DiscriminationSpread">The same of CORP discrimination.</param>
internal readonly record struct IsotonicChance(double Miscalibration, double Discrimination, double MiscalibrationSpread, double DiscriminationSpread)
{
    // What chance adds comes from pools of neighbours, and they are hundreds of patients wide where there are many: points of a few patients
    // each show it as single patients do.
    private const int MostPoints = 10_000, MostDraws = CellNoise.Draws, Drawn = 240_000;

    private readonly record struct Brier(double Miscalibration, double Discrimination);

    /// <summary>Simulates; nothing where every distinct score is a cell of its own.</summary>
    /// <param name="evidence">The group.</param>
    /// <param name="cells">Its cells.</param>
    /// <param name="mostPoints">Above so many distinct scores, how many points stand for them; at most 200,000.</param>
    public static IsotonicChance Of(SubgroupEvidence evidence, LocalPoints cells, int mostPoints = MostPoints)
    {
        if (evidence.Ranked.Count <= cells.Count) return new(0, 0, 1, 1);
        var points = LocalPoints.Of(evidence.Ranked, mostPoints);
        var line = SmoothDirection.Of(points).Rates;
        var cell = new int[points.Count];
        var (before, reached, at) = (0.0, cells.Weight[0], 0);
        for (var i = 0; i < cell.Length; i++)
        {
            while (before + (points.Weight[i] / 2) > reached && at < cells.Count - 1) reached += cells.Weight[++at];
            (cell[i], before) = (at, before + points.Weight[i]);
        }
        // What the two ways differ by without chance is no part of it.
        var calm = BothWays(points, line, cell, cells.Count);
        var rates = new double[points.Count];
        var laws = new CellChance[points.Count];
        for (var i = 0; i < laws.Length; i++) laws[i] = new(points.Size[i], Math.Clamp(line[i], 1e-12, 1 - 1e-12));
        var seed = evidence.Seed.For("isotonic levels");
        var draws = Math.Min(Drawn / points.Count, MostDraws);
        var (fine, coarse) = (new Brier[draws], new Brier[draws]);
        for (var draw = 0; draw < draws; draw++)
        {
            var random = seed.Generator((ulong)draw);
            random.NextUniforms(rates);
            for (var i = 0; i < rates.Length; i++) rates[i] = line[i] + laws[i].Error(rates[i]);
            (fine[draw], coarse[draw]) = BothWays(points, rates, cell, cells.Count);
        }
        double Added(Func<Brier, double> part) => fine.Average(part) - coarse.Average(part) - (part(calm.Fine) - part(calm.Coarse));
        double Spread(Func<Brier, double> part) => Deviation(coarse, part) is > 0 and var by ? Deviation(fine, part) / by : 1;
        return new(Added(b => b.Miscalibration), Added(b => b.Discrimination), Spread(b => b.Miscalibration), Spread(b => b.Discrimination));
    }

    private static double Deviation(Brier[] draws, Func<Brier, double> part)
    {
        var mean = draws.Average(part);
        return Math.Sqrt(draws.Sum(d => (part(d) - mean) * (part(d) - mean)) / draws.Length);
    }

    private static (Brier Fine, Brier Coarse) BothWays(LocalPoints points, double[] rates, int[] cell, int cells)
    {
        var (x, y, weight) = (new double[cells], new double[cells], new double[cells]);
        for (var i = 0; i < rates.Length; i++)
        {
            var (k, w) = (cell[i], points.Weight[i]);
            (x[k], y[k], weight[k]) = (x[k] + (w * points.X[i]), y[k] + (w * rates[i]), weight[k] + w);
        }
        for (var k = 0; k < cells; k++)
            if (weight[k] > 0) (x[k], y[k]) = (x[k] / weight[k], y[k] / weight[k]);
        return (Parts(points.X, rates, points.Weight), Parts(x, y, weight));
    }

    private static Brier Parts(double[] risks, double[] rates, double[] weights)
    {
        // A cell that no point fell into would have no weight to pool with.
        if (Array.Exists(weights, w => !(w > 0)))
        {
            int[] kept = [.. Enumerable.Range(0, weights.Length).Where(k => weights[k] > 0)];
            (risks, rates, weights) = (Array.ConvertAll(kept, k => risks[k]), Array.ConvertAll(kept, k => rates[k]), Array.ConvertAll(kept, k => weights[k]));
        }
        var fitted = new double[rates.Length];
        IsotonicRegression.Fit(rates, weights, fitted);
        double total = 0, mean = 0, miscalibration = 0, discrimination = 0;
        for (var k = 0; k < rates.Length; k++) (total, mean) = (total + weights[k], mean + (weights[k] * rates[k]));
        mean /= total;
        for (var k = 0; k < rates.Length; k++)
        {
            miscalibration += weights[k] * (((rates[k] - risks[k]) * (rates[k] - risks[k])) - ((rates[k] - fitted[k]) * (rates[k] - fitted[k])));
            discrimination += weights[k] * (fitted[k] - mean) * (fitted[k] - mean);
        }
        return new(miscalibration / total, discrimination / total);
    }
}
