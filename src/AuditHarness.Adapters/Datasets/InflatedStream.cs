using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace AuditHarness.Adapters.Datasets;

/// <summary>What a gzip file holds, as long as it is no bomb: a small file that unpacks into more than any table would.</summary>
/// <param name="head">The packed file.</param>
/// <param name="packed">Counts the packed bytes.</param>
internal sealed class InflatedStream(HeadStream head, FingerprintStream packed) : ReadOnlyStream
{
    /// <summary>How many times its packed size a file may have when it is unpacked; tables have 3 to 50 times.</summary>
    public const int MostTimes = 200;

    /// <summary>So many bytes are no harm, whatever they come from.</summary>
    public const int Harmless = 64 * 1024;

    private readonly GZipStream _gzip = new(head, CompressionMode.Decompress, leaveOpen: true);
    private long _bytes;

    /// <summary>True when a file begins as gzip does.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">The file is damaged, cut short, or a bomb.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _gzip.Read(buffer);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
        if (count == 0) CheckEnd();
        _bytes += count;
        if (_bytes > Harmless && _bytes / MostTimes > packed.Bytes)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{packed.File} unpacks into more than {MostTimes} times its size ({packed.Bytes:N0} bytes into more than {_bytes:N0}), which no table does. Give the table unpacked if it is one."));
        return count;
    }

    // A file that is cut short ends without a word: only its last four bytes, the size of what it holds, tell that it is whole
    // (RFC 1952). A file of several parts holds there the size of the last one, and is refused with it, unless it ends as bgzip ends.
    private void CheckEnd()
    {
        Span<byte> rest = stackalloc byte[256];
        while (head.Read(rest) > 0) { }
        var tail = packed.Tail;
        if (tail.Length < 4 || (BinaryPrimitives.ReadUInt32LittleEndian(tail[^4..]) != (uint)_bytes && !tail.SequenceEqual(EndOfBgzip))) throw Damaged(null);
    }

    private static ReadOnlySpan<byte> EndOfBgzip =>
        [0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, 6, 0, 0x42, 0x43, 2, 0, 0x1B, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private AuditInputException Damaged(Exception? cause) =>
        new($"{packed.File} is compressed by gzip, but damaged, cut short or of several parts. Compress the table again, or restore the file from its source.", cause!);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }
}
