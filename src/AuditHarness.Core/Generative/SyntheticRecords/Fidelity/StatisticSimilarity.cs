using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Mean, median and standard deviation of made-up values beside those of real ones.</summary>
public sealed class StatisticSimilarity : IRecordMeasure
{
    private static readonly (string Id, string Title, string Of, string Source, Func<ColumnMoments, Statistic?> Statistic)[] Kinds =
    [
        ("MeanSimilarity", "Mean similarity", "means", "Hampel (1974), J. Am. Stat. Assoc. 69:383–393, for the influence", m => m.Mean()),
        ("MedianSimilarity", "Median similarity", "medians (the middle one, or the mean of the two)", "Hampel (1974), J. Am. Stat. Assoc. 69:383–393, for the influence; its density from the order statistics of a 95 % interval", m => m.Median()),
        ("StandardDeviationSimilarity", "Standard-deviation similarity", "standard deviations (n − 1)", "Hampel (1974), J. Am. Stat. Assoc. 69:383–393, for the influence", m => m.Deviation()),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        .. Kinds.Select(k => new MetricInfo(
            k.Id, k.Title, MetricBasis.Records, Direction.Higher, 1, 0, 1,
            $"max(0, 1 − |t_R − t_S| / (max_R − min_R)), t the {k.Of} of the training and of the made-up records; of each column of numbers or dates, and their mean.",
            PartFigures.Interval, k.Source)
        {
            Convention = "The range is that of the column over all training records, the same unit for every group, taken as known. Missing values are left out; dates count as days. A column that is constant in the training records has no figure.",
            Oracle = "StatisticSimilarityTests.Published_case_comes_out",
            Prominence = Prominence.Detail,
        }),
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Kinds.SelectMany((kind, k) => PartFigures.Measure(
            evidence, Infos[k], RankedColumn.Parts(evidence, (column, influences) => Compare(column, influences, kind.Statistic))));
    }

    private static PartDistance Compare(RankedColumn column, RowInfluences influences, Func<ColumnMoments, Statistic?> statistic)
    {
        var counts = influences.Count(column.Cells);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        if (!(column.Highest > column.Lowest)) return PartDistance.None(Because.Constant, inTrain: true);
        var unit = column.Highest - column.Lowest;
        if (statistic(new(column.Values, counts.Train, counts.TrainRows)) is not { } real) return PartDistance.None(Because.TooFew, inTrain: true);
        if (statistic(new(column.Values, counts.Synthetic, counts.SyntheticRows)) is not { } made) return PartDistance.None(Because.TooFew);
        var sign = real.Value >= made.Value ? 1 : -1;
        influences.Set(column.Cells, Array.ConvertAll(real.Influences, i => sign * i / unit), Array.ConvertAll(made.Influences, i => -sign * i / unit));
        return new(Math.Min(1, Math.Abs(real.Value - made.Value) / unit), Math.Sqrt(2 / Math.PI) * influences.StandardError, counts.Rows, null);
    }

    /// <summary>A figure of a column in one table.</summary>
    /// <param name="Value">The figure.</param>
    /// <param name="Influences">What a row with each of the distinct values adds to it.</param>
    private sealed record Statistic(double Value, double[] Influences);

    private sealed record ColumnMoments(double[] Values, int[] Counts, int Rows)
    {
        private double Sum(Func<double, double> of)
        {
            var sum = 0.0;
            for (var k = 0; k < Values.Length; k++)
                if (Counts[k] > 0) sum += Counts[k] * of(Values[k]);
            return sum;
        }

        public Statistic Mean()
        {
            var mean = Sum(v => v) / Rows;
            return new(mean, Array.ConvertAll(Values, v => (v - mean) / Rows));
        }

        public Statistic? Deviation()
        {
            if (Rows < 2) return null;
            var mean = Sum(v => v) / Rows;
            var variance = Sum(v => (v - mean) * (v - mean)) / (Rows - 1);
            var deviation = Math.Sqrt(variance);
            return new(deviation, Array.ConvertAll(Values, v => deviation == 0 ? 0 : (((v - mean) * (v - mean)) - (variance * (Rows - 1) / Rows)) / (2 * deviation * Rows)));
        }

        public Statistic Median()
        {
            var median = (At((Rows - 1) / 2) + At(Rows / 2)) / 2;
            // A 95 % interval of the median is between order statistics; its width over 2 · 1.96 is a standard error.
            var reach = 1.959964 * Math.Sqrt(Rows) / 2;
            var (low, high) = (At(Math.Max(0, (int)Math.Floor((Rows / 2.0) - reach))), At(Math.Min(Rows - 1, (int)Math.Ceiling((Rows / 2.0) + reach) - 1)));
            var error = (high - low) / (2 * 1.959964);
            var sides = Array.ConvertAll(Values, v => (double)Math.Sign(v - median));
            var mean = 0.0;
            for (var k = 0; k < Values.Length; k++) mean += Counts[k] * sides[k] / Rows;
            return new(median, Array.ConvertAll(sides, s => (s - mean) * error / Math.Sqrt(Rows)));
        }

        private double At(int position)
        {
            for (var k = 0; k < Values.Length; k++)
                if ((position -= Counts[k]) < 0) return Values[k];
            return Values[^1];
        }
    }
}
