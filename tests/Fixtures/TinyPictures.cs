using System.Buffers.Binary;
using System.IO.Compression;

namespace AuditHarness.Fixtures;

/// <summary>Pictures, put together byte by byte.</summary>
internal static class TinyPictures
{
    /// <summary>A whole PNG file: one grey for every pixel.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static byte[] Png(int width, int height) => Png(width, height, 0, 8, [.. Enumerable.Repeat((byte)0x80, width * height)]);

    /// <summary>A whole PNG file.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="type">0 grey, 2 in colours, 4 and 6 the same with transparency.</param>
    /// <param name="depth">Bits of a sample.</param>
    /// <param name="lines">The bytes of all lines, without filters; as many as there are, whatever the size says.</param>
    public static byte[] Png(int width, int height, byte type, byte depth, byte[] lines)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (depth, type);
        var line = Math.Max(1, width * depth * type switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 } / 8);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
            foreach (var row in lines.Chunk(line)) zlib.Write([0, .. row]);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, [])];
    }

    /// <summary>Grey of 16 bits.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="samples">Row by row.</param>
    public static byte[] Grey16(int width, params ushort[] samples) =>
        Png(width, samples.Length / width, 0, 16, [.. samples.SelectMany(s => new[] { (byte)(s >> 8), (byte)s })]);

    /// <summary>The head of a JPEG file: a comment, then a frame of that size.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    public static byte[] Jpeg(ushort width, ushort height) =>
    [
        0xFF, 0xD8, 0xFF, 0xFE, 0, 4, (byte)'h', (byte)'i', 0xFF, 0xC2, 0, 11, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0, 0xFF, 0xD9,
    ];

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] body = [.. name, .. data];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(body));
        return [.. length, .. body, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
