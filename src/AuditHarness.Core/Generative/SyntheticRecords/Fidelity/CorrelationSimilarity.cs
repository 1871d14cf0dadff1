using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether numbers go together as they do in reality.</summary>
public sealed class CorrelationSimilarity : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(CorrelationSimilarity), "Correlation similarity", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − |ρ_R − ρ_S| / 2, ρ_R and ρ_S Pearson's correlations of two columns among the training and among the made-up records; of each pair of columns of numbers or dates, and their mean.",
            PartFigures.Interval, "Pearson (1895), Proc. R. Soc. Lond. 58:240–242; Devlin, Gnanadesikan, Kettenring (1975), Biometrika 62:531–545, for the influence")
        {
            Convention = "Pearson's, on rows with a value in both columns; dates count as days. A pair with a column that is constant among the training records is not in the mean; where one is constant among the made-up ones alone it has no figure, and the mean is unknown.",
            Oracle = "CorrelationSimilarityTests.Published_case_comes_out",
            Prominence = Prominence.Headline,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        RankedColumn.Prepare(evidence);
        // In the training records' standard deviations from their mean, so that no square overflows or cancels.
        var columns = RankedColumn.Among(evidence).Select(c =>
        {
            var ranked = RankedColumn.Of(evidence, c);
            var unit = ranked.Deviation > 0 ? ranked.Deviation : 1;
            double[] Scaled(double[] values) => Array.ConvertAll(values, v => (v - ranked.Mean) / unit);
            return (evidence.Train.Columns[c].Name, Train: Scaled(RankedColumn.ValuesOf(evidence.Train.Columns[c])!), Synthetic: Scaled(RankedColumn.ValuesOf(evidence.Synthetic.Columns[c])!));
        }).ToList();
        var parts = from i in Enumerable.Range(0, columns.Count)
                    from j in Enumerable.Range(i + 1, columns.Count - i - 1)
                    let a = columns[i]
                    let b = columns[j]
                    select new ComparedPart($"{a.Name} × {b.Name}", influences => Compare(
                        influences, Pairwise.Of(a.Train, b.Train, influences.Group.Train), Pairwise.Of(a.Synthetic, b.Synthetic, influences.Group.Synthetic)));
        return PartFigures.Measure(evidence, Infos[0], [.. parts]);
    }

    private static PartDistance Compare(RowInfluences influences, Pairwise train, Pairwise synthetic)
    {
        if (train.Rows == 0) return PartDistance.None(Because.NoTrainValue);
        if (synthetic.Rows == 0) return PartDistance.None(Because.NoSyntheticValue);
        if (train.Correlation is not { } real) return PartDistance.None(Because.NoCorrelation, inTrain: true);
        if (synthetic.Correlation is not { } made) return PartDistance.None(Because.NoCorrelation);
        // What differs by rounding alone is equal: which of the two is larger must not hang on the order of rows.
        var sign = made - real > 1e-12 ? -0.5 : 0.5;
        train.Set(influences.Train, influences.Group.Train, real, sign);
        synthetic.Set(influences.Synthetic, influences.Group.Synthetic, made, -sign);
        return new(Math.Abs(real - made) / 2, Math.Sqrt(2 / Math.PI) * influences.StandardError, Math.Min(train.Rows, synthetic.Rows), null);
    }

    /// <summary>Two columns on the rows of a group that have both.</summary>
    private sealed record Pairwise(double[] X, double[] Y, int Rows, double MeanX, double MeanY, double VarianceX, double VarianceY, double Covariance)
    {
        // Below this share of its mean square a variance is rounding.
        private const double Rounding = 1e-24;

        public static Pairwise Of(double[] x, double[] y, int[] rows)
        {
            var (n, sumX, sumY, xx, yy, xy) = (0, 0.0, 0.0, 0.0, 0.0, 0.0);
            foreach (var r in rows)
            {
                if (double.IsNaN(x[r]) || double.IsNaN(y[r])) continue;
                (n, sumX, sumY) = (n + 1, sumX + x[r], sumY + y[r]);
            }
            var (meanX, meanY) = n == 0 ? (0, 0) : (sumX / n, sumY / n);
            foreach (var r in rows)
            {
                if (double.IsNaN(x[r]) || double.IsNaN(y[r])) continue;
                var (dx, dy) = (x[r] - meanX, y[r] - meanY);
                (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
            }
            return new(x, y, n, meanX, meanY, xx / n, yy / n, xy / n);
        }

        public double? Correlation =>
            VarianceX > Rounding * (1 + (MeanX * MeanX)) && VarianceY > Rounding * (1 + (MeanY * MeanY)) && double.IsFinite(VarianceX * VarianceY)
                ? Math.Clamp(Covariance / Math.Sqrt(VarianceX * VarianceY), -1, 1)
                : null;

        // (u v − ρ (u² + v²) / 2) / n with u and v standardized.
        public void Set(double[] influences, int[] rows, double correlation, double factor)
        {
            var (sdX, sdY) = (Math.Sqrt(VarianceX), Math.Sqrt(VarianceY));
            for (var i = 0; i < rows.Length; i++)
            {
                var (u, v) = ((X[rows[i]] - MeanX) / sdX, (Y[rows[i]] - MeanY) / sdY);
                if (!double.IsNaN(u + v)) influences[i] = factor * ((u * v) - (correlation * ((u * u) + (v * v)) / 2)) / Rows;
            }
        }
    }
}
