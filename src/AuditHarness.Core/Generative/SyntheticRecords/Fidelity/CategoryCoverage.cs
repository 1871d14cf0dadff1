using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether all that occurs in reality is made up too.</summary>
public sealed class CategoryCoverage : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(CategoryCoverage), "Category coverage", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "Share of the categories that occur among the training records of the group which occur among its made-up records too: of each column of categories, and their mean.",
            "none: a category that was not made up may still come in a larger sample", "Patki, Wedge, Veeramachaneni (2016), The Synthetic Data Vault, Proc. IEEE DSAA:399–410")
        {
            Convention = "A missing value is no category. Categories made up that never occur cost nothing here.",
            Oracle = "CoverageFiguresTests.Published_cases_come_out",
            Prominence = Prominence.Detail, HasNoInterval = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.All(evidence, 2).Where(c => !c.IsNumber).Select(c =>
            new ComparedPart(c.Name, influences => Compare(c, influences)))], Because.Extremes);
    }

    private static PartDistance Compare(CodedColumn column, RowInfluences influences)
    {
        var counts = influences.Count(column.Cells);
        if (PartDistance.Empty(counts) is { } reason) return PartDistance.None(reason);
        var levels = Enumerable.Range(0, column.Levels).Where(c => counts.Train[c] > 0).ToList();
        return new(levels.Count(c => counts.Synthetic[c] == 0) / (double)levels.Count, 0, counts.Rows, null);
    }
}
