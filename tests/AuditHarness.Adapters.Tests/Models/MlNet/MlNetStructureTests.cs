using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Fixtures;
using AuditHarness.Models;
using AuditHarness.Statistics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>What is read out of a saved pipeline gives the risks that ML.NET gives: the oracle is ML.NET itself.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class MlNetStructureTests : IDisposable
{
    private const double Close = 1e-6;
    private static readonly string[] s_all = ["Age", "Creatinine", "Pressure", "Visits", "Smoker", "Ward"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<TestCaseData> Trees()
    {
        yield return Case("FastTree", ml => ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 30, numberOfLeaves: 12, minimumExampleCountPerLeaf: 5));
        yield return Case("FastForest, calibrated afterwards", ml => ml.BinaryClassification.Trainers.FastForest(numberOfTrees: 20, numberOfLeaves: 12, minimumExampleCountPerLeaf: 5)
            .Append(ml.BinaryClassification.Calibrators.Platt()), known: false);
        yield return Case("FastForest", ml => ml.BinaryClassification.Trainers.FastForest(numberOfTrees: 20, numberOfLeaves: 12, minimumExampleCountPerLeaf: 5), ModelOutput.Logit);
        yield return Case("LightGBM", ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { NumberOfIterations = 40, NumberOfLeaves = 12, MinimumExampleCountPerLeaf = 5, NumberOfThreads = 1, UseCategoricalSplit = false }));
        yield return Case("LightGBM, zero as missing", ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { NumberOfIterations = 40, NumberOfLeaves = 12, MinimumExampleCountPerLeaf = 5, NumberOfThreads = 1, UseCategoricalSplit = false, UseZeroAsMissingValue = true }));
        yield return Case("LightGBM, missing not handled", ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { NumberOfIterations = 40, NumberOfLeaves = 12, MinimumExampleCountPerLeaf = 5, NumberOfThreads = 1, UseCategoricalSplit = false, HandleMissingValue = false }));
        yield return Case("LightGBM, splits on categories", ml => ml.BinaryClassification.Trainers.LightGbm(new LightGbmBinaryTrainer.Options { NumberOfIterations = 20, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 5, MinimumExampleCountPerGroup = 5, CategoricalSmoothing = 0, NumberOfThreads = 1, UseCategoricalSplit = true }));
        yield return Case("FastTree, splits on categories", ml => ml.BinaryClassification.Trainers.FastTree(new FastTreeBinaryTrainer.Options { NumberOfTrees = 20, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 5, CategoricalSplit = true, MinimumExamplesForCategoricalSplit = 5 }));
        yield return Case("FastTree, score declared a logit", ml => ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 30, numberOfLeaves: 12), ModelOutput.Logit);
        yield return Case("FastTree regression", ml => ml.Regression.Trainers.FastTree("Risk", numberOfTrees: 10, numberOfLeaves: 8, learningRate: 0.05), ModelOutput.Logit);
        yield return Case("FastForest regression", ml => ml.Regression.Trainers.FastForest("Risk", numberOfTrees: 20, numberOfLeaves: 12), ModelOutput.Probability);
        yield return Case("LightGBM regression", ml => ml.Regression.Trainers.LightGbm("Risk", numberOfIterations: 10, learningRate: 0.05), ModelOutput.Logit);
    }

    private static TestCaseData Case(string name, Func<MLContext, IEstimator<ITransformer>> trainer, ModelOutput? output = null, bool known = true) =>
        new TestCaseData(trainer, output, known).SetArgDisplayNames(name);

    [TestCaseSource(nameof(Trees))]
    public void Trees_read_out_score_as_ML_NET_does_on_patients_on_thresholds_and_with_values_missing(
        Func<MLContext, IEstimator<ITransformer>> trainer, ModelOutput? output, bool known)
    {
        using var model = Open(ml => Features(ml).Append(trainer(ml)), output, s_all);
        if (!known)
        {
            Assert.That(model.Structure, Is.Null);
            return;
        }
        Assert.That(model.Structure, Is.InstanceOf<ModelStructure.TreeSum>());
        Assert.That(((ModelStructure.TreeSum)model.Structure!).Ensemble.Trees.Sum(t => t.Slot.Length), Is.GreaterThan(20));
        AssertParity(model, s_all);
    }

    [Test]
    public void Missing_values_go_where_the_trees_send_them()
    {
        using var model = Open(ml => ml.Transforms.Concatenate("Features", "Age", "Creatinine").Append(ml.BinaryClassification.Trainers.LightGbm(
            new LightGbmBinaryTrainer.Options { NumberOfIterations = 30, NumberOfLeaves = 8, MinimumExampleCountPerLeaf = 5, NumberOfThreads = 1 })), null, "Age", "Creatinine");
        var trees = ((ModelStructure.TreeSum)model.Structure!).Ensemble.Trees;

        // Both directions occur on the feature that is missing, so that a reader which always goes one way fails below.
        var routes = trees.SelectMany(t => t.Slot.Select((s, n) => (Slot: s, Left: t.MissingIsTrue[n]))).Where(n => n.Slot == 1).Select(n => n.Left).ToArray();
        Assert.That(routes, Does.Contain(true).And.Contain(false));
        var table = new FeatureTable([new FeatureColumn.Numeric("Age", [.. Enumerable.Range(15, 80).Select(a => (double)a)]), new FeatureColumn.Numeric("Creatinine", [.. Enumerable.Repeat(double.NaN, 80)])]);
        Assert.That(model.Structure!.Risks(table), Is.EqualTo(model.Score(table)).Within(Close));
    }

    private static IEnumerable<TestCaseData> Weights()
    {
        yield return Case("L-BFGS", ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression());
        yield return Case("SDCA", ml => ml.BinaryClassification.Trainers.SdcaLogisticRegression(new SdcaLogisticRegressionBinaryTrainer.Options { NumberOfThreads = 1, MaximumNumberOfIterations = 20 }));
        yield return Case("averaged perceptron, its score a logit", ml => ml.BinaryClassification.Trainers.AveragedPerceptron(), ModelOutput.Logit);
        yield return Case("L-BFGS, its score a logit", ml => ml.BinaryClassification.Trainers.LbfgsLogisticRegression(), ModelOutput.Logit);
        yield return Case("Poisson regression", ml => ml.Regression.Trainers.LbfgsPoissonRegression("Risk"), ModelOutput.Logit, known: false);
        yield return Case("linear regression", ml => ml.Regression.Trainers.Sdca(new SdcaRegressionTrainer.Options { LabelColumnName = "Risk", NumberOfThreads = 1, MaximumNumberOfIterations = 20 }), ModelOutput.Logit);
    }

    [TestCaseSource(nameof(Weights))]
    public void Weights_read_out_behind_replacement_and_scaling_score_as_ML_NET_does(
        Func<MLContext, IEstimator<ITransformer>> trainer, ModelOutput? output, bool known)
    {
        using var model = Open(ml => Features(ml, scaled: true).Append(trainer(ml)), output, s_all);
        Assert.That(model.Structure, known ? Is.InstanceOf<ModelStructure.Linear>() : Is.Null);
        if (!known) return;
        Assert.That(((ModelStructure.Linear)model.Structure!).Weights.Count(w => w != 0), Is.GreaterThan(5));
        AssertParity(model, s_all);
    }

    [Test]
    public void A_transform_that_mixes_or_bends_features_leaves_a_black_box_that_still_scores()
    {
        using var binned = Open(ml => ml.Transforms.Concatenate("Features", "Age", "Labs").Append(ml.Transforms.NormalizeBinning("Features", maximumBinCount: 5))
            .Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 5)), null, "Age", "Labs0", "Labs1", "Labs2");
        using var mixed = Open(ml => ml.Transforms.Concatenate("Features", "Age", "Labs").Append(ml.Transforms.NormalizeLpNorm("Features"))
            .Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 5)), null, "Age", "Labs0", "Labs1", "Labs2");
        foreach (var model in new[] { binned, mixed })
        {
            Assert.That(model.Structure, Is.Null);
            Assert.That(model.Score(Archives.Table("Age", "Labs0", "Labs1", "Labs2")).Distinct().Count(), Is.GreaterThan(3));
        }
    }

    [Test]
    public void The_check_of_this_fixture_can_fail()
    {
        using var model = Open(ml => Features(ml).Append(ml.BinaryClassification.Trainers.FastTree(numberOfTrees: 30, numberOfLeaves: 12)), null, s_all);
        var trees = (ModelStructure.TreeSum)model.Structure!;
        var first = trees.Ensemble.Trees[0];
        var bent = trees with { Ensemble = trees.Ensemble with { Trees = [first with { MissingIsTrue = [.. first.MissingIsTrue.Select(m => !m)], Threshold = [.. first.Threshold.Select(t => t + 1)] }, .. trees.Ensemble.Trees.Skip(1)] } };
        var table = Archives.Table(s_all);
        Assert.That(bent.Risks(table).Zip(model.Score(table), (a, b) => Math.Abs(a - b)).Max(), Is.GreaterThan(1e-3));
    }

    private static EstimatorChain<ColumnConcatenatingTransformer> Features(MLContext ml, bool scaled = false)
    {
        string[] numbers = ["Age", "Creatinine", "Pressure", "Visits", "Smoker"];
        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>().Append(ml.Transforms.Categorical.OneHotEncoding("w", "Ward"));
        foreach (var name in numbers)
        {
            chain = chain.Append(ml.Transforms.Conversion.ConvertType("n" + name, name, DataKind.Single));
            if (scaled) chain = chain.Append(ml.Transforms.ReplaceMissingValues("n" + name, replacementMode: Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean));
            if (scaled) chain = chain.Append(name == "Age" ? ml.Transforms.NormalizeMinMax("n" + name, fixZero: false) : ml.Transforms.NormalizeMeanVariance("n" + name, fixZero: false));
        }
        return chain.Append(ml.Transforms.Concatenate("Features", [.. numbers.Select(n => "n" + n), "w"]));
    }

    private IDiagnosticModel Open(Func<MLContext, IEstimator<ITransformer>> pipeline, ModelOutput? output, params string[] features) =>
        MlNetModel.Open(Archives.Save(_folder.FullPath, pipeline, features) with { Output = output }, _folder.FullPath);

    private static void AssertParity(IDiagnosticModel model, params string[] features)
    {
        // Whole numbers and yes/no cannot be missing or between values, so the rows that are made up leave them alone.
        var table = Archives.Table(features);
        Assert.That(model.Structure!.Risks(table), Is.EqualTo(model.Score(table)).Within(Close));
        var floats = features.Where(f => f is "Age" or "Creatinine").Select(f => Array.IndexOf(features, f)).ToArray();
        var random = new Seed(11).Generator();
        var rows = table.Take([.. Enumerable.Range(0, 3000).Select(_ => (int)(random.NextUniform() * table.Count))]);
        var thresholds = model.Structure is ModelStructure.TreeSum trees
            ? floats.Select(f => trees.Ensemble.Trees.SelectMany(t => t.Slot.Select((s, n) => (s, t.Threshold[n]))).Where(n => trees.Encoding.Slots[n.s].Column == f).Select(n => (float)n.Item2).ToArray()).ToArray()
            : [.. floats.Select(_ => new[] { 40f, 1e5f })];
        for (var i = 0; i < rows.Count; i++)
        {
            var k = i % floats.Length;
            var at = thresholds[k].Length == 0 ? 0 : thresholds[k][(int)(random.NextUniform() * thresholds[k].Length)];
            ((FeatureColumn.Numeric)rows.Columns[floats[k]]).Values[i] = (i % 4) switch { 0 => at, 1 => MathF.BitIncrement(at), 2 => MathF.BitDecrement(at), _ => double.NaN };
            if (i % 7 == 0 && rows.Columns[^1] is FeatureColumn.Text ward) ward.Codes[i] = -1;
        }
        Assert.That(model.Structure!.Risks(rows), Is.EqualTo(model.Score(rows)).Within(Close));
    }
}
