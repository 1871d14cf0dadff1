using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Inputs of every kind, fixed batches, and answers as maps.</summary>
public class OnnxInputsTests
{
    private static readonly (string Name, OnnxType Type)[] Kinds =
        [("d", OnnxType.Double), ("f", OnnxType.Float), ("l", OnnxType.Int64), ("i", OnnxType.Int32), ("b", OnnxType.Bool), ("s", OnnxType.String)];

    private static readonly FeaturePlan[] Features = [.. Kinds.Reverse().Select(k => new FeaturePlan(k.Name, k.Name, k.Type == OnnxType.String ? FeatureKind.Text : FeatureKind.Number))];

    // margin = 0.1·d + 0.2·f + 0.3·l + 0.4·i + 0.5·b + 0.6·[s = u] + 0.7·[s = v] − 1; two classes "no" and "yes" by softmax-free mirrored rows.
    private static byte[] AllKinds(bool maps, int batch = 0)
    {
        var graph = new OnnxMessage();
        foreach (var (name, type) in Kinds[..5]) graph.Message(1, OnnxMessage.Node("", "Cast", [name], [name + "f"], OnnxMessage.Attribute("to", 1)));
        graph.Message(1, OnnxMessage.Node("ai.onnx.ml", "OneHotEncoder", ["s"], ["hot"], OnnxMessage.Attribute("cats_strings", ["u", "v"]), OnnxMessage.Attribute("zeros", 1)));
        graph.Message(1, OnnxMessage.Node("", "Reshape", ["hot", "shape"], ["sf"]));
        graph.Message(1, OnnxMessage.Node("", "Concat", [.. Kinds.Select(k => k.Name + "f")], ["all"], OnnxMessage.Attribute("axis", 1)));
        float[] weights = [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f];
        graph.Message(1, OnnxMessage.Node("ai.onnx.ml", "LinearClassifier", ["all"], ["label", "p"],
            OnnxMessage.Attribute("coefficients", [.. weights.Select(w => -w), .. weights]), OnnxMessage.Attribute("intercepts", [1f, -1]),
            OnnxMessage.Attribute("classlabels_strings", ["no", "yes"]), OnnxMessage.Attribute("post_transform", "LOGISTIC")));
        if (maps) graph.Message(1, OnnxMessage.Node("ai.onnx.ml", "ZipMap", ["p"], ["map"], OnnxMessage.Attribute("classlabels_strings", ["no", "yes"])));
        graph.Text(2, "g").Message(5, OnnxMessage.Tensor("shape", [-1L, 2], 2));
        foreach (var (name, type) in Kinds) graph.Message(11, OnnxMessage.Value(name, type, batch, 1));
        graph.Message(12, OnnxMessage.Value("label", OnnxType.String, batch));
        var map = new OnnxMessage().Message(5, new OnnxMessage().Int(1, 8).Message(2, new OnnxMessage().Message(1, new OnnxMessage().Int(1, 1))));
        graph.Message(12, maps ? new OnnxMessage().Text(1, "map").Message(2, new OnnxMessage().Message(4, new OnnxMessage().Message(1, map))) : OnnxMessage.Value("p", OnnxType.Float, batch, 2));
        return OnnxMessage.Model(graph, ("", 15), ("ai.onnx.ml", 1)).ToArray();
    }

    private static FeatureTable Rows(double whole = 3, double yes = 1, double number = 0.25) => new(
    [
        new FeatureColumn.Text("s", ["u", "v", "w"], [0, 1, 2, -1, 0]), new FeatureColumn.Numeric("b", [0, 1, yes, 0, 1]), new FeatureColumn.Numeric("i", [-2, 0, 1, whole, 2]),
        new FeatureColumn.Numeric("l", [1, 2, whole, -1, 0]), new FeatureColumn.Numeric("f", [0.5, number, -1, 2, 0]), new FeatureColumn.Numeric("d", [1.5, -3, number, 0, 1e-9]),
    ]);

    private static double[] ByHand(FeatureTable t)
    {
        var text = (FeatureColumn.Text)t.Columns[0];
        double[] weights = [0.5, 0.4, 0.3, 0.2, 0.1];
        return [.. Enumerable.Range(0, t.Count).Select(r => 1 / (1 + Math.Exp(1 - (text.Codes[r] switch { 0 => 0.6, 1 => 0.7, _ => 0 })
            - weights.Select((w, c) => w * ((FeatureColumn.Numeric)t.Columns[c + 1]).Values[r]).Sum())))];
    }

    private static IDiagnosticModel Open(TemporaryFolder folder, byte[] bytes, IReadOnlyList<FeaturePlan> features, string? positive = null)
    {
        folder.Add("m.onnx", bytes);
        return OnnxModel.Open(Sample.Plan("m.onnx", features) with { PositiveClass = positive }, folder.Path);
    }

    [Test]
    public void Inputs_of_every_kind_stand_side_by_side([Values] bool maps, [Values(0, 1, 2, 4, 9)] int batch)
    {
        // A map in a fixed batch is what no exporter writes, but it works.
        using var folder = new TemporaryFolder();
        using var model = Open(folder, AllKinds(maps, batch), Features);
        Assert.That(model.Score(Rows()), Is.EqualTo(ByHand(Rows())).Within(1e-6));
        Assert.That(model.Reading?.ToString(), Does.Contain("class 'yes' of 2").And.Contain("an empty text").And.Contain("6 named inputs"));
        if (batch > 0) Assert.That(model.Reading?.ToString(), Does.Contain($"batches of exactly {batch}"));
        Assert.That(model.Structure, Is.InstanceOf<ModelStructure.Linear>());
        Assert.That(Agreement.Risks(model.Structure!, Rows()), Is.EqualTo(ByHand(Rows())).Within(1e-6));
    }

    [Test]
    public void The_other_class_can_be_asked_for([Values] bool maps)
    {
        using var folder = new TemporaryFolder();
        using var model = Open(folder, AllKinds(maps), Features, "no");
        Assert.That(model.Score(Rows()), Is.EqualTo(ByHand(Rows()).Select(p => 1 - p)).Within(1e-6));
        Assert.That(Agreement.Risks(model.Structure!, Rows()), Is.EqualTo(model.Score(Rows())).Within(1e-6));
    }

    [TestCase(double.NaN, 1, 0.25, "missing values")]
    [TestCase(3, double.NaN, 0.25, "missing values")]
    [TestCase(2.5, 1, 0.25, "only whole numbers fit")]
    [TestCase(3, 2, 0.25, "only 0 and 1 fit")]
    [TestCase(3, 1, 1e300, "too large")]
    [TestCase(1e15, 1, 0.25, "only whole numbers fit")]
    public void A_value_that_an_input_cannot_hold_is_refused(double whole, double yes, double number, string says)
    {
        using var folder = new TemporaryFolder();
        using var model = Open(folder, AllKinds(maps: false), Features);
        Assert.That(() => model.Score(Rows(whole, yes, number)), Throws.TypeOf<AuditInputException>().With.Message.Contains(says));
    }

    [Test]
    public void Other_columns_than_the_plan_names_are_refused()
    {
        using var folder = new TemporaryFolder();
        using var model = Open(folder, AllKinds(maps: false), Features);
        Assert.That(() => model.Score(new([.. Rows().Columns.Take(5)])), Throws.TypeOf<AuditInputException>().With.Message.Contains("5 columns"));
        Assert.That(() => model.Score(new([.. Rows().Columns.Reverse()])), Throws.TypeOf<AuditInputException>().With.Message.Contains("in this order"));
        var texts = Rows().Columns.Select(c => new FeatureColumn.Text(c.Name, ["a"], [.. Enumerable.Repeat(0, c.Count)]));
        Assert.That(() => model.Score(new([.. texts])), Throws.TypeOf<AuditInputException>().With.Message.Contains("not of the kind"));
    }

    [Test]
    public void Many_rows_go_in_batches_with_the_same_answers()
    {
        using var folder = new TemporaryFolder();
        using var model = Open(folder, AllKinds(maps: false), Features);
        var many = Rows().Take([.. Enumerable.Range(0, 20_001).Select(i => i % 5)]);
        var few = model.Score(Rows());
        Assert.That(model.Score(many).Select((p, i) => Math.Abs(p - few[i % 5])).Max(), Is.LessThan(1e-7));
        Assert.That(model.Score(many), Is.EqualTo(model.Score(many)));
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.That(() => model.Score(many, stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void Sets_of_version_5_are_read_for_whole_numbers()
    {
        Explanations.Trees.Tree tree = new()
        {
            Slot = [0, 1, 0], Operator = [Explanations.Trees.SplitOperator.Member, Explanations.Trees.SplitOperator.NotEqual, Explanations.Trees.SplitOperator.Member],
            Threshold = [0, 2, 0], WhenTrue = [1, -1, -3], WhenFalse = [2, -2, -4], Missing = new Explanations.Trees.MissingRule[3], MissingIsTrue = [false, true, true],
            Members = [[1, 3, 40], null, [0, 2]], Leaf = [0.1, 0.2, 0.3, 0.4],
        };
        var node = OnnxTreeWriter.WithSets(new([tree, Explanations.Trees.Tree.OfLeaf(0.05)], 0, 2, false), "x", "y", (t, n) => t.Slot[n]);
        var graph = new OnnxMessage().Message(1, node).Text(2, "g").Message(11, OnnxMessage.Value("x", OnnxType.Double, 0, 2)).Message(12, OnnxMessage.Value("y", OnnxType.Double, 0, 1));
        using var folder = new TemporaryFolder();
        using var model = Open(folder, OnnxMessage.Model(graph, ("", 15), ("ai.onnx.ml", 5)).ToArray(), Sample.Numbers(2));
        double[] values = [-1, 0, 1, 2, 3, 4, 40, 41, double.NaN];
        var table = Sample.TableOf([.. values.SelectMany(v => values.Select(_ => v))], [.. values.SelectMany(_ => values)]);
        var risks = model.Score(table);
        Assert.That(risks.Distinct().Count(), Is.EqualTo(4));
        Assert.That(Agreement.Risks(model.Structure!, table), Is.EqualTo(risks).Within(1e-12));
    }

    [Test]
    public void An_average_of_trees_is_read_and_a_largest_one_is_not([Values("AVERAGE", "SUM", "MAX", "MIN")] string aggregate)
    {
        var node = OnnxMessage.Node("ai.onnx.ml", "TreeEnsembleRegressor", ["x"], ["y"],
            OnnxMessage.Attribute("nodes_treeids", [0L, 0, 0, 1]), OnnxMessage.Attribute("nodes_nodeids", [0L, 1, 2, 0]), OnnxMessage.Attribute("nodes_featureids", [0L, 0, 0, 0]),
            OnnxMessage.Attribute("nodes_values", [0.5f, 0, 0, 0]), OnnxMessage.Attribute("nodes_modes", ["BRANCH_LEQ", "LEAF", "LEAF", "LEAF"]),
            OnnxMessage.Attribute("nodes_truenodeids", [1L, 0, 0, 0]), OnnxMessage.Attribute("nodes_falsenodeids", [2L, 0, 0, 0]), OnnxMessage.Attribute("nodes_hitrates", [10f, 4, 6, 10]),
            OnnxMessage.Attribute("target_treeids", [0L, 0, 1]), OnnxMessage.Attribute("target_nodeids", [1L, 2, 0]), OnnxMessage.Attribute("target_ids", [0L, 0, 0]),
            OnnxMessage.Attribute("target_weights", [0.1f, 0.3f, 0.2f]), OnnxMessage.Attribute("n_targets", 1), OnnxMessage.Attribute("base_values", [0.02f]),
            OnnxMessage.Attribute("aggregate_function", aggregate));
        var graph = new OnnxMessage().Message(1, node).Text(2, "g").Message(11, OnnxMessage.Value("x", OnnxType.Float, 0, 2)).Message(12, OnnxMessage.Value("y", OnnxType.Float, 0, 1));
        using var folder = new TemporaryFolder();
        using var model = Open(folder, OnnxMessage.Model(graph, ("", 15), ("ai.onnx.ml", 1)).ToArray(), Sample.Numbers(2));
        var table = Sample.TableOf([0, 0.5, 1, double.NaN], [0, 0, 0, 0]);
        var risks = model.Score(table);
        if (aggregate is "MAX" or "MIN")
        {
            Assert.That(model.Structure, Is.Null);
            return;
        }
        Assert.That(Agreement.Risks(model.Structure!, table), Is.EqualTo(risks).Within(1e-7));
        var trees = ((ModelStructure.TreeSum)model.Structure!).Ensemble;
        Assert.That(trees.HasCover);
        Assert.That((trees.Trees[0].NodeCover, trees.Trees[0].LeafCover), Is.EqualTo((new double[] { 10 }, new double[] { 4, 6 })));
    }
}
