using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Whether values are missing together as they are in reality.</summary>
public sealed class JointMissingnessSimilarity : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(JointMissingnessSimilarity), "Joint missingness similarity", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "1 − |share of training records in which both of two columns are missing − that of the made-up records|; of each pair of columns that both have missing values in either table, and their mean.",
            PartFigures.Interval, "Agresti, Coull (1998), Am. Stat. 52:119–126, for the limits; Little, Rubin (2019), Statistical Analysis with Missing Data, chapter 1")
        {
            Convention = "Pairs are chosen over all records, the same for every group. Each table's standard error is at least that with two patients with and two without both values added.",
            Oracle = "MissingnessSimilarityTests.Columns_that_are_missing_together_are_compared",
            Prominence = Prominence.Detail,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var columns = evidence.Compared.Select(c => (evidence.Train.Columns[c].Name, Train: Missing(evidence.Train.Columns[c]), Synthetic: Missing(evidence.Synthetic.Columns[c])))
            .Where(c => c.Train.Contains(true) || c.Synthetic.Contains(true)).ToList();
        var parts = from i in Enumerable.Range(0, columns.Count)
                    from j in Enumerable.Range(i + 1, columns.Count - i - 1)
                    let a = columns[i]
                    let b = columns[j]
                    select new ComparedPart(
                        $"{a.Name} × {b.Name}", influences => ShareGap.Compare(influences, r => a.Train[r] && b.Train[r], r => a.Synthetic[r] && b.Synthetic[r]));
        return PartFigures.Measure(evidence, Infos[0], [.. parts]);
    }

    private static bool[] Missing(RecordColumn column)
    {
        var missing = new bool[column.Count];
        for (var row = 0; row < missing.Length; row++) missing[row] = column.IsMissing(row);
        return missing;
    }
}
