using System.Buffers.Binary;
using System.IO.Compression;

namespace AuditHarness.Adapters.Pictures;

/// <summary>
/// Reads PNG files of 8 and 16 bits, grey, in colours or with a palette, interlaced or not (ISO/IEC 15948). Ours because the library
/// that draws our charts rounds 16 bits to 11, and a model under audit must be given what was stored.
/// </summary>
internal static class PngFile
{
    private static readonly uint[] s_check = [.. Enumerable.Range(0, 256).Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (c, _) => (c & 1) == 1 ? (c >> 1) ^ 0xEDB88320 : c >> 1))];

    // The seven passes of an interlaced picture: first column and row, and the steps between them.
    private static readonly (int X, int Y, int StepX, int StepY)[] s_passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>True when a file begins as a PNG does.</summary>
    public static bool Is(ReadOnlySpan<byte> file) => file.Length > 8 && file[0] == 0x89 && file[1..].StartsWith("PNG\r\n\u001a\n"u8);

    /// <summary>What the head says.</summary>
    /// <param name="file">A file that <see cref="Is"/> one.</param>
    /// <exception cref="PictureException">The head is damaged.</exception>
    public static PictureHead Head(ReadOnlySpan<byte> file)
    {
        if (file.Length < 33 || !file[8..].StartsWith("\0\0\0\rIHDR"u8)) throw PictureException.Damaged("the head is not whole");
        if (Check(file.Slice(12, 17)) != BinaryPrimitives.ReadUInt32BigEndian(file[29..])) throw PictureException.Damaged("the check sum of the head differs");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]));
        var (bits, type) = (file[24], (PngType)file[25]);
        var fits = type switch
        {
            PngType.Grey => bits is 1 or 2 or 4 or 8 or 16,
            PngType.Palette => bits is 1 or 2 or 4 or 8,
            PngType.Rgb or PngType.GreyAlpha or PngType.Rgba => bits is 8 or 16,
            _ => false,
        };
        if (!fits || width > int.MaxValue || height > int.MaxValue || file[26] != 0 || file[27] != 0 || file[28] > 1) throw PictureException.Damaged("the head says what no PNG has");
        return new((int)width, (int)height, type is PngType.Grey or PngType.GreyAlpha ? 1 : 3, type == PngType.Palette ? 8 : bits);
    }

    /// <summary>The picture.</summary>
    /// <param name="file">The file.</param>
    /// <param name="head">What its head says; 8 or 16 bits, and no more samples than are read.</param>
    /// <exception cref="PictureException">It is damaged, or transparent.</exception>
    public static Picture Read(byte[] file, PictureHead head)
    {
        var (bits, type) = (file[24], (PngType)file[25]);
        var (packed, palette) = Chunks(file);
        if (type == PngType.Palette && palette is null) throw PictureException.Damaged("it has no palette");
        var stored = type switch { PngType.GreyAlpha => 2, PngType.Rgba => 4, PngType.Rgb => 3, _ => 1 };
        var samples = new ushort[head.Width * head.Height * head.Channels];
        try
        {
            using var pixels = new ZLibStream(packed, CompressionMode.Decompress);
            foreach (var (x, y, stepX, stepY) in file[28] == 0 ? [(0, 0, 1, 1)] : s_passes)
            {
                var (columns, rows) = ((head.Width - x + stepX - 1) / stepX, (head.Height - y + stepY - 1) / stepY);
                if (columns <= 0 || rows <= 0) continue;
                var bytes = checked((int)((((long)columns * stored * bits) + 7) / 8));
                var lines = new PngLines(pixels, bytes, Math.Max(1, stored * bits / 8));
                for (var r = 0; r < rows; r++)
                {
                    var line = lines.Next();
                    // Most pictures: their lines are stored as they are wanted.
                    if (stepX == 1 && type is (PngType.Grey or PngType.Rgb))
                    {
                        Copy(line, bits, samples.AsSpan((y + (r * stepY)) * head.Width * head.Channels, head.Width * head.Channels));
                        continue;
                    }
                    for (var c = 0; c < columns; c++)
                        Put(line, c, bits, type, palette, samples.AsSpan((((y + (r * stepY)) * head.Width) + x + (c * stepX)) * head.Channels, head.Channels));
                }
            }
            // Reading to the end also has the check sum of the pixels compared.
            if (pixels.ReadByte() >= 0) throw PictureException.Damaged("it holds more pixels than its head says");
        }
        catch (InvalidDataException)
        {
            throw PictureException.Damaged("its pixels cannot be unpacked");
        }
        return new(head.Width, head.Height, head.Channels, head.Depth, samples);
    }

    private static void Copy(ReadOnlySpan<byte> line, int bits, Span<ushort> samples)
    {
        if (bits == 8)
            for (var i = 0; i < samples.Length; i++) samples[i] = line[i];
        else
            for (var i = 0; i < samples.Length; i++) samples[i] = BinaryPrimitives.ReadUInt16BigEndian(line[(2 * i)..]);
    }

    private static void Put(ReadOnlySpan<byte> line, int column, int bits, PngType type, byte[]? palette, Span<ushort> pixel)
    {
        if (type == PngType.Palette)
        {
            var bit = column * bits;
            var index = (line[bit / 8] >> (8 - bits - (bit % 8))) & ((1 << bits) - 1);
            if ((3 * index) + 2 >= palette!.Length) throw PictureException.Damaged("a pixel has a colour that is not in the palette");
            for (var k = 0; k < 3; k++) pixel[k] = palette[(3 * index) + k];
            return;
        }
        var alpha = type is PngType.GreyAlpha or PngType.Rgba;
        var at = column * (pixel.Length + (alpha ? 1 : 0)) * (bits / 8);
        for (var k = 0; k < pixel.Length; k++) pixel[k] = Sample(line, at, k, bits);
        if (alpha && Sample(line, at, pixel.Length, bits) != (1 << bits) - 1) throw Transparent();
    }

    private static ushort Sample(ReadOnlySpan<byte> line, int at, int k, int bits) =>
        bits == 8 ? line[at + k] : (ushort)((line[at + (2 * k)] << 8) | line[at + (2 * k) + 1]);

    // The packed pixels, and the palette.
    private static (MemoryStream Packed, byte[]? Palette) Chunks(byte[] file)
    {
        var packed = new MemoryStream(file.Length);
        byte[]? palette = null;
        for (var at = 8; ;)
        {
            if (file.Length - at < 12) throw PictureException.Damaged("it ends early");
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) throw PictureException.Damaged("it ends early");
            var name = file.AsSpan(at + 4, 4);
            var data = file.AsSpan(at + 8, (int)length);
            var isPixels = name.SequenceEqual("IDAT"u8);
            if (isPixels || name.SequenceEqual("PLTE"u8) || name.SequenceEqual("IEND"u8))
                if (Check(file.AsSpan(at + 4, (int)length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
                    throw PictureException.Damaged("a check sum differs");
            if (isPixels) packed.Write(data);
            else if (name.SequenceEqual("PLTE"u8)) palette = data.ToArray();
            else if (name.SequenceEqual("tRNS"u8)) throw Transparent();
            else if (name.SequenceEqual("IEND"u8)) break;
            else if (at > 8 && (name[0] & 0x20) == 0) throw PictureException.Damaged("it has a part that must be understood and is not known");
            at += (int)length + 12;
        }
        packed.Position = 0;
        return (packed, palette);
    }

    private static PictureException Transparent() => new("is transparent in places", "What lies behind it is not known: export it without transparency.");

    private static uint Check(ReadOnlySpan<byte> bytes)
    {
        var check = uint.MaxValue;
        foreach (var b in bytes) check = s_check[(check ^ b) & 0xFF] ^ (check >> 8);
        return ~check;
    }

    private enum PngType : byte
    {
        Grey = 0,
        Rgb = 2,
        Palette = 3,
        GreyAlpha = 4,
        Rgba = 6,
    }
}
