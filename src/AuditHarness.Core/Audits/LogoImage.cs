using System.Buffers.Binary;

namespace AuditHarness.Audits;

/// <summary>A picture that pages carry inside.</summary>
/// <param name="MediaType">"image/png" or "image/jpeg", told by the content, never by the file's name.</param>
/// <param name="Content">The bytes of the file, in base 64.</param>
public sealed record LogoImage(string MediaType, string Content)
{
    /// <summary>Every page carries the logo, and a logo needs no more.</summary>
    public const int LargestBytes = 512 * 1024;

    /// <summary>Pixels along the longer side at most: a small file can unpack to a picture that no browser bears.</summary>
    public const int LargestSide = 4096;

    /// <summary>The picture in a file, judged by its content.</summary>
    /// <param name="file">Bytes of a PNG or JPEG file.</param>
    /// <exception cref="FormatException">It is no such picture, or too large; the message is the end of a sentence about it.</exception>
    public static LogoImage Of(ReadOnlySpan<byte> file)
    {
        if (file.Length > LargestBytes) throw new FormatException("is larger than 512 KB");
        var (type, width, height) = Png(file) ?? Jpeg(file) ?? throw new FormatException("is neither a PNG nor a JPEG picture");
        if (width == 0 || height == 0) throw new FormatException("is a picture without width or height");
        if (Math.Max(width, height) > LargestSide) throw new FormatException(FormattableString.Invariant(
            $"is a picture of {width} × {height} pixels, and {LargestSide} along the longer side is the most"));
        return new(type, Convert.ToBase64String(file));
    }

    // The header chunk comes first: length 13, "IHDR", width, height.
    private static (string, uint Width, uint Height)? Png(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || file[0] != 0x89 || !file[1..].StartsWith("PNG\r\n\u001a\n\0\0\0\rIHDR"u8)) return null;
        return ("image/png", BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
    }

    // Segments of a marker and a length, until the frame that holds the size.
    private static (string, uint Width, uint Height)? Jpeg(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])) return null;
        for (var at = 2; at + 9 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
                return ("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }
        return null;
    }
}
