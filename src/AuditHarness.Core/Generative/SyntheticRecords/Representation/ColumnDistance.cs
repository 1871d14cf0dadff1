using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Representation;

/// <summary>How far two samples of a group are apart in the mean over columns: Kolmogorov–Smirnov or total variation.</summary>
/// <param name="Distance">In [0, 1].</param>
/// <param name="StandardError">By what each patient adds to it.</param>
/// <param name="Noise">Mean distance of two samples of this size from one population, in closed form.</param>
/// <param name="Columns">Number of columns that both have values of.</param>
/// <param name="Rows">Rows with a value in the column that has fewest.</param>
internal sealed record ColumnDistance(double Distance, double StandardError, double Noise, int Columns, int Rows)
{
    /// <summary>Compares the training and made-up records of a group.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="group">The group.</param>
    public static ColumnDistance Of(RecordEvidence evidence, RecordGroup group)
    {
        var influences = new RowInfluences(evidence, group);
        var (distance, noise, extra, columns, rows) = (0.0, 0.0, 0.0, 0, int.MaxValue);
        foreach (var c in evidence.Compared)
        {
            var apart = evidence.Train.Columns[c] is RecordColumn.Category category
                ? CellDistance.TotalVariation(influences, new(category.Levels.Count, new(category.Codes), new(((RecordColumn.Category)evidence.Synthetic.Columns[c]).Codes)))
                : KolmogorovSmirnovComplement.Compare(RankedColumn.Of(evidence, c), influences);
            if (apart.Reason is not null)
            {
                influences.Drop();
                continue;
            }
            influences.Take();
            (distance, noise, extra) = (distance + apart.Distance, noise + apart.Noise, extra + apart.Extra);
            (columns, rows) = (columns + 1, Math.Min(rows, apart.Rows));
        }
        return columns == 0 ? new(double.NaN, 0, 0, 0, 0)
            : new(distance / columns, double.Hypot(influences.TotalError, extra) / columns, noise / columns, columns, rows);
    }
}
