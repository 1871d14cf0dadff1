namespace AuditHarness.Audits;

/// <summary>An address that a model answers at, and how it is asked. Nothing else is contacted.</summary>
public sealed record EndpointPlan
{
    /// <summary>Absolute address with https, or http where that is allowed; without user, query and fragment.</summary>
    public required string Url { get; init; }

    /// <summary>Name of the environment variable with the token, sent as Bearer; null sends none. The token itself is in no plan.</summary>
    public string? TokenVariable { get; init; }

    /// <summary>Allows http, which anybody on the way can read, to another machine than this one.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Address of the proxy that is to be used; null contacts the endpoint itself, whatever the machine's settings say.</summary>
    public string? Proxy { get; init; }

    /// <summary>How long one request may take until its answer is whole, in seconds. Above 0, at most 3,600.</summary>
    public double TimeoutSeconds { get; init; } = 60;

    /// <summary>How often one request is repeated after 408, 429, 5xx or a fault of the connection. 0 to 20.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Most requests per second, repeats counted; null sets no limit. Above 0, at most 10,000.</summary>
    public double? RequestsPerSecond { get; init; }

    /// <summary>How many requests may be under way at once; the same figures come out for any number. 1 to 64.</summary>
    public int Concurrency { get; init; } = 4;
}
