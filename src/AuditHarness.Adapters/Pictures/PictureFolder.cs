using System.Globalization;
using System.Security;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;

namespace AuditHarness.Adapters.Pictures;

/// <summary>The folder with the pictures that a table names: nothing outside it is read, whatever the table says.</summary>
internal sealed class PictureFolder
{
    /// <summary>A file of a picture has no more bytes than this.</summary>
    public const long LargestFile = 100_000_000;

    private readonly string _path;

    /// <summary>Finds the folder.</summary>
    /// <param name="folder">Path as the config writes it.</param>
    /// <param name="configFolder">The folder that it is relative to.</param>
    /// <exception cref="AuditInputException">There is no such folder.</exception>
    public PictureFolder(string folder, string configFolder)
    {
        Name = folder;
        try
        {
            _path = Path.GetFullPath(Path.Combine(configFolder, folder));
        }
        catch (ArgumentException e)
        {
            throw new AuditInputException($"The folder {Quoted.Text(folder)} ('model.images.folder') has no valid name. Name the folder with the pictures.", e);
        }
        if (!Directory.Exists(_path))
            throw new AuditInputException($"The folder {Quoted.Text(folder)} ('model.images.folder') does not exist. Correct the path, which is relative to the config's folder.");
    }

    /// <summary>Path as the config writes it.</summary>
    public string Name { get; }

    /// <summary>Opens a picture.</summary>
    /// <param name="name">Path within the folder, with '/'.</param>
    /// <returns>Its bytes, for the caller to dispose of; at least one, and no more than <see cref="LargestFile"/>.</returns>
    /// <exception cref="PictureException">It is missing, lies outside, is reached through a link, is no plain file, is empty or too large, or cannot be read.</exception>
    public FileStream Open(string name)
    {
        try
        {
            var stream = new FileStream(Beneath(name), FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length is > 0 and <= LargestFile) return stream;
            var length = stream.Length;
            stream.Dispose();
            throw length == 0 ? new PictureException("is empty", "Copy or export it again.") : new PictureException(
                string.Create(CultureInfo.InvariantCulture, $"has more than {LargestFile:N0} bytes"), "Export it smaller, at the size that the model is given.",
                string.Create(CultureInfo.InvariantCulture, $"{length:N0} bytes"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Missing();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw new PictureException("cannot be read: it is in use, may not be read, or has no valid name", "Make it readable, or correct the name in the column.");
        }
    }

    private string Beneath(string name)
    {
        var parts = name.Split('/');
        if (name.Contains('\0') || name.Contains('\\') || Path.IsPathRooted(name) || parts.Any(p => p.Length == 0 || p is "." or ".." || p.Contains(':')))
            throw new PictureException("is named by a path that could lead outside the folder", "Write paths relative to 'model.images.folder', with '/' and without '.', '..', '\\' and ':'.");
        var path = _path;
        foreach (var part in parts)
        {
            path = Path.Combine(path, part);
            FileSystemInfo at = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
            if (at.LinkTarget is not null) throw new PictureException("is reached through a link", "Links are not followed: put the file itself there.");
        }
        if (Directory.Exists(path)) throw new PictureException("is a folder", "Correct the name in the column.");
        if (!File.Exists(path)) throw Missing();
        // Asked before it is opened: a pipe has no end to wait for.
        return PlainFile.NamesOf(path).Regular ? path : throw new PictureException("is not a plain file", "Put a plain file there.");
    }

    private static PictureException Missing() => new("does not exist", "Put it into the folder 'model.images.folder', or correct the name in the column.");
}
