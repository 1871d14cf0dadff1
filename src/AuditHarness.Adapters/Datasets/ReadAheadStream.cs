using System.Collections.Concurrent;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// Reads a stream ahead on a thread of its own, a few blocks at most: what a file's bytes go through, the hash and the check of their
/// encoding, is done while its rows are taken apart. A fault is told when the reader comes to it.
/// </summary>
internal sealed class ReadAheadStream : ReadOnlyStream
{
    private const int BlockLength = 64 * 1024;
    private const int Ahead = 16;

    private readonly BlockingCollection<(byte[] Block, int Length)> _full = new(Ahead);
    private readonly ConcurrentBag<byte[]> _empty = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly Stream _source;
    private readonly Task _reading;
    private byte[] _block = [];
    private int _length;
    private int _used;

    /// <param name="source">What is read; nobody else may read it until this stream is disposed of.</param>
    public ReadAheadStream(Stream source)
    {
        _source = source;
        _reading = Task.Factory.StartNew(Fill, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (_used == _length && !Next()) return 0;
        var count = Math.Min(buffer.Length, _length - _used);
        _block.AsSpan(_used, count).CopyTo(buffer);
        _used += count;
        return count;
    }

    private bool Next()
    {
        if (_block.Length > 0) _empty.Add(_block);
        (_block, _length, _used) = ([], 0, 0);
        if (_full.TryTake(out var next, Timeout.Infinite))
        {
            (_block, _length) = next;
            return true;
        }
        // The end; the task's own fault, if it ended with one.
        _reading.GetAwaiter().GetResult();
        return false;
    }

    private void Fill()
    {
        try
        {
            while (true)
            {
                if (!_empty.TryTake(out var block)) block = new byte[BlockLength];
                var length = _source.Read(block);
                if (length == 0) return;
                _full.Add((block, length), _closed.Token);
            }
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            // Nobody wants the rest.
        }
        finally
        {
            _full.CompleteAdding();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed.IsCancellationRequested)
        {
            _closed.Cancel();
            // It ends at once; what it ended with was told if anybody came to it.
            Task.WhenAny(_reading).GetAwaiter().GetResult();
            _full.Dispose();
            _closed.Dispose();
            _source.Dispose();
        }
        base.Dispose(disposing);
    }
}
