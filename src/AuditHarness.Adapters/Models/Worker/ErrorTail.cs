using System.Text;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// The last of what a worker wrote to standard error: read to its end, so that it never waits, and kept up to a bound. It may hold
/// values of patients, and goes nowhere but into the refusal that its own failure causes.
/// </summary>
internal sealed class ErrorTail
{
    /// <summary>Most bytes that are kept.</summary>
    public const int Kept = 16 * 1024;

    private const int LongestLine = 300;
    private readonly byte[] _ring = new byte[Kept];
    private readonly Lock _lock = new();
    private readonly Thread _thread;
    private long _written;

    /// <summary>Starts to read.</summary>
    /// <param name="from">Where from; read until its end.</param>
    public ErrorTail(Stream from)
    {
        _thread = new Thread(() => Run(from)) { IsBackground = true, Name = "worker errors" };
        _thread.Start();
    }

    /// <summary>The last lines that say something, oldest first: bounded, and with nothing that a terminal would act on.</summary>
    /// <param name="most">Most lines.</param>
    /// <param name="patience">How long to wait for what is still on its way after the worker ended.</param>
    public IReadOnlyList<string> Lines(int most, TimeSpan patience)
    {
        _thread.Join(patience);
        string text;
        lock (_lock)
        {
            var (kept, from) = ((int)Math.Min(_written, Kept), (int)(_written % Kept));
            byte[] bytes = _written <= Kept ? _ring[..kept] : [.. _ring[from..], .. _ring[..from]];
            text = Encoding.UTF8.GetString(bytes);
        }
        return [.. text.Split('\n', '\r').Where(l => !string.IsNullOrWhiteSpace(l)).TakeLast(most).Select(Shown)];
    }

    private static string Shown(string line)
    {
        var shown = Unprintable.Replace(line.Replace('\t', ' ').TrimEnd());
        return shown.Length > LongestLine ? shown[..LongestLine] + "…" : shown;
    }

    private void Run(Stream from)
    {
        var block = new byte[4096];
        try
        {
            for (int count; (count = from.Read(block)) > 0;)
            {
                lock (_lock)
                {
                    for (var k = 0; k < count; k++) _ring[(_written + k) % Kept] = block[k];
                    _written += count;
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end is gone: there is no more to keep.
        }
    }
}
