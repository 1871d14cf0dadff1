using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether categories go together as they do in reality.</summary>
public sealed class ContingencySimilarity : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(ContingencySimilarity), "Contingency similarity", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − ½ Σ |p_R(a, b) − p_S(a, b)| over the pairs of categories a and b of two columns, p_R and p_S their shares among the training and among the made-up records; of each pair of columns of categories, and their mean.",
            PartFigures.Interval, "Levin, Peres (2017), Markov Chains and Mixing Times, chapter 4")
        {
            Convention = "Rows with a value in both columns. The joint distribution is compared, so that a difference of the columns themselves counts too.",
            Oracle = "ContingencySimilarityTests.Published_case_comes_out",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.Pairs(CodedColumn.All(evidence, 2), (a, b) => !a.IsNumber && !b.IsNumber)
            .Select(p => new ComparedPart(p.Subject, influences => CellDistance.TotalVariation(influences, p.First, p.Second)))]);
    }
}
