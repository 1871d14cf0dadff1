using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness;

/// <summary>The shipped workers, run for real: one logistic regression through ML.NET, ONNX, scikit-learn and Node.</summary>
public sealed class WorkerExampleTests
{
    private static readonly string s_folder = Repository.In("configs", "examples");

    private static string Interpreter(string name) => name == "worker_node" ? Interpreters.Node : Interpreters.PythonWithSklearn;

    [TestCase("worker_sklearn")]
    [TestCase("worker_node")]
    public void A_worker_gives_the_scores_of_ONNX_and_of_MLNET(string name)
    {
        var plan = Plan(name);
        var worker = Scores(plan);
        var onnx = plan.Model with { Kind = ModelCatalog.Onnx, File = "../../datasets/models/health_insurance_logistic/model.onnx", Output = ModelOutput.Probability, Worker = null };
        var archive = JsonNode.Parse(File.ReadAllText(Repository.In("datasets", "models", "health_insurance_logistic", "model.json")))!["model"]!["sha256"]!.GetValue<string>();
        var mlnet = onnx with { Kind = ModelCatalog.MlNet, File = "../../datasets/models/health_insurance_logistic/model.zip", Sha256 = archive, Output = null };
        Assert.Multiple(() =>
        {
            Assert.That(worker, Has.Length.GreaterThan(3000));
            Assert.That(worker.Distinct().Count(), Is.GreaterThan(1000));
            Assert.That(worker, Is.EqualTo(Scores(plan with { Model = onnx })).Within(1e-6));
            Assert.That(worker, Is.EqualTo(Scores(plan with { Model = mlnet })).Within(1e-6));
        });
    }

    [Test]
    public void Both_workers_give_the_same_scores() =>
        Assert.That(Scores(Plan("worker_node")), Is.EqualTo(Scores(Plan("worker_sklearn"))).Within(1e-12));

    [TestCase("worker_sklearn")]
    [TestCase("worker_node")]
    public void An_example_runs_and_the_plan_in_its_results_runs_again_with_the_same_figures(string name)
    {
        using var temporary = new TemporaryFolder();
        File.WriteAllText(temporary.In("audit.json"), Moved(Config(name)).ToJsonString());
        var first = AuditRun.Execute(temporary.In("audit.json"), new() { Output = temporary.In("first") });
        File.WriteAllText(temporary.In("again.json"), JsonNode.Parse(File.ReadAllText(Path.Combine(first.Folder, "results.json")))!["plan"]!.ToJsonString());
        var again = AuditRun.Execute(temporary.In("again.json"), new() { Output = temporary.In("again"), Workers = 1 });
        Assert.Multiple(() =>
        {
            Assert.That(Figures(again), Is.EqualTo(Figures(first)));
            Assert.That((first.Result.Model.Name, first.Result.Model.Version), Is.EqualTo(("health_insurance_logistic", "1")), "as the worker says");
            Assert.That(first.Result.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "data", "model", "model-data" }));
            Assert.That(File.ReadAllText(Path.Combine(first.Folder, "report.html")), Does.Contain("Worker process, features by name; its answer is read as the risk as it stands; the SHA-256 is that of its 2 files one after the other."));
        });
    }

    [Test]
    public void The_audit_through_a_worker_is_the_audit_through_ONNX()
    {
        using var temporary = new TemporaryFolder();
        JsonObject Run(string name, Action<JsonObject> change)
        {
            var config = Moved(Config("worker_sklearn"));
            config["audits"] = new JsonArray("performance", "calibration", "utility", "disparity");
            config.Remove("explanations");
            change(config["model"]!.AsObject());
            File.WriteAllText(temporary.In(name + ".json"), config.ToJsonString());
            return JsonNode.Parse(File.ReadAllText(Path.Combine(AuditRun.Execute(temporary.In(name + ".json"), new() { Output = temporary.In(name) }).Folder, "results.json")))!.AsObject();
        }
        var worker = Run("worker", _ => { });
        var onnx = Run("onnx", model =>
        {
            (model["kind"], model["file"], model["output"]) = ("onnx", Repository.In("datasets", "models", "health_insurance_logistic", "model.onnx"), "probability");
            model.Remove("worker");
        });
        Assert.That(worker["measurements"]!.AsArray(), Has.Count.GreaterThan(100));
        foreach (var part in new[] { "threshold", "verdict", "measurements", "disparities" }) Same(worker[part], onnx[part], part);
    }

    // Limits that invert simulated worlds, and p-values, magnify the last digits of a score.
    private static void Same(JsonNode? one, JsonNode? other, string path)
    {
        switch (one, other)
        {
            case (JsonObject a, JsonObject b):
                Assert.That(a.Select(m => m.Key), Is.EqualTo(b.Select(m => m.Key)), path);
                foreach (var (key, value) in a) Same(value, b[key], $"{path}.{key}");
                break;
            case (JsonArray a, JsonArray b):
                Assert.That(a, Has.Count.EqualTo(b.Count), path);
                for (var k = 0; k < a.Count; k++) Same(a[k], b[k], $"{path}[{k}]");
                break;
            case (JsonValue a, JsonValue b) when a.GetValueKind() == System.Text.Json.JsonValueKind.Number:
                var (x, y) = (double.Parse(a.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture), double.Parse(b.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture));
                var within = path.Contains(".interval", StringComparison.Ordinal) || path.Contains(".pValue", StringComparison.Ordinal) ? 1e-4 : 1e-6;
                if (Math.Abs(x - y) > within * Math.Max(1, Math.Abs(x))) Assert.Fail($"{path}: {x:R} or {y:R}");
                break;
            default:
                if (!JsonNode.DeepEquals(one, other)) Assert.Fail($"{path}: {one} or {other}");
                break;
        }
    }

    private static JsonObject Config(string name)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, name + ".json")), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        config["model"]!["worker"]!["command"]![0] = Interpreter(name);
        return config;
    }

    /// <summary>The plan of an example, with an interpreter of this machine in place of the first on the PATH.</summary>
    private static DiagnosticPlan Plan(string name)
    {
        var plan = ConfigFile.Load(Path.Combine(s_folder, name + ".json")).Plan.Diagnostic();
        var worker = plan.Model.Worker!;
        return plan with { Model = plan.Model with { Worker = worker with { Command = [Interpreter(name), .. worker.Command.Skip(1)] } } };
    }

    private static double[] Scores(DiagnosticPlan plan)
    {
        using var model = ModelCatalog.Open(plan.Model, new(s_folder))!;
        return CohortFile.Load(plan, s_folder, model).Cohort.Scores;
    }

    /// <summary>The config for another folder: its paths are relative to that of the examples.</summary>
    private static JsonObject Moved(JsonObject config)
    {
        config.Remove("$schema");
        string There(JsonNode? path) => Path.GetFullPath(path!.GetValue<string>(), s_folder).Replace('\\', '/');
        config["data"]!["file"] = There(config["data"]!["file"]);
        var command = config["model"]!["worker"]!["command"]!.AsArray();
        for (var k = 1; k < command.Count; k++) command[k] = There(command[k]);
        return config;
    }

    private static string Figures(CompletedRun run)
    {
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();
        return string.Join("\n", new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" }.Select(k => results[k]!.ToJsonString()));
    }
}
