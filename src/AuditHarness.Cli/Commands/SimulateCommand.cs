using System.CommandLine;

namespace AuditHarness.Cli.Commands;

/// <summary><c>audit simulate</c>: a cohort with planted unfairness and its truth written beside it.</summary>
internal static class SimulateCommand
{
    public static Command Build() => new("simulate");
}
