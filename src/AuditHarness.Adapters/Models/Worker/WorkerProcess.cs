using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Channels;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// A worker's process: given one line at a time and asked for one, within a time and a memory limit. It and all that it started are
/// gone when this is disposed of. Used from one thread at a time.
/// </summary>
internal sealed class WorkerProcess : IDisposable
{
    /// <summary>Most bytes of a line, of either side.</summary>
    public const int LongestLine = 16 * 1024 * 1024;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_onItsWay = TimeSpan.FromMilliseconds(500);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly ProcessTree _tree;
    private readonly LineReader _output;
    private readonly ErrorTail _errors;
    private readonly Task _exit;
    private readonly Thread _watch;
    private readonly ManualResetEventSlim _watchEnds = new();
    private readonly CancellationTokenSource _tooLarge = new();
    private readonly long _memory;
    private readonly WorkerFaults _faults;
    private long _largest;
    private bool _disposed;

    private WorkerProcess(Process process, string mark, WorkerPlan worker, WorkerFaults faults)
    {
        (_process, _faults, _memory) = (process, faults, worker.MemoryMegabytes * 1024L * 1024L);
        _input = process.StandardInput.BaseStream;
        _tree = new(process.Id, mark);
        _output = new(process.StandardOutput.BaseStream, LongestLine);
        _errors = new(process.StandardError.BaseStream);
        _exit = process.WaitForExitAsync(CancellationToken.None);
        _watch = new Thread(Watch) { IsBackground = true, Name = "worker memory" };
        _watch.Start();
    }

    /// <summary>Starts the program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="worker">Its limits, and what of the environment it is given.</param>
    /// <param name="faults">Words the refusals.</param>
    /// <exception cref="AuditInputException">It cannot be started.</exception>
    public static WorkerProcess Start(WorkerProgram program, WorkerPlan worker, WorkerFaults faults)
    {
        var start = new ProcessStartInfo(program.Path)
        {
            WorkingDirectory = program.Folder, UseShellExecute = false, CreateNoWindow = true,
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var argument in program.Arguments) start.ArgumentList.Add(argument);
        var (name, value) = WorkerEnvironment.Mark();
        WorkerEnvironment.Fill(start.Environment, worker);
        start.Environment[name] = value;
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            throw faults.NotStarted(e);
        }
        try
        {
            return new(process, $"{name}={value}", worker, faults);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Gives it a line, and takes one from it.</summary>
    /// <param name="line">The line with its end.</param>
    /// <param name="limit">How long both may take.</param>
    /// <param name="doing">What it does meanwhile, such as "starting", for messages.</param>
    /// <param name="stop">Cancels, and ends the process.</param>
    /// <returns>Its line, without the end.</returns>
    /// <exception cref="AuditInputException">It took too long, too much memory, or wrote what it was not asked for.</exception>
    /// <exception cref="WorkerEndedException">It ended by itself.</exception>
    public byte[] Ask(byte[] line, TimeSpan limit, string doing, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        // Nothing was asked since the last answer.
        if (_output.Lines.TryPeek(out _)) throw _faults.ManyLines();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop, _tooLarge.Token);
        patience.CancelAfter(limit);
        try
        {
            return AskAsync(line, patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            Kill();
            stop.ThrowIfCancellationRequested();
            throw _tooLarge.IsCancellationRequested ? _faults.TooLarge(_largest, doing) : _faults.TooSlow(limit, doing, LastErrors());
        }
        catch (ChannelClosedException)
        {
            // Cancelling by Ctrl-C reaches the worker too, and may end it before we are told.
            stop.WaitHandle.WaitOne(100);
            stop.ThrowIfCancellationRequested();
            if (_tooLarge.IsCancellationRequested)
            {
                Kill();
                throw _faults.TooLarge(_largest, doing);
            }
            throw _output.Fault switch
            {
                OutputFault.LongLine => _faults.LongLine(),
                OutputFault.ManyLines => _faults.ManyLines(),
                // Its output ends a moment before it does.
                _ when !_process.WaitForExit(s_grace) => _faults.ClosedOutput(doing, LastErrors()),
                _ => new WorkerEndedException(_process.ExitCode, LastErrors()),
            };
        }
    }

    /// <summary>Ends it and all that it started at once.</summary>
    public void Kill()
    {
        lock (_tree) _tree.Kill();
    }

    /// <summary>Ends it: it is told so by the end of its input, and has two seconds; then it and all that it started are ended.</summary>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        try
        {
            _input.Close();
        }
        catch (IOException)
        {
            // It is gone already.
        }
        if (!_tooLarge.IsCancellationRequested) _process.WaitForExit(s_grace);
        Kill();
        _watchEnds.Set();
        _watch.Join();
        _process.WaitForExit(s_grace);
        _process.Dispose();
        _watchEnds.Dispose();
        _tooLarge.Dispose();
    }

    private async Task<byte[]> AskAsync(byte[] line, CancellationToken stop)
    {
        // On a thread of its own: a pipe that nobody reads keeps its writer, until the other end is gone.
        var write = Task.Run(() => _input.Write(line), CancellationToken.None);
        _ = write.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        await Task.WhenAny(write, _exit, _output.Ended).WaitAsync(stop).ConfigureAwait(false);
        var answer = _output.Lines.ReadAsync(stop).AsTask();
        await Task.WhenAny(answer, _exit).WaitAsync(stop).ConfigureAwait(false);
        // What it wrote last may be on its way; and a child may hold its output open for ever.
        if (!answer.IsCompleted) await Task.WhenAny(answer, Task.Delay(s_onItsWay, stop)).ConfigureAwait(false);
        if (!answer.IsCompleted) throw new ChannelClosedException();
        return await answer.ConfigureAwait(false);
    }

    private void Watch()
    {
        while (!_watchEnds.Wait(s_poll))
        {
            try
            {
                lock (_tree)
                {
                    var resident = _tree.Resident();
                    if (resident <= _memory) continue;
                    _largest = resident;
                    _tree.Kill();
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or Win32Exception)
            {
                // The system would not tell this time; it is asked again.
                continue;
            }
            _tooLarge.Cancel();
            return;
        }
    }

    private IReadOnlyList<string> LastErrors() => _errors.Lines(WorkerFaults.ErrorLines, s_onItsWay);

}
