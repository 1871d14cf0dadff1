using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>How much of the distributions of real and made-up categories overlaps.</summary>
public sealed class TotalVariationComplement : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(TotalVariationComplement), "Total-variation complement", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − ½ Σ |p_R(c) − p_S(c)| over the categories c of either table, p_R and p_S their shares among the training and among the made-up records; of each column of categories, and their mean.",
            PartFigures.Interval, "Levin, Peres (2017), Markov Chains and Mixing Times, chapter 4")
        {
            Convention = "Missing values are left out of both tables and are no category. A column without a training value is not in the mean; without a made-up one it has no figure, and the mean is unknown.",
            Oracle = "TotalVariationComplementTests.Published_cases_come_out",
            Prominence = Prominence.Headline,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. evidence.Compared
            .Select(c => (Train: evidence.Train.Columns[c] as RecordColumn.Category, Synthetic: evidence.Synthetic.Columns[c] as RecordColumn.Category))
            .Where(c => c.Train is not null)
            .Select(c => new ComparedPart(c.Train!.Name, influences =>
                CellDistance.TotalVariation(influences, new(c.Train.Levels.Count, new(c.Train.Codes), new(c.Synthetic!.Codes)))))]);
    }
}
