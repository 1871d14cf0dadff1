namespace AuditHarness.Audits;

/// <summary>A model that a server runs and that is asked in batches of rows.</summary>
public sealed record HttpPlan
{
    /// <summary>Where it answers: for the Open Inference Protocol the part before "/v2", for the plain form the whole address.</summary>
    public required EndpointPlan Endpoint { get; init; }

    /// <summary>What it speaks.</summary>
    public required HttpProtocol Protocol { get; init; }

    /// <summary>Open Inference Protocol: name of the model on the server; null for the plain form.</summary>
    public string? Model { get; init; }

    /// <summary>Open Inference Protocol: version of the model on the server; null leaves the choice to the server.</summary>
    public string? ModelVersion { get; init; }

    /// <summary>Name of the answer: of an output tensor, where null takes the only one; of a key in the plain form, where null takes "scores".</summary>
    public string? Output { get; init; }

    /// <summary>Most rows of one request. 1 to 100,000.</summary>
    public int BatchRows { get; init; } = 1000;
}

/// <summary>What a scoring server speaks.</summary>
public enum HttpProtocol
{
    /// <summary>The Open Inference Protocol, version 2 of KServe's, as NVIDIA Triton, MLServer, KServe and others speak it.</summary>
    OpenInference,
    /// <summary>Columns and rows in, scores out, as JSON.</summary>
    Json,
}
