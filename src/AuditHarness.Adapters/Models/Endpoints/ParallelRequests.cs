using System.Runtime.ExceptionServices;

namespace AuditHarness.Adapters.Models.Endpoints;

/// <summary>Several requests at once, each with a place of its own for its answer, so that their order does not matter.</summary>
internal static class ParallelRequests
{
    /// <summary>Makes all requests, and returns when the last is answered.</summary>
    /// <param name="count">How many.</param>
    /// <param name="concurrency">Most of them under way at once.</param>
    /// <param name="ask">Makes the request of a number from 0.</param>
    /// <param name="done">Told how many are answered, one call at a time.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">One failed; the others are given up. Of several the first in order is told.</exception>
    public static void Run(int count, int concurrency, Func<int, CancellationToken, Task> ask, Action<int>? done, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var gate = new Lock();
        var (next, answered, failed, fault) = (-1, 0, int.MaxValue, (Exception?)null);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);

        async Task Work()
        {
            for (int number; !ended.IsCancellationRequested && (number = Interlocked.Increment(ref next)) < count;)
            {
                try
                {
                    await ask(number, ended.Token).ConfigureAwait(false);
                    lock (gate) done?.Invoke(++answered);
                }
                catch (OperationCanceledException) when (ended.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e)
                {
                    lock (gate)
                        if (number < failed) (failed, fault) = (number, e);
                    await ended.CancelAsync().ConfigureAwait(false);
                    return;
                }
            }
        }

        // On threads of the pool: a caller with a context of its own would wait for itself.
        Task.Run(() => Task.WhenAll(Enumerable.Range(0, Math.Min(concurrency, count)).Select(_ => Work())), CancellationToken.None).GetAwaiter().GetResult();
        if (fault is not null) ExceptionDispatchInfo.Throw(fault);
        stop.ThrowIfCancellationRequested();
    }
}
