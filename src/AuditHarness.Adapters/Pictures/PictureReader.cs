using System.Globalization;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Pictures;

/// <summary>Reads pictures out of the bytes of PNG and JPEG files; which of them it is, the content tells and not the name.</summary>
internal static class PictureReader
{
    /// <summary>A picture has no more samples than this (pixels times channels): a small file can unpack to more than a machine bears.</summary>
    public const long MostSamples = ImagesPlan.MostNumbers;

    /// <summary>A picture has no longer side than this, the most that a JPEG can have.</summary>
    public const int LongestSide = 65_535;

    /// <summary>What the head says.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="PictureException">It is no picture, of a kind that is not read, or too large.</exception>
    public static PictureHead Head(ReadOnlySpan<byte> file)
    {
        var head = PngFile.Is(file) ? PngFile.Head(file) : JpegFile.Is(file) ? JpegFile.Head(file) : throw new PictureException(
            "is none: its content is neither PNG nor JPEG", "Export it as one of them, or correct the name in the column.", Other(file));
        if (head.Width == 0 || head.Height == 0) throw PictureException.Damaged("it has no width or no height");
        var samples = (long)head.Width * head.Height * head.Channels;
        return samples <= MostSamples && Math.Max(head.Width, head.Height) <= LongestSide ? head
            : throw TooLarge(string.Create(CultureInfo.InvariantCulture, $"{head.Width:N0} × {head.Height:N0} pixels"));
    }

    /// <summary>The picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">What its head says.</param>
    /// <exception cref="PictureException">It is damaged, or transparent.</exception>
    public static Picture Read(byte[] file, PictureHead head) => PngFile.Is(file) ? PngFile.Read(file, head) : JpegFile.Read(file, head);

    /// <summary>A picture that would take too much memory.</summary>
    /// <param name="detail">How large it is.</param>
    public static PictureException TooLarge(string detail) => new(
        string.Create(CultureInfo.InvariantCulture, $"would unpack to more than {MostSamples:N0} samples (pixels times channels) or to more than {LongestSide:N0} pixels along a side"),
        "Export it smaller, at the size that the model is given.", detail);

    private static string? Other(ReadOnlySpan<byte> file) =>
        file.StartsWith("GIF8"u8) ? "a GIF"
        : file.StartsWith("BM"u8) ? "a BMP"
        : file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8) ? "a TIFF"
        : file.StartsWith("RIFF"u8) && file.Length > 12 && file[8..].StartsWith("WEBP"u8) ? "a WebP"
        : file.Length > 132 && file[128..].StartsWith("DICM"u8) ? "DICOM"
        : file.StartsWith("\0\0\0\x0cjP  "u8) ? "a JPEG 2000"
        : file.StartsWith("version https://git-lfs"u8) ? "a pointer of Git LFS, in whose place the picture must be fetched"
        : null;
}
