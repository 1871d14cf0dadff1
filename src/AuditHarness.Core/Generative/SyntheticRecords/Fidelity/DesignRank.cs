namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How many columns of a design are needed to say what all of them say, beside a constant.</summary>
internal static class DesignRank
{
    private const double Rounding = 1e-9;

    /// <summary>The rank of the columns about their means.</summary>
    /// <param name="rows">Row by row.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="width">Number of columns.</param>
    public static int Of(double[] rows, int count, int width)
    {
        var (means, products) = (new double[width], new double[width, width]);
        for (var i = 0; i < count; i++)
            for (var j = 0; j < width; j++) means[j] += rows[(i * width) + j] / count;
        var centred = new double[width];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < width; j++) centred[j] = rows[(i * width) + j] - means[j];
            for (var j = 0; j < width; j++)
                for (var k = j; k < width; k++) products[j, k] += centred[j] * centred[k];
        }
        // Gaussian elimination of the symmetric matrix; a pivot that is nothing beside its column's own variance is a combination of earlier ones.
        var (rank, own) = (0, Enumerable.Range(0, width).Select(j => products[j, j]).ToArray());
        for (var p = 0; p < width; p++)
        {
            if (!(products[p, p] > Rounding * own[p])) continue;
            rank++;
            for (var j = p + 1; j < width; j++)
            {
                var factor = products[p, j] / products[p, p];
                for (var k = j; k < width; k++) products[j, k] -= factor * products[p, k];
            }
        }
        return rank;
    }
}
