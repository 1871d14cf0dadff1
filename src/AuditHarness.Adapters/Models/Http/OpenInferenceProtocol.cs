using System.Security.Cryptography;
using System.Text.Json;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Adapters.Models.Endpoints;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>The Open Inference Protocol over HTTP: tensors in, tensors out, held to what the server says of its model.</summary>
internal sealed class OpenInferenceProtocol : IScoringProtocol
{
    private readonly EndpointFaults _faults;
    private readonly OpenInferenceInputs _inputs;
    private readonly OpenInferenceOutput _output;
    private readonly string _model;
    private string? _answered;

    private OpenInferenceProtocol(ModelPlan plan, Uri model, JsonElement metadata, EndpointFaults faults)
    {
        var http = plan.Http!;
        (_faults, _model) = (faults, http.Model!);
        Address = new(model.AbsoluteUri + "/infer");
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(RequestJson.Of(json =>
        {
            json.WritePropertyName("metadata");
            json.WriteSorted(metadata);
        })));
        if (!metadata.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || name.GetString() != _model)
            throw faults.Of($"describes another model than {Quoted.Text(_model)}, which it was asked about", $"Correct {faults.Key("model")}.");
        string?[] versions = metadata.TryGetProperty("versions", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.String ? v.GetString() : v.GetRawText())] : [];
        if (http.ModelVersion is { } asked && versions.Length > 0 && !versions.Contains(asked))
            throw faults.Of($"has the versions {Quoted.List([.. versions.OfType<string>()])} of the model {Quoted.Text(_model)}, and not {Quoted.Text(asked)}", $"Correct {faults.Key("modelVersion")}.");
        Version = http.ModelVersion ?? (versions is [{ Length: > 0 and <= 200 } only] ? Unprintable.Replace(only) : null);
        _inputs = OpenInferenceInputs.Of(TensorInfo.Of(metadata, "inputs", faults), plan.Features, faults);
        _output = OpenInferenceOutput.Of(TensorInfo.Of(metadata, "outputs", faults), plan, faults);
    }

    /// <inheritdoc/>
    public Uri Address { get; }

    /// <inheritdoc/>
    public string Name => _model;

    /// <inheritdoc/>
    public string? Version { get; }

    /// <inheritdoc/>
    public string Sha256 { get; }

    /// <inheritdoc/>
    public (Phrase How, Phrase Hash) Reading => (
        _inputs.IsMatrix
            ? Phrase.Of($"Open Inference Protocol, features in the order of its one matrix, output {_output.Name}")
            : Phrase.Of($"Open Inference Protocol, features as tensors by name, output {_output.Name}"),
        Phrase.Of($"the SHA-256 is that of what the server says of its model, not of the model itself"));

    /// <inheritdoc/>
    public int MostRows => _inputs.MostRows;

    /// <summary>Asks what the model takes and gives.</summary>
    /// <param name="plan">The model.</param>
    /// <param name="faults">Words the refusals.</param>
    /// <param name="get">Fetches what stands at an address.</param>
    public static OpenInferenceProtocol Open(ModelPlan plan, EndpointFaults faults, Func<Uri, byte[]> get)
    {
        var http = plan.Http!;
        string[] path = ["v2", "models", http.Model!, .. http.ModelVersion is { } version ? ["versions", version] : Array.Empty<string>()];
        var address = EndpointAddress.Beneath(http.Endpoint.Url, path);
        using var metadata = faults.Parse(get(address));
        return new(plan, address, metadata.RootElement, faults);
    }

    /// <inheritdoc/>
    public void Check(FeatureTable patients) => _inputs.Check(patients);

    /// <inheritdoc/>
    public byte[] Request(FeatureTable patients, int first, int rows) => RequestJson.Of(json =>
    {
        json.WriteString("id", Id(first));
        _inputs.Write(json, patients, first, rows);
        json.WriteStartArray("outputs");
        json.WriteStartObject();
        json.WriteString("name", _output.Name);
        json.WriteEndObject();
        json.WriteEndArray();
    });

    /// <inheritdoc/>
    public void Read(JsonElement root, int first, Span<double> into)
    {
        if (root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() is { Length: > 0 } echoed && echoed != Id(first))
            throw _faults.Of("answered another request than it was asked: its 'id' is another one", "It must give each answer the 'id' of its request.");
        if (root.TryGetProperty("model_version", out var version) && version.ValueKind == JsonValueKind.String && version.GetString() is { Length: > 0 } answered)
        {
            var before = Interlocked.CompareExchange(ref _answered, answered, null) ?? answered;
            if (before != answered) throw _faults.Of($"answered with version {Quoted.Text(before)} of the model, and then with {Quoted.Text(answered)}", $"Name one of them in {_faults.Key("modelVersion")}.");
        }
        _output.Read(root, into);
    }

    // Requests are told apart by their first row.
    private static string Id(int first) => EndpointFaults.Invariant($"{first}");
}
