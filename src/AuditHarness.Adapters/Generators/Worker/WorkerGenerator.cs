using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models;
using AuditHarness.Adapters.Models.Worker;
using AuditHarness.Audits;
using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Adapters.Generators.Worker;

/// <summary>A generator in any language, in a process of its own that is asked to sample over standard input and output: see PROTOCOL.md beside the worker's client.</summary>
public sealed class WorkerGenerator : IRecordGenerator
{
    private const int RepeatedRows = 64;

    private readonly WorkerClient _client;
    private readonly WorkerPlan _worker;
    private readonly MadeRecords _made;
    private readonly IProgress<AuditProgress>? _progress;
    private bool _repeated;

    private WorkerGenerator(WorkerClient client, GeneratorPlan plan, WorkerProgram program, RecordTable train, IProgress<AuditProgress>? progress)
    {
        (_client, _worker, _made, _progress) = (client, plan.Worker!, new(train, client.Faults.Of), progress);
        var name = plan.Name.Length > 0 ? plan.Name : client.Hello.Name ?? Path.GetFileNameWithoutExtension(program.Files[0].File);
        Identity = new(new(plan.Kind, name, plan.Version ?? client.Hello.Version, program.Sha256), Modality.Records, client.Hello.Conditions.Split('\n', StringSplitOptions.RemoveEmptyEntries), client.Hello.TakesSeeds) { OwnVersion = client.Hello.Version };
        Files = program.Files;
        var seeds = Identity.TakesSeeds ? Phrase.Of($"the same seed gives the same records") : Phrase.Of($"it takes no seeds, and its records are those that were kept");
        Reading = program.Files.Count == 1 ? Phrase.Of($"Worker process that makes records live; {seeds}; the SHA-256 is that of its file.")
            : Phrase.Of($"Worker process that makes records live; {seeds}; the SHA-256 is that of its {program.Files.Count} files one after the other.");
    }

    /// <inheritdoc/>
    public GeneratorIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    public IReadOnlyList<InputFile> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Notices
    {
        get
        {
            List<Phrase> notices = [];
            if (_client.Restarts > 0)
                notices.Add(Phrase.Of($"The worker process ended by itself and was started anew {_client.Restarts:count} {_client.Restarts:plural(time|times)} while it made records; what it had not answered was asked again."));
            if (Identity is { Model.Version: { } said, OwnVersion: { } own } && own != said)
                notices.Add(Phrase.Of($"The config says that the generator has version '{said}', and the worker says '{own}'."));
            return notices;
        }
    }

    /// <summary>Starts the worker, and checks that it makes records.</summary>
    /// <param name="plan">The generator; its <see cref="GeneratorPlan.Worker"/> says what is started.</param>
    /// <param name="train">The training records, whose columns its own must be.</param>
    /// <param name="place">Where paths start, and who is told.</param>
    /// <exception cref="AuditInputException">
    /// The program or a file is not there, its hash is not the one that the plan gives, it does not start in time or does not speak the
    /// protocol, or it makes no records.
    /// </exception>
    public static IRecordGenerator Open(GeneratorPlan plan, RecordTable train, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(place);
        var worker = plan.Worker ?? throw new ArgumentException("The plan says nothing of a worker.", nameof(plan));
        var (client, program) = WorkerClient.Open(worker, plan.Sha256, "sample", "makes no records", place);
        try
        {
            if (client.Hello.Modality is { } other and not Modality.Records) throw client.Faults.Of(
                $"makes {other.ToString().ToLowerInvariant()} and no records", "Name a worker whose 'modality' is \"records\".");
            return new WorkerGenerator(client, plan, program, train, place.Progress);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RecordTable Sample(SampleRequest request, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Count, 1, nameof(request));
        stop.ThrowIfCancellationRequested();
        string[] unknown = [.. request.Conditions.Select(c => c.Key).Except(Identity.Conditions)];
        if (unknown.Length > 0) throw _client.Faults.Of(
            $"takes no condition {Quoted.List(unknown)}{(Identity.Conditions.Count == 0 ? "" : $", but {Quoted.List([.. Identity.Conditions])}")}", "Leave it out, or let the worker list it in 'conditions'.");
        if (!_repeated && Identity.TakesSeeds) CheckRepeats(request, stop);
        var parts = new List<RecordTable>();
        for (var first = 0; first < request.Count; first += _worker.BatchRows)
        {
            parts.Add(Part(request, parts.Count, Math.Min(_worker.BatchRows, request.Count - first), stop));
            _progress?.Report(new("Making records", Math.Min(first + _worker.BatchRows, request.Count), request.Count));
        }
        return parts.Count == 1 ? parts[0] : JoinedRecords.Of(parts);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // Who says that it takes seeds and does not would make every comparison of two runs a lie.
    private void CheckRepeats(SampleRequest request, CancellationToken stop)
    {
        var rows = Math.Min(Math.Min(RepeatedRows, _worker.BatchRows), request.Count);
        var (once, again) = (Part(request, 0, rows, stop), Part(request, 0, rows, stop));
        if (Generative.SyntheticRecords.RecordFingerprint.Of(once) != Generative.SyntheticRecords.RecordFingerprint.Of(again))
            throw _client.Faults.Of("gave other records when the same was asked with the same seed a second time", "Let all its chance come from the seed, or say \"seeds\": false in its greeting.");
        _repeated = true;
    }

    private RecordTable Part(SampleRequest request, int part, int rows, CancellationToken stop)
    {
        // The upper 53 bits: what a number of every language holds.
        var seed = (long)(new Seed(request.Seed).For(string.Create(CultureInfo.InvariantCulture, $"sample/{request.Repeat}/{part}")).Value >> 11);
        var made = _made.Of(_client.Sample(rows, seed, stop, request.Conditions));
        _made.Hold(made, request.Conditions);
        return made;
    }
}
