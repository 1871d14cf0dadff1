using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Explanations;

namespace AuditHarness;

/// <summary>
/// One cohort audited through ML.NET, through the model's twin in ONNX, and by a file of the predictions: the same results to 1e-6.
/// </summary>
[Parallelizable(ParallelScope.All)]
public sealed class AuditedParityTests
{
    private const double Tolerance = 1e-6;

    /// <summary>A p-value counts a gap in standard errors: it magnifies a difference of 1e-6 by one over a standard error of 0.01.</summary>
    private const double ToleranceOfP = 1e-4;

    // Limits of simulated worlds stand still over a few thousandths of a standard error: with a gap of next to nothing its p-value is 1 or nearly so.
    private const double NothingThere = 0.99;

    // Limits that invert simulated worlds or read a step of the ranking magnify the last digits of a score.
    private const double ToleranceOfLimits = 1e-4;

    /// <summary>Every shipped config of a trained model that has a twin.</summary>
    internal static IEnumerable<string> Configs() => Directory.EnumerateFiles(Repository.In("configs"), "*.json")
        .Where(f => Model(f) is { } model && model["kind"]?.GetValue<string>() == ModelCatalog.MlNet && File.Exists(Twin(f, model)))
        .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    [Test]
    public void There_are_models_with_a_twin() => Assert.That(Configs().Count(), Is.GreaterThanOrEqualTo(3));

    [TestCaseSource(nameof(Configs))]
    public void Three_ways_to_the_same_scores_give_the_same_results(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Repository.In("configs", name);
        var config = ConfigFile.Load(path);
        var first = ShippedRuns.Of(name);

        using var model = ModelCatalog.Open(config.Plan.Diagnostic().Model, new(config.Folder))!;
        var cohort = CohortFile.Load(config.Plan.Diagnostic(), config.Folder, model).Cohort;
        Assert.That(cohort.Scores.Min(s => Math.Abs(s - first.Result.Threshold!.Value)), Is.GreaterThan(Tolerance), "a score so near the threshold may fall to either side of it");

        var plan = Results(first)["plan"]!.AsObject();
        foreach (var part in new[] { "data", "model" })
            plan[part]!["file"] = Path.GetFullPath(plan[part]!["file"]!.GetValue<string>(), Repository.In("configs")).Replace('\\', '/');
        var twin = Run(folder, "onnx", plan, m =>
        {
            m["model"]!["kind"] = ModelCatalog.Onnx;
            m["model"]!["file"] = Path.ChangeExtension(m["model"]!["file"]!.GetValue<string>(), ".onnx");
            m["model"]!.AsObject().Remove("sha256");
        });
        File.WriteAllText(folder.In("predictions.csv"), Predictions(config, cohort));
        var predictions = Run(folder, "predictions", plan, m =>
        {
            m["model"] = new JsonObject { ["kind"] = ModelPlan.Predictions, ["file"] = "predictions.csv" };
            m["audits"] = new JsonArray([.. AuditCatalog.OfScores.Select(a => (JsonNode)a)]);
            m.Remove("explanations");
            m["expectations"] = new JsonArray([.. m["expectations"]!.AsArray().Where(IsOfScores).Select(e => e!.DeepClone())]);
        });

        var figures = Figures(first);
        Assert.That(Differences(figures, Figures(twin)), Is.Empty, "ONNX");
        var ofScores = Figures(first);
        ofScores["findings"] = new JsonArray([.. ofScores["findings"]!.AsArray().Where(IsOfScores).Select(f => f!.DeepClone())]);
        ofScores.Remove("exhibits");
        var ofPredictions = Figures(predictions);
        ofPredictions.Remove("exhibits");
        foreach (var figuresOfScores in new[] { ofScores, ofPredictions })
            figuresOfScores["disparities"] = new JsonArray([.. figuresOfScores["disparities"]!.AsArray().Where(d => !AsksTheModel(d)).Select(d => d!.DeepClone())]);
        Assert.That(Differences(ofScores, ofPredictions), Is.Empty, "predictions");
        Assert.That(ofScores["measurements"]!.AsArray(), Has.Count.GreaterThan(100));
    }

    [Test]
    public void The_comparison_can_fail()
    {
        JsonNode one = new JsonObject { ["a"] = new JsonArray(1.0, "x", null), ["b"] = 2 };
        Assert.Multiple(() =>
        {
            Assert.That(Differences(one, one.DeepClone()), Is.Empty);
            Assert.That(Differences(one, new JsonObject { ["a"] = new JsonArray(1.0 + 5e-7, "x", null), ["b"] = 2 }), Is.Empty);
            Assert.That(Differences(one, new JsonObject { ["a"] = new JsonArray(1.000002, "x", null), ["b"] = 2 }), Is.EqualTo(new[] { "$.a[0]: 1 or 1.000002" }));
            Assert.That(Differences(one, new JsonObject { ["a"] = new JsonArray(1.0, "y", 0), ["b"] = 2 }).Count(), Is.EqualTo(2));
            Assert.That(Differences(one, new JsonObject { ["a"] = new JsonArray(1.0, "x"), ["b"] = 2 }).Count(), Is.EqualTo(1));
            Assert.That(Differences(one, new JsonObject { ["a"] = new JsonArray(1.0, "x", null) }).Count(), Is.EqualTo(1));
        });
    }

    /// <summary>Differences of two JSON values: numbers beyond the tolerance, and everything else that is not the same.</summary>
    private static IEnumerable<string> Differences(JsonNode? one, JsonNode? other, string path = "$")
    {
        switch (one, other)
        {
            case (JsonObject a, JsonObject b) when a.Select(m => m.Key).SequenceEqual(b.Select(m => m.Key)):
                return a.SelectMany(m => Differences(m.Value, b[m.Key], $"{path}.{m.Key}"));
            case (JsonArray a, JsonArray b) when a.Count == b.Count:
                return a.SelectMany((item, k) => Differences(item, b[k], FormattableString.Invariant($"{path}[{k}]")));
            case (JsonValue a, JsonValue b) when a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number:
                var (x, y) = (Number(a), Number(b));
                return (IsPValue(path) && Math.Min(x, y) > NothingThere) || Math.Abs(x - y) <= ToleranceAt(path) * Math.Max(1, Math.Abs(x)) ? [] : [string.Create(CultureInfo.InvariantCulture, $"{path}: {x:R} or {y:R}")];
            default:
                return JsonNode.DeepEquals(one, other) ? [] : [$"{path}: {Short(one)} or {Short(other)}"];
        }
    }

    private static bool IsPValue(string path) => path.Contains(".pValue", StringComparison.Ordinal);

    private static double ToleranceAt(string path) =>
        IsPValue(path) ? ToleranceOfP : path.Contains(".interval.", StringComparison.Ordinal) ? ToleranceOfLimits : Tolerance;

    private static double Number(JsonValue value) => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture);

    private static string Short(JsonNode? node) => node?.ToJsonString() is { } text ? text[..Math.Min(text.Length, 200)] : "null";

    // These look at the features, or ask the model again: scores from a file do not allow it.
    private static bool AsksTheModel(JsonNode? gap) => gap!["metric"]!.GetValue<string>() is "Consistency" or "CounterfactualFlipRate";

    private static bool IsOfScores(JsonNode? named) => ExplanationCatalog.Find(named!["metric"]!.GetValue<string>()) is null;

    /// <summary>What was found, without texts that round figures, and without what names the model or the parity of its own runtime.</summary>
    private static JsonObject Figures(CompletedRun run)
    {
        var results = Results(run);
        var figures = new JsonObject();
        foreach (var part in new[] { "threshold", "verdict", "measurements", "disparities", "exhibits" }) figures[part] = results[part]!.DeepClone();
        figures["exhibits"] = new JsonArray([.. figures["exhibits"]!.AsArray()
            .Where(e => e!["kind"]!.GetValue<string>() is "attributionBars" or "gapDecomposition" or "waterfall" or "reliability").Select(e => e!.DeepClone())]);
        figures["findings"] = new JsonArray([.. results["findings"]!.AsArray().Select(f =>
        {
            var finding = f!.DeepClone().AsObject();
            foreach (var rounded in new[] { "sentence", "morePatients" }) finding.Remove(rounded);
            return finding;
        })]);
        return figures;
    }

    private static CompletedRun Run(TemporaryFolder folder, string name, JsonObject plan, Action<JsonObject> change)
    {
        var changed = plan.DeepClone().AsObject();
        change(changed);
        File.WriteAllText(folder.In(name + ".json"), changed.ToJsonString());
        return AuditRun.Execute(folder.In(name + ".json"), new() { Output = folder.In(name) });
    }

    /// <summary>Id and score of every row that was scored, from the data read anew and by other means.</summary>
    private static string Predictions(LoadedConfig config, Cohorts.ScoredCohort cohort)
    {
        var data = config.Plan.Diagnostic().Data;
        var rows = File.ReadLines(Path.Combine(config.Folder, data.File)).Select(l => l.Split(',').Select(f => f.Trim('"')).ToArray()).ToList();
        int Column(string name) => Array.IndexOf(rows[0], name);
        var text = new StringBuilder($"{data.Id},score\n");
        foreach (var (part, scores) in new[] { (data.Split?.Evaluate, cohort.Scores), (data.Split?.Calibrate, cohort.Calibration?.Scores ?? []) })
        {
            var scored = rows.Skip(1).Where(r => r[Column(data.Label)].Length > 0 && (data.Split is null ? scores.Length > 0 : r[Column(data.Split.Column)] == part)).ToList();
            if (scores.Length == 0) continue;
            Assert.That(scored, Has.Count.EqualTo(scores.Length));
            for (var k = 0; k < scores.Length; k++) text.Append(CultureInfo.InvariantCulture, $"{scored[k][Column(data.Id!)]},{scores[k]:R}\n");
        }
        return text.ToString();
    }

    private static JsonObject Results(CompletedRun run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();

    private static JsonNode? Model(string config) => JsonNode.Parse(
        File.ReadAllText(config), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!["model"];

    private static string Twin(string config, JsonNode model) =>
        Path.ChangeExtension(Path.GetFullPath(model["file"]!.GetValue<string>(), Path.GetDirectoryName(config)!), ".onnx");
}
