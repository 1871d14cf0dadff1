using AuditHarness.Explanations.Trees;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Explanations;

/// <summary>Whether the structure that is explained gives the risks that the model's own runtime gives.</summary>
/// <param name="LargestDifference">Largest |difference of risks|, in [0, 1].</param>
/// <param name="Rows">Rows compared: those evaluated, and those made up.</param>
/// <param name="AtThresholds">Made-up rows with a value on a split's threshold, or next to it.</param>
/// <param name="WithMissing">Made-up rows with a missing value.</param>
/// <param name="Notes">What could not be tried, in one sentence each.</param>
public sealed record ScorerParity(double LargestDifference, int Rows, int AtThresholds, int WithMissing, IReadOnlyList<Phrase> Notes)
{
    private const int MostThresholds = 2000;

    /// <summary>Compares on every evaluated row, on rows moved onto thresholds (and one float to either side), and on rows with a value taken away.</summary>
    /// <param name="model">The model; its structure is known.</param>
    /// <param name="features">The evaluated rows.</param>
    /// <param name="risks">What the model's runtime gave for them.</param>
    /// <param name="seed">Chooses which rows are moved.</param>
    /// <param name="stop">Cancels.</param>
    public static ScorerParity Check(IDiagnosticModel model, FeatureTable features, double[] risks, Seed seed, CancellationToken stop)
    {
        var structure = model.Structure ?? throw new ArgumentException("The model's structure is not known.", nameof(model));
        var notes = new List<Phrase>();
        var largest = Largest(risks, structure.Risks(features));
        var (atThresholds, moved) = Try(OnThresholds(structure, features, seed), Phrase.Of($"the model's runtime refuses rows on thresholds, so they were not compared"));
        var (withMissing, holed) = Try(WithoutValues(features, seed), Phrase.Of($"the model's runtime refuses rows with missing values, so they were not compared"));
        return new(Math.Max(largest, Math.Max(moved, holed)), features.Count + atThresholds + withMissing, atThresholds, withMissing, notes);

        (int Rows, double Difference) Try(FeatureTable? rows, Phrase refused)
        {
            if (rows is null) return (0, 0);
            try
            {
                return (rows.Count, Largest(model.Score(rows, stop), structure.Risks(rows)));
            }
            catch (AuditInputException)
            {
                notes.Add(refused);
                return (0, 0);
            }
        }
    }

    private static double Largest(double[] runtime, double[] own)
    {
        var largest = 0.0;
        for (var i = 0; i < own.Length; i++)
        {
            var difference = Math.Abs(runtime[i] - own[i]);
            largest = double.IsNaN(difference) ? 1 : Math.Max(largest, difference);
        }
        return largest;
    }

    // For each threshold a row of the cohort, drawn with the seed, with the feature set on it, just below and just above in float.
    private static FeatureTable? OnThresholds(ModelStructure structure, FeatureTable features, Seed seed)
    {
        if (structure is not ModelStructure.TreeSum { Encoding: var encoding, Ensemble: var ensemble }) return null;
        var values = ensemble.Trees
            .SelectMany(t => t.Slot.Select((slot, node) => (slot, t.Threshold[node], t.Operator[node])))
            // A split by categories has no threshold, and next to a category's number there is no category.
            .Where(s => s.Item3 != SplitOperator.Member && encoding.Slots[s.slot] is { Level: null, Scale: not 0 })
            .Distinct().Order()
            .Select(s => (encoding.Slots[s.slot].Column, Value: (s.Item2 / encoding.Slots[s.slot].Scale) + encoding.Slots[s.slot].Offset))
            .ToArray();
        if (values.Length == 0) return null;
        var step = Math.Max(1, values.Length / (MostThresholds / 3));
        var chosen = values.Where((_, i) => i % step == 0)
            .SelectMany(v => new[] { v, (v.Column, Value: MathF.BitDecrement((float)v.Value)), (v.Column, Value: (double)MathF.BitIncrement((float)v.Value)) })
            .Where(v => double.IsFinite(v.Value)).ToArray();
        return Moved(features, chosen, seed.For("parity/thresholds"));
    }

    private static FeatureTable Moved(FeatureTable features, (int Column, double Value)[] chosen, Seed seed)
    {
        var random = seed.Generator();
        var rows = Array.ConvertAll(chosen, _ => (int)(random.NextUniform() * features.Count));
        var taken = features.Take(rows);
        for (var i = 0; i < chosen.Length; i++)
            if (taken.Columns[chosen[i].Column] is FeatureColumn.Numeric numeric) numeric.Values[i] = chosen[i].Value;
        return taken;
    }

    private static FeatureTable WithoutValues(FeatureTable features, Seed seed)
    {
        const int each = 20;
        var random = seed.For("parity/missing").Generator();
        var rows = Enumerable.Range(0, each * features.Columns.Count).Select(_ => (int)(random.NextUniform() * features.Count)).ToArray();
        var taken = features.Take(rows);
        for (var i = 0; i < rows.Length; i++)
            switch (taken.Columns[i / each])
            {
                case FeatureColumn.Numeric numeric: numeric.Values[i] = double.NaN; break;
                case FeatureColumn.Text text: text.Codes[i] = -1; break;
                default: break;
            }
        return taken;
    }
}
