using System.Text.Json;
using AuditHarness.Config;

namespace AuditHarness.Cli.Commands;

public sealed class SchemaCommandTests
{
    [Test]
    public void The_schema_comes_out_as_json_and_nothing_else()
    {
        var ended = AuditProgram.RunIn(Path.GetTempPath(), "schema");
        Assert.That((ended.ExitCode, ended.Error), Is.EqualTo((0, "")));
        Assert.That(ended.Output, Is.EqualTo(ConfigSchema.Json.TrimEnd('\n') + "\n"));
        foreach (var kind in new[] { "then", "else" })
            Assert.That(JsonDocument.Parse(ended.Output).RootElement.GetProperty(kind).GetProperty("properties").TryGetProperty("expectations", out _), kind);
    }
}
