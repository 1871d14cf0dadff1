using System.Text;
using System.Text.Json.Nodes;
using AuditHarness.Audits;
using AuditHarness.Expectations;

namespace AuditHarness;

/// <summary>Audits of models that run, as people embed them.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class RunningModelTests
{
    private const string Expectations = """
        { "metric": "AttributionShare", "feature": "who", "where": { "sex": "*" }, "atMost": 0.9 },
        { "metric": "ScoreGapContribution", "feature": "who", "where": { "sex": "*", "age": "*" }, "atMost": 5 },
        { "metric": "AttributeRecoverability", "feature": "who", "where": { "sex": "*" }, "atMost": 1 },
        { "metric": "MeanAttribution", "feature": "who", "atMost": 1 }
        """;

    /// <summary>Structures that are trees, weights, and unknown, as Tanh bends the margin.</summary>
    private static IEnumerable<(string Kind, byte[] File)> Models() =>
    [
        ("xgboost", Encoding.UTF8.GetBytes(SmallModels.XGBoost)),
        ("lightgbm", Encoding.UTF8.GetBytes(SmallModels.LightGbm)),
        ("onnx", new TinyOnnx().ToBytes()),
        ("onnx", new TinyOnnx { NamedInputs = true, Last = [("Tanh", "", ["margin"]), ("Sigmoid", "", ["step0"])] }.ToBytes()),
    ];

    [TestCaseSource(nameof(Models))]
    public void The_plan_in_the_results_can_be_run_again_as_a_config_and_gives_the_same_figures((string Kind, byte[] File) model)
    {
        using var audit = Audit(model.Kind, model.File);
        var first = AuditRun.Execute(audit.Config, new() { Output = audit.In("first") });
        audit.Write("again.json", Results(first)["plan"]!.ToJsonString());
        var again = AuditRun.Execute(audit.In("again.json"), new() { Output = audit.In("second") });
        Assert.Multiple(() =>
        {
            Assert.That(first.Result.Findings.Select(f => f.Expectation.Metric).Distinct().Count(), Is.GreaterThanOrEqualTo(5));
            foreach (var part in new[] { "plan", "model", "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" })
                Assert.That(Results(again)[part]!.ToJsonString(), Is.EqualTo(Results(first)[part]!.ToJsonString()), part);
        });
    }

    [Test]
    public void The_same_bytes_come_out_for_any_number_of_workers([ValueSource(nameof(Models))] (string Kind, byte[] File) model)
    {
        using var audit = Audit(model.Kind, model.File);
        var results = new[] { 1, 2, 7 }.Select(workers =>
        {
            var results = Results(AuditRun.Execute(audit.Config, new() { Output = audit.In("out"), Workers = workers }));
            results.Remove("run");
            return results.ToJsonString();
        }).ToList();
        Assert.That(results.Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void The_model_is_among_the_inputs_with_the_hash_of_its_file()
    {
        using var audit = Audit("onnx", new TinyOnnx().ToBytes());
        var run = AuditRun.Execute(audit.Config, new() { Output = audit.In("out") });
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(audit.In("model.bin"))));
        Assert.That(run.Result.Inputs.Select(i => (i.Role, i.File)), Is.EqualTo(new[] { ("config", "audit.json"), ("data", "data.csv"), ("model", "model.bin") }));
        Assert.That((run.Result.Inputs[2].Sha256, run.Result.Model.Sha256), Is.EqualTo((hash, hash)));
    }

    [Test]
    public void Steps_are_told_in_their_order()
    {
        using var audit = Audit("lightgbm", Encoding.UTF8.GetBytes(SmallModels.LightGbm));
        var steps = new List<string>();
        AuditRun.Execute(audit.Config, new() { Output = audit.In("out"), Workers = 1, Progress = new Told(p => steps.Add(p.Step)) });
        Assert.That(steps.Distinct().Take(4), Is.EqualTo(new[] { "Opening the model", "Reading the data", "Scoring the patients", "Measuring subgroups" }));
    }

    private static SmallAudit Audit(string kind, byte[] file)
    {
        var audit = new SmallAudit(expectations: Expectations);
        audit.Use(kind, file);
        audit.Edit("audit.json", t => t.Replace("\"seed\": 7", "\"explanations\": { \"rows\": 100, \"background\": 50, \"players\": { \"who\": [\"male\"] } }, \"seed\": 7", StringComparison.Ordinal));
        return audit;
    }

    private static JsonObject Results(CompletedRun run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();

    private sealed class Told(Action<AuditProgress> action) : IProgress<AuditProgress>
    {
        public void Report(AuditProgress value) => action(value);
    }
}
