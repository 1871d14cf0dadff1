using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Explanations;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>A model that a server runs and that is asked in batches of rows: see HTTP.md.</summary>
public sealed class HttpModel : IDiagnosticModel
{
    private const string Section = "http";
    private const long LongestAnswer = 64L * 1024 * 1024;
    private readonly ModelPlan _plan;
    private readonly EndpointHandler _way;
    private readonly HttpClient _client;
    private readonly EndpointFaults _faults;
    private readonly IScoringProtocol _protocol;
    private readonly IProgress<AuditProgress>? _progress;
    private bool _scored;

    private HttpModel(ModelPlan plan, EndpointHandler way, HttpClient client, EndpointFaults faults, IScoringProtocol protocol, IProgress<AuditProgress>? progress)
    {
        (_plan, _way, _client, _faults, _protocol, _progress) = (plan, way, client, faults, protocol, progress);
        Identity = new(plan.Kind, plan.Name.Length > 0 ? plan.Name : protocol.Name, plan.Version ?? protocol.Version, protocol.Sha256);
        var (how, hash) = protocol.Reading;
        Reading = plan.Output == ModelOutput.Logit
            ? Phrase.Of($"Asked over HTTP: {how}; its answer is read as log-odds of the event and turned into a risk; {hash}.")
            : Phrase.Of($"Asked over HTTP: {how}; its answer is read as the risk as it stands; {hash}.");
    }

    /// <inheritdoc/>
    public ModelIdentity Identity { get; }

    /// <inheritdoc/>
    public Phrase Reading { get; }

    /// <inheritdoc/>
    /// <remarks>It is a black box.</remarks>
    public ModelStructure? Structure => null;

    /// <inheritdoc/>
    public IReadOnlyList<Phrase> Notices
    {
        get
        {
            List<Phrase> notices = [];
            if (_way.Repeated is > 0 and var repeated)
                notices.Add(Phrase.Of($"{repeated:count} {repeated:plural(request|requests)} to the scoring server had to be repeated, because it was busy, failed or was not reached; what is reported is the answer that came."));
            if (new Uri(_plan.Http!.Endpoint.Url) is { Scheme: "http", IsLoopback: false })
                notices.Add(Phrase.Of($"The rows went to the model's endpoint without encryption, as the config allows."));
            if (_plan.Version is { } said && _protocol.Version is { } own && own != said)
                notices.Add(Phrase.Of($"The config says that the model has version '{said}', and the scoring server says '{own}'."));
            return notices;
        }
    }

    /// <summary>Opens the way to a server, and checks what it says of its model.</summary>
    /// <param name="plan">The model; its <see cref="ModelPlan.Http"/> says where it is.</param>
    /// <param name="place">Who is told.</param>
    /// <exception cref="AuditInputException">The token is not there, the server is not reached, has no such model, or its model takes other columns.</exception>
    public static IDiagnosticModel Open(ModelPlan plan, ModelPlace place)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(place);
        var http = plan.Http ?? throw new ArgumentException("The plan says nothing of a scoring server.", nameof(plan));
        var faults = new EndpointFaults(http.Endpoint.Url, Section);
        var way = new EndpointHandler(http.Endpoint, Section, faults, LongestAnswer);
        var client = way.Client();
        try
        {
            IScoringProtocol protocol = http.Protocol == HttpProtocol.Json ? new JsonProtocol(plan, faults)
                : OpenInferenceProtocol.Open(plan, faults, address => Ask(client, new(HttpMethod.Get, address), place.Stop));
            if (plan.Sha256 is { } expected && !string.Equals(expected, protocol.Sha256, StringComparison.OrdinalIgnoreCase))
                throw faults.Of($"describes its model with the SHA-256 {protocol.Sha256}, but 'model.sha256' says {expected}", "Ask for the model that was meant, or correct the hash after checking the new one.");
            return new HttpModel(plan, way, client, faults, protocol, place.Progress);
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
        var rows = Math.Min(_plan.Http!.BatchRows, _protocol.MostRows);
        var progress = _scored ? null : _progress;
        ParallelRequests.Run(
            (scores.Length + rows - 1) / rows, _plan.Http.Endpoint.Concurrency,
            (batch, ended) => Batch(patients, scores, batch * rows, rows, ended),
            done => progress?.Report(new("Scoring the patients", (int)Math.Min((long)done * rows, scores.Length), scores.Length)), stop);
        _scored = true;
        if (_plan.Output == ModelOutput.Logit) return Array.ConvertAll(scores, m => m >= 0 ? 1 / (1 + Math.Exp(-m)) : Math.Exp(m) / (1 + Math.Exp(m)));
        var outside = Array.FindAll(scores, s => s is not (>= 0 and <= 1));
        return outside.Length == 0 ? scores : throw _faults.Of(
            EndpointFaults.Invariant($"gave {outside.Length} of {scores.Length} rows an answer outside [0, 1], such as {outside[0]:R}"),
            "If its answer is log-odds, say \"output\": \"logit\" in 'model'; else let it answer with the probability of the event.");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task Batch(FeatureTable patients, double[] scores, int first, int rows, CancellationToken stop)
    {
        var count = Math.Min(rows, scores.Length - first);
        using var request = new HttpRequestMessage(HttpMethod.Post, _protocol.Address) { Content = new ByteArrayContent(_protocol.Request(patients, first, count)) };
        using var response = await _client.SendAsync(request, stop).ConfigureAwait(false);
        using var answer = _faults.Parse(await response.Content.ReadAsByteArrayAsync(stop).ConfigureAwait(false));
        _protocol.Read(answer.RootElement, first, scores.AsSpan(first, count));
    }

    private static byte[] Ask(HttpClient client, HttpRequestMessage request, CancellationToken stop)
    {
        var body = Array.Empty<byte>();
        ParallelRequests.Run(1, 1, async (_, ended) =>
        {
            using var response = await client.SendAsync(request, ended).ConfigureAwait(false);
            body = await response.Content.ReadAsByteArrayAsync(ended).ConfigureAwait(false);
        }, null, stop);
        return body;
    }

    private void Check(FeatureTable patients)
    {
        if (!patients.Columns.Select(c => c.Name).SequenceEqual(_plan.Features.Select(f => f.Name)))
            throw _faults.Of(
                $"takes the columns {Quoted.List([.. _plan.Features.Select(f => f.Name)])}, but is given {Quoted.List([.. patients.Columns.Select(c => c.Name)])}", "Correct 'model.features'.");
        foreach (var (column, feature) in patients.Columns.Zip(_plan.Features))
            if (column is FeatureColumn.Text != (feature.Kind == FeatureKind.Text))
                throw _faults.Of($"takes {Quoted.Text(column.Name)} as a {(feature.Kind == FeatureKind.Text ? "text" : "number")}, but is given another kind", "Correct its 'kind' in 'model.features'.");
        _protocol.Check(patients);
    }
}
