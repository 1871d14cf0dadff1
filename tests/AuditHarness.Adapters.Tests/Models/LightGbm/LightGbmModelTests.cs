using System.Text;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Explanations.Trees;

namespace AuditHarness.Adapters.Models.LightGbm;

/// <summary>LightGBM's text is read as its source code reads it, and whatever is wrong with a file is told in one message.</summary>
public class LightGbmModelTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, RandomTrees.Features).Select(f => $"f{f}")];

    // Feature 0: at most 1 left (leaf 0), missing left; then categories 0 and 33 of feature 1 left (leaf 1), else leaf 2.
    private static readonly Tree Small = new()
    {
        Slot = [0, 1], Operator = [SplitOperator.LessOrEqual, SplitOperator.Member], Threshold = [1, 0], WhenTrue = [~0, ~1], WhenFalse = [1, ~2],
        Missing = [MissingRule.NaN, MissingRule.NaN], MissingIsTrue = [true, false], Members = [null, [0, 33]], Leaf = [-1, 0.5, 2],
        NodeCover = [10, 6], LeafCover = [4, 2, 4],
    };

    private static readonly string SmallText = LightGbmTextWriter.Write([Small, Small], 2, "binary sigmoid:1");

    private static ModelFolder Folder(params string[] features) => new("lightgbm", "model.txt", LightGbmModel.Open, features);

    private static ModelFolder Folder(Func<ModelPlan, ModelPlan> change) => new("lightgbm", "model.txt", LightGbmModel.Open) { Plan = change(Folder("x", "c").Plan) };

    [Test]
    public void A_hand_written_tree_goes_the_ways_of_its_nodes()
    {
        using var folder = Folder("x", "c");
        using var model = folder.Open(SmallText);
        var rows = folder.Table([1, 5], [Math.BitIncrement(1), 0], [2, 33], [2, 32], [2, 65], [2, -1], [2, double.NaN], [double.NaN, 0]);

        Assert.That(ModelFolder.Margins(model, rows), Is.EqualTo(new[] { -2.0, 1, 1, 4, 4, 4, 4, -2 }));
        Assert.That(((ModelStructure.TreeSum)model.Structure!).Ensemble.HasCover, Is.True);
        Assert.That(model.Reading?.ToString(), Is.EqualTo("LightGBM text v4, objective binary sigmoid:1, 2 trees, scored by the audit's own tree scorer; features by order, " +
            "as the file does not name them. The sum of its trees is read as log-odds of the event and turned into a risk."));
    }

    [Test]
    public void Features_are_found_by_name_whatever_their_order()
    {
        var random = new RandomTrees(3);
        var text = LightGbmTextWriter.Write([random.Tree(20), random.Tree(30)], RandomTrees.Features, "binary sigmoid:1", names: Names);
        var rows = random.Rows(200);
        using var folder = Folder(Names);
        using var turned = Folder([.. Names.Reverse()]);
        using var model = folder.Open(text);
        using var other = turned.Open(text);

        Assert.That(other.Score(turned.Table([.. rows.Select(r => r.Reverse().ToArray())])), Is.EqualTo(model.Score(folder.Table(rows))));
    }

    [Test]
    public void Lines_may_end_as_on_Windows()
    {
        using var folder = Folder("x", "c");
        using var model = folder.Open(SmallText.Replace("\n", "\r\n", StringComparison.Ordinal));

        Assert.That(ModelFolder.Margins(model, folder.Table([1, 5])), Is.EqualTo(new[] { -2.0 }));
    }

    [Test]
    public void Counts_that_do_not_add_up_are_no_cover()
    {
        using var folder = Folder("x", "c");
        using var model = folder.Open(SmallText.Replace("internal_count=10 6", "internal_count=11 6", StringComparison.Ordinal));

        Assert.That(((ModelStructure.TreeSum)model.Structure!).Ensemble.HasCover, Is.False);
    }

    [Test]
    public void A_model_without_objective_needs_its_output_declared()
    {
        var text = LightGbmTextWriter.Write([Small], 2, "");
        using var folder = Folder("x", "c");
        using var logit = Folder(p => p with { Output = ModelOutput.Logit });
        using var model = logit.Open(text);

        Assert.That(folder.Refusal(text), Does.Contain("\"output\": \"logit\""));
        Assert.That(model.Structure!.Link, Is.EqualTo(Link.Logit));
    }

    [Test]
    public void A_file_that_is_cut_off_anywhere_before_its_last_tree_ends_is_refused()
    {
        using var folder = Folder("x", "c");
        var whole = Encoding.UTF8.GetBytes(SmallText);
        var end = SmallText.IndexOf("end of trees", StringComparison.Ordinal) + "end of trees".Length;
        for (var length = 0; length < end; length++)
            Assert.That(folder.Refusal(whole[..length]), Does.Contain("'model.txt'"), $"{length} bytes");
        using var model = folder.Open(whole[..end]);
        Assert.That(ModelFolder.Margins(model, folder.Table([1, 5])), Is.EqualTo(new[] { -2.0 }));
    }

    [Test]
    public void A_file_with_flipped_bytes_loads_or_is_refused()
    {
        using var folder = Folder("x", "c");
        var whole = Encoding.UTF8.GetBytes(SmallText);
        var random = new Random(6);
        var refused = 0;
        for (var trial = 0; trial < 800; trial++)
        {
            var bytes = whole.ToArray();
            for (var k = random.Next(1, 4); k > 0; k--) bytes[random.Next(bytes.Length)] = (byte)random.Next(trial % 2 == 0 ? 256 : 58);
            try
            {
                using var model = folder.Open(bytes);
                ModelFolder.Margins(model, folder.Table([1, 1], [double.NaN, double.NaN]));
            }
            catch (AuditInputException)
            {
                refused++;
            }
        }
        Assert.That(refused, Is.InRange(100, 799));
    }

    [TestCase("left_child=-1 -2", "left_child=-1 -9", "node 1 has a child outside the tree")]
    [TestCase("left_child=-1 -2", "left_child=-1 2", "node 1 has a child outside the tree")]
    [TestCase("left_child=-1 -2", "left_child=-1 0", "node 1 leads to a node that another one leads to already")]
    [TestCase("left_child=-1 -2", "left_child=-1 -1", "node 1 leads to a node that another one leads to already")]
    [TestCase("left_child=-1 -2", "left_child=-1", "'left_child' has fewer than 2 numbers")]
    [TestCase("left_child=-1 -2", "left_child=-1 -2 -3", "'left_child' has more than 2 numbers")]
    [TestCase("left_child=-1 -2", "left_child=-1 x", "'left_child' holds 'x'")]
    [TestCase("left_child=-1 -2", "left_child=-1 \u001b", "'left_child' holds '\\u001b'")]
    [TestCase("left_child=-1 -2", "left_kid=-1 -2", "'left_child' is missing")]
    [TestCase("split_feature=0 1", "split_feature=0 2", "node 1 reads feature 2, but the model has 2")]
    [TestCase("split_feature=0 1", "split_feature=-1 1", "node 0 reads feature -1")]
    [TestCase("threshold=1 0", "threshold=NaN 0", "node 0 has no threshold")]
    [TestCase("threshold=1 0", "threshold=1,5 0", "'threshold' holds '1,5'")]
    [TestCase("threshold=1 0", "threshold=1 1", "node 1 has no set of categories")]
    [TestCase("decision_type=10 1", "decision_type=14 1", "unknown 'decision_type' 14")]
    [TestCase("num_leaves=3", "num_leaves=2147483647", "fewer than 2147483647 numbers")]
    [TestCase("num_leaves=3", "num_leaves=0", "no leaves")]
    [TestCase("num_leaves=3", "num_leaves=-3", "no leaves")]
    [TestCase("leaf_value=-1 0.5 2", "leaf_value=-1 0.5 Infinity", "leaf 2 has no finite value")]
    [TestCase("cat_boundaries=0 2", "cat_boundaries=0 3", "'cat_threshold' has")]
    [TestCase("cat_boundaries=0 2", "cat_boundaries=2 0", "'cat_boundaries' do not ascend from 0")]
    [TestCase("cat_boundaries=0 2", "cat_boundaries=0 2147483647", "'cat_threshold' has fewer")]
    [TestCase("num_cat=1", "num_cat=-1", "'num_cat' is below 0")]
    [TestCase("is_linear=0", "is_linear=1", "linear functions at its leaves")]
    [TestCase("Tree=1", "Tree=5", "tree 1 is expected")]
    [TestCase("num_class=1", "num_klass=1", "'num_class' is missing")]
    [TestCase("max_feature_idx=1", "max_feature_idx=4", "'feature_names' names 2 features, and 5 are expected")]
    [TestCase("max_feature_idx=1", "max_feature_idx=2147483647", "'max_feature_idx' is too large")]
    [TestCase("max_feature_idx=1", "max_feature_idx=-1", "'max_feature_idx' is '-1'")]
    [TestCase("end of trees\n\nfeature_importances:", "", "'end of trees' is missing")]
    [TestCase("num_tree_per_iteration=1", "num_tree_per_iteration=2", "several classes at once")]
    [TestCase("objective=binary sigmoid:1", "objective=binary sigmoid:0", "does not say its sigmoid")]
    [TestCase("objective=binary sigmoid:1", "objective=binary", "does not say its sigmoid")]
    [TestCase("objective=binary sigmoid:1", "objective=multiclass num_class:3", "no risk of an event")]
    [TestCase("objective=binary sigmoid:1", "objective=poisson", "'poisson'")]
    [TestCase("objective=binary sigmoid:1", "objective=regression sqrt", "'regression sqrt'")]
    [TestCase("objective=binary sigmoid:1", "objective=binary sigmoid:1\nobjective=regression", "'objective' is there twice in the header")]
    public void A_damaged_file_is_refused_with_its_place(string from, string to, string expected)
    {
        using var folder = Folder("x", "c");
        Assert.That(SmallText, Does.Contain(from));
        var place = SmallText.LastIndexOf(from, StringComparison.Ordinal);

        Assert.That(folder.Refusal(SmallText[..place] + to + SmallText[(place + from.Length)..]), Does.Contain("'model.txt'").And.Contain(expected));
    }

    [Test]
    public void A_tree_that_is_missing_is_noticed()
    {
        using var folder = Folder("x", "c");
        var (second, end) = (SmallText.IndexOf("Tree=1", StringComparison.Ordinal), SmallText.IndexOf("end of trees", StringComparison.Ordinal));

        Assert.That(folder.Refusal(SmallText[..second] + SmallText[end..]), Does.Contain("announces 2 trees, and there are 1"));
    }

    [Test]
    public void A_chain_of_a_hundred_thousand_nodes_is_refused()
    {
        const int nodes = 100_000;
        using var folder = Folder("x", "c");
        var ones = Array.ConvertAll(new int[nodes], _ => 1.0);
        var chain = new Tree
        {
            Slot = new int[nodes], Operator = new SplitOperator[nodes], Threshold = ones, WhenTrue = [.. Enumerable.Range(0, nodes).Select(n => ~n)],
            WhenFalse = [.. Enumerable.Range(1, nodes).Select(n => n < nodes ? n : ~n)], Missing = new MissingRule[nodes], MissingIsTrue = new bool[nodes],
            Leaf = [.. ones, 1.0], NodeCover = ones, LeafCover = [.. ones, 1.0],
        };

        Assert.That(folder.Refusal(LightGbmTextWriter.Write([chain], 2, "binary sigmoid:1")), Does.Contain("deeper than 1000 levels"));
    }

    [TestCase("80 04 95 10 00 00", "pickle")]
    [TestCase("50 4b 03 04 00 00", "ZIP")]
    [TestCase("7b 22 6e 61 6d 65", "does not begin with the line 'tree'")]
    [TestCase("00 01 02 03 04 05", "does not begin with the line 'tree'")]
    public void A_file_of_another_kind_is_told_how_to_be_saved(string hex, string expected)
    {
        using var folder = Folder("x", "c");

        Assert.That(folder.Refusal(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))), Does.Contain(expected).And.Contain("save_model(\"model.txt\")"));
    }

    [Test]
    public void Features_that_do_not_fit_are_named_with_the_nearest_name()
    {
        var text = LightGbmTextWriter.Write([Small], 2, "binary sigmoid:1", names: ["age", "smoker"]);
        using var misspelt = Folder("age", "smokr");
        using var few = Folder("x");

        Assert.That(misspelt.Refusal(text), Does.Contain("'smokr' is no feature of the model. Did you mean 'smoker'?"));
        Assert.That(few.Refusal(SmallText), Does.Contain("reads 2 features").And.Contain("lists 1"));
    }

    [Test]
    public void A_class_of_several_must_be_chosen()
    {
        var text = LightGbmTextWriter.Write([Small, Small, Small], 2, "multiclassova num_class:3 sigmoid:1", perRound: 3);
        using var folder = Folder("x", "c");
        using var fourth = Folder(p => p with { PositiveClass = "3" });

        Assert.That(folder.Refusal(text), Does.Contain("3 classes").And.Contain("'model.positiveClass'"));
        Assert.That(fourth.Refusal(text), Does.Contain("\"0\" to \"2\""));
    }
}
