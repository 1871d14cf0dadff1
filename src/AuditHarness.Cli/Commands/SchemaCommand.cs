using System.CommandLine;
using AuditHarness.Config;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit schema</c>: what a config may hold, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Build()
    {
        var command = new ExampledCommand("schema", "Prints the JSON Schema of a config.",
            "audit schema > audit.schema.json    # then name it in the config's \"$schema\"");
        command.SetAction(_ =>
        {
            Console.Out.Write(ConfigSchema.Json.TrimEnd('\n') + "\n");
            return ExitCode.Passed;
        });
        return command;
    }
}
