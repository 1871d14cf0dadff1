using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether values are missing as often as in reality.</summary>
public sealed class MissingnessSimilarity : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(MissingnessSimilarity), "Missingness similarity", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − |share of missing values among the training records − that among the made-up records|; of each column, and their mean.",
            PartFigures.Interval, "Agresti, Coull (1998), Am. Stat. 52:119–126, for the limits; Little, Rubin (2019), Statistical Analysis with Missing Data, chapter 1")
        {
            Convention = "All columns but keys, also those that are never missing. Each table's standard error is at least that with two patients with and two without a value added.",
            Oracle = "MissingnessSimilarityTests.Shares_of_missing_values_are_compared",
            Prominence = Prominence.Headline,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return PartFigures.Measure(evidence, Infos[0], [.. evidence.Compared.Select(c =>
        {
            var (train, synthetic) = (evidence.Train.Columns[c], evidence.Synthetic.Columns[c]);
            return new ComparedPart(train.Name, influences => ShareGap.Compare(influences, train.IsMissing, synthetic.IsMissing));
        })]);
    }
}
