using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>What is possible in a column, as the training records show it.</summary>
/// <param name="Subject">Name of the column.</param>
/// <param name="MayBeMissing">Whether a training record has no value: then one made up without is left out of the share.</param>
/// <param name="IsMissing">Whether a made-up record has no value.</param>
/// <param name="IsPossible">Whether a made-up record's value is possible.</param>
/// <param name="Reason">Why nothing is known of what is possible, or null.</param>
internal sealed record PossibleValues(string Subject, bool MayBeMissing, Func<int, bool> IsMissing, Func<int, bool> IsPossible, Phrase? Reason);

/// <summary>Shares of made-up records whose values are possible: in each column, and in all of them at once.</summary>
internal static class Adherence
{
    public static IEnumerable<RecordFigure> Measure(RecordEvidence evidence, MetricInfo info, IReadOnlyList<PossibleValues> columns)
    {
        foreach (var group in evidence.Groups)
        {
            evidence.Options.Stop.ThrowIfCancellationRequested();
            var rows = group.Synthetic;
            var independent = RecordShares.Independent(evidence, evidence.Synthetic, rows);
            var impossible = new bool[rows.Length];
            if (rows.Length > 0)
                foreach (var column in columns)
                {
                    if (column.Reason is { } reason)
                    {
                        yield return new(info.Id, column.Subject, group.Subgroup, new Estimate.Undefined(reason));
                        continue;
                    }
                    var (possible, of) = (0, 0);
                    for (var i = 0; i < rows.Length; i++)
                    {
                        var isMissing = column.IsMissing(rows[i]);
                        if (isMissing && column.MayBeMissing) continue;
                        of++;
                        if (!isMissing && column.IsPossible(rows[i])) possible++;
                        else impossible[i] = true;
                    }
                    yield return new(info.Id, column.Subject, group.Subgroup, RecordShares.Of(possible, of, independent, Because.NoSyntheticValue));
                }
            yield return new(info.Id, null, group.Subgroup, columns.All(c => c.Reason is not null)
                ? new Estimate.Undefined(rows.Length == 0 ? Because.NoSynthetic : Because.NoPart)
                : RecordShares.Of(impossible.Count(i => !i), rows.Length, independent, Because.NoSynthetic));
        }
    }
}
