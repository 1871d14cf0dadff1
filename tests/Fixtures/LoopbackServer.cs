using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AuditHarness.Fixtures;

/// <summary>A request as a server sees it.</summary>
/// <param name="Method">Such as "GET".</param>
/// <param name="Path">Such as "/score".</param>
/// <param name="Headers">By their names in small letters.</param>
/// <param name="Body">The body.</param>
internal sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What a server answers, and how badly.</summary>
internal sealed record Reply(string Body)
{
    public int Status { get; init; } = 200;

    public string? Type { get; init; } = "application/json";

    /// <summary>Further lines of the head.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>Waits before it answers.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Sends only the first half of the body that it announced, and closes the connection.</summary>
    public bool Half { get; init; }

    /// <summary>Sends the body alone, without a head.</summary>
    public bool Raw { get; init; }

    /// <summary>Closes the connection without a word.</summary>
    public bool Nothing { get; init; }

    /// <summary>Sends the body and then goes on and on, announcing nothing.</summary>
    public bool Endless { get; init; }
}

/// <summary>A real server on a free port of this machine, which can misbehave beneath HTTP too.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Reliability", "CA2213", Justification = "Whoever still serves looks at it.")]
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<SeenRequest, Reply> _answer;
    private readonly Task _accepting;

    public LoopbackServer(Func<SeenRequest, Reply> answer)
    {
        _answer = answer;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Task.Run(Accept);
    }

    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public ConcurrentQueue<SeenRequest> Seen { get; } = [];

    /// <summary>Most requests that were under way at once.</summary>
    public int MostAtOnce { get; private set; }

    private int _now;

    /// <summary>A port that nobody listens on.</summary>
    public static int DeadPort()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _accepting.Wait(TimeSpan.FromSeconds(10));
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                client.NoDelay = true;
                _ = Task.Run(() => Serve(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The end.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            var unread = new List<byte>();
            while (await Read(stream, unread) is { } request)
            {
                Seen.Enqueue(request);
                lock (Seen) MostAtOnce = Math.Max(MostAtOnce, ++_now);
                Reply reply;
                try
                {
                    reply = _answer(request);
                    if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, _end.Token);
                }
                finally
                {
                    lock (Seen) _now--;
                }
                if (!await Write(stream, reply)) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other side went away, or the end.
        }
    }

    private async Task<bool> Write(NetworkStream stream, Reply reply)
    {
        if (reply.Nothing) return false;
        var body = Encoding.UTF8.GetBytes(reply.Body);
        if (!reply.Raw)
        {
            var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Some\r\n");
            if (reply.Type is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {reply.Type}\r\n");
            if (!reply.Endless) head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
            foreach (var header in reply.Headers) head.Append(header).Append("\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), _end.Token);
        }
        await stream.WriteAsync(body.AsMemory(0, reply.Half ? body.Length / 2 : body.Length), _end.Token);
        while (reply.Endless) await stream.WriteAsync(new byte[1 << 16], _end.Token);
        return !reply.Half && !reply.Raw;
    }

    private async Task<SeenRequest?> Read(NetworkStream stream, List<byte> unread)
    {
        var block = new byte[1 << 16];
        int end;
        while ((end = Encoding.ASCII.GetString([.. unread]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            var count = await stream.ReadAsync(block, _end.Token);
            if (count == 0) return null;
            unread.AddRange(block.AsSpan(0, count));
        }
        var lines = Encoding.ASCII.GetString([.. unread[..end]]).Split("\r\n");
        unread.RemoveRange(0, end + 4);
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).ToDictionary(h => h[0].ToLowerInvariant(), h => h[1].Trim(), StringComparer.Ordinal);
        var length = headers.TryGetValue("content-length", out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (unread.Count < length)
        {
            var count = await stream.ReadAsync(block, _end.Token);
            if (count == 0) return null;
            unread.AddRange(block.AsSpan(0, count));
        }
        var body = Encoding.UTF8.GetString([.. unread[..length]]);
        unread.RemoveRange(0, length);
        var first = lines[0].Split(' ');
        return new(first[0], first[1], headers, body);
    }
}
