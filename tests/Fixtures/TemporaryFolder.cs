namespace AuditHarness.Fixtures;

/// <summary>An empty folder, deleted with all that is in it at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("audit-test-");

    /// <summary>Its absolute path.</summary>
    public string FullPath => _root.FullName;

    /// <summary>A path in it.</summary>
    public string In(string path) => Path.Combine(FullPath, path);

    /// <summary>Every file and folder beneath, relative, sorted; hidden ones too.</summary>
    public IReadOnlyList<string> Everything() =>
        [.. _root.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(FullPath, f.FullName).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => _root.Delete(recursive: true);
}
