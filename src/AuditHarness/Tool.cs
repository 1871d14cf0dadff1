using System.Reflection;

namespace AuditHarness;

/// <summary>AuditHarness itself.</summary>
public static class Tool
{
    /// <summary>Its name, as manifests carry it.</summary>
    public const string Name = "AuditHarness";

    /// <summary>Its version, such as "0.1.0".</summary>
    public static string Version { get; } =
        typeof(Tool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
