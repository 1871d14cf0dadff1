using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether numbers go with categories as they do in reality.</summary>
public sealed class MixedPairSimilarity : IRecordMeasure
{
    private const int Bins = 10;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(MixedPairSimilarity), "Mixed-pair similarity", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − ½ Σ |p_R(a, b) − p_S(a, b)| over the bins a of a number or date and the categories b of another column, p_R and p_S their shares among the training and among the made-up records; of each such pair of columns, and their mean.",
            PartFigures.Interval, "Levin, Peres (2017), Markov Chains and Mixing Times, chapter 4")
        {
            Convention = $"Rows with a value in both columns; {Bins} bins. {CodedColumn.Bins}",
            Oracle = "ContingencySimilarityTests.Numbers_are_binned_and_crossed_with_categories",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.Pairs(CodedColumn.All(evidence, Bins), (a, b) => a.IsNumber != b.IsNumber)
            .Select(p => new ComparedPart(p.Subject, influences => CellDistance.TotalVariation(influences, p.First, p.Second)))]);
    }
}
