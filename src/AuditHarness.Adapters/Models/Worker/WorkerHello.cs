using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What a worker says of itself when it is greeted.</summary>
/// <param name="Name">Name of its model, or null.</param>
/// <param name="Version">Version of its model, or null.</param>
/// <param name="Capabilities">Names of the requests that it answers, sorted and joined by commas.</param>
internal sealed record WorkerHello(string? Name, string? Version, string Capabilities)
{
    /// <summary>The version of the protocol that is spoken here.</summary>
    public const int Protocol = 1;

    /// <summary>What it makes when it is asked to sample; null when it does not say, and then it is records.</summary>
    public Modality? Modality { get; init; }

    /// <summary>Columns whose values a request for rows may set, sorted and joined by line feeds; empty for none.</summary>
    public string Conditions { get; init; } = "";

    /// <summary>True when the same rows come out for the same seed, as is taken of a worker that does not say.</summary>
    public bool TakesSeeds { get; init; } = true;

    /// <summary>True when it answers a request.</summary>
    /// <param name="method">Name of the request.</param>
    public bool Can(string method) => Capabilities.Split(',').Contains(method);
}

/// <summary>What a worker says of its model when it is asked to describe it.</summary>
/// <param name="Inputs">The columns that it takes, in no particular order; null when it does not say.</param>
/// <param name="Output">What its answer is; null when it does not say.</param>
internal sealed record WorkerDescription(IReadOnlyList<(string Name, FeatureKind Kind)>? Inputs, ModelOutput? Output);
