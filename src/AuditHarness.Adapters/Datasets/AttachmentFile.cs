using System.Globalization;
using System.Security;
using System.Security.Cryptography;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Documents that a config attaches as evidence: identified by size and hash, never opened for what they say.</summary>
public static class AttachmentFile
{
    /// <summary>A document has no more bytes than this.</summary>
    public const long LargestBytes = 100_000_000;

    /// <summary>Identifies every document.</summary>
    /// <param name="attachments">The documents, paths relative to the folder.</param>
    /// <param name="folder">The config's folder.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">Some are missing, no plain files, empty, too large or cannot be read; all of them are named.</exception>
    public static IReadOnlyList<InputFile> Identify(IReadOnlyList<Attachment> attachments, string folder, CancellationToken stop = default)
    {
        var faults = new InputFaults();
        var inputs = new List<InputFile>();
        foreach (var attachment in attachments)
        {
            stop.ThrowIfCancellationRequested();
            if (Identify(attachment.File, folder, out var fault) is { } input) inputs.Add(input);
            else faults.Add($"The attachment {Quoted.Text(attachment.File)} ('evidence.attachments') {fault}.");
        }
        faults.ThrowIfAny();
        return inputs;
    }

    private static InputFile? Identify(string file, string folder, out string fault)
    {
        fault = "";
        try
        {
            var path = Path.GetFullPath(Path.Combine(folder, file));
            if (Directory.Exists(path)) fault = "is a folder. Name a file";
            else if (!File.Exists(path)) fault = "does not exist. Correct the path, which is relative to the config's folder";
            // Asked before it is opened: a pipe has no end to wait for.
            else if (!PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular) fault = "is not a plain file. Name a document";
            if (fault.Length > 0) return null;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (stream.Length == 0) fault = "is empty, and no evidence for anything. Name the document that was meant";
            else if (stream.Length > LargestBytes)
                fault = string.Create(CultureInfo.InvariantCulture, $"has {stream.Length:N0} bytes; at most {LargestBytes:N0} are read. Attach the document alone");
            return fault.Length > 0 ? null : new(Attachment.Role, file, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException)
        {
            fault = "cannot be read: it is in use, may not be read, or has no valid name. Name a readable document";
            return null;
        }
    }
}
