using System.CommandLine;
using AuditHarness.FirstContact;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit describe CONFIG</c>: data and model as the audit sees them. Nothing is measured, and nothing goes to the network.</summary>
internal static class DescribeCommand
{
    public static Command Build()
    {
        var config = new ConfigArgument();
        var command = new ExampledCommand("describe", "Shows data and model of a config as the audit sees them; measures nothing.",
            "audit describe configs/health_insurance_meps1996.json") { config };
        command.SetAction(parsed =>
        {
            using var interrupt = new Interrupt();
            var path = parsed.GetRequiredValue(config);
            Screen.Show(DescriptionText.Of(ProgressDisplay.Around(quiet: false, progress => AuditDescription.Of(path, progress, interrupt.Token)), path));
            return ExitCode.Passed;
        });
        return command;
    }
}
