using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace AuditHarness.Adapters.Pictures;

/// <summary>Reads JPEG files of 8 bits, grey or in colours. Their heads are read here; their pixels are unpacked by libjpeg-turbo, through Skia.</summary>
internal static class JpegFile
{
    // A progressive JPEG refines the whole picture with each scan; ten are usual, and thousands would take for ever.
    private const int MostScans = 200;

    /// <summary>True when a file begins as a JPEG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > 4 && file[0] == 0xFF && file[1] == 0xD8 && file[2] == 0xFF;

    /// <summary>What the head says.</summary>
    /// <param name="file">A file that <see cref="Is"/> one.</param>
    /// <exception cref="PictureException">It has no head, or is of a kind that is not read.</exception>
    public static PictureHead Head(ReadOnlySpan<byte> file)
    {
        var turned = false;
        // Segments of a marker and a length, until the frame that holds the size.
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            if (length < 2 || at + 2 + length > file.Length) break;
            var segment = file.Slice(at + 4, length - 2);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC)) return Frame(marker, segment, turned);
            if (marker == 0xE1 && segment.StartsWith("Exif\0\0"u8)) turned |= IsTurned(segment[6..]);
            at += 2 + length;
        }
        throw PictureException.Damaged("the head is not whole");
    }

    private static PictureHead Frame(byte marker, ReadOnlySpan<byte> frame, bool turned)
    {
        if (frame.Length < 6) throw PictureException.Damaged("the head is not whole");
        var (bits, height, width, channels) = (frame[0], BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), frame[5]);
        if (bits != 8) throw PictureException.NotRead(string.Create(CultureInfo.InvariantCulture, $"a JPEG of {bits} bits"));
        if (marker is not (0xC0 or 0xC1 or 0xC2)) throw PictureException.NotRead(marker == 0xC3 ? "a lossless JPEG" : "a JPEG in hierarchical or arithmetic coding");
        return channels is 1 or 3 ? new(width, height, channels, 8, turned)
            : throw PictureException.NotRead(string.Create(CultureInfo.InvariantCulture, $"a JPEG of {channels} channels"));
    }

    /// <summary>The picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">What its head says.</param>
    /// <exception cref="PictureException">It is damaged.</exception>
    public static Picture Read(byte[] file, PictureHead head)
    {
        if (Scans(file) > MostScans) throw PictureException.NotRead(string.Create(CultureInfo.InvariantCulture, $"a JPEG of more than {MostScans} scans"));
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg || codec.Info.Width != head.Width || codec.Info.Height != head.Height)
            throw PictureException.Damaged("its pixels cannot be unpacked");
        // Without a colour space nothing is converted.
        var (type, stored) = head.Channels == 1 ? (SKColorType.Gray8, 1) : (SKColorType.Rgba8888, 4);
        var info = new SKImageInfo(head.Width, head.Height, type, SKAlphaType.Opaque, null);
        var bytes = new byte[info.BytesSize];
        var pinned = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        try
        {
            if (codec.GetPixels(info, pinned.AddrOfPinnedObject()) != SKCodecResult.Success) throw PictureException.Damaged("its pixels cannot be unpacked, or not all of them");
        }
        finally
        {
            pinned.Free();
        }
        var samples = new ushort[head.Width * head.Height * head.Channels];
        for (int i = 0, at = 0; i < samples.Length; at += stored)
            for (var k = 0; k < head.Channels; k++) samples[i++] = bytes[at + k];
        return new(head.Width, head.Height, head.Channels, 8, samples);
    }

    // Within packed pixels 0xFF is followed by 0, so that this pair begins a scan.
    private static int Scans(ReadOnlySpan<byte> file)
    {
        var scans = 0;
        for (int at; scans <= MostScans && (at = file.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA])) >= 0; file = file[(at + 2)..]) scans++;
        return scans;
    }

    // Tag 0x0112 of the first directory; 1 is upright.
    private static bool IsTurned(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8) return false;
        var little = tiff[0] == 'I';
        int Short(ReadOnlySpan<byte> at) => little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        var first = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (first > tiff.Length - 2) return false;
        var entries = tiff[((int)first + 2)..];
        for (var k = Short(tiff[(int)first..]); k > 0 && entries.Length >= 12; k--, entries = entries[12..])
            if (Short(entries) == 0x0112) return Short(entries[8..]) is > 1 and <= 8;
        return false;
    }
}
