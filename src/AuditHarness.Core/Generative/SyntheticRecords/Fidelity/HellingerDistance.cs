using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How far the roots of shares are apart.</summary>
public sealed class HellingerDistance : IRecordMeasure
{
    private const int Bins = 20;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(HellingerDistance), "Hellinger distance", MetricBasis.Records, Direction.Lower, 0, 0, 1,
            "√(1 − Σ √(p q)), p and q the shares of a bin or category among the training and among the made-up records; of each column, and their mean.",
            PartFigures.Interval, "Hellinger (1909), J. Reine Angew. Math. 136:210–271; Le Cam, Yang (2000), Asymptotics in Statistics, chapter 3")
        {
            Convention = $"Missing values are left out of both tables. Numbers and dates in {Bins} bins. {CodedColumn.Bins} 1 is no overlap.",
            Oracle = "HellingerDistanceTests.Two_shares_have_a_closed_form",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. CodedColumn.All(evidence, Bins).Select(c =>
            new ComparedPart(c.Name, influences => CellDistance.Hellinger(influences, c.Cells)))]);
    }
}
