namespace AuditHarness.Audits;

/// <summary>A model that runs as a process of its own and is spoken to over standard input and output.</summary>
public sealed record WorkerPlan
{
    /// <summary>Where the config names it, for messages.</summary>
    public string Key { get; init; } = "model.worker";

    /// <summary>The program and its arguments, as they are handed over: no shell reads them. At least the program.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>
    /// Files that the model is made of besides those among the arguments, such as its weights; relative to the config's folder. They are
    /// in its identity.
    /// </summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Most rows of one request. 1 to 100,000.</summary>
    public int BatchRows { get; init; } = 1000;

    /// <summary>How long it may take to start and to say what it is, in seconds. Above 0, at most 3,600.</summary>
    public double StartSeconds { get; init; } = 60;

    /// <summary>How long one request may take, in seconds. Above 0, at most 3,600.</summary>
    public double BatchSeconds { get; init; } = 60;

    /// <summary>How often it is started anew after it ended by itself, over the whole audit. 0 to 100.</summary>
    public int Restarts { get; init; } = 1;

    /// <summary>Resident memory that it and the processes it started may use together, in units of 1,048,576 bytes. 16 to 1,048,576.</summary>
    public int MemoryMegabytes { get; init; } = 2048;

    /// <summary>Names of environment variables that it is given besides PATH, HOME, the language and the folder for temporary files.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];
}
