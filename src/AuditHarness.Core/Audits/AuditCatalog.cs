namespace AuditHarness.Audits;

/// <summary>The audits there are, by the names a config uses.</summary>
public static class AuditCatalog
{
    /// <summary>Discrimination and decisions at the threshold, by subgroup.</summary>
    public const string Performance = "performance";

    /// <summary>Whether predicted risks are right, by subgroup.</summary>
    public const string Calibration = "calibration";

    /// <summary>What acting on the scores is worth, by subgroup.</summary>
    public const string Utility = "utility";

    /// <summary>Gaps and ratios between subgroups.</summary>
    public const string Disparity = "disparity";

    /// <summary>Why the model answers as it does, overall and by subgroup; only for models that run.</summary>
    public const string Explanations = "explanations";

    /// <summary>Those that every kind of model allows: the default of a config of predictions.</summary>
    public static IReadOnlyList<string> OfScores { get; } = [Performance, Calibration, Utility, Disparity];

    /// <summary>All of them; the default of a config whose model runs.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfScores, Explanations];
}
