using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using AuditHarness.Audits;

namespace AuditHarness.Config;

/// <summary>A model that a server runs and that is asked in batches of rows.</summary>
internal sealed record HttpConfig : EndpointConfig
{
    public const int DefaultBatchRows = 1000;

    [Description("Where it answers. Open Inference Protocol: the part before '/v2'; plain form: the whole address. https, or http to this machine; without user, '?' and '#'.")]
    [JsonPropertyOrder(-1)]
    public required string Url { get; init; }

    [Description("\"openInference\": the Open Inference Protocol, version 2, as Triton, MLServer and KServe speak it. \"json\": the plain form of columns and rows that HTTP.md describes.")]
    [JsonPropertyOrder(-1)]
    public required HttpProtocol Protocol { get; init; }

    [Description("Open Inference Protocol: name of the model on the server. Required there.")]
    [JsonPropertyOrder(-1)]
    public string? Model { get; init; }

    [Description("Open Inference Protocol: version of the model on the server. Default: the one that the server chooses.")]
    [JsonPropertyOrder(-1)]
    public string? ModelVersion { get; init; }

    [Description("Name of the output tensor, or of the key, with the answers. Default: the only output; in the plain form \"scores\".")]
    [JsonPropertyOrder(-1)]
    public string? Output { get; init; }

    [Description("Most rows of one request.")]
    [Range(1.0, 100000.0)]
    [DefaultValue(DefaultBatchRows)]
    [JsonPropertyOrder(-1)]
    public int BatchRows { get; init; }
}
