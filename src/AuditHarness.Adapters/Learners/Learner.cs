using System.IO.Compression;
using System.Reflection;
using AuditHarness.Adapters.Models.MlNet;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms;

namespace AuditHarness.Adapters.Learners;

/// <summary>Trains ML.NET models: on one thread and seeded, so that the same rows give the same model.</summary>
public static class Learner
{
    /// <summary>The library that trains, with its version.</summary>
    public static string Library { get; } = "Microsoft.ML " + typeof(MLContext).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private const string Label = "Label";
    private const string Weight = "Weight";
    private const string Features = "Features";

    /// <summary>Trains a model and saves it, with a schema of its features alone.</summary>
    /// <param name="plan">What is trained, and how.</param>
    /// <param name="features">Rows; texts are encoded one-hot, missing numbers are left to trees and filled with the mean for a regression.</param>
    /// <param name="labels">1 for an event, else 0; one per row, both occurring.</param>
    /// <param name="weights">Sampling weights, scaled here to a mean of 1; null counts every row once.</param>
    /// <param name="seed">Where chance comes from.</param>
    /// <returns>The archive; the same bytes for the same input on the same kind of processor.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or there is one outcome only.</exception>
    public static byte[] Train(LearnerPlan plan, FeatureTable features, byte[] labels, double[]? weights, Seed seed)
    {
        var (ml, model, inputs) = Fit(plan, features, labels, weights, seed);
        using var saved = new MemoryStream();
        ml.Model.Save(model, new TableView(inputs, 0).Schema, saved);
        return WithoutTimes(saved);
    }

    /// <summary>Trains a model that stays in memory: what it was trained by, and the columns that it was shown.</summary>
    /// <inheritdoc cref="Train"/>
    internal static (MLContext Context, ITransformer Model, ViewColumn[] Inputs) Fit(LearnerPlan plan, FeatureTable features, byte[] labels, double[]? weights, Seed seed)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (labels.Length != features.Count || (weights is not null && weights.Length != labels.Length))
            throw new ArgumentException("Features, labels and weights are not of the same length.", nameof(labels));
        if (labels.Distinct().Count() != 2) throw new ArgumentException("A model is trained on rows with and without an event.", nameof(labels));

        ViewColumn[] inputs = [.. features.Columns.Select(Input)];
        List<ViewColumn> columns = [.. inputs, ViewColumn.OfNumbers(Label, BooleanDataViewType.Instance, Array.ConvertAll(labels, l => (double)l))];
        if (weights is not null)
        {
            var mean = weights.Average();
            columns.Add(ViewColumn.OfNumbers(Weight, NumberDataViewType.Single, Array.ConvertAll(weights, w => w / mean)));
        }
        var ml = new MLContext(seed: Small(seed));
        return (ml, Pipeline(ml, plan, features, weights is not null, Small(seed)).Fit(new TableView(columns, labels.Length)), inputs);
    }

    /// <summary>Rows as a model is shown them.</summary>
    /// <param name="features">The rows.</param>
    internal static TableView View(FeatureTable features) => new([.. features.Columns.Select(Input)], features.Count);

    private static int Small(Seed seed) => (int)(seed.Value % int.MaxValue);

    private static ViewColumn Input(FeatureColumn column) => column switch
    {
        FeatureColumn.Numeric numeric => ViewColumn.OfNumbers(numeric.Name, NumberDataViewType.Single, numeric.Values),
        FeatureColumn.Text text => ViewColumn.OfTexts(text.Name, text.Levels, text.Codes),
        _ => throw new ArgumentException("A column is neither numbers nor texts.", nameof(column)),
    };

    private static EstimatorChain<ITransformer> Pipeline(MLContext ml, LearnerPlan plan, FeatureTable features, bool weighted, int seed)
    {
        // Intermediate columns have names of their own, so that no feature's name can hide one.
        string[] names = [.. features.Columns.Select((_, k) => FormattableString.Invariant($"{Features}/{k}"))];
        IEstimator<ITransformer>? pipeline = null;
        for (var k = 0; k < names.Length; k++)
        {
            var name = features.Columns[k].Name;
            IEstimator<ITransformer> step = features.Columns[k] is FeatureColumn.Text
                ? ml.Transforms.Categorical.OneHotEncoding(names[k], name, keyOrdinality: ValueToKeyMappingEstimator.KeyOrdinality.ByValue)
                : plan.Kind == LearnerKind.LogisticRegression
                    ? ml.Transforms.ReplaceMissingValues(names[k], name, MissingValueReplacingEstimator.ReplacementMode.Mean)
                        .Append(ml.Transforms.NormalizeMeanVariance(names[k], fixZero: false))
                    : ml.Transforms.CopyColumns(names[k], name);
            pipeline = pipeline is null ? step : pipeline.Append(step);
        }
        return pipeline!.Append(ml.Transforms.Concatenate(Features, names)).Append(Trainer(ml, plan, weighted ? Weight : null, seed));
    }

    private static IEstimator<ITransformer> Trainer(MLContext ml, LearnerPlan plan, string? weight, int seed) => plan.Kind switch
    {
        LearnerKind.FastTree => ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options
        {
            LabelColumnName = Label, FeatureColumnName = Features, ExampleWeightColumnName = weight,
            NumberOfTrees = plan.Trees, NumberOfLeaves = plan.Leaves, LearningRate = plan.LearningRate,
            MinimumExampleCountPerLeaf = plan.MinimumRowsPerLeaf, NumberOfThreads = 1, Seed = seed, FeatureSelectionSeed = seed,
        }),
        LearnerKind.LightGbm => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options
        {
            LabelColumnName = Label, FeatureColumnName = Features, ExampleWeightColumnName = weight,
            NumberOfIterations = plan.Trees, NumberOfLeaves = plan.Leaves, LearningRate = plan.LearningRate,
            MinimumExampleCountPerLeaf = plan.MinimumRowsPerLeaf, NumberOfThreads = 1, Seed = seed, Deterministic = true, ForceRowWise = true,
            UseCategoricalSplit = false, Silent = true,
        }),
        _ => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = Label, FeatureColumnName = Features, ExampleWeightColumnName = weight,
            L1Regularization = 0, L2Regularization = (float)plan.L2, MaximumNumberOfIterations = plan.Iterations, OptimizationTolerance = 1e-8f,
            NumberOfThreads = 1, DenseOptimizer = true,
        }),
    };

    /// <summary>The archive with every entry dated alike: the same model is the same file.</summary>
    private static byte[] WithoutTimes(MemoryStream saved)
    {
        using var packed = new MemoryStream();
        using (var from = new ZipArchive(saved, ZipArchiveMode.Read, leaveOpen: true))
        using (var to = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.SmallestSize);
                copy.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }
        return packed.ToArray();
    }
}
