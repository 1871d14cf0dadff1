using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>What a config is to be proposed for, and what of it the user knows better.</summary>
/// <param name="Data">Path of the data, from the current folder.</param>
public sealed record ProposalOptions(string Data)
{
    /// <summary>Path of a model or of a table of predictions, from the current folder; null where the scores stand in the data.</summary>
    public string? Model { get; init; }

    /// <summary>Folder that the config is to lie in; its paths are relative to it.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How the config is to be called, for what stands in it.</summary>
    public string FileName { get; init; } = "audit.json";

    /// <summary>Column with the outcome; null lets it be found.</summary>
    public string? Label { get; init; }

    /// <summary>Value of the label that is an event; null lets it be found.</summary>
    public string? Positive { get; init; }

    /// <summary>Column that identifies a row; null lets it be found.</summary>
    public string? Id { get; init; }

    /// <summary>Column with the risk; null lets it be found.</summary>
    public string? Score { get; init; }

    /// <summary>Columns that the model is given, in its order; empty lets them be found.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>SHA-256 by which the user vouches for a model that is code; null for none.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Told what is done.</summary>
    public IProgress<AuditProgress>? Progress { get; init; }

    /// <summary>Cancels.</summary>
    public CancellationToken Stop { get; init; }
}
