using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Audits;

namespace AuditHarness.Examples;

/// <summary>
/// The examples of generators of records, each run once for all tests that look at it: into a folder of their own, with a store of draws
/// of their own.
/// </summary>
[SetUpFixture]
internal sealed class SyntheticRecordsRuns
{
    private static readonly string s_folder = Repository.In("configs", "examples");

    private static readonly Lazy<TemporaryFolder> s_temporary = new(() => new());

    private static readonly ConcurrentDictionary<string, Lazy<CompletedRun>> s_runs = [];

    /// <summary>The run of an example, by the name of its file.</summary>
    public static CompletedRun Of(string example) => s_runs.GetOrAdd(example, name => new(() => Execute(name, Example(name)))).Value;

    /// <summary>An example as it stands in the repository, its paths absolute and its interpreter one of this machine.</summary>
    public static JsonObject Example(string name)
    {
        var config = JsonNode.Parse(
            File.ReadAllText(Path.Combine(s_folder, name + ".json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        config.Remove("$schema");
        foreach (var part in new[] { "train", "holdout" })
        {
            var tables = config["records"]![part]!["tables"]!.AsObject();
            foreach (var (table, path) in tables.ToList()) tables[table] = There(path!);
        }
        var generator = config["generator"]!.AsObject();
        if (generator["file"] is { } file) generator["file"] = There(file);
        if (generator["worker"]?["command"]?.AsArray() is { } command)
        {
            command[0] = Interpreters.Python;
            for (var k = 1; k <= 2; k++) command[k] = There(command[k]!);
        }
        return config;
    }

    /// <summary>Runs a config, and keeps its draws with those of the others.</summary>
    public static CompletedRun Execute(string name, JsonObject config, int? workers = null)
    {
        var folder = s_temporary.Value;
        File.WriteAllText(folder.In(name + ".json"), config.ToJsonString());
        var options = new AuditRunOptions { Output = folder.In(name), Draws = folder.In("draws") };
        return AuditRun.Execute(folder.In(name + ".json"), workers is { } number ? options with { Workers = number } : options);
    }

    /// <summary>A path in the folder of the runs.</summary>
    public static string In(string name) => s_temporary.Value.In(name);

    /// <summary>A figure of the audited records as a whole: of everybody, or of one group such as "sex = female".</summary>
    public static RecordMeasurement Figure(CompletedRun run, string metric, string group = "overall") =>
        run.Result.Records!.Figures.Single(f => f.Metric == metric && f.Subject is null && f.Group.ToString() == group);

    /// <summary>Every figure to its last digit, and why there is none.</summary>
    public static IReadOnlyList<string> Figures(CompletedRun run) => [.. run.Result.Records!.Figures.Select(f => string.Create(
        CultureInfo.InvariantCulture, $"{f.Metric} of {f.Subject} for {f.Group}: {f.Figure.Value:R} in {f.Figure.Interval?.Lower:R} to {f.Figure.Interval?.Upper:R} of {f.Figure.N}, {f.Figure.Reason}"))];

    /// <summary>What was found, in words.</summary>
    public static IReadOnlyList<string> Findings(CompletedRun run) => [.. run.Result.Findings.Select(f => $"{f.Verdict}: {f.Sentence}")];

    [OneTimeTearDown]
    public void Delete()
    {
        if (s_temporary.IsValueCreated) s_temporary.Value.Dispose();
    }

    private static string There(JsonNode path) => Path.GetFullPath(path.GetValue<string>(), s_folder).Replace('\\', '/');
}
