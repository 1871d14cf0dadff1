using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>Models that run: what a config says of them, and every rule broken once.</summary>
public class ModelReaderTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Test, SetCulture("tr-TR")]
    public void A_model_that_runs_becomes_the_plan_it_says()
    {
        var plan = SampleConfig.Load(SampleConfig.Running).Plan.Diagnostic();
        var model = plan.Model;
        Assert.Multiple(() =>
        {
            Assert.That((model.Kind, model.File, model.Id, model.Score, model.Name, model.Version), Is.EqualTo(("onnx", "models/net.v3.onnx", (string?)null, (string?)null, "net.v3", "3")));
            Assert.That(model.Features.Select(f => (f.Name, f.Column, f.Kind)), Is.EqualTo(new[]
            {
                ("kappa", "kappa", FeatureKind.Number), ("male", "gender", FeatureKind.Number), ("region", "region", FeatureKind.Text),
            }));
            Assert.That(model.Features[0].Codes, Is.Null);
            Assert.That(model.Features[1].Codes, Is.EqualTo(new Dictionary<string, double> { ["m"] = 1, ["f"] = 0 }));
            Assert.That(model.Sha256, Is.EqualTo(Hash), "lower case");
            Assert.That((model.Output, model.PositiveClass), Is.EqualTo((ModelOutput.Logit, "1")));
            Assert.That(model.AllowedDomains, Is.EqualTo(new[] { "com.microsoft" }));
            Assert.That(plan.Data.Id, Is.Null, "no id is needed where nothing is joined");
            Assert.That(plan.Audits, Is.EqualTo(AuditCatalog.All));
        });
    }

    [TestCase("onnx")]
    [TestCase("xgboost")]
    [TestCase("lightgbm")]
    public void The_least_that_a_model_that_runs_must_say(string kind)
    {
        var model = SampleConfig.Load(Model($"\"kind\": \"{kind}\", \"file\": \"m.bin\", \"features\": [\"a\"]")).Plan.Diagnostic().Model;
        Assert.That((model.Name, model.Sha256, model.Output, model.PositiveClass, model.AllowedDomains.Count), Is.EqualTo(("m", (string?)null, (ModelOutput?)null, (string?)null, 0)));
    }

    [TestCase("\"kind\": \"onx\"", ".kind: 'onx' is not known here. Did you mean 'onnx'?")]
    [TestCase("\"kind\": \"onnx\", \"features\": [\"a\"]", ": the key 'file' is missing: a model of kind 'onnx' is a file.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\"", ": the key 'features' is missing: a model of kind 'onnx' scores columns of the data.")]
    [TestCase("\"kind\": \"mlnet\", \"file\": \"m.zip\", \"features\": [\"a\"]", ": the key 'sha256' is missing: an archive of ML.NET is code")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"./data.csv\", \"features\": [\"a\"]", ".file: this is the data file.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"id\": \"row\"", ".id: a model of kind 'onnx' scores the rows itself")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"score\": \"risk\"", ".score: a model of kind 'onnx' scores the rows itself")]
    [TestCase("\"kind\": \"xgboost\", \"file\": \"m.json\", \"features\": [\"a\"], \"allowDomains\": [\"x\"]", ".allowDomains: a model of kind 'xgboost' has no operator domains.")]
    [TestCase("\"kind\": \"predictions\", \"features\": [\"a\"]", ".features: predictions stand in a file already")]
    [TestCase("\"kind\": \"predictions\", \"sha256\": \"" + Hash + "\"", ".sha256: predictions stand in a file already")]
    [TestCase("\"kind\": \"predictions\", \"output\": \"logit\"", ".output: predictions stand in a file already")]
    [TestCase("\"kind\": \"predictions\", \"positiveClass\": \"1\"", ".positiveClass: predictions stand in a file already")]
    [TestCase("\"kind\": \"predictions\", \"allowDomains\": [\"x\"]", ".allowDomains: predictions stand in a file already")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"sha256\": \"12\"", ".sha256: expected 64 hexadecimal digits, found the text \"12\".")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"output\": \"logits\"", ".output: 'logits' is not known here. Did you mean 'logit'?")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"allowDomains\": [\"x\", \"x\"]", ".allowDomains[1]: 'x' stands here twice.")]
    [TestCase("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"a\"], \"sha\": 1", ".sha: there is no key 'sha' here.")]
    public void A_model_says_what_its_kind_needs_and_nothing_else(string model, string words)
    {
        PlanReaderTests.Fault(Model(model), "line 4, $.model");
        PlanReaderTests.Fault(Model(model), words);
    }

    [TestCase("[]", ": the list is empty.")]
    [TestCase("\"a\"", ": expected a list")]
    [TestCase("[5]", "[0]: expected a column's name, or an object { \"column\", \"name\", \"kind\", \"codes\" }, found the number 5.")]
    [TestCase("[{ \"name\": \"a\" }]", "[0]: the key 'column' is missing.")]
    [TestCase("[\"a\", { \"column\": \"b\", \"name\": \"a\" }]", "[1]: a feature 'a' is already declared.")]
    [TestCase("[\"y\"]", "[0]: column 'y' is the label, which no model may be given.")]
    [TestCase("[{ \"column\": \"a\", \"kind\": \"txt\" }]", "[0].kind: 'txt' is not known here. Did you mean 'text'?")]
    [TestCase("[{ \"column\": \"a\", \"kind\": \"text\", \"codes\": { \"x\": 1 } }]", "[0].codes: codes turn texts into numbers, and this feature is a text.")]
    [TestCase("[{ \"column\": \"a\", \"codes\": { \"x\": \"1\" } }]", "[0].codes.x: expected a number, without quotes")]
    [TestCase("[{ \"column\": \"a\", \"codes\": { \"\": 1 } }]", "[0].codes['']: an empty field is a missing value and has no code.")]
    public void Features_are_columns_that_a_model_may_be_given(string features, string words) =>
        PlanReaderTests.Fault(Model($"\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": {features}"), ".features" + words);

    [Test]
    public void One_column_may_feed_two_inputs_and_a_protected_attribute_may_be_a_feature() =>
        Assert.That(SampleConfig.Load(Model("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"sex\", { \"column\": \"sex\", \"name\": \"again\", \"kind\": \"text\" }]")).Plan.Diagnostic().Model.Features, Has.Count.EqualTo(2));

    [Test]
    public void Neither_the_id_nor_the_follow_up_time_is_a_feature() => Assert.Multiple(() =>
    {
        foreach (var (key, part) in new[] { ("id", "id"), ("time", "follow-up time") })
            PlanReaderTests.Fault(
                Model("\"kind\": \"onnx\", \"file\": \"m.onnx\", \"features\": [\"c\"]").Replace("\"label\": \"y\"", $"\"label\": \"y\", \"{key}\": \"c\"", StringComparison.Ordinal),
                $"column 'c' is the {part}, which no model may be given");
    });

    private static string Model(string model) => SampleConfig.LeastBut("\"kind\": \"predictions\"", model);
}
