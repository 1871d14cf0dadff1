using System.CommandLine;

namespace AuditHarness.Cli;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampledCommand(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    /// <summary>Whole command lines, with a remark behind '#' where one helps.</summary>
    public IReadOnlyList<string> Examples => examples;
}
