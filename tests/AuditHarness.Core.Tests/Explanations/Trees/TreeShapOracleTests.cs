using System.Globalization;
using System.Text.Json;
using AuditHarness.Metrics;

namespace AuditHarness.Explanations.Trees;

/// <summary>scikit-learn's models explained by shap, by enumeration in double precision, and by us; see Oracles/README.md.</summary>
[TestFixture("flchain"), TestFixture("health_insurance"), TestFixture("nhanes_weighted")]
public sealed class TreeShapOracleTests(string folder)
{
    private readonly JsonElement _shap = Json(folder, "oracle_shap.json");
    private readonly double[][] _rows = Csv(folder, "shap_rows.csv");
    private readonly double[][] _background = Csv(folder, "shap_background.csv");

    [Test]
    public void Boosting_path_dependent()
    {
        var model = Model("gb");
        Compare(TreeShap.PathDependent(model, Players(model), model.Slots), model, "gb_tree_path_dependent_raw", 1e-7);
    }

    [Test]
    public void Boosting_interventional()
    {
        var model = Model("gb");
        Compare(Interventional(model), model, "gb_interventional_raw", 1e-5);
    }

    [Test]
    public void Boosting_interventional_by_enumeration_of_coalitions()
    {
        var model = Model("gb");
        var isThere = _shap.TryGetProperty("gb_bruteforce_raw_first50", out _);
        Assert.That(isThere, Is.EqualTo(model.Slots <= 8), "Enumerated where there are at most 8 features.");
        if (isThere) Compare(Interventional(model), model, "gb_bruteforce_raw_first50", 1e-12);
    }

    [Test]
    public void Forest_path_dependent()
    {
        var model = Model("rf");
        Compare(TreeShap.PathDependent(model, Players(model), model.Slots), model, "rf_tree_path_dependent_probability", 1e-7);
    }

    [TestCase("gb")]
    [TestCase("rf")]
    public void Scores_are_those_of_scikit_learn(string name)
    {
        var oracle = OracleFolder.Of(folder);
        var score = oracle.Texts("row_id").Zip(oracle.Numbers("score_" + name)).ToDictionary();
        var ids = File.ReadLines(PathOf(folder, "shap_rows.csv")).Skip(1).Select(l => l.Split(',')[0]).ToArray();
        var margins = TreeScorer.Margins(Model(name), Flat(_rows), _rows.Length);
        for (var r = 0; r < ids.Length; r++)
            Assert.That(name == "gb" ? 1 / (1 + Math.Exp(-margins[r])) : margins[r], Is.EqualTo(score[ids[r]]).Within(1e-14));
    }

    private TreeShap Interventional(TreeEnsemble model) =>
        TreeShap.Interventional(model, Players(model), model.Slots, Flat(_background), _background.Length);

    private void Compare(TreeShap ours, TreeEnsemble model, string name, double tolerance)
    {
        var theirs = _shap.GetProperty(name);
        Assert.That(ours.BaseValue, Is.EqualTo(theirs.GetProperty("expected_value").GetDouble()).Within(tolerance));
        var expected = theirs.GetProperty("values").EnumerateArray().Select(Doubles).ToArray();
        var phi = TreeShapTests.Explain(ours, Flat(_rows), _rows.Length, model.Slots);
        Assert.That(expected, Is.Not.Empty);
        for (var r = 0; r < expected.Length; r++)
            Assert.That(phi[(r * model.Slots)..((r + 1) * model.Slots)], Is.EqualTo(expected[r]).Within(tolerance), $"row {r}");
    }

    /// <summary>The trees of a model file; scikit-learn's arrays hold inner nodes and leaves together, ours apart.</summary>
    private TreeEnsemble Model(string name)
    {
        var json = Json(folder, $"model_{name}.json");
        var trees = json.GetProperty("trees");
        var weight = name == "gb" ? json.GetProperty("learning_rate").GetDouble() : 1.0 / trees.GetArrayLength();
        var ensemble = new TreeEnsemble(
            [.. trees.EnumerateArray().Select(t => Read(t, weight))], name == "gb" ? json.GetProperty("init_raw").GetDouble() : 0,
            json.GetProperty("features").GetArrayLength(), true);
        ensemble.Check();
        return ensemble;
    }

    private static Tree Read(JsonElement tree, double weight)
    {
        double[] Of(string name) => Doubles(tree.GetProperty(name));
        var (left, right, feature, threshold) = (Of("children_left"), Of("children_right"), Of("feature"), Of("threshold"));
        var (value, cover) = (Of("value"), Of("node_sample_weight"));
        var (nodes, leaves) = (Numbered(left, isLeaf: false), Numbered(left, isLeaf: true));
        int Child(double child) => left[(int)child] < 0 ? ~Array.IndexOf(leaves, (int)child) : Array.IndexOf(nodes, (int)child);
        return new()
        {
            Slot = Array.ConvertAll(nodes, n => (int)feature[n]), Operator = new SplitOperator[nodes.Length], Threshold = Array.ConvertAll(nodes, n => threshold[n]),
            WhenTrue = Array.ConvertAll(nodes, n => Child(left[n])), WhenFalse = Array.ConvertAll(nodes, n => Child(right[n])),
            Missing = new MissingRule[nodes.Length], MissingIsTrue = new bool[nodes.Length], Leaf = Array.ConvertAll(leaves, l => weight * value[l]),
            NodeCover = Array.ConvertAll(nodes, n => cover[n]), LeafCover = Array.ConvertAll(leaves, l => cover[l]),
        };
    }

    private static int[] Numbered(double[] left, bool isLeaf) => [.. Enumerable.Range(0, left.Length).Where(n => left[n] < 0 == isLeaf)];

    private static int[] Players(TreeEnsemble model) => [.. Enumerable.Range(0, model.Slots)];

    private static double[] Doubles(JsonElement array) => [.. array.EnumerateArray().Select(v => v.GetDouble())];

    private static double[] Flat(double[][] rows) => [.. rows.SelectMany(r => r)];

    private static string PathOf(string folder, string file) => Path.Combine(Repository.Root, "tests", "AuditHarness.Core.Tests", "Oracles", folder, file);

    private static JsonElement Json(string folder, string file) => JsonDocument.Parse(File.ReadAllText(PathOf(folder, file))).RootElement;

    /// <summary>The numbers of a file, without the row's id where it has one.</summary>
    private static double[][] Csv(string folder, string file)
    {
        var lines = File.ReadAllLines(PathOf(folder, file));
        var first = lines[0].StartsWith("row_id,", StringComparison.Ordinal) ? 1 : 0;
        return [.. lines.Skip(1).Select(l => Array.ConvertAll(l.Split(',')[first..], v => double.Parse(v, CultureInfo.InvariantCulture)))];
    }
}
