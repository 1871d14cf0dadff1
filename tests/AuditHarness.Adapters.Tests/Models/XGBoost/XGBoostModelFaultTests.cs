using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
using static AuditHarness.Adapters.Models.XGBoost.XGBoostJsonText;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>Whatever is wrong with an XGBoost file is told in one message, and nothing else happens.</summary>
public class XGBoostModelFaultTests
{
    private static readonly string FlchainFile = ModelFolder.Own("XGBoost", "flchain", "model.json");

    private static ModelFolder Folder(params string[] features) => new("xgboost", "model.json", XGBoostModel.Open, features);

    [Test]
    public void A_file_that_is_cut_off_anywhere_is_refused()
    {
        using var folder = Folder("age", "male", "kappa", "lambda", "creatinine", "mgus");
        var whole = File.ReadAllBytes(FlchainFile);
        for (var length = 0; length < whole.Length; length += 997)
            Assert.That(folder.Refusal(whole[..length]), Does.Contain("model.json").And.Contain(length == 0 ? "empty" : "cut off"), $"{length} bytes");
    }

    [Test]
    public void A_file_with_flipped_bytes_loads_or_is_refused()
    {
        using var folder = Folder("x", "c");
        var whole = Encoding.UTF8.GetBytes(Model(trees: [Stump, Categories]));
        var random = new Random(5);
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
        Assert.That(refused, Is.InRange(200, 799));
    }

    [TestCase("[1, -1, -1]", "[5, -1, -1]", "node 0 has a child outside the tree")]
    [TestCase("[1, -1, -1]", "[-7, -1, -1]", "node 0 has a child outside the tree")]
    [TestCase("[1, -1, -1]", "[0, -1, -1]", "node 0 leads to a node that another one leads to already")]
    [TestCase("[1, -1, -1]", "[2, -1, -1]", "node 0 leads to a node that another one leads to already")]
    [TestCase("[1, -1, -1]", "[1, 0, -1]", "node 1 has a child outside the tree")]
    [TestCase("[1, -1, -1]", "[]", "it has no nodes")]
    [TestCase("[2, -1, -1]", "[2, -1]", "right_children")]
    [TestCase("\"split_indices\": [0,", "\"split_indices\": [2,", "node 0 reads feature 2, but the model has 2")]
    [TestCase("\"split_indices\": [0,", "\"split_indices\": [-1,", "node 0 reads feature -1")]
    [TestCase("[1E-1, -1E0, 2E0]", "[NaN, -1E0, 2E0]", "node 0 has no threshold")]
    [TestCase("[1E-1, -1E0, 2E0]", "[1E-1, Infinity, 2E0]", "leaf 1 has no finite value")]
    [TestCase("[1E-1, -1E0, 2E0]", "[1E-1, -1E0, 1E99]", "leaf 2 has no finite value")]
    [TestCase("[1E-1, -1E0, 2E0]", "[1E-1, -1E0]", "'split_conditions' has 2 entries")]
    [TestCase("[1E-1, -1E0, 2E0]", "[1E-1, \"x\", 2E0]", "split_conditions")]
    [TestCase("\"default_left\": [1, 0, 0]", "\"default_left\": [7, 0, 0]", "default_left")]
    [TestCase("\"default_left\": [1, 0, 0]", "\"default_leaf\": [1, 0, 0]", "'default_left' is missing")]
    [TestCase("\"split_type\": [0,", "\"split_type\": [1,", "node 0 splits by categories and names none")]
    [TestCase("\"size_leaf_vector\": \"1\"", "\"size_leaf_vector\": \"3\"", "several outputs")]
    public void A_damaged_tree_is_refused_with_its_place(string from, string to, string expected)
    {
        using var folder = Folder("x", "c");
        Assert.That(Stump, Does.Contain(from));

        Assert.That(folder.Refusal(Model(trees: [Stump, Stump.Replace(from, to, StringComparison.Ordinal)])), Does.Contain("'model.json'").And.Contain(expected));
    }

    [TestCase("[1, 3, 40]", "[1, 3, -1]")]
    [TestCase("[1, 3, 40]", "[1, 3, 16777216]")]
    [TestCase("\"categories_sizes\": [3]", "\"categories_sizes\": [4]")]
    [TestCase("\"categories_sizes\": [3]", "\"categories_sizes\": [0]")]
    [TestCase("\"categories_sizes\": [3]", "\"categories_sizes\": []")]
    [TestCase("\"categories_segments\": [0]", "\"categories_segments\": [9223372036854775807]")]
    [TestCase("\"categories_segments\": [0]", "\"categories_segments\": [-1]")]
    [TestCase("\"categories_nodes\": [0]", "\"categories_nodes\": [9]")]
    [TestCase("\"categories_nodes\": [0]", "\"categories_nodes\": [1]")]
    public void Damaged_categories_are_refused(string from, string to)
    {
        using var folder = Folder("x", "c");
        Assert.That(Categories, Does.Contain(from));

        Assert.That(folder.Refusal(Model(trees: Categories.Replace(from, to, StringComparison.Ordinal))), Does.Contain("tree 0").And.Contain("categor"));
    }

    [Test]
    public void A_chain_of_a_hundred_thousand_nodes_is_refused()
    {
        const int depth = 100_000;
        using var folder = Folder("x", "c");
        var nodes = (2 * depth) + 1;
        string Join(Func<int, object> value) => string.Join(",", Enumerable.Range(0, nodes).Select(value));
        var tree = $$"""
            { "left_children": [{{Join(n => n % 2 == 0 && n + 2 < nodes ? n + 1 : -1)}}], "right_children": [{{Join(n => n % 2 == 0 && n + 2 < nodes ? n + 2 : -1)}}],
              "split_indices": [{{Join(_ => 0)}}], "split_conditions": [{{Join(_ => 1)}}], "default_left": [{{Join(_ => 0)}}] }
            """;

        Assert.That(folder.Refusal(Model(trees: tree)), Does.Contain("deeper than 1000 levels"));
    }

    [TestCase("multi:softprob", "'multi:softprob'")]
    [TestCase("rank:pairwise", "no risk of an event")]
    [TestCase("count:poisson", "binary:logistic")]
    [TestCase("survival:cox", "'survival:cox'")]
    [TestCase("no\u001bsuch", "\\u001b")]
    public void An_objective_that_gives_no_risk_is_refused(string objective, string expected)
    {
        using var folder = Folder("x", "c");
        var model = Changed(Model(trees: Stump), root => root.Learner()["objective"]!["name"] = objective);

        var refusal = folder.Refusal(model);
        Assert.That(refusal, Does.Contain(expected));
        Assert.That(refusal.Any(char.IsControl), Is.False);
    }

    [Test]
    public void Several_outputs_are_refused()
    {
        using var folder = Folder("x", "c");
        Assert.Multiple(() =>
        {
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Learner()["learner_model_param"]!["num_class"] = "3")), Does.Contain("several classes"));
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Learner()["learner_model_param"]!["num_target"] = "2")), Does.Contain("several classes or targets"));
            Assert.That(folder.Refusal(Changed(Model(trees: [Stump, Stump]), r => r.Gradient()["model"]!["tree_info"]!.AsArray()[1] = 1)), Does.Contain("several outputs"));
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Gradient()["name"] = "gblinear")), Does.Contain("'gblinear'"));
        });
    }

    [TestCase("2")]
    [TestCase("-1")]
    [TestCase("NaN")]
    [TestCase("[]")]
    [TestCase("[5E-1,2E-1]")]
    [TestCase("0,5")]
    [TestCase("\\ud800")]
    public void A_base_score_that_is_no_probability_is_refused(string text)
    {
        using var folder = Folder("x", "c");

        Assert.That(folder.Refusal(Model(baseScore: text, trees: Stump)), Does.Contain(text[0] == '\\' ? "JSON" : "'base_score'"));
    }

    [Test]
    public void Counts_that_contradict_each_other_are_refused()
    {
        using var folder = Folder("x", "c");
        Assert.Multiple(() =>
        {
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Gradient()["model"]!["gbtree_model_param"]!["num_trees"] = "2")), Does.Contain("declares 2 trees and has 1"));
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Learner()["feature_names"] = new JsonArray("x"))), Does.Contain("feature_names"));
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Learner()["attributes"] = new JsonObject { ["best_iteration"] = "many" })), Does.Contain("best_iteration"));
            Assert.That(folder.Refusal(Changed(Model(trees: Stump), r => r.Gradient()["weight_drop"] = new JsonArray(1, 1))), Does.Contain("weight_drop"));
            Assert.That(folder.Refusal(Model()), Does.Contain("no trees"));
        });
    }

    [Test]
    public void Features_that_do_not_fit_are_named_with_the_nearest_name()
    {
        using var folder = Folder("age", "male", "kapa", "lambda", "creatinine", "mgus");
        using var short1 = Folder("age", "male");
        var named = folder.Refusal(File.ReadAllText(FlchainFile));

        Assert.Multiple(() =>
        {
            Assert.That(named, Does.Contain("'kapa' is no feature of the model. Did you mean 'kappa'?").And.Contain("'kappa' is asked for"));
            Assert.That(short1.Refusal(File.ReadAllText(FlchainFile)), Does.Contain("'mgus' is asked for"));
            Assert.That(short1.Refusal(Model(features: 3, trees: Stump)), Does.Contain("reads 3 features").And.Contain("lists 2"));
        });
    }

    [Test]
    public void Texts_need_codes()
    {
        using var folder = Folder("x", "c");
        using var texts = new ModelFolder("xgboost", "model.json", XGBoostModel.Open)
        { Plan = folder.Plan with { Features = [folder.Plan.Features[0], new FeaturePlan("c", "c", FeatureKind.Text)] } };

        Assert.That(texts.Refusal(Model(trees: Stump)), Does.Contain("'c'").And.Contain("'codes'").And.Not.Contain("'x'"));
    }

    [TestCase("80 04 95 10 00 00", "pickle")]
    [TestCase("62 69 6e 66 00 00", "old XGBoost")]
    [TestCase("7b 4c 00 00 00 00", "UBJSON")]
    [TestCase("7b 69 07 6c 65 61", "UBJSON")]
    [TestCase("50 4b 03 04 00 00", "ZIP")]
    [TestCase("1f 8b 08 00 00 00", "gzip")]
    [TestCase("00 00 80 7f 00 00", "not JSON")]
    [TestCase("5b 7b 7d 5d", "dump")]
    [TestCase("7b 7d", "no 'learner'")]
    public void A_file_of_another_kind_is_told_how_to_be_saved(string hex, string expected)
    {
        using var folder = Folder("x", "c");

        Assert.That(folder.Refusal(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))), Does.Contain(expected).And.Contain("save_model(\"model.json\")"));
    }

    [Test]
    public void The_binary_mushroom_model_is_told_how_to_be_saved()
    {
        using var folder = Folder("x", "c");

        Assert.That(folder.Refusal(File.ReadAllBytes(ModelFolder.Shared("models", "thirdparty_trees", "mushroom.model"))), Does.Contain("save_model(\"model.json\")"));
    }

    [Test]
    public void A_missing_file_and_a_wrong_hash_are_refused()
    {
        using var folder = Folder("x", "c");
        using var hashed = new ModelFolder("xgboost", "model.json", XGBoostModel.Open) { Plan = folder.Plan with { Sha256 = new string('0', 64) } };

        Assert.That(Assert.Throws<AuditInputException>(() => folder.OpenWithoutFile())!.Message, Does.Contain("'model.json' ('model.file') does not exist"));
        Assert.That(hashed.Refusal(Model(trees: Stump)), Does.Contain("SHA-256").And.Contain("'model.sha256'"));
    }

    [Test]
    public void An_output_that_contradicts_the_objective_is_refused()
    {
        using var folder = Folder("x", "c");
        using var logit = new ModelFolder("xgboost", "model.json", XGBoostModel.Open) { Plan = folder.Plan with { Output = ModelOutput.Logit } };
        using var risk = new ModelFolder("xgboost", "model.json", XGBoostModel.Open) { Plan = folder.Plan with { Output = ModelOutput.Probability } };
        using var other = new ModelFolder("xgboost", "model.json", XGBoostModel.Open) { Plan = folder.Plan with { PositiveClass = "sick" } };

        Assert.Multiple(() =>
        {
            Assert.That(logit.Refusal(Model(trees: Stump)), Does.Contain("'model.output' says logit"));
            Assert.That(risk.Refusal(Model("binary:logitraw", trees: Stump)), Does.Contain("'model.output' says probability"));
            Assert.That(other.Refusal(Model(trees: Stump)), Does.Contain("no class 'sick'"));
        });
    }
}
