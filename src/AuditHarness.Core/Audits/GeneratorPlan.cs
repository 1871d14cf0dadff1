namespace AuditHarness.Audits;

/// <summary>A generator under audit.</summary>
/// <param name="Kind">Its source: "file", "worker", "onnx" or "reference".</param>
/// <param name="Name">Its name; empty for one that is to name itself.</param>
/// <param name="Version">Its version, or null.</param>
public sealed record GeneratorPlan(string Kind, string Name, string? Version)
{
    /// <summary>SHA-256 that its artefact must have, lower-case hexadecimal; null when nobody vouches for it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Records that were made elsewhere; null for every other kind.</summary>
    public RecordTablePlan? Records { get; init; }

    /// <summary>A worker process: what is started, and its limits; null for every other kind.</summary>
    public WorkerPlan? Worker { get; init; }

    /// <summary>A file that makes records in one pass; null for every other kind.</summary>
    public OnnxGeneratorPlan? Onnx { get; init; }

    /// <summary>A generator that ships; null for every other kind.</summary>
    public ReferencePlan? Reference { get; init; }
}

/// <summary>A generator that ships, and what is done to its records.</summary>
/// <param name="Method">"memoriser", "independentMarginals", "bootstrap" or "gaussianCopula".</param>
public sealed record ReferencePlan(string Method)
{
    /// <summary>Noise on numbers and days, in standard deviations; 0 or more.</summary>
    public double Noise { get; init; }

    /// <summary>Share of categories that are exchanged, 0 to 1.</summary>
    public double Flips { get; init; }

    /// <summary>Share of records that are copied from the training records, 0 to 1.</summary>
    public double Copied { get; init; }

    /// <summary>Column of the subgroup that is dropped; null for none.</summary>
    public string? DroppedColumn { get; init; }

    /// <summary>Category of the subgroup that is dropped; null with <see cref="DroppedColumn"/>.</summary>
    public string? DroppedLevel { get; init; }

    /// <summary>Share of that subgroup that is dropped, 0 to 1.</summary>
    public double Dropped { get; init; } = 1;
}
