using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether the ends of what occurs in reality are made up too.</summary>
public sealed class RangeCoverage : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(RangeCoverage), "Range coverage", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − max(0, min_S − min_R) / (max_R − min_R) − max(0, max_R − max_S) / (max_R − min_R), at least 0, of the training (R) and the made-up records (S); of each column of numbers or dates, and their mean.",
            "none: extremes of samples say nothing certain of what lies beyond them", "Patki, Wedge, Veeramachaneni (2016), The Synthetic Data Vault, Proc. IEEE DSAA:399–410")
        {
            Convention = "Missing values are left out. Values beyond the real range cost nothing here. The range is that of the training records in the group. A column that is constant among them has no figure.",
            Oracle = "CoverageFiguresTests.Published_cases_come_out",
            Prominence = Prominence.Detail, HasNoInterval = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], RankedColumn.Parts(evidence, Compare), Because.Extremes);
    }

    private static PartDistance Compare(RankedColumn column, RowInfluences influences)
    {
        var counts = influences.Count(column.Cells);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        double Lowest(int[] of) => column.Values[Array.FindIndex(of, c => c > 0)];
        double Highest(int[] of) => column.Values[Array.FindLastIndex(of, column.Values.Length - 1, c => c > 0)];
        var (low, high) = (Lowest(counts.Train), Highest(counts.Train));
        if (low == high) return PartDistance.None(Because.Constant, inTrain: true);
        var missed = Math.Max(0, Lowest(counts.Synthetic) - low) + Math.Max(0, high - Highest(counts.Synthetic));
        return new(Math.Min(1, missed / (high - low)), 0, counts.Rows, null);
    }
}
