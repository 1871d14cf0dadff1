using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models;

/// <summary>A model file, read once, so that what was hashed is what is loaded.</summary>
/// <param name="FullPath">Absolute path.</param>
/// <param name="Shown">The path as the config writes it, in quotes, for messages.</param>
/// <param name="Bytes">The contents, at least one byte.</param>
/// <param name="Input">Its path as the config writes it, its size and its SHA-256.</param>
internal sealed record ModelFile(string FullPath, string Shown, byte[] Bytes, InputFile Input)
{
    /// <summary>SHA-256 of the contents, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => Input.Sha256;

    /// <summary>Reads a model file whole, and holds it to the hash that the config gives.</summary>
    /// <param name="plan">Names the file, and the hash that it must have if any.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <param name="largest">Most bytes that are read.</param>
    /// <param name="mend">What to do about a file that is empty or too large, as a sentence.</param>
    /// <param name="warning">Said when the hash differs, as a sentence: what such a file can do; empty when it is only data.</param>
    /// <exception cref="AuditInputException">The file is missing, no plain file, empty, too large, or not the one with the hash.</exception>
    public static ModelFile Read(ModelPlan plan, string folder, long largest, string mend, string warning = "")
    {
        var shown = Quoted.Text(plan.File);
        AuditInputException Fault(string what, string next, Exception? cause = null) =>
            cause is null ? new($"The model {shown} ('{plan.Key}.file') {what}. {next}") : new($"The model {shown} ('{plan.Key}.file') {what}. {next}", cause);
        try
        {
            var path = Path.GetFullPath(Path.Combine(folder, plan.File));
            // Asked before it is opened: a pipe has no end to wait for.
            if (File.Exists(path) && !PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular)
                throw Fault("is not a plain file", "Name a model file.");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0) throw Fault("is empty", mend);
            if (stream.Length > largest)
                throw Fault(string.Create(CultureInfo.InvariantCulture, $"has {stream.Length:N0} bytes; at most {largest:N0} are read"), mend);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (plan.Sha256 is { } expected && !string.Equals(expected, sha256, StringComparison.OrdinalIgnoreCase))
                throw Fault($"has the SHA-256 {sha256}, but '{plan.Key}.sha256' says {expected}: it is not the file that was vouched for",
                    $"{warning}Restore that file, or correct the hash after checking the new one.");
            return new(path, shown, bytes, new("model", plan.File, bytes.Length, sha256));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Fault("does not exist", "Correct the path, which is relative to the config's folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            throw Fault("cannot be read: it is a folder, is in use, may not be read, or has no valid name", "Name a readable model file.", e);
        }
    }
}
