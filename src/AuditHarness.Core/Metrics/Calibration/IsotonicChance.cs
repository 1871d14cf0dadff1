using AuditHarness.Statistics;

namespace AuditHarness.Metrics.Calibration;

/// <summary>
/// How much more chance adds to the parts of the Brier score when the isotonic curve is fitted patient by patient than when it is fitted
/// to cells of several: simulated along the recalibration line, each sample fitted both ways.
/// </summary>
/// <param name="Miscalibration">To CORP miscalibration.</param>
/// <param name="Discrimination">To CORP discrimination.</param>
internal readonly record struct IsotonicChance(double Miscalibration, double Discrimination)
{
    // Of many points a draw tells more, and of many patients chance matters less.
    private const int MostPoints = 20_000, MostDraws = 48, FewestDraws = 6, Drawn = 240_000;

    /// <summary>Simulates; nothing where every distinct score is a cell of its own.</summary>
    /// <param name="evidence">The group.</param>
    /// <param name="cells">Its cells.</param>
    public static IsotonicChance Of(SubgroupEvidence evidence, LocalPoints cells)
    {
        if (evidence.Ranked.Count <= cells.Count) return default;
        var points = LocalPoints.Of(evidence.Ranked, MostPoints);
        var line = SmoothDirection.Of(points).Rates;
        var cell = new int[points.Count];
        var (before, reached, at) = (0.0, cells.Weight[0], 0);
        for (var i = 0; i < cell.Length; i++)
        {
            while (before + (points.Weight[i] / 2) > reached && at < cells.Count - 1) reached += cells.Weight[++at];
            (cell[i], before) = (at, before + points.Weight[i]);
        }
        // What the two ways differ by without chance is no part of it.
        var calm = Difference(points, line, cell, cells.Count);
        var (miscalibration, discrimination) = (0.0, 0.0);
        var rates = new double[points.Count];
        var seed = evidence.Seed.For("isotonic levels");
        var draws = Math.Clamp(Drawn / evidence.Ranked.Count, FewestDraws, MostDraws);
        for (var draw = 0; draw < draws; draw++)
        {
            var random = seed.Generator((ulong)draw);
            for (var i = 0; i < rates.Length; i++)
                rates[i] = line[i] + CellNoise.Error(random.NextUniform(), points.Size[i], Math.Clamp(line[i], 1e-12, 1 - 1e-12));
            var one = Difference(points, rates, cell, cells.Count);
            (miscalibration, discrimination) = (miscalibration + one.Miscalibration - calm.Miscalibration, discrimination + one.Discrimination - calm.Discrimination);
        }
        return new(miscalibration / draws, discrimination / draws);
    }

    private static IsotonicChance Difference(LocalPoints points, double[] rates, int[] cell, int cells)
    {
        var (x, y, weight) = (new double[cells], new double[cells], new double[cells]);
        for (var i = 0; i < rates.Length; i++)
        {
            var (k, w) = (cell[i], points.Weight[i]);
            (x[k], y[k], weight[k]) = (x[k] + (w * points.X[i]), y[k] + (w * rates[i]), weight[k] + w);
        }
        for (var k = 0; k < cells; k++)
            if (weight[k] > 0) (x[k], y[k]) = (x[k] / weight[k], y[k] / weight[k]);
        var (fine, coarse) = (Parts(points.X, rates, points.Weight), Parts(x, y, weight));
        return new(fine.Miscalibration - coarse.Miscalibration, fine.Discrimination - coarse.Discrimination);
    }

    private static IsotonicChance Parts(double[] risks, double[] rates, double[] weights)
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
