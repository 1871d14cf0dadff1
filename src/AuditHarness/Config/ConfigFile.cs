using System.Security;
using System.Security.Cryptography;
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
    /// <summary>No config needs more bytes than this; a larger file is something else.</summary>
    public const int LargestBytes = 4 * 1024 * 1024;

    /// <summary>Reads, checks and resolves a config. All faults are reported at once, each with its JSON path and line.</summary>
    /// <param name="path">Path of the config file.</param>
    /// <exception cref="AuditInputException">The file cannot be read, is not JSON, or breaks a rule.</exception>
    public static LoadedConfig Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var shown = ConfigText.Shown(path, longest: 300);
        var bytes = Bytes(path, shown);
        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        var faults = new ConfigFaults(shown);
        var plan = new PlanReader(folder, faults).Read(ConfigParser.Parse(bytes, faults));
        faults.ThrowIfAny();
        return new LoadedConfig(plan, folder, new InputFile("config", name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes))));
    }

    /// <summary>The bytes of a config, at most <see cref="LargestBytes"/>.</summary>
    /// <param name="path">Path of the config file.</param>
    /// <param name="shown">The path as messages show it.</param>
    /// <exception cref="AuditInputException">The file is missing, cannot be read, or is too large.</exception>
    internal static byte[] Bytes(string path, string shown)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new AuditInputException($"'{shown}' is not the path of a config file. Give the path of an audit config, such as configs/my-audit.json.");
        if (Directory.Exists(path))
            throw new AuditInputException($"'{shown}' is a folder. Give the path of the config file in it.");
        if (!File.Exists(path))
            throw new AuditInputException($"There is no config file '{shown}'.{Neighbour(path)} Correct the path; it is taken from the current folder.");
        try
        {
            // Read to the limit and not to the length, which special files state as 0.
            using var file = File.OpenRead(path);
            using var bytes = new MemoryStream();
            var buffer = new byte[81920];
            for (int read; bytes.Length <= LargestBytes && (read = file.Read(buffer)) > 0;) bytes.Write(buffer, 0, read);
            if (bytes.Length <= LargestBytes) return bytes.ToArray();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException or NotSupportedException)
        {
            throw new AuditInputException($"The config '{shown}' cannot be read: {ConfigText.Shown(fault.Message, 300)} Make it readable for whoever runs the audit.", fault);
        }
        throw new AuditInputException($"The config '{shown}' is larger than 4 MB, which no audit config is. Give the path of the config, not of the data.");
    }

    /// <summary>A config beside the missing one whose name is near.</summary>
    private static string Neighbour(string path)
    {
        try
        {
            var near = NearestName.Of(
                Path.GetFileName(path), Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.json").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
            return near is null ? "" : $" Did you mean '{ConfigText.Shown(near)}'?";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or SecurityException)
        {
            return "";
        }
    }
}
