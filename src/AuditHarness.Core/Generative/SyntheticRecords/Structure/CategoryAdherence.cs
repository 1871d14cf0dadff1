using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Whether categories are among those that occur in reality.</summary>
public sealed class CategoryAdherence : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(CategoryAdherence), "Category adherence", MetricBasis.Records, Direction.Higher, null, 0, 1,
            "Share of made-up records whose category occurs among all training records: of each column of categories; and, as a whole, of those in which all do.",
            RecordShares.Interval, "Patki, Wedge, Veeramachaneni (2016), The Synthetic Data Vault, Proc. IEEE DSAA:399–410")
        {
            Convention = "The categories are those of all training records, also for a group. A missing value counts as none of them where the column is never missing among the training records, and is left out of the column's share elsewhere.",
            Oracle = "BoundaryAdherenceTests.Categories_are_counted_by_hand", IsExact = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Adherence.Measure(evidence, Infos[0], [.. evidence.Compared.Where(c => evidence.Train.Columns[c] is RecordColumn.Category).Select(c =>
        {
            var (train, made) = ((RecordColumn.Category)evidence.Train.Columns[c], ((RecordColumn.Category)evidence.Synthetic.Columns[c]).Codes);
            var (occurs, mayBeMissing) = (new bool[train.Levels.Count], false);
            foreach (var code in train.Codes)
                if (code < 0) mayBeMissing = true;
                else occurs[code] = true;
            return new PossibleValues(
                train.Name, mayBeMissing, r => made[r] < 0, r => occurs[made[r]], occurs.Contains(true) ? null : Because.NoTrainValue);
        })]);
    }
}
