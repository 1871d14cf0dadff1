namespace AuditHarness.Config;

/// <summary>The JSON Schema of a config, written from the config types.</summary>
public static class ConfigSchema
{
    /// <summary>The schema as indented JSON text.</summary>
    public static string Json => throw new NotSupportedException();
}
