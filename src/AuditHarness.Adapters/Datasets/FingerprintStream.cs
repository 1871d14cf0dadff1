using System.Security.Cryptography;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Passes a file on as it is read, and on the way takes the SHA-256 of exactly the bytes that were read.</summary>
internal sealed class FingerprintStream(Stream source, string file) : ReadOnlyStream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _tail = new byte[28];
    private int _tailLength;

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>The last bytes read so far, at most 28.</summary>
    public ReadOnlySpan<byte> Tail => _tail.AsSpan(0, _tailLength);

    /// <summary>Path as messages show it.</summary>
    public string File => file;

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">The bytes cannot be read.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = source.Read(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AuditInputException($"{file} cannot be read: {e.Message} Make it readable, and run the audit again.", e);
        }
        _hash.AppendData(buffer[..count]);
        Bytes += count;
        Remember(buffer[..count]);
        return count;
    }

    /// <summary>SHA-256 of the whole file, whose rest is read first: 64 lower-case hexadecimal digits.</summary>
    /// <param name="head">The stream around this one that still holds its first bytes; they were hashed when they were looked at.</param>
    /// <param name="stop">Cancels.</param>
    public string Sha256(HeadStream? head = null, CancellationToken stop = default)
    {
        head?.Peek();
        var rest = new byte[128 * 1024];
        while (Read(rest) > 0) stop.ThrowIfCancellationRequested();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    private void Remember(ReadOnlySpan<byte> block)
    {
        if (block.Length > _tail.Length) block = block[^_tail.Length..];
        var kept = Math.Min(_tailLength, _tail.Length - block.Length);
        _tail.AsSpan(_tailLength - kept, kept).CopyTo(_tail);
        block.CopyTo(_tail.AsSpan(kept));
        _tailLength = kept + block.Length;
    }

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
