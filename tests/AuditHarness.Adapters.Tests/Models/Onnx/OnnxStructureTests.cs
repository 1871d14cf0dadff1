using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>
/// What ONNX Runtime makes of classifiers whose meaning the standard leaves open, held against what is read of their inside:
/// either the same answers, or nothing is claimed to be known.
/// </summary>
public class OnnxStructureTests
{
    private static readonly FeatureTable Rows = Sample.TableOf(
        [-3, -1, -0.5, 0, 0.5, 1, 3, double.NaN, 0.2, 0.3], [0.1, 0.2, 0.5, -0.5, 2, -2, 0, 0.5, double.NaN, double.NaN]);

    /// <summary>Two trees of three leaves; the last leaf votes for both classes where both are voted for.</summary>
    private static byte[] Classifier(string votes, int baseValues, string transform, bool mixed, int classes = 2)
    {
        long[] ids = votes == "both" ? [.. Enumerable.Range(0, classes).Select(i => (long)i)] : [votes == "0" ? 0 : 1];
        List<long> tree = [], node = [], forClass = [];
        List<float> weight = [];
        float[] leaves = mixed ? [-0.4f, 0.3f, 0.1f, 0.25f, -0.2f, 0.05f] : [0.1f, 0.3f, 0.15f, 0.25f, 0.2f, 0.05f];
        for (var leaf = 0; leaf < 6; leaf++)
            foreach (var id in ids)
            {
                tree.Add(leaf / 3);
                node.Add((leaf % 3) + 2);
                forClass.Add(id);
                weight.Add(id == ids[^1] ? leaves[leaf] : 0.5f - leaves[leaf] + (0.1f * id));
            }
        return Model(OnnxMessage.Node("ai.onnx.ml", "TreeEnsembleClassifier", ["x"], ["label", "probabilities"],
            OnnxMessage.Attribute("nodes_treeids", [0L, 0, 0, 0, 0, 1, 1, 1, 1, 1]), OnnxMessage.Attribute("nodes_nodeids", [0L, 1, 2, 3, 4, 0, 1, 2, 3, 4]),
            OnnxMessage.Attribute("nodes_featureids", [0L, 1, 0, 0, 0, 1, 0, 0, 0, 0]), OnnxMessage.Attribute("nodes_values", [0.5f, 0.2f, 0, 0, 0, -0.5f, 0.3f, 0, 0, 0]),
            OnnxMessage.Attribute("nodes_modes", ["BRANCH_LEQ", "BRANCH_LT", "LEAF", "LEAF", "LEAF", "BRANCH_GTE", "BRANCH_NEQ", "LEAF", "LEAF", "LEAF"]),
            OnnxMessage.Attribute("nodes_truenodeids", [1L, 2, 0, 0, 0, 1, 2, 0, 0, 0]), OnnxMessage.Attribute("nodes_falsenodeids", [4L, 3, 0, 0, 0, 4, 3, 0, 0, 0]),
            OnnxMessage.Attribute("nodes_missing_value_tracks_true", [1L, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            OnnxMessage.Attribute("class_treeids", tree), OnnxMessage.Attribute("class_nodeids", node), OnnxMessage.Attribute("class_ids", forClass), OnnxMessage.Attribute("class_weights", weight),
            OnnxMessage.Attribute("classlabels_int64s", Enumerable.Range(0, classes).Select(i => (long)i)),
            OnnxMessage.Attribute("base_values", Enumerable.Range(0, baseValues).Select(i => 0.05f + (0.1f * i))), OnnxMessage.Attribute("post_transform", transform)), classes);
    }

    private static byte[] Model(OnnxMessage node, int classes)
    {
        var graph = new OnnxMessage().Message(1, node).Text(2, "g").Message(11, OnnxMessage.Value("x", OnnxType.Float, 0, 2))
            .Message(12, OnnxMessage.Value("label", OnnxType.Int64, 0)).Message(12, OnnxMessage.Value("probabilities", OnnxType.Float, 0, classes));
        return OnnxMessage.Model(graph, ("", 15), ("ai.onnx.ml", 1)).ToArray();
    }

    [Test]
    public void Trees_of_a_classifier_agree_or_are_not_claimed(
        [Values("0", "1", "both")] string votes, [Values(0, 1, 2)] int baseValues, [Values("NONE", "LOGISTIC", "SOFTMAX")] string transform,
        [Values] bool mixed, [Values(null, ModelOutput.Probability, ModelOutput.Logit)] ModelOutput? declared, [Values("0", "1")] string positive)
    {
        var known = Holds(Classifier(votes, baseValues, transform, mixed), declared, positive, Rows);
        // What exporters write must be understood.
        if (declared is null && votes == "0" && baseValues < 2 && mixed && transform == "LOGISTIC") Assert.That(known, Is.True);
        TestContext.Out.WriteLine(known);
    }

    [Test]
    public void Three_classes_agree_or_are_not_claimed(
        [Values(0, 3)] int baseValues, [Values("NONE", "LOGISTIC", "SOFTMAX")] string transform, [Values] bool mixed, [Values(ModelOutput.Probability, ModelOutput.Logit)] ModelOutput declared) =>
        TestContext.Out.WriteLine(Holds(Classifier("both", baseValues, transform, mixed, 3), declared, "1", Rows));

    [Test]
    public void Weights_of_a_classifier_agree_or_are_not_claimed(
        [Values(1, 2, 3)] int rows, [Values("NONE", "LOGISTIC", "SOFTMAX")] string transform, [Values(null, ModelOutput.Probability, ModelOutput.Logit)] ModelOutput? declared)
    {
        var node = OnnxMessage.Node("ai.onnx.ml", "LinearClassifier", ["x"], ["label", "probabilities"],
            OnnxMessage.Attribute("coefficients", Enumerable.Range(0, rows * 2).Select(i => 0.1f * ((i * i) - 2))), OnnxMessage.Attribute("intercepts", Enumerable.Range(0, rows).Select(i => 0.1f + i)),
            OnnxMessage.Attribute("classlabels_ints", Enumerable.Range(0, Math.Max(2, rows)).Select(i => (long)i)), OnnxMessage.Attribute("post_transform", transform));
        TestContext.Out.WriteLine(Holds(Model(node, Math.Max(2, rows)), declared, "1", Sample.TableOf([0, 1, -2, 0.3], [1, -1, 0.5, 2])));
    }

    // Whether the inside is known; where it is, it must give the runtime's answers.
    private static bool Holds(byte[] bytes, ModelOutput? declared, string positive, FeatureTable rows)
    {
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", bytes);
        using var model = OnnxModel.Open(Sample.Plan("m.onnx", Sample.Numbers(2)) with { Output = declared, PositiveClass = positive }, folder.Path);
        double[] risks;
        try
        {
            risks = model.Score(rows);
        }
        catch (AuditInputException e) when (e.Message.Contains("model.output", StringComparison.Ordinal))
        {
            return false;
        }
        if (model.Structure is not { } structure) return false;
        Assert.That(Agreement.Largest(risks, Agreement.Risks(structure, rows)), Is.LessThan(1e-6));
        return true;
    }

    [Test]
    public void A_threshold_behind_a_scaler_parts_the_same_floats([Values(0.7f, -1.3f, 1e-3f)] float scale, [Values("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT")] string mode, [Values] bool inDouble)
    {
        var graph = new OnnxMessage()
            .Message(1, OnnxMessage.Node("ai.onnx.ml", "Scaler", ["x"], ["scaled"], OnnxMessage.Attribute("offset", [0.1f, 0.3f]), OnnxMessage.Attribute("scale", [scale, scale])))
            .Message(1, OnnxMessage.Node("ai.onnx.ml", "TreeEnsembleRegressor", ["scaled"], ["y"],
                OnnxMessage.Attribute("nodes_treeids", [0L, 0, 0]), OnnxMessage.Attribute("nodes_nodeids", [0L, 1, 2]), OnnxMessage.Attribute("nodes_featureids", [1L, 0, 0]),
                OnnxMessage.Attribute("nodes_values", [0.15f, 0, 0]), OnnxMessage.Attribute("nodes_modes", [mode, "LEAF", "LEAF"]),
                OnnxMessage.Attribute("nodes_truenodeids", [1L, 0, 0]), OnnxMessage.Attribute("nodes_falsenodeids", [2L, 0, 0]),
                OnnxMessage.Attribute("target_treeids", [0L, 0]), OnnxMessage.Attribute("target_nodeids", [1L, 2]), OnnxMessage.Attribute("target_ids", [0L, 0]),
                OnnxMessage.Attribute("target_weights", [0.25f, 0.75f]), OnnxMessage.Attribute("n_targets", 1), OnnxMessage.Attribute("nodes_hitrates", [1f, 1, 1])))
            .Text(2, "g").Message(11, OnnxMessage.Value("x", inDouble ? OnnxType.Double : OnnxType.Float, 0, 2)).Message(12, OnnxMessage.Value("y", OnnxType.Float, 0, 1));
        using var folder = new TemporaryFolder();
        folder.Add("m.onnx", OnnxMessage.Model(graph, ("", 15), ("ai.onnx.ml", 1)).ToArray());
        using var model = OnnxModel.Open(Sample.Plan("m.onnx", Sample.Numbers(2)), folder.Path);
        var tree = ((ModelStructure.TreeSum)model.Structure!).Ensemble.Trees[0];
        Assert.That(tree.LeafCover, Is.Null, "a popularity of 1 everywhere is no cover");
        // Around the threshold, step by step.
        List<double> near = [tree.Threshold[0]];
        for (var (up, down, i) = (near[0], near[0], 0); i < 50; i++)
        {
            near.Add(up = inDouble ? Math.BitIncrement(up) : MathF.BitIncrement((float)up));
            near.Add(down = inDouble ? Math.BitDecrement(down) : MathF.BitDecrement((float)down));
        }
        near.AddRange([-100, 0, 0.2, 0.3, 100]);
        var table = Sample.TableOf([.. near.Select(_ => 0.0)], [.. near]);
        var risks = model.Score(table);
        Assert.That(risks.Distinct().Count(), Is.EqualTo(2));
        Assert.That(Agreement.Risks(model.Structure!, table), Is.EqualTo(risks).Within(1e-7));
    }
}
