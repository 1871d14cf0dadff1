using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Whether keys tell the made-up records apart.</summary>
public sealed class KeyUniqueness : IRecordMeasure
{
    private static readonly Phrase NoLimits = Phrase.Of($"more records have more pairs that could share a key: no share of a population");

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } =
    [
        new(nameof(KeyUniqueness), "Uniqueness of keys", MetricBasis.Records, Direction.Higher, 1, 0, 1,
            "Share of made-up records that have a key which no other made-up record has: of each key, and of all keys at once.",
            "none: more records have more pairs that could share a key, so that it is no share of a population",
            "Codd (1970), Commun. ACM 13:377–387, for keys")
        {
            Convention = "Keys are compared over all made-up records, also for a group. A missing key is none. The key of a patient with several rows is that key together with the column that orders the rows; without such a column it is not asked to be unique.",
            Oracle = "BoundaryAdherenceTests.Keys_are_counted_by_hand", HasNoInterval = true, FollowsSize = true,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var keys = evidence.Synthetic.Columns.OfType<RecordColumn.Key>()
            .Where(k => k.Name != evidence.Roles.Patient || evidence.Roles.Order is not null)
            .Select(k => (k.Name, IsUnique: Unique(k, k.Name == evidence.Roles.Patient ? evidence.Synthetic.Find(evidence.Roles.Order!) : null))).ToList();
        foreach (var group in evidence.Groups)
        {
            var rows = group.Synthetic;
            Estimate Share(Func<int, bool> isUnique) => rows.Length == 0 ? new Estimate.Undefined(Because.NoSynthetic)
                : new Estimate.Known(rows.Count(isUnique) / (double)rows.Length, null, rows.Length, NoLimits);
            if (rows.Length > 0)
                foreach (var (name, isUnique) in keys) yield return new(Infos[0].Id, name, group.Subgroup, Share(r => isUnique[r]));
            yield return new(Infos[0].Id, null, group.Subgroup, keys.Count == 0 && rows.Length > 0
                ? new Estimate.Undefined(Phrase.Of($"no column is a key of its rows"))
                : Share(r => keys.TrueForAll(k => k.IsUnique[r])));
        }
    }

    private static bool[] Unique(RecordColumn.Key key, RecordColumn? order)
    {
        var counts = new Dictionary<(string, object?), int>();
        (string, object?)? Of(int row) => key.Values[row] is { } value ? (value, order is null ? null : Value(order, row)) : null;
        for (var r = 0; r < key.Count; r++)
            if (Of(r) is { } own) counts[own] = counts.GetValueOrDefault(own) + 1;
        return [.. Enumerable.Range(0, key.Count).Select(r => Of(r) is { } own && counts[own] == 1)];
    }

    private static object? Value(RecordColumn column, int row) => column.IsMissing(row) ? null : column switch
    {
        RecordColumn.Number number => number.Values[row],
        RecordColumn.Date date => date.Days[row],
        RecordColumn.Category category => category.Codes[row],
        RecordColumn.Key key => key.Values[row],
        _ => null,
    };
}
