using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;

namespace AuditHarness.Examples;

/// <summary>
/// One logistic regression, shipped in five forms: as ML.NET's archive, as ONNX, in a scikit-learn worker, on a scoring server and as a
/// file of its predictions. The audit is the same, end to end, whichever form it is given.
/// </summary>
public sealed class FiveSourcesTests
{
    private const double Threshold = 0.1;

    /// <summary>How far two runtimes may lie apart in a score; farther than this every score lies from the threshold and from the next one.</summary>
    private const double Apart = 2e-6;

    private static readonly string s_model = Repository.In("datasets", "models", "health_insurance_logistic");

    [Test]
    public void The_audit_is_the_same_to_1e_6_through_MLNET_ONNX_a_Python_worker_an_HTTP_server_and_a_predictions_file()
    {
        var python = Interpreters.PythonWithSklearn;
        using var temporary = new TemporaryFolder();
        using var server = new ExampleServer();
        WriteCohort(temporary);
        static JsonObject Model(string kind, params (string Key, JsonNode Value)[] keys)
        {
            var model = new JsonObject { ["kind"] = kind, ["name"] = "health_insurance_logistic", ["version"] = "1" };
            foreach (var (key, value) in keys) model[key] = value;
            return model;
        }

        string archive = Path.Combine(s_model, "model.zip"), hash = JsonNode.Parse(File.ReadAllText(Path.Combine(s_model, "model.json")))!["model"]!["sha256"]!.GetValue<string>();
        var first = Results(temporary, Model(ModelCatalog.MlNet, ("file", archive), ("sha256", hash)));
        JsonObject[] others =
        [
            Results(temporary, Model(ModelCatalog.Onnx, ("file", Path.Combine(s_model, "model.onnx")), ("output", "probability"))),
            Results(temporary, Model(ModelCatalog.Worker, ("worker", new JsonObject { ["command"] = new JsonArray(python, Path.Combine(s_model, "worker_sklearn.py"), Path.Combine(s_model, "coefficients.json")) }))),
            Results(temporary, Model(ModelCatalog.Http, ("http", new JsonObject { ["url"] = server.Url, ["protocol"] = "openInference", ["model"] = "health_insurance_logistic", ["output"] = "risk", ["batchRows"] = 500 }))),
            Results(temporary, Model(ModelPlan.Predictions, ("file", "predictions.csv"), ("id", "row_id"), ("score", "risk"))),
        ];

        Assert.That(first["measurements"]!.AsArray(), Has.Count.GreaterThan(300));
        Assert.That(first["disparities"]!.AsArray(), Has.Count.GreaterThan(100));
        Assert.Multiple(() =>
        {
            foreach (var other in others)
            {
                var kind = (string)other["model"]!["kind"]!;
                foreach (var part in new[] { "threshold", "verdict", "measurements", "findings" }) Same(first[part], other[part], $"{kind}: {part}");
                Same(Disparities(first, kind), Disparities(other, kind), $"{kind}: disparities");
                Same(Exhibits(first), Exhibits(other), $"{kind}: exhibits");
            }
        });
    }

    /// <summary>The disparities; of a file of predictions those that ask the model again cannot be made.</summary>
    private static JsonArray Disparities(JsonObject results, string kind) =>
        [.. results["disparities"]!.AsArray().Where(d => kind != ModelPlan.Predictions || (string)d!["metric"]! is not ("Consistency" or "CounterfactualFlipRate")).Select(d => d!.DeepClone())];

    /// <summary>The exhibits but for what is said of the source itself.</summary>
    private static JsonArray Exhibits(JsonObject results) => [.. results["exhibits"]!.AsArray().Where(e => (string)e!["id"]! != "notices").Select(e => e!.DeepClone())];

    /// <summary>
    /// Limits that come of simulated patients: where a score differs in its eighth digit, one of these may have the other outcome, and
    /// the limit is that of the next simulated cohort. Tests of calibration divide small differences by small errors.
    /// </summary>
    private static double Within(string path) =>
        path.Contains("calibration-by-chance", StringComparison.Ordinal) || (path.Contains(".interval", StringComparison.Ordinal) && (path.Contains(" Corp", StringComparison.Ordinal) || path.Contains("Isotonic]", StringComparison.Ordinal))) ? 1e-3
        : path.Contains("calibration-tests", StringComparison.Ordinal) ? 1e-5
        : 1e-6;

    private static JsonObject Results(TemporaryFolder temporary, JsonObject model)
    {
        var name = (string)model["kind"]!;
        var config = JsonNode.Parse(File.ReadAllText(Repository.In("configs", "examples", "http_json.json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        config.Remove("$schema");
        config["data"]!["file"] = "cohort.csv";
        config["data"]!.AsObject().Remove("split");
        if (name != ModelPlan.Predictions) model["features"] = config["model"]!["features"]!.DeepClone();
        config["model"] = model;
        config["audits"] = new JsonArray("performance", "calibration", "utility", "disparity");
        File.WriteAllText(temporary.In(name + ".json"), config.ToJsonString());
        return JsonNode.Parse(File.ReadAllText(Path.Combine(AuditRun.Execute(temporary.In(name + ".json"), new() { Output = temporary.In(name) }).Folder, "results.json")))!.AsObject();
    }

    /// <summary>
    /// The patients of the test part whose scores are not at the threshold and not next to another's, which the last digit of a runtime
    /// would put on the other side; and their predictions, as ONNX gives them.
    /// </summary>
    private static void WriteCohort(TemporaryFolder temporary)
    {
        var loaded = ConfigFile.Load(Repository.In("configs", "health_insurance_logistic.json"));
        using var model = ModelCatalog.Open(loaded.Plan.Diagnostic().Model, new(loaded.Folder))!;
        var scores = CohortFile.Load(loaded.Plan.Diagnostic(), loaded.Folder, model).Cohort.Scores;
        var lines = File.ReadAllLines(Path.GetFullPath(loaded.Plan.Diagnostic().Data.File, loaded.Folder));
        // The first column is row_id, the last one split, and no field of the file holds a comma.
        var rows = lines.Skip(1).Where(l => l.EndsWith(",\"test\"", StringComparison.Ordinal)).ToArray();
        Assert.That(rows, Has.Length.EqualTo(scores.Length));
        var distinct = scores.Distinct().Order().ToArray();
        var close = distinct.Where((s, k) => Math.Abs(s - Threshold) < Apart || (k > 0 && s - distinct[k - 1] < Apart) || (k + 1 < distinct.Length && distinct[k + 1] - s < Apart)).ToHashSet();
        var kept = Enumerable.Range(0, rows.Length).Where(r => !close.Contains(scores[r])).ToArray();
        Assert.That(kept, Has.Length.GreaterThan(3000));
        File.WriteAllLines(temporary.In("cohort.csv"), [lines[0], .. kept.Select(r => rows[r])]);
        File.WriteAllLines(temporary.In("predictions.csv"), ["row_id,risk", .. kept.Select(r => string.Create(CultureInfo.InvariantCulture, $"{rows[r].Split(',')[0]},{scores[r]:R}"))]);
    }

    private static void Same(JsonNode? one, JsonNode? other, string path)
    {
        switch (one, other)
        {
            case (JsonObject a, JsonObject b):
                if (!a.Select(m => m.Key).SequenceEqual(b.Select(m => m.Key))) Assert.Fail($"{path}: {string.Join(' ', a.Select(m => m.Key))} or {string.Join(' ', b.Select(m => m.Key))}");
                else foreach (var (key, value) in a) Same(value, b[key], $"{path}.{key}");
                break;
            case (JsonArray a, JsonArray b):
                if (a.Count != b.Count) Assert.Fail($"{path}: {a.Count} or {b.Count}");
                else for (var k = 0; k < a.Count; k++) Same(a[k], b[k], $"{path}[{k}{(a[k] is JsonObject o && (o["metric"] ?? o["id"]) is { } name ? $" {name}" : "")}]");
                break;
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                var (x, y) = (a.GetValue<double>(), b.GetValue<double>());
                if (Math.Abs(x - y) > Within(path) * Math.Max(1, Math.Abs(x))) Assert.Fail($"{path}: {x:R} or {y:R}");
                break;
            default:
                if (!JsonNode.DeepEquals(one, other)) Assert.Fail($"{path}: {one} or {other}");
                break;
        }
    }
}
