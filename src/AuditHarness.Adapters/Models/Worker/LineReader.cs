using System.Threading.Channels;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What a worker did with its standard output that no answer is read from.</summary>
internal enum OutputFault
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>A line without an end.</summary>
    LongLine,
    /// <summary>More lines than were asked for.</summary>
    ManyLines,
}

/// <summary>
/// Reads lines of bytes on a thread of its own, as many as are asked for and no longer ones than are allowed: whatever is at the other
/// end, memory stays bounded.
/// </summary>
internal sealed class LineReader
{
    /// <summary>Most lines that wait to be taken; a worker that answers what it was asked has one.</summary>
    public const int MostUnread = 4;

    private const byte LineFeed = (byte)'\n';
    private readonly Channel<byte[]> _lines = Channel.CreateBounded<byte[]>(MostUnread);
    private readonly Stream _from;
    private readonly int _longest;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile OutputFault _fault;

    /// <summary>Starts to read.</summary>
    /// <param name="from">Where from; read until its end or a fault.</param>
    /// <param name="longest">Most bytes of a line, its end not counted.</param>
    public LineReader(Stream from, int longest)
    {
        (_from, _longest) = (from, longest);
        new Thread(Run) { IsBackground = true, Name = "worker output" }.Start();
    }

    /// <summary>The lines without their ends; complete at the end of the stream or after a fault.</summary>
    public ChannelReader<byte[]> Lines => _lines.Reader;

    /// <summary>Done when nothing more is read, though lines may wait to be taken.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Why reading stopped before the end.</summary>
    public OutputFault Fault => _fault;

    private void Run()
    {
        try
        {
            Read();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end is gone: the end of the lines says so.
        }
        _lines.Writer.TryComplete();
        _ended.TrySetResult();
    }

    private void Read()
    {
        var block = new byte[1 << 16];
        using var line = new MemoryStream();
        for (int count; (count = _from.Read(block)) > 0;)
        {
            for (var rest = block.AsSpan(0, count); rest.Length > 0;)
            {
                var end = rest.IndexOf(LineFeed);
                var piece = end < 0 ? rest : rest[..end];
                if (line.Length + piece.Length > _longest)
                {
                    _fault = OutputFault.LongLine;
                    return;
                }
                line.Write(piece);
                if (end < 0) break;
                if (!_lines.Writer.TryWrite(line.ToArray()))
                {
                    _fault = OutputFault.ManyLines;
                    return;
                }
                line.SetLength(0);
                rest = rest[(end + 1)..];
            }
        }
    }
}
