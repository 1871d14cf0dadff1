using System.Security;
using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Pictures;

/// <summary>The organisation's logo, read for the pages to carry inside.</summary>
public static class LogoFile
{
    /// <summary>Reads the picture; what it is, its content tells and not its name.</summary>
    /// <param name="file">Path as the config writes it, or null.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <returns>The picture, and the file to be listed; no picture and no file when none is named.</returns>
    /// <exception cref="AuditInputException">The file is missing, no plain file, no PNG or JPEG, or too large.</exception>
    public static (LogoImage? Picture, IReadOnlyList<InputFile> Input) Read(string? file, string folder)
    {
        if (file is null) return (null, []);
        AuditInputException Fault(string what, string next, Exception? cause = null) =>
            new($"The logo {Quoted.Text(file)} ('report.logo') {what}. {next}", cause!);
        const string Mend = "Name a PNG or JPEG file of at most 512 KB and 4096 pixels a side, or take the key out.";
        try
        {
            var path = Path.GetFullPath(Path.Combine(folder, file));
            // Asked before it is opened: a pipe has no end to wait for.
            if (File.Exists(path) && !PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular)
                throw Fault("is not a plain file", Mend);
            using var stream = File.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, LogoImage.LargestBytes + 1)];
            stream.ReadExactly(bytes);
            return (LogoImage.Of(bytes), [new("logo", file, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)))]);
        }
        catch (FormatException e)
        {
            throw Fault(e.Message, Mend, e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault("does not exist", "Correct the path, which is relative to the config's folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw Fault("cannot be read: it is a folder, is in use, may not be read, or has no valid name", "Name a readable picture.", e);
        }
    }
}
