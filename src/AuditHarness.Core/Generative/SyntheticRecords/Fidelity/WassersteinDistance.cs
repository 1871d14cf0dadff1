using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How far values must be moved, on average, to turn made-up ones into real ones.</summary>
public sealed class WassersteinDistance : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(WassersteinDistance), "Wasserstein distance (order 1, standardized)", MetricBasis.Records, Direction.Lower, 0, 0, double.PositiveInfinity,
            "∫ |F_R(x) − F_S(x)| dx / sd_R, F_R and F_S the empirical distribution functions of the training and of the made-up records: of each column of numbers or dates, in its standard deviations, and their mean.",
            PartFigures.Interval, "Vallender (1974), Theory Probab. Appl. 18:784–786")
        {
            Convention = "sd_R is that of the column over all training records (n − 1), the same unit for every group, taken as known. Missing values are left out; dates count as days. A column that is constant in the training records, or without a value there, is not in the mean; without a made-up value it has no figure, and the mean is unknown.",
            Oracle = "WassersteinDistanceTests.A_shift_is_its_own_length_in_standard_deviations",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], RankedColumn.Parts(evidence, Compare));
    }

    private static PartDistance Compare(RankedColumn column, RowInfluences influences)
    {
        var counts = influences.Count(column.Cells);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        if (!(column.Deviation > 0)) return PartDistance.None(Because.Constant, inTrain: true);
        var (n, m, values) = ((double)counts.TrainRows, (double)counts.SyntheticRows, column.Values);
        var (real, made) = (counts.Train, counts.Synthetic);
        // A row at value k has F raised from k on: its influence is the signed length of the axis to its right, less the mean of that.
        var right = new double[values.Length];
        var signs = new sbyte[values.Length];
        long below = 0, belowMade = 0;
        var (distance, noise) = (0.0, 0.0);
        for (var k = 0; k + 1 < values.Length; k++)
        {
            (below, belowMade) = (below + real[k], belowMade + made[k]);
            var gap = (below * counts.SyntheticRows) - (belowMade * counts.TrainRows);
            var width = (values[k + 1] - values[k]) / column.Deviation;
            var (f, g) = (below / n, belowMade / m);
            signs[k] = (sbyte)(gap < 0 ? -1 : 1);
            distance += Math.Abs(gap) / (n * m) * width;
            noise += Math.Sqrt((2 / Math.PI) * ((f * (1 - f) / n) + (g * (1 - g) / m))) * width;
        }
        for (var k = values.Length - 2; k >= 0; k--) right[k] = right[k + 1] + (signs[k] * ((values[k + 1] - values[k]) / column.Deviation));
        var (meanReal, meanMade) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++) (meanReal, meanMade) = (meanReal + (real[k] * right[k]), meanMade + (made[k] * right[k]));
        var (ofReal, ofMade) = (new double[values.Length], new double[values.Length]);
        for (var k = 0; k < values.Length; k++) (ofReal[k], ofMade[k]) = ((right[k] - (meanReal / n)) / n, ((meanMade / m) - right[k]) / m);
        influences.Set(column.Cells, ofReal, ofMade);
        return new(distance, influences.Clustering * noise, counts.Rows, null);
    }
}
