using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// Speaks the protocol with a worker, and starts it anew when it ends by itself. Every request may be put to a new process a second time,
/// which must answer the same. Used from one thread at a time.
/// </summary>
internal sealed class WorkerClient : IDisposable
{
    /// <summary>What it does until it has said what it is.</summary>
    public const string Starting = "it started";

    /// <summary>Largest seed: JavaScript knows no larger whole number.</summary>
    public const long LargestSeed = (1L << 53) - 1;

    private readonly WorkerProgram _program;
    private readonly WorkerPlan _worker;
    private readonly WorkerFaults _faults;
    private readonly WorkerAnswer _answer;
    private WorkerProcess? _process;
    private AuditInputException? _refused;
    private int _next;

    private WorkerClient(WorkerProgram program, WorkerPlan worker)
    {
        (_program, _worker, _faults) = (program, worker, new(program.Shown, worker.Key));
        _answer = new(_faults);
    }

    /// <summary>What it says it is.</summary>
    public WorkerHello Hello { get; private set; } = new(null, null, "");

    /// <summary>How often it was started anew after it had ended by itself.</summary>
    public int Restarts { get; private set; }

    /// <summary>Words the refusals.</summary>
    public WorkerFaults Faults => _faults;

    /// <summary>Finds the files of a worker, holds them to the hash that the config gives, starts it, and hears that it does what it is wanted for.</summary>
    /// <param name="worker">What is started, and its limits.</param>
    /// <param name="sha256">The hash that its files must have; null when nobody vouches for them.</param>
    /// <param name="capability">The request that it must answer.</param>
    /// <param name="otherwise">What one that does not answer it does, as "scores nobody".</param>
    /// <param name="place">Where paths start.</param>
    /// <exception cref="AuditInputException">A file is not there or another one, it does not start or speak this protocol, or does not answer the request.</exception>
    public static (WorkerClient Client, WorkerProgram Program) Open(WorkerPlan worker, string? sha256, string capability, string otherwise, ModelPlace place)
    {
        var program = WorkerProgram.Find(worker, place.Folder, place.Stop);
        if (sha256 is not null && !string.Equals(sha256, program.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new WorkerFaults(program.Shown, worker.Key).Of(
                $"is made of {Datasets.Quoted.List([.. program.Files.Select(f => f.File)])}, one after the other with the SHA-256 {program.Sha256}, but '{worker.Key[..worker.Key.LastIndexOf('.')]}.sha256' says {sha256}",
                "A worker is code, and was not started. Restore its files, or correct the hash after checking the new ones.");
        var client = Start(program, worker, place.Stop);
        if (client.Hello.Can(capability)) return (client, program);
        client.Dispose();
        throw client.Faults.Of($"does not list \"{capability}\" in 'capabilities', so that it {otherwise}", "Give it that capability, or name another worker.");
    }

    /// <summary>Starts a worker, and hears what it is.</summary>
    /// <param name="program">What is started.</param>
    /// <param name="worker">Its limits.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">It does not start, or does not speak this protocol.</exception>
    public static WorkerClient Start(WorkerProgram program, WorkerPlan worker, CancellationToken stop)
    {
        var client = new WorkerClient(program, worker);
        client.Hello = client.Begin(stop);
        return client;
    }

    /// <summary>What its model takes and answers; null when it does not describe itself.</summary>
    /// <param name="stop">Cancels.</param>
    public WorkerDescription? Describe(CancellationToken stop) =>
        Hello.Can("describe") ? Ask("describe", "it described itself", WorkerRequest.Describe, _answer.Description, stop) : null;

    /// <summary>Its answers for some rows, as it gives them: finite numbers.</summary>
    /// <param name="patients">All rows.</param>
    /// <param name="first">The first of those that are asked for.</param>
    /// <param name="into">Filled with the answers, one for each row that is asked for.</param>
    /// <param name="stop">Cancels.</param>
    public void Score(FeatureTable patients, int first, Memory<double> into, CancellationToken stop) => Ask(
        "score", string.Create(CultureInfo.InvariantCulture, $"it scored {into.Length:N0} {(into.Length == 1 ? "row" : "rows")}"),
        id => WorkerRequest.Score(id, patients, first, into.Length),
        root =>
        {
            _answer.Risks(root, into.Length, into.Span);
            return true;
        }, stop);

    /// <summary>Made-up rows.</summary>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Where chance comes from, 0 to <see cref="LargestSeed"/>.</param>
    /// <param name="stop">Cancels.</param>
    /// <param name="conditions">Column → the value that all rows shall have; none when left out.</param>
    public FeatureTable Sample(int rows, long seed, CancellationToken stop, params IReadOnlyList<KeyValuePair<string, string>> conditions) => Ask(
        "sample", string.Create(CultureInfo.InvariantCulture, $"it made {rows:N0} rows"), id => WorkerRequest.Sample(id, rows, Checked(seed), conditions), root => _answer.Columns(root, rows), stop);

    /// <summary>A text for each prompt; null where the model gives none.</summary>
    /// <param name="prompts">The prompts.</param>
    /// <param name="seed">Where chance comes from, 0 to <see cref="LargestSeed"/>.</param>
    /// <param name="stop">Cancels.</param>
    public IReadOnlyList<string?> Generate(IReadOnlyList<string> prompts, long seed, CancellationToken stop) => Ask(
        "generate", string.Create(CultureInfo.InvariantCulture, $"it wrote {prompts.Count:N0} texts"),
        id => WorkerRequest.Generate(id, prompts, Checked(seed)), root => _answer.Texts(root, prompts.Count), stop);

    /// <summary>What a policy does in each state: the probability of each action that it names.</summary>
    /// <param name="states">The states, one a row.</param>
    /// <param name="stop">Cancels.</param>
    public (IReadOnlyList<string> Actions, IReadOnlyList<double[]> Probabilities) Act(FeatureTable states, CancellationToken stop) => Ask(
        "act", string.Create(CultureInfo.InvariantCulture, $"it acted in {states.Count:N0} states"),
        id => WorkerRequest.Act(id, states), root => _answer.Actions(root, states.Count), stop);

    /// <inheritdoc/>
    public void Dispose() => End();

    private T Ask<T>(string method, string doing, Func<int, byte[]> request, Func<JsonElement, T> read, CancellationToken stop)
    {
        if (!Hello.Can(method)) throw _faults.Of(
            $"cannot '{method}': {(Hello.Capabilities.Length == 0 ? "it lists nothing" : "it lists only " + Datasets.Quoted.List(Hello.Capabilities.Split(',')))} in 'capabilities'", $"Give it the capability \"{method}\", or name another worker.");
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            // Whoever asks again, as from another thread, shall not wait for the same end once more.
            if (_refused is not null) ExceptionDispatchInfo.Throw(_refused);
            // After a cancellation, or after it ended.
            if (_process is null) Again(stop);
            try
            {
                return Once(method, doing, request, read, TimeSpan.FromSeconds(_worker.BatchSeconds), stop);
            }
            catch (WorkerEndedException e)
            {
                End();
                if (Restarts >= _worker.Restarts) throw _refused = _faults.Ended(e, doing, Restarts);
                Restarts++;
            }
        }
    }

    private void Again(CancellationToken stop)
    {
        var hello = Begin(stop);
        if (hello == Hello) return;
        End();
        throw _refused = _faults.Of("says of itself something else after it was started anew than it said before", "A worker must be the same model each time it is started.");
    }

    private WorkerHello Begin(CancellationToken stop)
    {
        _process = WorkerProcess.Start(_program, _worker, _faults);
        _next = 0;
        try
        {
            return Once("hello", Starting, WorkerRequest.Hello, _answer.Hello, TimeSpan.FromSeconds(_worker.StartSeconds), stop);
        }
        catch (WorkerEndedException e)
        {
            End();
            throw _refused = _faults.Ended(e, Starting, Restarts);
        }
    }

    // Whatever goes wrong, an answer may still be on its way: the process is of no more use.
    private T Once<T>(string method, string doing, Func<int, byte[]> request, Func<JsonElement, T> read, TimeSpan limit, CancellationToken stop)
    {
        var id = _next++;
        try
        {
            var line = request(id);
            if (line.Length > WorkerProcess.LongestLine) throw _faults.Of(string.Create(CultureInfo.InvariantCulture,
                $"would be asked a line of {line.Length:N0} bytes, and at most {WorkerProcess.LongestLine:N0} are sent"), $"Ask for less at once in '{_worker.Key}.batchRows'.");
            using var answer = _answer.Parse(_process!.Ask(line, limit, doing, stop), id, method);
            return read(answer.RootElement);
        }
        catch (Exception e) when (e is AuditInputException or OperationCanceledException)
        {
            _refused ??= e as AuditInputException;
            _process!.Kill();
            End();
            throw;
        }
    }

    private void End()
    {
        _process?.Dispose();
        _process = null;
    }

    private static long Checked(long seed) => seed is >= 0 and <= LargestSeed ? seed : throw new ArgumentOutOfRangeException(nameof(seed), seed, "A seed lies between 0 and 2^53 − 1.");
}
