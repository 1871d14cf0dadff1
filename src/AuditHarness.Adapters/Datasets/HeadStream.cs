namespace AuditHarness.Adapters.Datasets;

/// <summary>A stream whose first bytes can be looked at before they are read.</summary>
internal sealed class HeadStream(Stream source) : ReadOnlyStream
{
    private readonly byte[] _head = new byte[16];
    private int _length = -1;
    private int _used;

    /// <summary>The first bytes, at most 16.</summary>
    public ReadOnlySpan<byte> Peek()
    {
        if (_length < 0) _length = source.ReadAtLeast(_head, _head.Length, throwOnEndOfStream: false);
        return _head.AsSpan(0, _length);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_used >= _length) return source.Read(buffer);
        var count = Math.Min(buffer.Length, _length - _used);
        _head.AsSpan(_used, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) source.Dispose();
        base.Dispose(disposing);
    }
}
