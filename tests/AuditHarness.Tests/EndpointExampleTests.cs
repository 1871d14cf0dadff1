using System.Text.Json;
using System.Text.Json.Nodes;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;
using AuditHarness.Config;
using AuditHarness.Reporting;
using AuditHarness.Runs;

namespace AuditHarness;

/// <summary>The examples of models behind HTTP, run against the server that ships: one logistic regression, the same scores as through ONNX.</summary>
public sealed class EndpointExampleTests
{
    private const string Address = "http://127.0.0.1:8123";
    private const string Variable = "AUDIT_TEST_EXAMPLE_TOKEN";
    private const string Token = "tok-1234567-EXAMPLE";
    private static readonly string s_folder = Repository.In("configs", "examples");

    [TearDown]
    public void NoToken() => Environment.SetEnvironmentVariable(Variable, null);

    [TestCase("http_open_inference", "Asked over HTTP: Open Inference Protocol, features as tensors by name, output risk; its answer is read as the risk as it stands;")]
    [TestCase("http_json", "Asked over HTTP: rows of JSON to a scoring server, features by name; its answer is read as the risk as it stands;")]
    [TestCase("chat", "Chat model health_insurance_logistic, each patient a prompt; the risk is the mean of 1 answer, read by a number in the answer;")]
    public void An_example_runs_gives_the_scores_of_ONNX_tells_no_token_and_its_plan_runs_again(string name, string reading)
    {
        Environment.SetEnvironmentVariable(Variable, Token);
        using var temporary = new TemporaryFolder();
        using var server = new ExampleServer("--token-variable", Variable);
        var config = Write(temporary.In("audit.json"), name, server.Url, tokenVariable: Variable);
        var first = AuditRun.Execute(config, new() { Output = temporary.In("first") });
        File.WriteAllText(temporary.In("again.json"), JsonNode.Parse(File.ReadAllText(Path.Combine(first.Folder, "results.json")))!["plan"]!.ToJsonString());
        var again = AuditRun.Execute(temporary.In("again.json"), new() { Output = temporary.In("again"), Workers = 1 });
        Assert.Multiple(() =>
        {
            Assert.That((first.Result.Model.Name, first.Result.Model.Version), Is.EqualTo(("health_insurance_logistic", name == "chat" ? null : "1")));
            Assert.That(first.Result.Inputs.Select(i => i.Role), Is.EqualTo(new[] { "config", "data" }), "nothing of the model is here");
            Assert.That(File.ReadAllText(Path.Combine(first.Folder, "report.html")).Contains(reading, StringComparison.Ordinal), "the report says how it was asked");
            Assert.That(Figures(again), Is.EqualTo(Figures(first)));
            foreach (var file in temporary.Everything().Where(f => File.Exists(temporary.In(f)))) Assert.That(File.ReadAllText(temporary.In(file)).Contains(Token, StringComparison.Ordinal), Is.False, file);
            Assert.That(first.Files.Concat(again.Files), Has.None.Contains("chat"));
        });

        var plan = ConfigFile.Load(config).Plan.Diagnostic();
        var onnx = plan.Model with { Kind = ModelCatalog.Onnx, File = Path.GetFullPath("../../datasets/models/health_insurance_logistic/model.onnx", s_folder), Output = ModelOutput.Probability, Http = null, Chat = null };
        var scores = Scores(plan, temporary.FullPath);
        Assert.That(scores.Distinct().Count(), Is.GreaterThan(1000));
        Assert.That(scores, Is.EqualTo(Scores(plan with { Model = onnx }, temporary.FullPath)).Within(1e-6));
    }

    [Test]
    public void A_chat_audit_runs_again_without_its_endpoint_and_gives_the_same_bytes()
    {
        using var temporary = new TemporaryFolder();
        IReadOnlyList<ReportFile> first;
        string config;
        using (var server = new ExampleServer())
        {
            config = Write(temporary.In("audit.json"), "chat", server.Url);
            first = Rendered(config);
        }
        var again = Rendered(config);
        Assert.That(first.Select(f => f.Name), Does.Contain("results.json").And.Contains("report.html"));
        foreach (var (one, two) in first.Zip(again)) Assert.That((two.Name, Convert.ToBase64String(two.Content) == Convert.ToBase64String(one.Content)), Is.EqualTo((one.Name, true)));
    }

    /// <summary>The files of a run with a name and a time that are always the same.</summary>
    private static IReadOnlyList<ReportFile> Rendered(string config)
    {
        var loaded = ConfigFile.Load(config);
        using var model = ModelCatalog.Open(loaded.Plan.Diagnostic().Model, new(loaded.Folder))!;
        var cohort = CohortFile.Load(loaded.Plan.Diagnostic(), loaded.Folder, model);
        return ReportFiles.Render(Audit.Run(
            loaded.Plan.Diagnostic(), cohort.Cohort, cohort.Model, [loaded.Input, .. cohort.Inputs], cohort.Notices, new RunInfo("run", new(2026, 1, 5, 8, 15, 0, TimeSpan.Zero), 1, Tool.Version), new(), model));
    }

    [TestCase("http_json")]
    [TestCase("chat")]
    public void Without_its_endpoint_or_its_token_an_example_says_so_and_leaves_nothing(string name)
    {
        using var temporary = new TemporaryFolder();
        string dead;
        using (var server = new ExampleServer()) dead = server.Url;
        var config = Write(temporary.In("audit.json"), name, dead, retries: 0);
        Assert.That(() => AuditRun.Execute(config, new() { Output = temporary.In("report") }), Throws.InstanceOf<AuditInputException>().With.Message.Contains("cannot be reached: the connection was refused or failed."));
        Write(config, name, dead, tokenVariable: Variable);
        Assert.That(() => AuditRun.Execute(config, new() { Output = temporary.In("report") }), Throws.InstanceOf<AuditInputException>().With.Message.Contains($"The environment variable that 'model.{(name == "chat" ? "chat" : "http")}.tokenVariable' names is not set"));
        Assert.That(temporary.Everything(), Is.EqualTo(new[] { "audit.json" }));
    }

    [TestCase(".", "report"), TestCase("report", "report"), TestCase("report/kept", "report")]
    public void Answers_are_never_kept_within_the_report(string cache, string report)
    {
        using var temporary = new TemporaryFolder();
        var config = Write(temporary.In("audit.json"), "chat", "http://127.0.0.1:9");
        var json = JsonNode.Parse(File.ReadAllText(config))!;
        json["model"]!["chat"]!["cache"] = cache;
        json["model"]!["chat"]!["offline"] = true;
        File.WriteAllText(config, json.ToJsonString());
        Assert.That(() => AuditRun.Execute(config, new() { Output = temporary.In(report) }), Throws.InstanceOf<AuditInputException>().With.Message.Contains(cache == "." ? "is offline" : "lies within the report's folder"));
        Assert.That(temporary.Everything(), Is.EqualTo(new[] { "audit.json" }));
    }

    private static double[] Scores(DiagnosticPlan plan, string folder)
    {
        using var model = ModelCatalog.Open(plan.Model, new(folder))!;
        return CohortFile.Load(plan, folder, model).Cohort.Scores;
    }

    /// <summary>Writes an example into another folder: its data from there, its server at another address.</summary>
    private static string Write(string path, string name, string url, string? tokenVariable = null, int? retries = null)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(s_folder, name + ".json")), documentOptions: new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })!.AsObject();
        config.Remove("$schema");
        config["data"]!["file"] = Path.GetFullPath(config["data"]!["file"]!.GetValue<string>(), s_folder).Replace('\\', '/');
        var section = config["model"]![name == "chat" ? "chat" : "http"]!;
        var declared = section["url"]!.GetValue<string>();
        Assert.That(declared, Does.StartWith(Address), "the port that the server takes by itself");
        section["url"] = url + declared[Address.Length..];
        if (tokenVariable is not null) section["tokenVariable"] = tokenVariable;
        if (retries is { } count) section["retries"] = count;
        File.WriteAllText(path, config.ToJsonString());
        return path;
    }

    private static string Figures(CompletedRun run)
    {
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();
        return string.Join("\n", new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" }.Select(k => results[k]!.ToJsonString()));
    }
}
