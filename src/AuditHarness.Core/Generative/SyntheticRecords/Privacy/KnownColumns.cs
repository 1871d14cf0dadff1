using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Who is nearest among the made-up records for an attacker who knows some columns of a person.</summary>
internal sealed class KnownColumns
{
    private readonly RecordDistances _distances;

    /// <summary>Compares in some columns.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="columns">Names of columns that are no keys; at least one.</param>
    public KnownColumns(RecordEvidence evidence, IReadOnlyCollection<string> columns)
    {
        // Of equally near ones the first is taken. In an order that neither hangs on that of a file nor favours what is in its first
        // columns: in that of all that they hold, and then by chance.
        int[] order = RecordOrder.Of(evidence.Synthetic, [.. Enumerable.Range(0, evidence.Synthetic.Count)]);
        var random = evidence.Seed.For("Privacy/equally near").Generator();
        for (var k = order.Length - 1; k > 0; k--)
        {
            var other = (int)(random.NextUniform() * (k + 1));
            (order[k], order[other]) = (order[other], order[k]);
        }
        Synthetic = evidence.Synthetic.Take(order);
        RecordTable Of(RecordTable table) => new([.. table.Columns.Where(c => columns.Contains(c.Name))], table.Count);
        _distances = (evidence with
        {
            Train = Of(evidence.Train), Holdout = evidence.Holdout is { } holdout ? Of(holdout) : null, Synthetic = Of(Synthetic), Groups = [],
            Roles = RecordRoles.None,
        }).Distances;
        Train = _distances.TrainToSynthetic;
        Holdout = evidence.Holdout is null ? null : _distances.HoldoutToSynthetic;
    }

    /// <summary>The made-up records, in an order by chance that does not hang on that of their file.</summary>
    public RecordTable Synthetic { get; }

    /// <summary>For each training record the nearest of <see cref="Synthetic"/>.</summary>
    public Neighbours Train { get; }

    /// <summary>For each held-out record the nearest of <see cref="Synthetic"/>; null without held-out records.</summary>
    public Neighbours? Holdout { get; }

    /// <summary>Names of the declared columns that can be compared.</summary>
    /// <param name="evidence">The records.</param>
    /// <param name="names">As declared.</param>
    public static string[] Among(RecordEvidence evidence, IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Where(n => evidence.Train.Find(n) is RecordColumn.Number or RecordColumn.Date or RecordColumn.Category)];

    /// <summary>Numbers, days, or codes, NaN where missing.</summary>
    public static double[] Values(RecordColumn column) =>
        column is RecordColumn.Category category ? Array.ConvertAll(category.Codes, c => c < 0 ? double.NaN : c) : RankedColumn.ValuesOf(column)!;
}
