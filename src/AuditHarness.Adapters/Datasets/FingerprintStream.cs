using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// Passes a text file on as it is read, and on the way takes the SHA-256 of exactly the bytes that were read and holds them to
/// being UTF-8.
/// </summary>
internal sealed class FingerprintStream(Stream source, string file) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly char[] _decoded = new char[64 * 1024];
    private long _linesBefore;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => Bytes; set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">The bytes are not UTF-8 text, or cannot be read.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = source.Read(buffer[..Math.Min(buffer.Length, _decoded.Length)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"{file} cannot be read: {e.Message} Make it readable, and run the audit again.", e);
        }
        var block = buffer[..count];
        Check(block);
        _hash.AppendData(block);
        Bytes += count;
        return count;
    }

    /// <summary>SHA-256 of the whole file, whose rest is read first: 64 lower-case hexadecimal digits.</summary>
    public string Sha256()
    {
        var rest = new byte[64 * 1024];
        while (Read(rest) > 0) { }
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    private void Check(ReadOnlySpan<byte> block)
    {
        if (Bytes == 0 && block is ([0xFF, 0xFE, ..] or [0xFE, 0xFF, ..]))
            throw new AuditInputException($"{file} is UTF-16 text, but UTF-8 is expected. Save it as CSV with the encoding UTF-8.");
        if (Bytes == 0 && block.StartsWith("PK\u0003\u0004"u8))
            throw new AuditInputException($"{file} is a spreadsheet or an archive, not a CSV file. Export the table as CSV (UTF-8).");
        if (block.IndexOf((byte)0) is var zero and >= 0)
            throw NotText(block, zero, "holds a zero byte", "It may be UTF-16 text or a binary file: save it as CSV with the encoding UTF-8.");
        try
        {
            _decoder.GetChars(block, _decoded, flush: block.IsEmpty);
        }
        catch (DecoderFallbackException e)
        {
            // A sequence that began in the block before has a negative index.
            throw NotText(block, Math.Clamp(e.Index, 0, block.Length), "is not valid UTF-8",
                "It may be in the encoding of a spreadsheet program, such as Windows-1252: save it as CSV with the encoding UTF-8.");
        }
        _linesBefore += block.Count((byte)'\n');
    }

    private AuditInputException NotText(ReadOnlySpan<byte> block, int at, string what, string mend) => new(string.Create(
        CultureInfo.InvariantCulture, $"{file}, line {_linesBefore + block[..at].Count((byte)'\n') + 1} {what}. {mend}"));

    /// <inheritdoc/>
    public override void Flush() { }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            _hash.Dispose();
        }
        base.Dispose(disposing);
    }
}
