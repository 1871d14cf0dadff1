using MathNet.Numerics.LinearAlgebra;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>Correlations of the hidden normals of a Gaussian copula.</summary>
internal static class LatentCorrelation
{
    private const double Largest = 0.999;
    private const double LeastEigenvalue = 1e-6;

    /// <summary>
    /// The correlation of two hidden normals whose scores have the covariance that the rows show. The covariance of two functions of
    /// correlated normals is Σ ρᵏ aₖ bₖ over their Hermite coefficients (Mehler 1866); it rises with ρ where both functions do. For two
    /// categories of two levels this is the tetrachoric correlation.
    /// </summary>
    /// <param name="one">A dimension.</param>
    /// <param name="other">Another.</param>
    /// <param name="rows">Number of rows; those where one of the groups is not known are left out.</param>
    /// <returns>From −0.999 to 0.999; 0 where one of the two does not vary.</returns>
    public static double Of(LatentMargin one, LatentMargin other, int rows)
    {
        var (n, meanX, meanY, xx, yy, xy) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (var row = 0; row < rows; row++)
        {
            var (x, y) = (one.Score(row), other.Score(row));
            if (double.IsNaN(x) || double.IsNaN(y)) continue;
            n++;
            var (gapX, gapY) = (x - meanX, y - meanY);
            meanX += gapX / n;
            meanY += gapY / n;
            xx += gapX * (x - meanX);
            yy += gapY * (y - meanY);
            xy += gapX * (y - meanY);
        }
        return xx > 0 && yy > 0 ? FromCovariance(one.Hermite, other.Hermite, xy / Math.Sqrt(xx * yy) * one.Spread * other.Spread) : 0;
    }

    /// <summary>The correlation at which scores of the given Hermite coefficients have a covariance.</summary>
    public static double FromCovariance(double[] one, double[] other, double covariance)
    {
        var (low, high) = (-Largest, Largest);
        for (var step = 0; step < 60; step++)
        {
            var middle = (low + high) / 2;
            if (Covariance(one, other, middle) < covariance) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    /// <summary>
    /// The lower triangle L with L·Lᵀ the correlation matrix made positive definite: eigenvalues below a millionth are raised to it, and the
    /// diagonal is scaled back to 1 (Rousseeuw, Molenberghs 1993, Commun. Stat. Theory Methods 22:965–984). Pairs that were estimated one by
    /// one need not fit together.
    /// </summary>
    /// <param name="correlations">Symmetric, with ones on the diagonal.</param>
    public static double[,] Triangle(double[,] correlations)
    {
        var matrix = Matrix<double>.Build.DenseOfArray(correlations);
        var parts = matrix.Evd(Symmetricity.Symmetric);
        if (parts.EigenValues.Any(v => v.Real < LeastEigenvalue))
        {
            var (vectors, count) = (parts.EigenVectors, matrix.RowCount);
            matrix = Matrix<double>.Build.Dense(count, count, (i, j) =>
            {
                var sum = 0.0;
                for (var k = 0; k < count; k++) sum += vectors[i, k] * Math.Max(parts.EigenValues[k].Real, LeastEigenvalue) * vectors[j, k];
                return sum;
            });
            var scale = matrix.Diagonal().Map(Math.Sqrt);
            var raised = matrix;
            matrix = Matrix<double>.Build.Dense(count, count, (i, j) => raised[i, j] / (scale[i] * scale[j]));
        }
        return matrix.Cholesky().Factor.ToArray();
    }

    private static double Covariance(double[] one, double[] other, double correlation)
    {
        var sum = 0.0;
        for (var k = one.Length - 1; k >= 0; k--) sum = (sum + (one[k] * other[k])) * correlation;
        return sum;
    }
}
