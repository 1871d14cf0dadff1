using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;

namespace AuditHarness.Audits.Records;

/// <summary>What was measured of one set of records in the place of the made-up ones: the audited ones, or a baseline's.</summary>
/// <param name="Name">Name in <see cref="RecordBaselines"/>; null for the audited records.</param>
/// <param name="Evidence">What was measured; null with <paramref name="Reason"/>.</param>
/// <param name="Reason">Why there is nothing to measure, or null.</param>
internal sealed record MeasuredRecords(string? Name, RecordEvidence? Evidence, Phrase? Reason)
{
    /// <summary>The figures, in the order in which the checks give them.</summary>
    public OrderedDictionary<(string Metric, string? Subject, Subgroup Group), RecordFigure> Figures { get; init; } = [];

    /// <summary>One figure, or null.</summary>
    public RecordFigure? Find(string metric, string? subject, Subgroup group) => Figures.GetValueOrDefault((metric, subject, group));
}
