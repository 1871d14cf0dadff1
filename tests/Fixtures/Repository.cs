namespace AuditHarness.Fixtures;

/// <summary>The clone that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Absolute path of its top folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path in it.</summary>
    public static string In(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "AuditHarness.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The tests do not run inside a clone: AuditHarness.sln is in no folder above.");
    }
}
