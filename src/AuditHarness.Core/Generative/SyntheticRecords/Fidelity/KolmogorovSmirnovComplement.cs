using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>1 less the largest vertical gap between the distribution functions of real and made-up values.</summary>
public sealed class KolmogorovSmirnovComplement : IRecordMeasure
{
    // Mean of Kolmogorov's distribution, √(π / 2) · ln 2.
    private static readonly double MeanOfKolmogorov = Math.Sqrt(Math.PI / 2) * Math.Log(2);

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(KolmogorovSmirnovComplement), "Kolmogorov–Smirnov complement", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − sup |F_R(x) − F_S(x)| over all x, F_R and F_S the empirical distribution functions of the training and of the made-up records; of each column of numbers or dates, and their mean.",
            PartFigures.Interval, "Kolmogorov (1933), G. Ist. Ital. Attuari 4:83–91; Smirnov (1948), Ann. Math. Stat. 19:279–281")
        {
            Convention = "Missing values are left out of both tables; dates count as days; values that differ by less than 1 in 10¹³, or by the rounding of the largest training value, are one value. A column without a training value is not in the mean; without a made-up one it has no figure, and the mean is unknown.",
            Oracle = "KolmogorovSmirnovComplementTests.Gap_is_the_largest_over_all_values",
            Prominence = Prominence.Headline,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], RankedColumn.Parts(evidence, Compare));
    }

    internal static PartDistance Compare(RankedColumn column, RowInfluences influences)
    {
        var counts = influences.Count(column.Cells);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        var (n, m) = ((double)counts.TrainRows, (double)counts.SyntheticRows);
        var (real, made) = (counts.Train, counts.Synthetic);
        // Whole numbers, a · m − b · n, so that gaps that are equal are found equal; of those the one nearest to the middle varies most.
        long below = 0, belowMade = 0, largest = -1, sign = 1;
        var (at, spread, gaps) = (0, 0.0, 0.0);
        for (var k = 0; k < column.Values.Length; k++)
        {
            if (real[k] + made[k] == 0) continue;
            (below, belowMade) = (below + real[k], belowMade + made[k]);
            var gap = (below * counts.SyntheticRows) - (belowMade * counts.TrainRows);
            var here = ((below / n * (1 - (below / n))) / n) + ((belowMade / m * (1 - (belowMade / m))) / m);
            gaps += Math.Sqrt(2 / Math.PI * here);
            if (Math.Abs(gap) < largest || (Math.Abs(gap) == largest && here <= spread)) continue;
            (largest, sign, at, spread) = (Math.Abs(gap), gap < 0 ? -1 : 1, k, here);
        }
        var (atTrain, atSynthetic) = (0L, 0L);
        for (var k = 0; k <= at; k++) (atTrain, atSynthetic) = (atTrain + real[k], atSynthetic + made[k]);
        var (group, f, g) = (influences.Group, atTrain / n, atSynthetic / m);
        for (var i = 0; i < group.Train.Length; i++)
            if (column.Train[group.Train[i]] is >= 0 and var rank) influences.Train[i] = sign * ((rank <= at ? 1 : 0) - f) / n;
        for (var i = 0; i < group.Synthetic.Length; i++)
            if (column.Synthetic[group.Synthetic[i]] is >= 0 and var rank) influences.Synthetic[i] = -sign * ((rank <= at ? 1 : 0) - g) / m;
        // The largest gap of few distinct values is no more than all of them together, which is exact for two values.
        return new(largest / (n * m), influences.Clustering * Math.Min(gaps, MeanOfKolmogorov * Math.Sqrt((1 / n) + (1 / m))), counts.Rows, null);
    }
}
