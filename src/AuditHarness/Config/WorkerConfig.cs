using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuditHarness.Config;

/// <summary>A model that runs as a process of its own.</summary>
internal sealed record WorkerConfig
{
    public const int DefaultBatchRows = 1000;
    public const double DefaultStartSeconds = 60;
    public const double DefaultBatchSeconds = 60;
    public const double MostSeconds = 3600;
    public const int DefaultRestarts = 1;
    public const int DefaultMemoryMegabytes = 2048;

    /// <summary>What names a variable of the environment.</summary>
    public const string NamePattern = "^[A-Za-z_][A-Za-z0-9_]*$";

    [Description("The program and its arguments, one by one: no shell reads them. The program is a name to be found on the PATH, or a path with '/'; paths are relative to the config's folder, in which it runs. Arguments that are files are the model's identity. Tokens do not belong here, but in the environment.")]
    [MinLength(1)]
    [MaxLength(1000)]
    public required IReadOnlyList<string> Command { get; init; }

    [Description("Files that the model is made of besides those among the arguments, such as its weights: their SHA-256 is in its identity too. Relative to the config's folder. Default: none.")]
    [MaxLength(1000)]
    public IReadOnlyList<string>? Files { get; init; }

    [Description("Most rows of one request.")]
    [Range(1.0, 100000.0)]
    [DefaultValue(DefaultBatchRows)]
    public int BatchRows { get; init; }

    [Description("How long it may take to start and to say what it is, in seconds.")]
    [Range(0.0, MostSeconds, MinimumIsExclusive = true)]
    [DefaultValue(DefaultStartSeconds)]
    public double StartSeconds { get; init; }

    [Description("How long one request may take, in seconds.")]
    [Range(0.0, MostSeconds, MinimumIsExclusive = true)]
    [DefaultValue(DefaultBatchSeconds)]
    public double BatchSeconds { get; init; }

    [Description("How often it is started anew, over the whole audit, after it ended by itself. The report says how often it was.")]
    [Range(0.0, 100.0)]
    [DefaultValue(DefaultRestarts)]
    public int Restarts { get; init; }

    [Description("Memory that it and the processes that it starts may use together, in MB; above it they are ended.")]
    [Range(16.0, 1048576.0)]
    [DefaultValue(DefaultMemoryMegabytes)]
    public int MemoryMegabytes { get; init; }

    [Description("Names of environment variables that it is given, such as one with a token; besides them it is given only PATH, HOME, the language and the folder for temporary files. Default: none.")]
    [MaxLength(100)]
    public IReadOnlyList<string>? Environment { get; init; }
}
