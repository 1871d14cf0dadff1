using System.Globalization;
using System.IO.Compression;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.MlNet;

/// <summary>
/// A saved ML.NET model: a zip archive that names the types to be made of it, and is therefore code. Nothing of it is looked at
/// before its hash is the one the config gives, and nothing is unpacked before its sizes are known.
/// </summary>
internal static class MlNetArchive
{
    /// <summary>Largest archive, in bytes.</summary>
    public const int LargestFile = 500_000_000;

    /// <summary>Most entries of an archive.</summary>
    public const int MostEntries = 10_000;

    /// <summary>Most bytes of all entries together when unpacked.</summary>
    public const long LargestUnpacked = 2_000_000_000;

    /// <summary>Most bytes that one packed byte may become; deflate cannot do more than 1,032, and models stay far below.</summary>
    public const int LargestRatio = 200;

    // Small entries may be all zeros.
    private const int SmallEntry = 1 << 20;

    /// <summary>Reads an archive once, so that what was hashed is what is loaded.</summary>
    /// <param name="plan">The model; its <see cref="ModelPlan.Sha256"/> is needed.</param>
    /// <param name="folder">Folder that its path is relative to.</param>
    /// <exception cref="AuditInputException">It cannot be read, is not the one the config names, or its sizes are out of bounds.</exception>
    public static byte[] Read(ModelPlan plan, string folder)
    {
        var shown = Quoted.Text(plan.File);
        if (plan.Sha256 is null)
            throw new AuditInputException(
                $"The ML.NET model {shown} has no 'model.sha256' in the config. Such an archive can run code when it is loaded, so it is " +
                "loaded only when the config names it by its hash: 'audit train' writes it to model.json, and 'sha256sum' computes it of a file that you trust.");
        var file = ModelFile.Read(plan, folder, LargestFile, "Name the model's file, or train a smaller one.",
            "Such an archive can run code when it is loaded ('audit train' writes the hash to model.json, 'sha256sum' computes it). ");
        CheckSizes(file.Bytes, shown);
        return file.Bytes;
    }

    private static void CheckSizes(byte[] bytes, string shown)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            if (archive.Entries.Count > MostEntries)
                throw TooLarge($"{archive.Entries.Count:N0} entries, more than the {MostEntries:N0}");
            var unpacked = 0L;
            foreach (var entry in archive.Entries)
            {
                unpacked += entry.Length;
                if (entry.Length > SmallEntry && entry.Length / Math.Max(1, entry.CompressedLength) > LargestRatio)
                    throw TooLarge($"an entry packed more than {LargestRatio}-fold, and no more");
                if (unpacked > LargestUnpacked)
                    throw TooLarge($"more than the {LargestUnpacked:N0} unpacked bytes");
            }
        }
        catch (InvalidDataException e)
        {
            throw new AuditInputException($"The ML.NET model {shown} is no zip archive, or is cut off. Give the file that ML.NET's Model.Save wrote, whole.", e);
        }

        AuditInputException TooLarge(FormattableString what) => new(
            $"The ML.NET model {shown} holds {FormattableString.Invariant(what)} that are read. Unpacking it would take memory without bound; give the file that ML.NET's Model.Save wrote.");
    }
}
