using System.Diagnostics;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>When the next request may go out.</summary>
/// <param name="perSecond">Most requests per second; null sets no limit.</param>
internal sealed class EndpointPace(double? perSecond)
{
    /// <summary>Longest wait that an endpoint may ask for.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(120);

    private const double FirstWait = 0.5;
    private const double LongestBackOff = 30;
    private readonly Lock _lock = new();
    private long _next;

    /// <summary>Waits until it is this request's turn.</summary>
    /// <param name="stop">Cancels.</param>
    public Task Turn(CancellationToken stop)
    {
        if (perSecond is not { } rate) return Task.CompletedTask;
        TimeSpan wait;
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            var turn = Math.Max(_next, now);
            _next = turn + (long)(Stopwatch.Frequency / rate);
            wait = Stopwatch.GetElapsedTime(now, turn);
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, stop) : Task.CompletedTask;
    }

    /// <summary>
    /// How long to wait before a request is repeated: twice as long each time, from half of it to half as much again, so that requests
    /// that failed together do not come back together. Chance comes from the request's number: the same waits each time.
    /// </summary>
    /// <param name="request">Number of the request.</param>
    /// <param name="attempt">How often it was sent, from 1.</param>
    public static TimeSpan BackOff(long request, int attempt)
    {
        var wait = Math.Min(FirstWait * Math.Pow(2, attempt - 1), LongestBackOff);
        var share = new Seed((ulong)request).For($"retry/{attempt}").Value / (double)ulong.MaxValue;
        return TimeSpan.FromSeconds(wait * (0.5 + share));
    }
}
