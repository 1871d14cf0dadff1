using AuditHarness.Audits.Disclosure;
using AuditHarness.Statistics;

namespace AuditHarness.Metrics;

/// <summary>Decisions at the threshold against outcomes. A patient is flagged when score >= threshold.</summary>
/// <param name="TruePositives">Flagged, with an event.</param>
/// <param name="FalsePositives">Flagged, without.</param>
/// <param name="TrueNegatives">Not flagged, without an event.</param>
/// <param name="FalseNegatives">Not flagged, with.</param>
public readonly record struct ConfusionCounts(
    Tally TruePositives, Tally FalsePositives, Tally TrueNegatives, Tally FalseNegatives)
{
    /// <summary>Patients with an event.</summary>
    public Tally Events => TruePositives + FalseNegatives;

    /// <summary>Patients without an event.</summary>
    public Tally NonEvents => FalsePositives + TrueNegatives;

    /// <summary>Patients flagged.</summary>
    public Tally Flagged => TruePositives + FalsePositives;

    /// <summary>Patients not flagged.</summary>
    public Tally NotFlagged => TrueNegatives + FalseNegatives;

    /// <summary>True when one of the four cells holds so few patients that it must not be told.</summary>
    public bool HasSmallCount => CellTable.IsSmall(TruePositives.Rows) || CellTable.IsSmall(FalsePositives.Rows)
        || CellTable.IsSmall(TrueNegatives.Rows) || CellTable.IsSmall(FalseNegatives.Rows);

    /// <summary>Everybody.</summary>
    public Tally All => Events + NonEvents;
}
