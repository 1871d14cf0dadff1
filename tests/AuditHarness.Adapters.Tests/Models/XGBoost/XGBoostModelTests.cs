using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;
using AuditHarness.Statistics;
using static AuditHarness.Adapters.Models.XGBoost.XGBoostJsonText;

namespace AuditHarness.Adapters.Models.XGBoost;

/// <summary>XGBoost's JSON gives the scores and attributions that XGBoost itself gives.</summary>
public class XGBoostModelTests
{
    private static readonly string[] Names = ["age", "male", "kappa", "lambda", "creatinine", "mgus"];
    private static readonly string FlchainFile = ModelFolder.Own("XGBoost", "flchain", "model.json");

    private static ModelFolder Flchain(params string[] features) => new("xgboost", "model.json", XGBoostModel.Open, features.Length == 0 ? Names : features);

    private static ModelFolder Unnamed() => new("xgboost", "model.json", XGBoostModel.Open, "x", "c");

    [Test]
    public void Margins_and_risks_are_those_of_XGBoost()
    {
        using var folder = Flchain();
        using var model = folder.Open(File.ReadAllText(FlchainFile));
        var (head, rows) = ModelFolder.Csv(ModelFolder.Own("XGBoost", "flchain", "expected.csv"));
        var table = ModelFolder.TableOf(Names, rows);

        Assert.That(rows, Has.Length.EqualTo(300));
        Assert.That(rows.Count(r => double.IsNaN(r[4])), Is.EqualTo(42), "rows with a missing value");
        Assert.Multiple(() =>
        {
            Assert.That(ModelFolder.Margins(model, table), Is.EqualTo(Column(head, rows, "expected_margin")).Within(2e-6));
            Assert.That(model.Score(table), Is.EqualTo(Column(head, rows, "expected_p1")).Within(5e-7));
        });
    }

    [Test]
    public void Attributions_are_those_of_XGBoost()
    {
        using var folder = Flchain();
        using var model = folder.Open(File.ReadAllText(FlchainFile));
        var (head, rows) = ModelFolder.Csv(ModelFolder.Own("XGBoost", "flchain", "expected.csv"));

        string[] columns = [.. Names.Select(n => "shap_" + n), "shap_bias"];
        var expected = rows.SelectMany(r => columns.Select(c => r[Array.IndexOf(head, c)])).ToArray();
        Assert.That(ModelFolder.Attributions(model, ModelFolder.TableOf(Names, rows)), Is.EqualTo(expected).Within(1e-5));
    }

    [Test]
    public void All_2000_rows_of_the_shared_model_agree()
    {
        var (head, rows) = ModelFolder.Csv(ModelFolder.Shared("models", "flchain_xgboost", "expected.csv"));
        using var folder = Flchain();
        using var model = folder.Open(File.ReadAllText(ModelFolder.Shared("models", "flchain_xgboost", "model.json")));
        var table = ModelFolder.TableOf(Names, [.. rows.Select(r => r[1..7])]);

        Assert.That(model.Score(table), Is.EqualTo(Column(head, rows, "expected_p1")).Within(5e-7));
    }

    [Test]
    public void The_report_reads_how_the_model_was_read()
    {
        using var folder = Flchain();
        using var model = folder.Open(File.ReadAllText(FlchainFile));

        Assert.Multiple(() =>
        {
            Assert.That(model.Reading?.ToString(), Is.EqualTo("XGBoost 1.7.4, objective binary:logistic, 60 trees, scored by the audit's own tree scorer on numbers in " +
                "single precision; features by name. The sum of its trees is read as log-odds of the event and turned into a risk."));
            Assert.That(model.Identity.Kind, Is.EqualTo("xgboost"));
            Assert.That(model.Identity.Sha256, Has.Length.EqualTo(64));
        });
    }

    [Test]
    public void Features_are_found_by_name_whatever_their_order()
    {
        var (_, rows) = ModelFolder.Csv(ModelFolder.Own("XGBoost", "flchain", "expected.csv"));
        using var folder = Flchain();
        using var turned = Flchain([.. Names.Reverse()]);
        using var model = folder.Open(File.ReadAllText(FlchainFile));
        using var other = turned.Open(File.ReadAllText(FlchainFile));

        var reversed = rows.Select(r => r[..6].Reverse().ToArray()).ToArray();
        Assert.That(other.Score(turned.Table(reversed)), Is.EqualTo(model.Score(ModelFolder.TableOf(Names, rows))));
    }

    [TestCase("5E-1", 0)]
    [TestCase("[5E-1]", 0)]
    [TestCase("[2.5E-1]", -1.0986122886681098)]
    public void The_base_score_of_a_classifier_is_a_probability_in_any_layout(string text, double margin)
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(baseScore: text, trees: Stump));

        Assert.That(ModelFolder.Margins(model, folder.Table([5, 0])), Is.EqualTo(new[] { margin + 2 }).Within(1e-12));
    }

    [TestCase("reg:squarederror", Link.Identity)]
    [TestCase("binary:logitraw", Link.Logit)]
    public void The_base_score_of_other_objectives_is_taken_as_it_is(string objective, Link link)
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(objective, "2.5E-1", trees: Stump));

        Assert.That(ModelFolder.Margins(model, folder.Table([5, 0])), Is.EqualTo(new[] { 2.25 }));
        Assert.That(model.Structure!.Link, Is.EqualTo(link));
    }

    // XGBoost compares in single precision, where 0.1 and the threshold are the same number, and the threshold itself goes right.
    [TestCase(0.1, 2)]
    [TestCase(0.100000001, 2)]
    [TestCase(0.09999999, -1)]
    [TestCase(double.NaN, -1)]
    public void A_value_on_the_threshold_goes_right(double value, double leaf)
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Stump));

        Assert.That(ModelFolder.Margins(model, folder.Table([value, 0])), Is.EqualTo(new[] { leaf }));
    }

    // https://xgboost.readthedocs.io/en/stable/tutorials/categorical.html: the matching category goes right.
    [TestCase(1, 2)]
    [TestCase(3, 2)]
    [TestCase(40, 2)]
    [TestCase(0, -1)]
    [TestCase(2, -1)]
    [TestCase(41, -1)]
    [TestCase(1e9, -1)]
    [TestCase(-1, -1)]
    [TestCase(double.NaN, -1)]
    public void A_category_of_the_set_goes_right(double value, double leaf)
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Categories));

        Assert.That(ModelFolder.Margins(model, folder.Table([0, value])), Is.EqualTo(new[] { leaf }));
    }

    [Test]
    public void A_missing_category_goes_where_the_node_sends_it()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Categories.Replace("\"default_left\": [1,", "\"default_left\": [0,", StringComparison.Ordinal)));

        Assert.That(ModelFolder.Margins(model, folder.Table([0, double.NaN], [0, 7])), Is.EqualTo(new[] { 2.0, -1 }));
    }

    [Test]
    public void A_category_that_is_no_whole_number_is_refused()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Categories));

        var refusal = Assert.Throws<AuditInputException>(() => model.Score(folder.Table([0, 1.5], [0.5, 1], [0, double.NaN])))!;
        Assert.That(refusal.Message, Does.Contain("'c'").And.Contain("1 of 3 rows").And.Contain("'codes'"));
    }

    [Test]
    public void Parity_is_tried_on_thresholds_though_there_are_categories()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: [Stump, Categories]));
        var rows = folder.Table([.. Enumerable.Range(0, 100).Select(i => new[] { i / 100.0, i % 5 })]);

        var parity = ScorerParity.Check(model, rows, model.Score(rows), new Seed(1), CancellationToken.None);
        Assert.That(parity, Is.EqualTo(new ScorerParity(0, 143, 3, 40, parity.Notes)));
        Assert.That(parity.Notes, Is.Empty);
    }

    [Test]
    public void Old_versions_write_flags_as_true_and_false_and_have_no_categories()
    {
        using var folder = Unnamed();
        var tree = JsonNode.Parse(Stump)!.AsObject();
        tree["default_left"] = new JsonArray(true, false, false);
        foreach (var key in tree.Select(p => p.Key).Where(k => k.StartsWith("categor", StringComparison.Ordinal) || k == "split_type").ToArray()) tree.Remove(key);
        using var model = folder.Open(Model(trees: tree.ToJsonString()));

        Assert.That(ModelFolder.Margins(model, folder.Table([double.NaN, 0], [1, 0])), Is.EqualTo(new[] { -1.0, 2 }));
    }

    [Test]
    public void Dropped_trees_count_with_their_weight()
    {
        using var folder = Unnamed();
        var plain = Model(trees: [Stump, Stump]);
        var dart = Changed(plain, root =>
        {
            var gbtree = root.Gradient().DeepClone();
            root.Learner()["gradient_booster"] = new JsonObject { ["name"] = "dart", ["gbtree"] = gbtree, ["weight_drop"] = new JsonArray(0.25f, 0.5f) };
        });
        using var model = folder.Open(dart);

        Assert.That(ModelFolder.Margins(model, folder.Table([5, 0])), Is.EqualTo(new[] { 1.5 }));
    }

    [Test]
    public void Trees_after_the_best_iteration_do_not_count()
    {
        using var folder = Flchain();
        var all = File.ReadAllText(FlchainFile);
        var stopped = Changed(all, root => root.Learner()["attributes"] = new JsonObject { ["best_iteration"] = "9" });
        var cut = Changed(all, root =>
        {
            var model = root.Gradient()["model"]!.AsObject();
            root.Learner()["attributes"] = new JsonObject();
            model["trees"] = new JsonArray([.. model["trees"]!.AsArray().Take(10).Select(t => t!.DeepClone())]);
            model["tree_info"] = new JsonArray([.. Enumerable.Repeat(0, 10).Select(g => JsonValue.Create(g))]);
            model["gbtree_model_param"]!["num_trees"] = "10";
        });
        var (_, rows) = ModelFolder.Csv(ModelFolder.Own("XGBoost", "flchain", "expected.csv"));
        var table = ModelFolder.TableOf(Names, rows);
        using var one = folder.Open(stopped);
        using var other = folder.Open(cut);
        using var whole = folder.Open(all);

        Assert.Multiple(() =>
        {
            Assert.That(one.Score(table), Is.EqualTo(other.Score(table)));
            Assert.That(one.Score(table), Is.Not.EqualTo(whole.Score(table)));
            Assert.That(one.Reading?.ToString(), Does.Contain("10 trees (up to the best iteration, of 60)"));
        });
    }

    [TestCase("2147483647")]
    [TestCase("4294967295")]
    public void A_best_iteration_beyond_the_trees_takes_them_all(string best)
    {
        using var folder = Unnamed();
        using var model = folder.Open(Changed(Model(trees: [Stump, Stump]), root =>
        {
            root.Learner()["attributes"] = new JsonObject { ["best_iteration"] = best };
            root.Gradient()["model"]!["iteration_indptr"] = new JsonArray(0, 1, 2);
        }));

        Assert.That(ModelFolder.Margins(model, folder.Table([5, 0])), Is.EqualTo(new[] { 4.0 }));
    }

    [Test]
    public void Nodes_that_pruning_left_in_the_file_are_passed_over()
    {
        using var folder = Unnamed();
        var tree = """
            { "left_children": [3, -1, -1, -1, -1], "right_children": [4, -1, -1, -1, -1], "split_indices": [0, 2147483647, 2147483647, 0, 0],
              "split_conditions": [0, 0, 0, -3, 4], "default_left": [0, 0, 0, 0, 0], "sum_hessian": [2, 0, 0, 1, 1] }
            """;
        using var model = folder.Open(Model(trees: tree));

        Assert.That(ModelFolder.Margins(model, folder.Table([-1, 0], [0, 0])), Is.EqualTo(new[] { -3.0, 4 }));
        Assert.That(((ModelStructure.TreeSum)model.Structure!).Ensemble.HasCover, Is.True);
    }

    [Test]
    public void Sums_of_Hessians_that_do_not_add_up_are_no_cover()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Stump.Replace("[4E0,", "[7E0,", StringComparison.Ordinal)));

        Assert.That(((ModelStructure.TreeSum)model.Structure!).Ensemble.HasCover, Is.False);
    }

    [Test]
    public void The_risk_of_class_0_is_the_rest()
    {
        using var folder = Unnamed();
        using var other = new ModelFolder("xgboost", "model.json", XGBoostModel.Open, "x", "c") { Plan = folder.Plan with { PositiveClass = "0" } };
        using var one = folder.Open(Model(baseScore: "1E-1", trees: Stump));
        using var zero = other.Open(Model(baseScore: "1E-1", trees: Stump));
        var rows = folder.Table([0, 0], [1, 0]);

        Assert.That(zero.Score(rows), Is.EqualTo(one.Score(rows).Select(r => 1 - r)).Within(1e-15));
    }

    [Test]
    public void A_regression_that_answers_outside_0_to_1_gives_no_risk()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model("reg:squarederror", "0", trees: Stump));
        using var logit = new ModelFolder("xgboost", "model.json", XGBoostModel.Open, "x", "c") { Plan = folder.Plan with { Output = ModelOutput.Logit } };
        using var declared = logit.Open(Model("reg:squarederror", "0", trees: Stump));
        var rows = folder.Table([0, 0], [1, 0]);

        Assert.That(Assert.Throws<AuditInputException>(() => model.Score(rows))!.Message, Does.Contain("2 of 2 rows").And.Contain("\"output\": \"logit\""));
        Assert.That(declared.Score(rows), Is.EqualTo(new[] { 1 / (1 + Math.E), 1 / (1 + Math.Exp(-2)) }).Within(1e-15));
    }

    [Test]
    public void Columns_that_are_not_those_of_the_plan_are_refused()
    {
        using var folder = Unnamed();
        using var model = folder.Open(Model(trees: Stump));

        Assert.That(Assert.Throws<AuditInputException>(() => model.Score(ModelFolder.TableOf(["c", "x"], [[1, 2]])))!.Message, Does.Contain("'x', 'c'"));
        var text = new FeatureTable([new FeatureColumn.Text("x", ["a"], [0]), new FeatureColumn.Numeric("c", [1])]);
        Assert.That(Assert.Throws<AuditInputException>(() => model.Score(text))!.Message, Does.Contain("'codes'"));
    }

    private static double[] Column(string[] head, double[][] rows, string name) => [.. rows.Select(r => r[Array.IndexOf(head, name)])];
}
