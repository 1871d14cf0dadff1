using System.CommandLine;
using AuditHarness.Config;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit list CONFIG</c>: what would be audited, every default made explicit. No data is read.</summary>
internal static class ListCommand
{
    public static Command Build()
    {
        var config = new ConfigArgument();
        var command = new ExampledCommand("list", "Shows what a config stands for, every default made explicit; reads no data.",
            "audit list configs/health_insurance_meps1996.json") { config };
        command.SetAction(parsed =>
        {
            Screen.Show(PlanText.Of(ConfigFile.Load(parsed.GetRequiredValue(config)).Plan));
            return ExitCode.Passed;
        });
        return command;
    }
}
