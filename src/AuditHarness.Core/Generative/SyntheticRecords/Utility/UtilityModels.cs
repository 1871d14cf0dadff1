using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AuditHarness.Generative.SyntheticRecords.Distances;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Utility;

/// <summary>Scores of classifiers that learned the outcome from real, made-up, or all records.</summary>
/// <param name="SyntheticOnReal">Of each held-out record, by what learned from made-up records.</param>
/// <param name="RealOnReal">By what learned from training records.</param>
/// <param name="AugmentedOnReal">By what learned from both; null when nothing did.</param>
/// <param name="RealOnSynthetic">Of each made-up record, by what learned from training records.</param>
/// <param name="Threshold">Share of events among the training records learned from, at and above which a score flags.</param>
internal sealed record UtilityScores(double[] SyntheticOnReal, double[] RealOnReal, double[]? AugmentedOnReal, double[] RealOnSynthetic, double Threshold);

/// <summary>What was learned from all records of a table, and what from halves of them.</summary>
/// <param name="Whole">Scores of classifiers of all records.</param>
/// <param name="SyntheticOnSynthetic">Of each made-up record, by what learned from the made-up records of the other folds; NaN where the outcome is missing.</param>
/// <param name="RealLabels">Outcome of each held-out record: 1 for an event, 0 for none, −1 where it is missing.</param>
/// <param name="SyntheticLabels">The same of the made-up records.</param>
/// <param name="Halves">Splits of the patients of both tables in two: scores of classifiers of one half, and of those of the other. Empty when a half would have one outcome only.</param>
internal sealed record UtilityModels(
    UtilityScores Whole, double[] SyntheticOnSynthetic, sbyte[] RealLabels, sbyte[] SyntheticLabels, IReadOnlyList<(UtilityScores One, UtilityScores Other)> Halves)
{
    /// <summary>Folds of the made-up records when they are learned from and scored.</summary>
    public const int Folds = 5;

    /// <summary>Splits of what is learned from.</summary>
    public const int Splits = 5;

    // What learned from training records is the same beside every table of made-up ones, such as those of the baselines.
    private static readonly ConditionalWeakTable<RecordTable, ConcurrentDictionary<(ILearner, RecordRoles, Seed), Memo>> OfTrain = [];

    // Draws of a split until both halves have both outcomes.
    private const int Tries = 20;

    /// <summary>Why nothing can be learned, or null.</summary>
    /// <param name="evidence">The records.</param>
    public static Phrase? Lacking(RecordEvidence evidence)
    {
        if (evidence.Roles.Outcome is not { } outcome || evidence.Roles.Positive is not { } positive || evidence.Train.Find(outcome) is not RecordColumn.Category levels || !levels.Levels.Contains(positive))
            return Phrase.Of($"no outcome of two levels is declared");
        if (Levels(evidence).Count() is > 2 and var many) return Phrase.Of($"the outcome has {many:count} levels: a classifier learns two");
        if (Features(evidence).Count == 0) return Phrase.Of($"no column to learn the outcome from");
        if (IsOneClass(Labels(evidence, evidence.Train))) return Phrase.Of($"all training records have the same outcome: nothing to learn");
        return IsOneClass(Labels(evidence, evidence.Synthetic)) ? Phrase.Of($"all made-up records have the same outcome: nothing to learn") : null;
    }

    private static bool IsOneClass(sbyte[] labels) => !labels.Contains((sbyte)1) || !labels.Contains((sbyte)0);

    /// <summary>Learns and scores.</summary>
    /// <param name="evidence">The records; nothing is lacking.</param>
    /// <param name="learner">What learns.</param>
    /// <param name="augments">True to learn from halves of both tables together too, which costs as much as all else.</param>
    public static UtilityModels Of(RecordEvidence evidence, ILearner learner, bool augments)
    {
        var tested = evidence.Holdout ?? evidence.Train.Take([]);
        var (train, synthetic, holdout) = (Labels(evidence, evidence.Train), Labels(evidence, evidence.Synthetic), Labels(evidence, tested));
        var columns = Features(evidence);
        FeatureTable Table(RecordTable table, int[] rows) => new([.. columns.Select(c => Feature(table.Columns[c], rows))]);
        // In the order of what they hold, so that the last digits do not follow the files.
        int[] Open(RecordTable table, sbyte[] labels) => RecordOrder.Of(table, [.. Enumerable.Range(0, labels.Length).Where(r => labels[r] >= 0)]);
        var (real, made) = (Open(evidence.Train, train), Open(evidence.Synthetic, synthetic));
        IFittedClassifier Fit(FeatureTable table, byte[] outcomes, string purpose) =>
            learner.Fit(table, outcomes, null, evidence.Seed.For($"Utility/{purpose}"), evidence.Options.Stop);
        FeatureTable All(RecordTable table) => Table(table, [.. Enumerable.Range(0, table.Count)]);
        var (heldOut, everyMade) = (All(tested), All(evidence.Synthetic));

        var ofTrain = OfTrain.GetOrCreateValue(evidence.Train).GetOrAdd((learner, evidence.Roles, evidence.Seed), _ => new());

        UtilityScores Learned(int[] realRows, int[] madeRows, string part, bool augmenting)
        {
            byte[] labels = [.. realRows.Select(r => (byte)train[r])], imitatedLabels = [.. madeRows.Select(r => (byte)synthetic[r])];
            var imitated = Table(evidence.Synthetic, madeRows);
            var ofReal = ofTrain.Once(() => Fit(Table(evidence.Train, realRows), labels, "real"), part);
            var ofSynthetic = Fit(imitated, imitatedLabels, "synthetic");
            var ofBoth = augmenting ? Fit(new([.. Table(evidence.Train, realRows).Columns.Zip(imitated.Columns, Joined)]), [.. labels, .. imitatedLabels], "augmented") : null;
            return new(ofSynthetic.Score(heldOut), ofReal.Score(heldOut), ofBoth?.Score(heldOut), ofReal.Score(everyMade), labels.Average(l => (double)l));
        }

        var ofAll = Learned(real, made, "all", true);
        var outOfFold = OutOfFold(evidence, made, Table(evidence.Synthetic, made), [.. made.Select(r => (byte)synthetic[r])], Fit);
        var realHalves = HalvesOf(evidence.Train, real, train, evidence.Roles, evidence.Seed.For("Utility/halves of real"));
        var madeHalves = HalvesOf(evidence.Synthetic, made, synthetic, evidence.Roles, evidence.Seed.For("Utility/halves of made up"));
        var halves = new (UtilityScores, UtilityScores)[realHalves is null || madeHalves is null ? 0 : Splits];
        Parallel.For(
            0, halves.Length, new() { MaxDegreeOfParallelism = evidence.Options.Workers, CancellationToken = evidence.Options.Stop },
            s => halves[s] = (
                Learned(realHalves![s].One, madeHalves![s].One, $"one half of split {s}", augments),
                Learned(realHalves[s].Other, madeHalves[s].Other, $"the other half of split {s}", augments)));
        return new(ofAll, outOfFold, holdout, synthetic, halves);
    }

    // The rows of one half of the patients and those of the other, several times; null where a half would have one outcome only.
    private static (int[] One, int[] Other)[]? HalvesOf(RecordTable table, int[] rows, sbyte[] labels, RecordRoles roles, Seed seed)
    {
        var (units, found) = (RecordUnits.Of(table, rows, roles), new List<(int[], int[])>());
        for (var t = 0; t < Splits * Tries && found.Count < Splits; t++)
        {
            var isOne = new bool[units.Count];
            foreach (var unit in SimpleRandomSample.Rows(units.Count, units.Count / 2, seed.For($"{t}"))) isOne[unit] = true;
            int[] Half(bool one) => [.. rows.Where((_, i) => isOne[units.OfRow[i]] == one)];
            var (half, rest) = (Half(true), Half(false));
            if (HasBoth(half) && HasBoth(rest)) found.Add((half, rest));
        }
        return found.Count == Splits ? [.. found] : null;

        bool HasBoth(int[] half) => half.Any(r => labels[r] == 1) && half.Any(r => labels[r] == 0);
    }

    private static double[] OutOfFold(
        RecordEvidence evidence, int[] rows, FeatureTable features, byte[] labels, Func<FeatureTable, byte[], string, IFittedClassifier> fit)
    {
        var scores = new double[evidence.Synthetic.Count];
        Array.Fill(scores, double.NaN);
        var folds = ContentFolds.Of(evidence, [], rows, Folds, evidence.Seed.For("Utility/folds"));
        for (var f = 0; f < Folds; f++)
        {
            int[] within = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] != f)], held = [.. Enumerable.Range(0, rows.Length).Where(i => folds[i] == f)];
            var learned = Array.ConvertAll(within, i => labels[i]);
            if (held.Length == 0) continue;
            // What is left has one outcome: all are alike to who learns from it.
            var given = learned.Distinct().Count() < 2 ? [.. held.Select(_ => 0.5)] : fit(features.Take(within), learned, $"fold {f}").Score(features.Take(held));
            for (var k = 0; k < held.Length; k++) scores[rows[held[k]]] = given[k];
        }
        return scores;
    }

    // Not what is learned, nor what is known only later.
    private static IReadOnlyList<int> Features(RecordEvidence evidence) => [.. evidence.Compared.Where(c =>
        evidence.Train.Columns[c].Name is var name && name != evidence.Roles.Outcome && name != evidence.Roles.Time && name != evidence.Roles.Event)];

    private static FeatureColumn Feature(RecordColumn column, int[] rows) => column is RecordColumn.Category category
        ? new FeatureColumn.Text(column.Name, category.Levels, Array.ConvertAll(rows, r => category.Codes[r]))
        : new FeatureColumn.Numeric(column.Name, RankedColumn.ValuesOf(column) is { } values ? Array.ConvertAll(rows, r => values[r]) : []);

    private static FeatureColumn Joined(FeatureColumn first, FeatureColumn second) => (first, second) switch
    {
        (FeatureColumn.Text a, FeatureColumn.Text b) => new FeatureColumn.Text(a.Name, a.Levels, [.. a.Codes, .. b.Codes]),
        _ => new FeatureColumn.Numeric(first.Name, [.. ((FeatureColumn.Numeric)first).Values, .. ((FeatureColumn.Numeric)second).Values]),
    };

    // An outcome that no training record has is none: it was made up, and no classifier of training records can give it.
    private static sbyte[] Labels(RecordEvidence evidence, RecordTable table)
    {
        var (outcome, known) = ((RecordColumn.Category)table.Find(evidence.Roles.Outcome!)!, Levels(evidence).ToHashSet(StringComparer.Ordinal));
        return Array.ConvertAll(outcome.Codes, c => (sbyte)(c < 0 || !known.Contains(outcome.Levels[c]) ? -1 : outcome.Levels[c] == evidence.Roles.Positive ? 1 : 0));
    }

    // Of the training records.
    private static IEnumerable<string> Levels(RecordEvidence evidence) =>
        evidence.Train.Find(evidence.Roles.Outcome!) is RecordColumn.Category outcome ? outcome.Codes.Where(c => c >= 0).Distinct().Select(c => outcome.Levels[c]) : [];
}
