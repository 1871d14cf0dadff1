namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Distances of two distributions over the same cells.</summary>
internal static class CellDistance
{
    // Rows of a cell up to which chance is added up case by case.
    private const int MostExact = 64;

    /// <summary>Half the sum of the absolute differences of shares, with what each row adds to it.</summary>
    /// <param name="influences">Takes what each row adds.</param>
    /// <param name="rows">Cells of the rows.</param>
    public static PartDistance TotalVariation(RowInfluences influences, RowCells rows)
    {
        var (counts, cells) = (influences.Count(rows), rows.Count);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        var (n, m) = ((double)counts.TrainRows, (double)counts.SyntheticRows);
        var (real, made) = (counts.Train, counts.Synthetic);
        var (distance, noise, tied, tiedBefore) = (0.0, 0.0, 0.0, 0.0);
        for (var c = 0; c < cells; c++)
            if ((long)real[c] * counts.SyntheticRows == (long)made[c] * counts.TrainRows) tied += real[c] / n;
        var (ofReal, ofMade, meanReal, meanMade) = (new double[cells], new double[cells], 0.0, 0.0);
        for (var c = 0; c < cells; c++)
        {
            var (p, q) = (real[c] / n, made[c] / m);
            var gap = ((long)real[c] * counts.SyntheticRows) - ((long)made[c] * counts.TrainRows);
            distance += Math.Abs(gap) / (n * m) / 2;
            noise += Math.Sqrt((2 / Math.PI) * ((p * (1 - p) / n) + (q * (1 - q) / m))) / 2;
            // Cells of equal shares could have gone either way: half of their mass goes each.
            var sign = Math.Sign(gap);
            if (sign == 0)
            {
                sign = tiedBefore + (p / 2) < tied / 2 ? 1 : -1;
                tiedBefore += p;
            }
            (ofReal[c], ofMade[c]) = (sign * 0.5 / n, -sign * 0.5 / m);
            (meanReal, meanMade) = (meanReal + (p * ofReal[c]), meanMade + (q * ofMade[c]));
        }
        for (var c = 0; c < cells; c++) (ofReal[c], ofMade[c]) = (ofReal[c] - meanReal, ofMade[c] - meanMade);
        influences.Set(rows, ofReal, ofMade);
        return new(distance, influences.Clustering * noise, counts.Rows, null);
    }

    /// <summary>The same of two columns crossed.</summary>
    /// <param name="influences">Takes what each row adds.</param>
    /// <param name="first">One column.</param>
    /// <param name="second">The other.</param>
    public static PartDistance TotalVariation(RowInfluences influences, CodedColumn first, CodedColumn second) =>
        Because.TooManyCells(first, second) is { } reason ? PartDistance.None(reason) : TotalVariation(influences, first.Crossed(second));

    /// <summary>√(1 − Σ √(p q)), with what each row adds to it.</summary>
    /// <param name="influences">Takes what each row adds.</param>
    /// <param name="rows">Cells of the rows.</param>
    public static PartDistance Hellinger(RowInfluences influences, RowCells rows) =>
        Rooted(influences, rows, 1, (p, q) => ((Math.Sqrt(p) - Math.Sqrt(q)) * (Math.Sqrt(p) - Math.Sqrt(q))) / 2, (p, q) => -0.5 * Math.Sqrt(q / p));

    /// <summary>√ of the Jensen–Shannon divergence in bits, with what each row adds to it.</summary>
    /// <param name="influences">Takes what each row adds.</param>
    /// <param name="rows">Cells of the rows.</param>
    public static PartDistance JensenShannon(RowInfluences influences, RowCells rows)
    {
        static double Part(double p, double q) => p == 0 ? 0 : p / 2 * Math.Log2(2 * p / (p + q));
        return Rooted(influences, rows, Math.Log(2), (p, q) => Part(p, q) + Part(q, p), (p, q) => 0.5 * Math.Log2(2 * p / (p + q)));
    }

    // The root of a divergence that is symmetric, convex, and near 0 an eighth of χ² (divided by the unit). Where there is no difference it
    // is of the size of the noise itself and no row moves it to first order: that is the extra error.
    private static PartDistance Rooted(RowInfluences influences, RowCells rows, double unit, Func<double, double, double> part, Func<double, double, double> slope)
    {
        var counts = influences.Count(rows);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        var (n, m, divergence, noise, variance) = ((double)counts.TrainRows, (double)counts.SyntheticRows, 0.0, 0.0, 0.0);
        var (ofReal, ofMade, meanReal, meanMade) = (new double[rows.Count], new double[rows.Count], 0.0, 0.0);
        for (var c = 0; c < rows.Count; c++)
        {
            if (counts.Train[c] + counts.Synthetic[c] == 0) continue;
            var (p, q) = (counts.Train[c] / n, counts.Synthetic[c] / m);
            if (p != q) divergence += part(p, q);
            var (mean, spread) = ByChance(counts.Train[c] + counts.Synthetic[c], n, m, unit, part);
            (noise, variance) = (noise + mean, variance + spread);
            if (p > 0) (ofReal[c], meanReal) = (slope(p, q), meanReal + (p * slope(p, q)));
            if (q > 0) (ofMade[c], meanMade) = (slope(q, p), meanMade + (q * slope(q, p)));
        }
        divergence = Math.Clamp(divergence, 0, 1);
        var least = Math.Sqrt(Math.Max(divergence, noise));
        if (least == 0) return new(0, 0, counts.Rows, null);
        for (var c = 0; c < rows.Count; c++)
            (ofReal[c], ofMade[c]) = ((ofReal[c] - meanReal) / n / (2 * least), (ofMade[c] - meanMade) / m / (2 * least));
        influences.Set(rows, ofReal, ofMade);
        var clustering = influences.Clustering;
        return new(Math.Sqrt(divergence), clustering * Math.Sqrt(noise), counts.Rows, null) { Extra = clustering * Math.Sqrt(variance) / (2 * least) };
    }

    // Mean and variance of a cell's part when its rows fall to the tables by their sizes alone: exact where there are few, as of χ² where many.
    private static (double Mean, double Variance) ByChance(int count, double n, double m, double unit, Func<double, double, double> part)
    {
        var others = 1 - (count / (n + m));
        if (count > MostExact) return (others * ((1 / n) + (1 / m)) / (8 * unit), 2 * Math.Pow(others * ((1 / n) + (1 / m)) / (8 * unit), 2));
        // From the likelier end, all in the larger table, so that no chance is lost to underflow.
        var (large, small) = (Math.Max(n, m), Math.Min(n, m));
        var (chance, mean, square) = (Math.Pow(large / (n + m), count), 0.0, 0.0);
        for (var k = 0; k <= count; k++)
        {
            var (p, q) = ((count - k) / large, k / small);
            var value = p == q ? 0 : part(p, q);
            (mean, square) = (mean + (chance * value), square + (chance * value * value));
            chance *= small / large * (count - k) / (k + 1);
        }
        return (others * mean, others * Math.Max(0, square - (mean * mean)));
    }
}
