using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>A config file that has been read, checked and resolved.</summary>
/// <param name="Plan">The plan it stands for.</param>
/// <param name="Folder">Absolute path of the config's folder, which the plan's paths are relative to.</param>
/// <param name="Input">The config file itself, with its size and SHA-256.</param>
public sealed record LoadedConfig(AuditPlan Plan, string Folder, InputFile Input);

/// <summary>Reads an audit config: JSON with comments and trailing commas allowed.</summary>
public static class ConfigFile
{
    /// <summary>Reads, checks and resolves a config. All faults are reported at once, each with its JSON path and line.</summary>
    /// <param name="path">Path of the config file.</param>
    /// <exception cref="AuditInputException">The file cannot be read, is not JSON, or breaks a rule.</exception>
    public static LoadedConfig Load(string path) => throw new NotSupportedException(path);
}
