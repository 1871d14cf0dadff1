using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Whether numbers and dates are within what occurs in reality.</summary>
public sealed class BoundaryAdherence : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(BoundaryAdherence), "Boundary adherence", MetricBasis.Records, Direction.Higher, null, 0, 1,
            "Share of made-up records whose value lies between the smallest and the largest of all training records: of each column of numbers or dates; and, as a whole, of those in which all do.",
            RecordShares.Interval, "Patki, Wedge, Veeramachaneni (2016), The Synthetic Data Vault, Proc. IEEE DSAA:399–410")
        {
            Convention = "The limits are those of all training records, also for a group. A missing value counts as outside where the column is never missing among the training records, and is left out of the column's share elsewhere. Of n continuous training values another real one lies outside with chance 2 / (n + 1).",
            Oracle = "BoundaryAdherenceTests.Published_cases_come_out", IsExact = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return Adherence.Measure(evidence, Infos[0], [.. RankedColumn.Among(evidence).Select(c =>
        {
            var (train, made) = (RankedColumn.ValuesOf(evidence.Train.Columns[c])!, RankedColumn.ValuesOf(evidence.Synthetic.Columns[c])!);
            var (low, high, mayBeMissing) = (double.PositiveInfinity, double.NegativeInfinity, false);
            foreach (var value in train)
                if (double.IsNaN(value)) mayBeMissing = true;
                else (low, high) = (Math.Min(low, value), Math.Max(high, value));
            return new PossibleValues(
                evidence.Train.Columns[c].Name, mayBeMissing, r => double.IsNaN(made[r]), r => made[r] >= low && made[r] <= high,
                low > high ? Because.NoTrainValue : null);
        })]);
    }
}
