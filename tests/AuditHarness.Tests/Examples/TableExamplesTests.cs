using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AuditHarness.Examples;

/// <summary>The same patients and scores as CSV, as Parquet, from a query and with a row per class give the same audit to the last digit.</summary>
[TestFixture]
internal sealed class TableExamplesTests : IDisposable
{
    private readonly TemporaryFolder _temporary = new();

    // Each is looked at from several sides.
    private readonly ConcurrentDictionary<string, Lazy<CompletedRun>> _examples = [];

    public void Dispose() => _temporary.Dispose();

    [TestCase("parquet.json", "flchain.parquet, predictions.csv")]
    [TestCase("predictions_long.json", "flchain.csv, predictions_long.csv")]
    [TestCase("sql.json", "flchain.parquet, predictions.csv")]
    public void The_example_gives_the_audit_of_the_csv_files(string example, string files)
    {
        var (csv, other) = (Results(ShippedRuns.Of("flchain.json")), Results(Example(example)));
        // The query adds an attribute of its own.
        string Of(JsonObject results, string part) => string.Join("\n", results[part]!.AsArray().Select(m => m!.ToJsonString()).Where(m => !m.Contains("kidney", StringComparison.Ordinal)));
        foreach (var part in new[] { "measurements", "findings" }) Assert.That(Of(other, part), Is.EqualTo(Of(csv, part)), part);
        Assert.That(other["threshold"]!.ToJsonString(), Is.EqualTo(csv["threshold"]!.ToJsonString()));
        Assert.That(string.Join(", ", other["inputs"]!.AsArray().Skip(1).Select(i => Path.GetFileName((string)i!["file"]!))), Is.EqualTo(files));
    }

    [TestCase("parquet.json", "DuckDB"), TestCase("predictions_long.json", ""), TestCase("sql.json", "DuckDB")]
    public void The_manifest_says_what_read_the_data_and_in_which_version(string example, string library)
    {
        var libraries = JsonNode.Parse(File.ReadAllText(Path.Combine(Example(example).Folder, "manifest.json")))!["tool"]!["libraries"]!.AsArray();
        Assert.That(string.Join(' ', libraries.Select(l => (string)l!["name"]!)), Is.EqualTo(library));
        Assert.That(libraries.Select(l => (string)l!["version"]!), Is.All.Match(@"^\d+\.\d+\.\d+$"));
    }

    [TestCase("parquet.json"), TestCase("predictions_long.json"), TestCase("sql.json")]
    public void The_plan_in_the_results_can_be_run_again_as_a_config(string example)
    {
        var first = Results(Example(example));
        var plan = first["plan"]!.DeepClone().AsObject();
        foreach (var part in new[] { plan["data"]!, plan["model"]! })
            if (part["file"] is { } file) part["file"] = Absolute((string)file!);
        if (plan["data"]!["tables"] is JsonObject tables)
            foreach (var name in tables.Select(t => t.Key).ToArray()) tables[name] = Absolute((string)tables[name]!);
        File.WriteAllText(_temporary.In("again " + example), plan.ToJsonString());
        var second = Results(AuditRun.Execute(_temporary.In("again " + example), new() { Output = _temporary.In("second " + example) }));
        foreach (var part in new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" })
            Assert.That(second[part]!.ToJsonString(), Is.EqualTo(first[part]!.ToJsonString()), part);
    }

    private CompletedRun Example(string example) => _examples.GetOrAdd(
        example, name => new(() => AuditRun.Execute(Repository.In("configs", "examples", name), new() { Output = _temporary.In(name) }))).Value;

    private static JsonObject Results(CompletedRun run) => JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();

    private static string Absolute(string file) => Path.GetFullPath(Path.Combine(Repository.In("configs", "examples"), file)).Replace('\\', '/');
}
