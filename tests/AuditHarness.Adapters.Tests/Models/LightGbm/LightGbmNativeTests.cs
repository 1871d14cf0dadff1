using AuditHarness.Audits;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>The same text gives the same scores and attributions here and in LightGBM's own library.</summary>
public class LightGbmNativeTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, RandomTrees.Features).Select(f => $"f{f}")];

    private static ModelFolder Folder(string? positive = null)
    {
        var folder = new ModelFolder("lightgbm", "model.txt", LightGbmModel.Open, Names);
        if (positive is not null) folder.Plan = folder.Plan with { PositiveClass = positive };
        return folder;
    }

    private static Tree[] Forest(int seed, int trees, int leaves)
    {
        var random = new RandomTrees(seed);
        return [.. Enumerable.Range(0, trees).Select(k => random.Tree(k == 0 ? 1 : 1 + (k * leaves / trees)))];
    }

    [Test]
    public void Scores_of_random_trees_are_those_of_LightGBM([Values(1, 2, 3)] int seed, [Values("binary sigmoid:1", "binary sigmoid:0.7", "cross_entropy")] string objective)
    {
        var text = LightGbmTextWriter.Write(Forest(seed, 30, 40), RandomTrees.Features, objective, names: Names);
        using var native = new NativeLightGbm(text);
        using var folder = Folder();
        using var model = folder.Open(text);
        var rows = new RandomTrees(100 + seed).Rows(2000);
        var slope = objective == "binary sigmoid:0.7" ? 0.7 : 1;

        Assert.Multiple(() =>
        {
            Assert.That(ModelFolder.Margins(model, folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Raw).Select(m => m * slope)).Within(1e-12));
            Assert.That(model.Score(folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Normal)).Within(1e-12));
        });
    }

    [Test]
    public void Attributions_of_random_trees_are_those_of_LightGBM([Values(1, 2, 3, 4)] int seed)
    {
        var text = LightGbmTextWriter.Write(Forest(seed, 20, 30), RandomTrees.Features, names: Names);
        using var native = new NativeLightGbm(text);
        using var folder = Folder();
        using var model = folder.Open(text);
        var rows = new RandomTrees(200 + seed).Rows(300);

        Assert.That(ModelFolder.Attributions(model, folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Contributions)).Within(1e-9));
    }

    [Test]
    public void A_random_forest_answers_with_the_mean_of_its_trees()
    {
        var trees = Forest(9, 7, 20);
        var text = LightGbmTextWriter.Write(trees, RandomTrees.Features, "binary sigmoid:1", names: Names, averaged: true);
        using var native = new NativeLightGbm(text);
        using var folder = Folder();
        using var model = folder.Open(text);
        var rows = new RandomTrees(10).Rows(500);

        Assert.Multiple(() =>
        {
            Assert.That(model.Score(folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Normal)).Within(1e-12));
            // LightGBM forgets to average its contributions: they add up to the sum of the trees.
            Assert.That(ModelFolder.Attributions(model, folder.Table(rows)),
                Is.EqualTo(native.Predict(rows, NativeLightGbm.Contributions).Select(c => c / trees.Length)).Within(1e-9));
        });
    }

    [Test]
    public void Each_class_of_one_versus_all_is_a_model_of_its_own([Values(0, 1, 2)] int positive)
    {
        var text = LightGbmTextWriter.Write(Forest(11, 12, 20), RandomTrees.Features, "multiclassova num_class:3 sigmoid:1.5", perRound: 3, names: Names);
        using var native = new NativeLightGbm(text);
        using var folder = Folder($"{positive}");
        using var model = folder.Open(text);
        var rows = new RandomTrees(12).Rows(500);

        Assert.That(model.Score(folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Normal).Chunk(3).Select(c => c[positive])).Within(1e-12));
    }

    [Test]
    public void The_categorical_model_of_treelite_gives_its_predictions()
    {
        using var folder = new ModelFolder("lightgbm", "model.txt", LightGbmModel.Open, "a", "b");
        var text = File.ReadAllText(ModelFolder.Shared("models", "thirdparty_trees", "toy_categorical_model.txt"));
        using var model = folder.Open(text);
        var expected = ModelFolder.Numbers(ModelFolder.Shared("models", "thirdparty_trees", "toy_categorical.test.pred")).Select(r => r[0]).ToArray();
        // LibSVM: label, then feature:value with 0 where a feature is not there.
        var rows = File.ReadLines(ModelFolder.Shared("models", "thirdparty_trees", "toy_categorical.test")).Select(line =>
        {
            var row = new double[2];
            foreach (var pair in line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(p => p.Split(':')))
                row[int.Parse(pair[0], System.Globalization.CultureInfo.InvariantCulture)] = double.Parse(pair[1], System.Globalization.CultureInfo.InvariantCulture);
            return row;
        }).ToArray();

        Assert.That(rows, Has.Length.GreaterThan(100));
        Assert.That(ModelFolder.Margins(model, folder.Table(rows)), Is.EqualTo(expected).Within(1e-12));
        using var native = new NativeLightGbm(text);
        Assert.That(ModelFolder.Attributions(model, folder.Table(rows)), Is.EqualTo(native.Predict(rows, NativeLightGbm.Contributions)).Within(1e-9));
    }
}
