using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Trees;

/// <summary>A model that is a sum of trees and is scored by the audit itself, without the library that trained it.</summary>
internal sealed class TreeModel : IDiagnosticModel
{
    private readonly ModelFeatures _features;
    private readonly ModelStructure.TreeSum _trees;
    private readonly int[] _categorical;

    /// <summary>Takes what a reader found.</summary>
    /// <param name="identity">What the model is.</param>
    /// <param name="reading">How it was read.</param>
    /// <param name="file">The file that it was read from.</param>
    /// <param name="features">What it reads.</param>
    /// <param name="ensemble">Its trees; the margin that they add up to.</param>
    /// <param name="link">From margin to risk.</param>
    public TreeModel(ModelIdentity identity, Phrase reading, InputFile file, ModelFeatures features, TreeEnsemble ensemble, Link link)
    {
        (Identity, Reading, Files, _features) = (identity, reading, [file], features);
        _trees = new ModelStructure.TreeSum(features.Encoding, link, ensemble);
        _categorical = [.. ensemble.Trees.SelectMany(t => t.Slot.Where((_, node) => t.Operator[node] == SplitOperator.Member)).Distinct().Order()];
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files { get; }

    /// <inheritdoc/>
    public ModelStructure Structure => _trees;

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        Check(patients);
        var scores = TreeScorer.Margins(_trees.Ensemble, _trees.Encoding.Encode(patients), patients.Count, workers: -1, stop);
        if (_trees.Link == Link.Logit) return Array.ConvertAll(scores, m => m >= 0 ? 1 / (1 + Math.Exp(-m)) : Math.Exp(m) / (1 + Math.Exp(m)));
        var outside = scores.Count(s => s is not (>= 0 and <= 1));
        return outside == 0 ? scores : throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"The model {Quoted.Text(Identity.Name)} answers outside 0 to 1 for {outside} of {scores.Length} rows, which is no risk. " +
            $"If its answer is a log-odds, say \"output\": \"logit\" in 'model'; otherwise audit a model of the event's probability."));
    }

    /// <inheritdoc/>
    public void Dispose() { }

    private void Check(FeatureTable patients)
    {
        if (patients.Columns.Count != _features.Names.Count || patients.Columns.Zip(_features.Names).Any(p => p.First.Name != p.Second))
        {
            throw new AuditInputException(
                $"The model {Quoted.Text(Identity.Name)} reads the columns {Quoted.List(_features.Names)}, but is given " +
                $"{Quoted.List([.. patients.Columns.Select(c => c.Name)])}. Correct 'model.features'.");
        }
        foreach (var column in patients.Columns)
        {
            if (column is not FeatureColumn.Numeric)
            {
                throw new AuditInputException($"The model {Quoted.Text(Identity.Name)} reads numbers, but {Quoted.Text(column.Name)} holds texts. " +
                    "Say in 'codes' of the feature which number stands for each text.");
            }
        }
        foreach (var slot in _categorical)
        {
            var broken = ((FeatureColumn.Numeric)patients.Columns[_features.Columns[slot]]).Values.Count(v => !double.IsNaN(v) && v != Math.Floor(v));
            if (broken > 0)
            {
                throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                    $"The model {Quoted.Text(Identity.Name)} reads {Quoted.Text(_features.Name(slot))} as the number of a category, but {broken} of " +
                    $"{patients.Count} rows hold no whole number. Give the numbers that the categories had in training, for texts by 'codes'."));
            }
        }
    }
}
