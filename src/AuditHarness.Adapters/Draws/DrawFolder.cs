using System.Security.Cryptography;

namespace AuditHarness.Adapters.Draws;

/// <summary>
/// A folder that is written under another name and appears whole or not at all. While it is written a file beside it is locked, so that what
/// a killed run left behind can be told from what another run is writing. Only the owner may read it: made-up records may be somebody's.
/// </summary>
internal sealed class DrawFolder : IDisposable
{
    private const string Prefix = ".part-";
    private const string Suffix = ".lock";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);

    private readonly string _part;
    private readonly FileStream _lock;

    /// <summary>Begins a folder.</summary>
    /// <param name="parent">Where it will be.</param>
    public DrawFolder(string parent)
    {
        Create(parent);
        _part = Path.Combine(parent, $"{Prefix}{Guid.NewGuid():N}");
        // Locked before the folder is there: a folder without a lock is nobody's.
        _lock = new FileStream(_part + Suffix, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        Create(_part);
    }

    /// <summary>Writes a file down to the disk.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="blocks">What is in it.</param>
    /// <param name="stop">Cancels.</param>
    /// <returns>Its size and SHA-256.</returns>
    public (long Bytes, string Sha256) Write(string name, IEnumerable<ReadOnlyMemory<byte>> blocks, CancellationToken stop)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        using var file = new FileStream(Path.Combine(_part, name), options);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var block in blocks)
        {
            stop.ThrowIfCancellationRequested();
            file.Write(block.Span);
            hash.AppendData(block.Span);
        }
        file.Flush(flushToDisk: true);
        return (file.Length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Lets the folder appear.</summary>
    /// <param name="path">Its path, in the parent.</param>
    /// <returns>False when another was there first, and stays.</returns>
    public bool Appear(string path)
    {
        try
        {
            Directory.Move(_part, path);
            return true;
        }
        catch (IOException) when (Directory.Exists(path))
        {
            return false;
        }
    }

    /// <summary>Removes it unless it has appeared.</summary>
    public void Dispose()
    {
        Remove(_part);
        _lock.Dispose();
    }

    /// <summary>Removes what killed runs left behind; what others are writing stays, and all that no run of ours can have left.</summary>
    /// <param name="parent">Where folders are.</param>
    public static void Clean(string parent)
    {
        // A folder that is there is locked as long as somebody writes it. A lock that fails must not be deleted by closing it.
        foreach (var part in Directory.EnumerateDirectories(parent, Prefix + "*").ToList()) Try(() =>
        {
            if (!IsOurs(part, "")) return;
            using (new FileStream(part + Suffix, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 1)) Remove(part);
            File.Delete(part + Suffix);
        });
        // A lock without a folder is one that was just made, or whose run was killed before its folder was there.
        foreach (var left in Directory.EnumerateFiles(parent, $"{Prefix}*{Suffix}").ToList()) Try(() =>
        {
            if (IsOurs(left, Suffix) && !Directory.Exists(left[..^Suffix.Length]) && DateTime.UtcNow - File.GetLastWriteTimeUtc(left) > s_abandoned) File.Delete(left);
        });
    }

    /// <summary>Whether a path is a link, behind which things of others can lie.</summary>
    public static bool IsLink(string path) => (File.GetAttributes(path) & FileAttributes.ReparsePoint) != 0;

    private static bool IsOurs(string path, string suffix)
    {
        var name = Path.GetFileName(path);
        return name.EndsWith(suffix, StringComparison.Ordinal) && Guid.TryParseExact(name[Prefix.Length..^suffix.Length], "N", out _)
            && !IsLink(path) && (suffix.Length > 0 || !File.Exists(path + Suffix) || !IsLink(path + Suffix));
    }

    private static void Try(Action clean)
    {
        try
        {
            clean();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody is writing it, or it is somebody else's.
        }
    }

    private static void Remove(string part)
    {
        if (Directory.Exists(part)) Directory.Delete(part, recursive: true);
    }

    // Each by itself: folders above the last would have the mode that is usual here.
    private static void Create(string path)
    {
        if (Directory.Exists(path)) return;
        if (Path.GetDirectoryName(path) is { Length: > 0 } parent) Create(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, Owner | UnixFileMode.UserExecute);
    }
}
