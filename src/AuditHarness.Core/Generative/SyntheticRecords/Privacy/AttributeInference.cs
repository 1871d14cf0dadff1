using AuditHarness.Audits;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Metrics;
using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Privacy;

/// <summary>Whether the made-up records tell of a person what an attacker does not know yet.</summary>
public sealed class AttributeInference : IRecordMeasure
{
    // As a share of the true value.
    private const double Tolerance = 0.05;

    /// <inheritdoc/>
    public IReadOnlyList<MetricInfo> Infos { get; } = AttackFigures.Infos(
        nameof(AttributeInference), "Attribute inference",
        "The attacker knows the quasi-identifiers of a person and says that a sensitive column has the value of the made-up record that is nearest in them; it succeeds when the category is right, or the number within 5 % of the true value.",
        "The guess is the value of a made-up record taken at random.",
        "Every training and every held-out record that has a value is attacked, one attempt each. As a whole: mean rate over the sensitive columns, on as many attempts as that with fewest. A sensitive column is not among what is known when it is inferred. Distance: mean over the quasi-identifiers of |difference| / range in the training records, at most 1, or 0 and 1 for categories; of equally near ones one by chance. Days are right within one day.",
        "LinkabilityTests.Inferred_values_are_what_comparing_pair_by_pair_gives", followsSize: false, guesses: "LinkabilityTests.Guesses_at_random_succeed_as_often_as_chance_says");

    private sealed record Secret(string Name, KnownColumns Known, double[] Train, double[]? Holdout, double[] Synthetic, Func<double, double, bool> IsRight);

    /// <inheritdoc/>
    public IEnumerable<RecordFigure> Measure(RecordEvidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var known = KnownColumns.Among(evidence, evidence.Roles.QuasiIdentifiers);
        string[] names = [.. KnownColumns.Among(evidence, evidence.Roles.Sensitive).Where(s => known.Any(k => k != s))];
        var lacking = known.Length == 0 ? Phrase.Of($"no quasi-identifiers are declared")
            : names.Length == 0 ? Phrase.Of($"no sensitive column is declared")
            : known.Length > RecordScale.MostColumns ? Phrase.Of($"more than {RecordScale.MostColumns:count} columns to compare") : null;
        Secret[] secrets = lacking is null && evidence.Train.Count > 0 && evidence.Synthetic.Count > 0 ? [.. names.Select(n => Of(evidence, known, n))] : [];
        var seed = evidence.Seed.For("AttributeInference/guesses");
        return AttackFigures.Measure(
            evidence, Infos, lacking, Phrase.Of($"no record of the group has a value to infer"), lacking is null ? names : [],
            (group, name) =>
            {
                AttackOutcome[] outcomes = [.. secrets.Where(s => name is null || s.Name == name).Select(s => Attack(evidence, group, s, seed))];
                var open = outcomes.Where(o => o.Attack.Attempts > 0).ToArray();
                if (open.Length == 0) return new(default, default, null);
                var controls = open.Select(o => o.Control).ToArray();
                return new(Mean(open.Select(o => o.Attack)), Mean(open.Select(o => o.Baseline)),
                    controls.All(c => c is { Attempts: > 0 }) ? Mean(controls.Select(c => c!.Value)) : null);
            });
    }

    private static AttackCount Mean(IEnumerable<AttackCount> counts)
    {
        AttackCount[] all = [.. counts];
        return new(all.Average(c => c.Rate), all.Min(c => c.Attempts), all.Min(c => c.Independent));
    }

    private static Secret Of(RecordEvidence evidence, string[] known, string name)
    {
        var columns = new KnownColumns(evidence, [.. known.Where(k => k != name)]);
        Func<double, double, bool> isRight = evidence.Train.Find(name) switch
        {
            RecordColumn.Number => (guess, truth) => Math.Abs(guess - truth) <= Tolerance * Math.Abs(truth),
            RecordColumn.Date => (guess, truth) => Math.Abs(guess - truth) <= 1,
            _ => (guess, truth) => guess == truth,
        };
        return new(
            name, columns, KnownColumns.Values(evidence.Train.Find(name)!), evidence.Holdout is { } holdout ? KnownColumns.Values(holdout.Find(name)!) : null,
            KnownColumns.Values(columns.Synthetic.Find(name)!), isRight);
    }

    private static AttackOutcome Attack(RecordEvidence evidence, RecordGroup group, Secret secret, Statistics.Seed seed)
    {
        AttackCount Count(RecordTable table, int[] rows, double[] truth, Neighbours nearest)
        {
            int[] open = [.. rows.Where(r => !double.IsNaN(truth[r]))];
            return open.Length == 0 ? default : new(
                open.Count(r => secret.IsRight(secret.Synthetic[nearest.Row(r)], truth[r])) / (double)open.Length, open.Length, RecordShares.Independent(evidence, table, open));
        }
        var attack = Count(evidence.Train, group.Train, secret.Train, secret.Known.Train);
        var (random, guessed) = (seed.Generator(), 0);
        // Guesses fall to the targets in the order of what they hold.
        foreach (var row in RecordOrder.Of(evidence.Train, group.Train))
            if (!double.IsNaN(secret.Train[row]) && secret.IsRight(secret.Synthetic[(int)(random.NextUniform() * secret.Synthetic.Length)], secret.Train[row])) guessed++;
        return new(
            attack, new(attack.Attempts == 0 ? 0 : guessed / (double)attack.Attempts, attack.Attempts, attack.Independent),
            secret.Holdout is null ? null : Count(evidence.Holdout!, group.Holdout, secret.Holdout, secret.Known.Holdout!));
    }
}
