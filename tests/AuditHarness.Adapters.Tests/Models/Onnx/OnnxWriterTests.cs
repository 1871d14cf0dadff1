using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Onnx;

/// <summary>Structures written as ONNX models give, run by ONNX Runtime, the answers of the plain scorer of the tests.</summary>
public class OnnxWriterTests
{
    private static readonly float[] Grid = [-2, -1, -0.5f, 0, 0.1f, 0.3f, 1, 2.5f];

    [Test]
    public void Random_trees_answer_as_written([Values] bool inFloat, [Values] bool sets, [Values(Link.Logit, Link.Identity)] Link link, [Range(1, 4)] int seed)
    {
        var random = new Random(seed);
        const int Columns = 5;
        var trees = Enumerable.Range(0, 12).Select(_ => RandomTree(random, Columns, sets, inFloat)).Append(Tree.OfLeaf(0.01)).ToArray();
        var scale = link == Link.Logit ? 1 : 0.01;
        foreach (var tree in trees)
            for (var l = 0; l < tree.Leaf.Length; l++) tree.Leaf[l] *= scale;
        var structure = new ModelStructure.TreeSum(FeatureEncoding.Direct(Columns), link, new(trees, link == Link.Logit ? -0.3 : 0.5, Columns, inFloat));
        Agrees(structure, Sample.Numbers(Columns), RandomTable(random, Columns, 400), readable: !sets && !ZeroIsMissing(trees));
    }

    private static bool ZeroIsMissing(Tree[] trees) => trees.Any(t => t.Missing.Contains(MissingRule.ZeroOrNaN));

    private static Tree RandomTree(Random random, int columns, bool sets, bool single)
    {
        List<int> slot = [], yes = [], no = [];
        List<SplitOperator> op = [];
        List<double> threshold = [], leaf = [];
        List<MissingRule> rule = [];
        List<bool> missing = [];
        List<int[]?> members = [];
        Grow(0);
        return new()
        {
            Slot = [.. slot], Operator = [.. op], Threshold = [.. threshold], WhenTrue = [.. yes], WhenFalse = [.. no],
            Missing = [.. rule], MissingIsTrue = [.. missing], Leaf = [.. leaf], Members = sets ? members : null,
        };

        int Grow(int depth)
        {
            if (depth == 5 || (depth > 0 && random.Next(4) == 0))
            {
                leaf.Add(random.NextDouble() - 0.5);
                return -leaf.Count;
            }
            var at = slot.Count;
            slot.Add(random.Next(columns));
            op.Add((SplitOperator)random.Next(sets ? 7 : 6));
            threshold.Add(single ? Grid[random.Next(Grid.Length)] : Grid[random.Next(Grid.Length)] + (random.Next(2) * 1e-12));
            rule.Add((MissingRule)random.Next(random.Next(3) == 0 ? 3 : 1));
            missing.Add(random.Next(2) == 0);
            members.Add(op[at] == SplitOperator.Member ? [.. Enumerable.Range(0, 6).Where(_ => random.Next(2) == 0).Append(7)] : null);
            yes.Add(0);
            no.Add(0);
            yes[at] = Grow(depth + 1);
            no[at] = Grow(depth + 1);
            return at;
        }
    }

    private static FeatureTable RandomTable(Random random, int columns, int rows) => Sample.TableOf([.. Enumerable.Range(0, columns).Select(_ => Enumerable.Range(0, rows).Select(_ => random.Next(8) switch
    {
        0 => double.NaN,
        1 => random.Next(9),
        2 => 1e-36,
        3 => (random.NextDouble() * 6) - 3,
        4 => MathF.BitIncrement(Grid[random.Next(Grid.Length)]),
        5 => Grid[random.Next(Grid.Length)] + 1e-12,
        _ => (double)Grid[random.Next(Grid.Length)],
    }).ToArray())]);

    [TestCase("flchain_logistic")]
    [TestCase("flchain_gbm")]
    [TestCase("flchain_forest")]
    [TestCase("insurance_mixed_inputs")]
    public void A_model_read_and_written_answers_as_before(string name)
    {
        var sample = Sample.Of(Path.Combine(Sample.Root, name), name == "insurance_mixed_inputs" ? Sample.Insurance : Sample.Flchain);
        using var model = sample.Open();
        var risks = model.Score(sample.Table);
        var twin = Agrees(model.Structure!, sample.Features, sample.Table, readable: true);
        Assert.That(Agreement.Largest(twin, risks), Is.LessThan(1e-6));
    }

    [Test]
    public void Scaled_and_filled_numbers_and_texts_go_through_trees()
    {
        var random = new Random(9);
        FeatureEncoding encoding = new(
        [
            new(1, "b") { WhenMissing = 0 }, new(0) { WhenMissing = 0.4, Offset = 0.1, Scale = 3 }, new(1, "") { WhenMissing = 1 },
            new(2) { Offset = 1, Scale = -0.7 }, new(1, "a") { WhenMissing = 0, Offset = 0.5, Scale = 2 },
        ]);
        FeaturePlan[] features = [new("x", "x", FeatureKind.Number), new("t", "t", FeatureKind.Text), new("y", "y", FeatureKind.Number), new("unused", "unused", FeatureKind.Text)];
        var numbers = RandomTable(random, 2, 500);
        var table = new FeatureTable(
        [
            numbers.Columns[0] with { Name = "x" }, new FeatureColumn.Text("t", ["", "a", "b", "c"], [.. Enumerable.Range(0, 500).Select(_ => random.Next(5) - 1)]),
            numbers.Columns[1] with { Name = "y" }, new FeatureColumn.Text("unused", ["z"], new int[500]),
        ]);
        foreach (var (inFloat, ordered) in new[] { (true, false), (false, false), (true, true), (false, true) })
        {
            // A scaled number can be brought back to the column behind an order, not behind =.
            Tree[] trees = [.. Enumerable.Range(0, 10).Select(_ => RandomTree(random, 5, false, inFloat)).Select(t => t with
            {
                Missing = new MissingRule[t.Slot.Length],
                Operator = ordered ? Array.ConvertAll(t.Operator, o => (SplitOperator)((int)o % 4)) : t.Operator,
            })];
            Agrees(new ModelStructure.TreeSum(encoding, Link.Logit, new(trees, 0.2, 5, inFloat)), features, table, readable: ordered, samePrecision: false);
        }
        var known = new FeatureTable([.. table.Columns.Select(c => c is FeatureColumn.Numeric n ? n with { Values = Array.ConvertAll(n.Values, v => double.IsNaN(v) ? 0.25 : v) } : c)]);
        Agrees(new ModelStructure.Linear(encoding, Link.Logit, -0.2, [1, -0.4, 0.3, 0.2, -2]), features, known, readable: true);
    }

    // The scores of the twin, after they were held to the structure.
    private static double[] Agrees(ModelStructure structure, IReadOnlyList<FeaturePlan> features, FeatureTable table, bool readable, bool samePrecision = true)
    {
        var bytes = OnnxWriter.Write(structure, features);
        Assert.That(OnnxWriter.Write(structure, features), Is.EqualTo(bytes));
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(Path.Combine(folder.Path, "twin.onnx"), bytes);
        using var twin = OnnxModel.Open(Sample.Plan("twin.onnx", features) with { Output = ModelOutput.Probability }, folder.Path);
        var risks = twin.Score(table);
        Assert.That(Agreement.Largest(risks, Agreement.Risks(structure, table)), Is.LessThan(1e-7));
        if (!readable) return risks;
        Assert.That(twin.Structure, Is.Not.Null);
        Assert.That(Agreement.Largest(risks, Agreement.Risks(twin.Structure!, table)), Is.LessThan(1e-7));
        if (samePrecision && structure is ModelStructure.TreeSum before && twin.Structure is ModelStructure.TreeSum after) Assert.That(after.Ensemble.SinglePrecision, Is.EqualTo(before.Ensemble.SinglePrecision));
        return risks;
    }
}
