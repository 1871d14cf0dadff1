using System.Globalization;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.Examples;

/// <summary>The examples of models that are files, run end to end: the scores are those of the library that made the model.</summary>
public sealed class ModelExamplesTests
{
    private static readonly string s_folder = Repository.In("configs", "examples");

    [TestCase("onnx", "ONNX Runtime, 8 named inputs")]
    [TestCase("mlnet", "ML.NET pipeline, 8 features by the names of its saved schema")]
    [TestCase("xgboost", "objective binary:logistic, 60 trees, scored by")]
    [TestCase("lightgbm", "objective binary sigmoid:1, 100 trees, scored by")]
    public void An_example_runs_says_how_its_model_was_read_and_its_plan_runs_again(string name, string reading)
    {
        using var temporary = new TemporaryFolder();
        var first = AuditRun.Execute(Path.Combine(s_folder, name + ".json"), new() { Output = temporary.In("first") });
        var results = Results(first);
        Assert.That(File.ReadAllText(Path.Combine(first.Folder, "report.html")).Contains(reading, StringComparison.Ordinal), "the report says how it was read");
        var plan = results["plan"]!.DeepClone();
        foreach (var part in new[] { plan["data"]!, plan["model"]! }) part["file"] = Path.GetFullPath((string)part["file"]!, s_folder).Replace('\\', '/');
        File.WriteAllText(temporary.In("again.json"), plan.ToJsonString());
        var again = Results(AuditRun.Execute(temporary.In("again.json"), new() { Output = temporary.In("again"), Workers = 1 }));
        foreach (var part in new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" })
            Assert.That(again[part]!.ToJsonString(), Is.EqualTo(results[part]!.ToJsonString()), part);
    }

    [TestCase("xgboost", "flchain_xgboost")]
    [TestCase("lightgbm", "flchain_lightgbm_text")]
    public void Trees_give_the_risks_of_the_library_that_grew_them(string name, string model)
    {
        var loaded = ConfigFile.Load(Path.Combine(s_folder, name + ".json"));
        using var opened = ModelCatalog.Open(loaded.Plan.Diagnostic().Model, new(loaded.Folder))!;
        var scores = CohortFile.Load(loaded.Plan.Diagnostic(), loaded.Folder, opened).Cohort.Scores;
        var expected = File.ReadLines(Repository.In("datasets", "models", model, "expected.csv")).Skip(1).Select(l => double.Parse(l.Split(',')[1], CultureInfo.InvariantCulture));
        Assert.That(scores, Has.Length.EqualTo(2036));
        Assert.That(scores, Is.EqualTo(expected).Within(1e-6));
    }

    /// <summary>Whoever adds an example names here the test that runs it.</summary>
    [Test]
    public void Every_example_is_run_by_a_test_and_every_source_has_one()
    {
        var run = new Dictionary<string, string[]>
        {
            [nameof(ModelExamplesTests)] = ["onnx", "mlnet", "xgboost", "lightgbm"],
            [nameof(TableExamplesTests)] = ["parquet", "predictions_long", "sql"],
            [nameof(WorkerExampleTests)] = ["worker_sklearn", "worker_node"],
            [nameof(EndpointExampleTests)] = ["http_open_inference", "http_json", "chat"],
            [nameof(ImageExampleTests)] = ["images"],
            [nameof(SyntheticRecordsExampleTests)] = [.. SyntheticRecordsExampleTests.Examples],
        };
        var examples = Directory.GetFiles(s_folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).ToArray();
        Assert.That(run.Values.SelectMany(names => names), Is.EquivalentTo(examples));
        var models = examples.Select(e => ConfigFile.Load(Path.Combine(s_folder, e + ".json")).Plan).OfType<DiagnosticPlan>();
        Assert.That(models.Select(p => p.Model.Kind).Distinct(), Is.EquivalentTo(ModelCatalog.All.Select(s => s.Kind)));
    }

    private static JsonNode Results(CompletedRun run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!;
}
