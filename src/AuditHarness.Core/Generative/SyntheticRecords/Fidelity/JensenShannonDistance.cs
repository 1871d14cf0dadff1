using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How many bits a value tells of being real or made up, as a distance.</summary>
public sealed class JensenShannonDistance : IRecordMeasure
{
    private const int Bins = 20;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(JensenShannonDistance), "Jensen–Shannon distance", MetricBasis.Records, Direction.Lower, 0, 0, 1,
            "√(½ Σ p log₂(p / m) + ½ Σ q log₂(q / m)) with m = (p + q) / 2, p and q the shares of a bin or category among the training and among the made-up records; of each column, and their mean.",
            PartFigures.Interval, "Lin (1991), IEEE Trans. Inf. Theory 37:145–151; Endres, Schindelin (2003), IEEE Trans. Inf. Theory 49:1858–1860")
        {
            Convention = $"Missing values are left out of both tables. Numbers and dates in {Bins} bins. {CodedColumn.Bins} Logarithms to base 2, and the root: 1 is no overlap.",
            Oracle = "JensenShannonDistanceTests.Two_shares_have_a_closed_form",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.All(evidence, Bins).Select(c =>
            new ComparedPart(c.Name, influences => CellDistance.JensenShannon(influences, c.Cells)))]);
    }
}
