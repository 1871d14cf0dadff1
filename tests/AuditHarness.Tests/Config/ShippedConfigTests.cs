using System.Text.Json.Nodes;

namespace AuditHarness.Config;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class ShippedConfigTests
{
    private static IEnumerable<string> Configs => Directory.GetFiles(Repository.In("configs"), "*.json")
        .Select(f => Path.GetFileName(f)!).Where(f => f != "audit-config.schema.json").Order(StringComparer.Ordinal);

    [Test]
    public void The_schema_beside_the_configs_is_what_the_program_prints() =>
        Assert.That(File.ReadAllText(Repository.In("configs", "audit-config.schema.json")).TrimEnd('\n'), Is.EqualTo(ConfigSchema.Json.TrimEnd('\n')),
            "stale: write it again with 'audit schema > configs/audit-config.schema.json'");

    // Plans of models that have a twin in ONNX run again, and by it, in AuditedParityTests.
    private static IEnumerable<string> WithoutTwin => Configs.Except(AuditedParityTests.Configs());

    [TestCaseSource(nameof(WithoutTwin))]
    public void The_plan_in_the_results_can_be_run_again_as_a_config_and_gives_the_same_figures(string name)
    {
        using var temporary = new TemporaryFolder();
        var first = ShippedRuns.Of(name);
        var plan = JsonNode.Parse(File.ReadAllText(Path.Combine(first.Folder, "results.json")))!["plan"]!.AsObject();
        // Its paths are relative to the folder of the config that it was read from.
        JsonNode?[] files = [plan["data"], plan["model"], .. plan["evidence"]?["attachments"]?.AsArray() ?? []];
        foreach (var part in files)
            part!["file"] = Path.GetFullPath(Path.Combine(Repository.In("configs"), part["file"]!.GetValue<string>())).Replace('\\', '/');
        File.WriteAllText(temporary.In("again.json"), plan.ToJsonString());
        var again = AuditRun.Execute(temporary.In("again.json"), new() { Output = temporary.In("second") });

        Assert.That(Figures(again), Is.EqualTo(Figures(first)));
    }

    private static string Figures(CompletedRun run)
    {
        var results = JsonNode.Parse(File.ReadAllText(Path.Combine(run.Folder, "results.json")))!.AsObject();
        return string.Join("\n", new[] { "threshold", "verdict", "measurements", "disparities", "findings", "exhibits" }.Select(k => results[k]!.ToJsonString()));
    }
}
