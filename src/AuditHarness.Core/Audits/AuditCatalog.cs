namespace AuditHarness.Audits;

/// <summary>The audits there are, by the names a config uses.</summary>
public static class AuditCatalog
{
    /// <summary>Discrimination and decisions at the threshold, by subgroup.</summary>
    public const string Performance = "performance";

    /// <summary>Whether predicted risks are right, by subgroup.</summary>
    public const string Calibration = "calibration";

    /// <summary>What acting on the scores is worth, by subgroup; of made-up records, whether what is learned from them holds for real patients.</summary>
    public const string Utility = "utility";

    /// <summary>Gaps and ratios between subgroups.</summary>
    public const string Disparity = "disparity";

    /// <summary>Why the model answers as it does, overall and by subgroup; only for models that run.</summary>
    public const string Explanations = "explanations";

    /// <summary>Whether made-up records are possible at all: schema, ranges, categories, keys, rules.</summary>
    public const string Structure = "structure";

    /// <summary>Whether made-up records are distributed as real ones are, by subgroup.</summary>
    public const string Fidelity = "fidelity";

    /// <summary>Whether everybody is in the made-up records.</summary>
    public const string Representation = "representation";

    /// <summary>Whether made-up records tell of the people whose records the generator was trained on, by subgroup.</summary>
    public const string Privacy = "privacy";

    /// <summary>The audits of made-up records, in the order in which they are shown; the default of a config of a generator.</summary>
    public static IReadOnlyList<string> OfRecords { get; } = [Structure, Fidelity, Representation, Utility, Privacy];

    /// <summary>Those that every kind of model allows: the default of a config of predictions.</summary>
    public static IReadOnlyList<string> OfScores { get; } = [Performance, Calibration, Utility, Disparity];

    /// <summary>All of a model that scores patients; the default of a config whose model runs.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfScores, Explanations];
}
