using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>
/// Reads the batches of a query on a thread of its own, some of them ahead of whoever takes their rows apart: DuckDB's work and the
/// copying of a batch then cost no time of the reader's. Batches come in the order of the query.
/// </summary>
internal sealed class DuckReadAhead : IDisposable
{
    private readonly BlockingCollection<(DuckColumn?[] Columns, int Rows)> _full = [];
    private readonly BlockingCollection<DuckColumn?[]> _free = [];
    private readonly CancellationTokenSource _closed;
    private readonly Task _reading;
    private DuckColumn?[]? _current;
    private ExceptionDispatchInfo? _failure;

    /// <param name="start">Starts the query; called on the thread that reads.</param>
    /// <param name="columns">Sets of columns that are filled in turns, one per batch; null where a column is not read.</param>
    /// <param name="stop">Interrupts the query.</param>
    public DuckReadAhead(Func<CancellationToken, DuckBatches> start, IEnumerable<DuckColumn?[]> columns, CancellationToken stop)
    {
        foreach (var set in columns) _free.Add(set, CancellationToken.None);
        _closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _reading = Task.Factory.StartNew(() => Read(start), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next batch that has rows, valid until the one after it; null at the end.</summary>
    /// <exception cref="DuckDB.NET.Data.DuckDBException">The query failed, or was interrupted.</exception>
    public (DuckColumn?[] Columns, int Rows)? Next()
    {
        if (_current is not null) _free.Add(_current, CancellationToken.None);
        _current = null;
        if (_full.TryTake(out var batch, Timeout.Infinite, CancellationToken.None))
        {
            _current = batch.Columns;
            return batch;
        }
        _failure?.Throw();
        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _reading.GetAwaiter().GetResult();
        _closed.Dispose();
        _full.Dispose();
        _free.Dispose();
    }

    private void Read(Func<CancellationToken, DuckBatches> start)
    {
        try
        {
            using var batches = start(_closed.Token);
            while (batches.Next() is { } batch)
            {
                if (batch.Length == 0) continue;
                var columns = _free.Take(_closed.Token);
                var k = 0;
                foreach (var column in columns) column?.Take(batch.Column(k++));
                _full.Add((columns, batch.Length), CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            // Whoever takes the batches hears of it, after those that were read before.
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            _full.CompleteAdding();
        }
    }
}
