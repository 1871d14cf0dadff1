using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>
/// A model in any language, in a process of its own that is spoken to over standard input and output: see PROTOCOL.md. It runs with our
/// rights, as every program does that somebody starts; what it is kept from is harm by mistake.
/// </summary>
public sealed class WorkerModel : IDiagnosticModel
{
    private readonly WorkerClient _client;
    private readonly ModelPlan _plan;
    private readonly ModelOutput _output;
    private readonly IProgress<AuditProgress>? _progress;
    private bool _scored;

    private WorkerModel(WorkerClient client, ModelPlan plan, WorkerProgram program, ModelOutput output, IProgress<AuditProgress>? progress)
    {
        (_client, _plan, _output, _progress) = (client, plan, output, progress);
        var name = plan.Name.Length > 0 ? plan.Name : client.Hello.Name ?? Path.GetFileNameWithoutExtension(program.Files[0].File);
        Identity = new(plan.Kind, name, plan.Version ?? client.Hello.Version, program.Sha256);
        Files = program.Files;
        var answer = output == ModelOutput.Logit ? Phrase.Of($"its answer is read as log-odds of the event and turned into a risk") : Phrase.Of($"its answer is read as the risk as it stands");
        Reading = program.Files.Count == 1 ? Phrase.Of($"Worker process, features by name; {answer}; the SHA-256 is that of its file.")
            : Phrase.Of($"Worker process, features by name; {answer}; the SHA-256 is that of its {program.Files.Count} files one after the other.");
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    /// <remarks>It is a black box.</remarks>
    public ModelStructure? Structure => null;

    /// <inheritdoc/>
    /// <remarks>The program if it lies beside the config, the scripts among its arguments, then the files that the config names.</remarks>
    public IReadOnlyList<InputFile> Files { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Notices
    {
        get
        {
            List<Phrase> notices = [];
            if (_client.Restarts > 0)
                notices.Add(Phrase.Of($"The worker process ended by itself and was started anew {_client.Restarts:count} {_client.Restarts:plural(time|times)} while it scored; what it had not answered was asked again."));
            if (_plan.Version is { } said && _client.Hello.Version is { } own && own != said)
                notices.Add(Phrase.Of($"The config says that the model has version '{said}', and the worker says '{own}'."));
            return notices;
        }
    }

    /// <summary>Starts the worker, and checks that it fits the plan.</summary>
    /// <param name="plan">The model; its <see cref="ModelPlan.Worker"/> says what is started.</param>
    /// <param name="place">Where paths start, and who is told.</param>
    /// <exception cref="AuditInputException">
    /// The program or a file is not there, its hash is not the one that the plan gives, it does not start in time or does not speak the
    /// protocol, or it takes other columns.
    /// </exception>
    public static IDiagnosticModel Open(ModelPlan plan, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(place);
        var worker = plan.Worker ?? throw new ArgumentException("The plan says nothing of a worker.", nameof(plan));
        var (client, program) = WorkerClient.Open(worker, plan.Sha256, "score", "scores nobody", place);
        try
        {
            return new WorkerModel(client, plan, program, Output(plan, client, place.Stop), place.Progress);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public double[] Score(FeatureTable patients, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(patients);
        Check(patients);
        stop.ThrowIfCancellationRequested();
        var scores = new double[patients.Count];
        var batch = _plan.Worker!.BatchRows;
        for (var first = 0; first < scores.Length; first += batch)
        {
            _client.Score(patients, first, scores.AsMemory(first, Math.Min(batch, scores.Length - first)), stop);
            if (!_scored) _progress?.Report(new("Scoring the patients", Math.Min(first + batch, scores.Length), scores.Length));
        }
        _scored = true;
        if (_output == ModelOutput.Logit) return Array.ConvertAll(scores, m => m >= 0 ? 1 / (1 + Math.Exp(-m)) : Math.Exp(m) / (1 + Math.Exp(m)));
        var outside = Array.FindAll(scores, s => s is not (>= 0 and <= 1));
        return outside.Length == 0 ? scores : throw _client.Faults.Of(
            string.Create(CultureInfo.InvariantCulture, $"gave {outside.Length} of {scores.Length} rows an answer outside [0, 1], such as {outside[0]:R}"),
            "If its answer is log-odds, say \"output\": \"logit\" in 'model'; else let it answer with the probability of the event.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private void Check(FeatureTable patients)
    {
        if (!patients.Columns.Select(c => c.Name).SequenceEqual(_plan.Features.Select(f => f.Name)))
            throw _client.Faults.Of(
                $"takes the columns {Quoted.List([.. _plan.Features.Select(f => f.Name)])}, but is given {Quoted.List([.. patients.Columns.Select(c => c.Name)])}", "Correct 'model.features'.");
        foreach (var (column, feature) in patients.Columns.Zip(_plan.Features))
            if (column is FeatureColumn.Text != (feature.Kind == FeatureKind.Text))
                throw _client.Faults.Of($"takes {Quoted.Text(column.Name)} as a {Word(feature.Kind)}, but is given another kind", "Correct its 'kind' in 'model.features'.");
    }

    // A worker that describes itself is held to it before any patient's row is sent.
    private static ModelOutput Output(ModelPlan plan, WorkerClient client, CancellationToken stop)
    {
        var own = client.Describe(stop);
        if (own?.Inputs is { } inputs)
        {
            var given = plan.Features.ToDictionary(f => f.Name, f => f.Kind, StringComparer.Ordinal);
            var taken = inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
            string[] absent = [.. taken.Where(n => !given.ContainsKey(n))];
            List<string> faults =
            [
                .. given.Keys.Where(n => !taken.Contains(n)).Select(n => $"{Quoted.Text(n)} is no input of the worker.{Quoted.Nearest(n, absent)}"),
                .. absent.Select(n => $"{Quoted.Text(n)} is taken by the worker and not listed."),
                .. inputs.Where(i => given.TryGetValue(i.Name, out var kind) && kind != i.Kind)
                    .Select(i => $"{Quoted.Text(i.Name)} is a {Word(i.Kind)} for the worker, and a {Word(given[i.Name])} in the config."),
            ];
            if (faults.Count > 0) throw AuditInputException.Of(
                $"The inputs that the worker {Quoted.Text(string.Join(' ', plan.Worker!.Command))} ('model.worker.command') describes are not those of 'model.features':", faults, faults.Count,
                $"Name the features as the worker does: {Quoted.List([.. inputs.Select(i => i.Name)])}.");
        }
        if (own?.Output is { } output && plan.Output is { } said && output != said)
            throw client.Faults.Of($"says that its answer is a {Word(output)}, but 'model.output' says {Word(said)}", "Leave 'output' out, or say what the worker says.");
        return plan.Output ?? own?.Output ?? ModelOutput.Probability;
    }

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
