using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>One figure of how alike two sets of rows are, column by column: for whoever compares many pairs of sets, such as halves of the real records.</summary>
public static class MarginalFidelity
{
    /// <summary>
    /// The mean, over the columns that have values in both, of <see cref="KolmogorovSmirnovComplement"/> (numbers and dates) and
    /// <see cref="TotalVariationComplement"/> (categories).
    /// </summary>
    /// <param name="evidence">The tables. To compare real records with real ones, give the training records as made-up ones too: columns are sorted once.</param>
    /// <param name="group">The rows of each that are compared.</param>
    /// <returns>In [0, 1]; null when no column has values in both.</returns>
    public static double? Of(RecordEvidence evidence, RecordGroup group)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(group);
        if (Because.Nobody(group) is not null) return null;
        var influences = new RowInfluences(evidence, group);
        var (sum, columns) = (0.0, 0);
        foreach (var c in evidence.Compared)
        {
            var apart = evidence.Train.Columns[c] is RecordColumn.Category
                ? CellDistance.TotalVariation(influences, CodedColumn.Of(evidence, c, 2).Cells)
                : KolmogorovSmirnovComplement.Compare(RankedColumn.Of(evidence, c), influences);
            influences.Drop();
            if (apart.Reason is not null) continue;
            (sum, columns) = (sum + (1 - apart.Distance), columns + 1);
        }
        return columns == 0 ? null : sum / columns;
    }
}
