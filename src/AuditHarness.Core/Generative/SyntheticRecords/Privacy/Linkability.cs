using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether two parts of a person's record, held by two parties, can be joined by way of the made-up records.</summary>
public sealed class Linkability : IRecordMeasure
{
    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } = AttackFigures.Infos(
        nameof(Linkability), "Linkability",
        "The attacker holds the quasi-identifiers of a person and, apart from them, all other columns; it joins them when the same made-up record is nearest to both.",
        "The guess takes two made-up records at random; it succeeds when they are the same.",
        "Every training and every held-out record is attacked, one attempt each. Distance: mean over the columns of that part of |difference| / range in the training records, at most 1, or 0 and 1 for categories; of equally near ones one by chance.",
        "LinkabilityTests.Successes_are_what_comparing_pair_by_pair_gives", followsSize: true, guesses: "LinkabilityTests.Guesses_at_random_succeed_as_often_as_chance_says");

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var known = KnownColumns.Among(evidence, evidence.Roles.QuasiIdentifiers);
        string[] others = [.. evidence.Compared.Select(c => evidence.Train.Columns[c].Name).Except(known)];
        var lacking = known.Length == 0 ? Phrase.Of($"no quasi-identifiers are declared")
            : others.Length == 0 ? Phrase.Of($"no column besides the quasi-identifiers") : null;
        Phrase? tooMany = known.Length + others.Length > RecordScale.MostColumns ? Phrase.Of($"more than {RecordScale.MostColumns:count} columns to compare") : null;
        var isPossible = (lacking ?? tooMany) is null && evidence.Train.Count > 0 && evidence.Synthetic.Count > 0;
        var parts = isPossible ? new[] { new KnownColumns(evidence, known), new KnownColumns(evidence, others) } : [];
        var seed = evidence.Seed.For("Linkability/guesses");
        return AttackFigures.Measure(evidence, Infos, lacking ?? tooMany, Phrase.Of($"no attempt"), [], (group, _) =>
        {
            var random = seed.Generator();
            var guessed = 0;
            int Draw() => (int)(random.NextUniform() * evidence.Synthetic.Count);
            for (var i = 0; i < group.Train.Length; i++)
                if (Draw() == Draw()) guessed++;
            AttackCount Count(Func<KnownColumns, Neighbours> of, int[] rows, double independent) =>
                new(rows.Count(r => of(parts[0]).Row(r) == of(parts[1]).Row(r)) / (double)rows.Length, rows.Length, independent);
            return new(
                Count(p => p.Train, group.Train, RecordShares.Independent(evidence, evidence.Train, group.Train)),
                new(guessed / (double)group.Train.Length, group.Train.Length, RecordShares.Independent(evidence, evidence.Train, group.Train)),
                group.Holdout.Length == 0 ? null : Count(p => p.Holdout!, group.Holdout, RecordShares.Independent(evidence, evidence.Holdout!, group.Holdout)));
        });
    }
}
