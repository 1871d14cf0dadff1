using AuditHarness.Cohorts;
using AuditHarness.Metrics;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>One check of made-up records, or several that share their work. One file, one line in <see cref="RecordMeasureCatalog"/>.</summary>
public interface IRecordMeasure
{
    /// <summary>What it measures; each names its definition, range, direction, literature source and oracle test.</summary>
    IReadOnlyList<MetricInfo> Infos { get; }

    /// <summary>
    /// The figures: for each of <see cref="Infos"/> and each of <see cref="RecordEvidence.Groups"/> exactly one that is about the records
    /// as a whole (<see cref="RecordFigure.Subject"/> null), in that order, and before it those of single columns or pairs. What cannot be
    /// estimated is there with its reason. The same bytes come out for any number of workers.
    /// </summary>
    /// <param name="evidence">The records.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    IEnumerable<RecordFigure> Measure(RecordEvidence evidence);
}

/// <summary>A figure of a check.</summary>
/// <param name="Metric">Id of its <see cref="MetricInfo"/>.</param>
/// <param name="Subject">The column, pair ("age × sex") or rule that it is about; null for the records as a whole.</param>
/// <param name="Group">Whom it is about.</param>
/// <param name="Estimate">The figure with its interval and its n, or why there is none.</param>
public sealed record RecordFigure(string Metric, string? Subject, Subgroup Group, Estimate Estimate);
