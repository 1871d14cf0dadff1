using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Html;

/// <summary>What was measured of made-up records, arranged for reading. Holds no figure of its own.</summary>
public sealed class RecordsView
{
    private readonly Dictionary<(string Metric, string? Subject, Subgroup Group), RecordMeasurement> _figures = [];
    private readonly HashSet<string> _asked;

    /// <summary>Arranges a result.</summary>
    /// <param name="audit">The result.</param>
    /// <param name="records">What was measured of records in it.</param>
    public RecordsView(AuditResult audit, RecordResults records)
    {
        Results = records;
        foreach (var figure in records.Figures) _figures.TryAdd((figure.Metric, figure.Subject, figure.Group), figure);
        _asked = [.. audit.Plan.Expectations.Select(e => e.Metric)];
        Metrics = [.. records.Figures.Select(f => f.Metric).Distinct()];
        Real = records.Baselines.ToList().FindIndex(b => b.Name == RecordBaselines.Real);
        Memoriser = records.Baselines.ToList().FindIndex(b => b.Name == RecordBaselines.Memoriser);
        Counts = records.Counts.DistinctBy(c => c.Group).ToDictionary(c => c.Group);
    }

    /// <summary>What was measured.</summary>
    public RecordResults Results { get; }

    /// <summary>Ids of the metrics measured, in result order.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Numbers of records by group.</summary>
    public IReadOnlyDictionary<Subgroup, RecordCounts> Counts { get; }

    /// <summary>Position of real beside real among the baselines; −1 when the plan does not ask for it.</summary>
    public int Real { get; }

    /// <summary>Position of the memoriser among the baselines; −1 when the plan does not ask for it.</summary>
    public int Memoriser { get; }

    /// <summary>A figure, or null when it was not measured.</summary>
    /// <param name="metric">Id.</param>
    /// <param name="group">Group.</param>
    /// <param name="subject">Column, pair or rule; null for the records as a whole.</param>
    public RecordMeasurement? Find(string metric, Subgroup group, string? subject = null) => _figures.GetValueOrDefault((metric, subject, group));

    /// <summary>The figure of real records beside another; null when there is none.</summary>
    /// <param name="measured">The figure.</param>
    public RecordFigureShown? RealBeside(RecordMeasurement measured) => Beside(measured, Real);

    /// <summary>The memoriser's figure beside another; null when there is none.</summary>
    /// <param name="measured">The figure.</param>
    public RecordFigureShown? MemoriserBeside(RecordMeasurement measured) => Beside(measured, Memoriser);

    /// <summary>Metrics of an audit that are shown at once: the headline figures, and what the plan has an expectation on.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<string> FirstOf(string audit) => [.. MetricsOf(audit).Where(m => WhyNone(m) is null && IsFirst(m))];

    /// <summary>Metrics of an audit that are one click away.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<string> DetailsOf(string audit) => [.. MetricsOf(audit).Where(m => WhyNone(m) is null && !IsFirst(m))];

    /// <summary>Metrics of an audit that could be given for nobody, each with the reason.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<(string Metric, Phrase Why)> NoneOf(string audit) =>
        [.. MetricsOf(audit).Select(m => (Metric: m, Why: WhyNone(m))).Where(m => m.Why is not null).Select(m => (m.Metric, m.Why!))];

    /// <summary>Columns, pairs or rules that a metric was measured of, in result order.</summary>
    /// <param name="metric">Id.</param>
    public IReadOnlyList<string> Subjects(string metric) => [.. Results.Figures.Where(f => f.Metric == metric && f.Subject is not null).Select(f => f.Subject!).Distinct()];

    /// <summary>Figures of columns, pairs and rules of some metrics for one group, in result order.</summary>
    /// <param name="metrics">Ids.</param>
    /// <param name="group">Group.</param>
    public IReadOnlyList<RecordMeasurement> Parts(IReadOnlyList<string> metrics, Subgroup group) =>
        [.. Results.Figures.Where(f => f.Subject is not null && f.Group.Equals(group) && metrics.Contains(f.Metric))];

    /// <summary>How a figure stands to that of real records, see <see cref="RecordStanding"/>.</summary>
    /// <param name="measured">The figure.</param>
    public int Standing(RecordMeasurement measured) => RecordStanding.Of(RecordMeasureCatalog.Find(measured.Metric), measured.Figure, RealBeside(measured));

    /// <summary>True when a figure can be held against that of real records: both are there, and its interval.</summary>
    /// <param name="measured">The figure.</param>
    public bool IsBesideReal(RecordMeasurement measured) => measured.Figure is { Value: not null, Interval: not null } && RealBeside(measured) is { Value: not null };

    /// <summary>Metrics of an audit, in result order.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<string> MetricsOf(string audit) => [.. Metrics.Where(m => MetricCatalog.AuditOf(m) == audit)];

    private static RecordFigureShown? Beside(RecordMeasurement measured, int baseline) => baseline >= 0 && baseline < measured.Baselines.Count ? measured.Baselines[baseline] : null;

    private bool IsFirst(string metric) => _asked.Contains(metric) || RecordMeasureCatalog.Find(metric)?.Prominence == Prominence.Headline;

    private Phrase? WhyNone(string metric)
    {
        if (_asked.Contains(metric)) return null;
        var figures = Results.Figures.Where(f => f.Metric == metric).ToList();
        return figures.All(f => f.Figure is { Value: null, Suppressed: false, Reason: not null })
            && figures.Select(f => f.Figure.Reason!).DistinctBy(r => r.ToString(), StringComparer.Ordinal).Take(2).ToList() is [var only] ? only : null;
    }
}
