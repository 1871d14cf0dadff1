namespace AuditHarness.Audits;

/// <summary>The audits there are, by the names a config uses.</summary>
public static class AuditCatalog
{
    /// <summary>Discrimination and decisions at the threshold, by subgroup.</summary>
    public const string Performance = "performance";

    /// <summary>Whether predicted risks are right, by subgroup.</summary>
    public const string Calibration = "calibration";

    /// <summary>Gaps and ratios between subgroups.</summary>
    public const string Disparity = "disparity";

    /// <summary>All of them; the default of a config.</summary>
    public static IReadOnlyList<string> All { get; } = [Performance, Calibration, Disparity];
}
