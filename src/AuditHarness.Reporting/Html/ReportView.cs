using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Html;

/// <summary>An audit result arranged for reading: measurements by group, groups by attribute. Holds no figure of its own.</summary>
public sealed class ReportView
{
    private readonly Dictionary<(string Metric, Subgroup Subgroup), Measurement> _measurements = [];

    /// <summary>Arranges a result.</summary>
    /// <param name="audit">The result.</param>
    public ReportView(AuditResult audit)
    {
        Audit = audit;
        foreach (var measurement in audit.Measurements) _measurements.TryAdd((measurement.Metric, measurement.Subgroup), measurement);
        Families = GroupFamily.Of(audit);
        Metrics = [.. audit.Measurements.Select(m => m.Metric).Distinct()];
        Prominence = new(audit);
        Records = audit.Records is { } records ? new(audit, records) : null;
    }

    /// <summary>The result.</summary>
    public AuditResult Audit { get; }

    /// <summary>What was measured of made-up records; null where the audit is of something else.</summary>
    public RecordsView? Records { get; }

    /// <summary>The threshold in force; only where something scores patients.</summary>
    public double Threshold => Audit.Threshold ?? throw new InvalidOperationException("Nothing scores patients in this audit.");

    /// <summary>Attributes and intersections with their groups, in result order.</summary>
    public IReadOnlyList<GroupFamily> Families { get; }

    /// <summary>Ids of the metrics measured, in result order.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>What of the result is shown at once, and what one click away.</summary>
    public Prominences Prominence { get; }

    /// <summary>Ids of the metrics that one of the audits measures, in result order.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<string> MetricsOf(string audit) => [.. Metrics.Where(m => MetricCatalog.AuditOf(m) == audit)];

    /// <summary>Those of <see cref="MetricsOf"/> that are shown at once.</summary>
    /// <param name="audit">A name of <see cref="AuditCatalog"/>.</param>
    public IReadOnlyList<string> FirstOf(string audit) => [.. MetricsOf(audit).Where(Prominence.IsFirst)];

    /// <summary>Whether an exhibit shows a metric of every group beside a sentence of its own.</summary>
    /// <param name="metric">Id of the metric.</param>
    public bool IsInExhibit(string metric) => ExplainedExhibit.All.Any(e => e.Metrics.Contains(metric) && Exhibits(e.Id).Count > 0);

    /// <summary>A metric on a group, or null when it was not measured there.</summary>
    /// <param name="metric">Id.</param>
    /// <param name="subgroup">Group.</param>
    public Measurement? Find(string metric, Subgroup subgroup) => _measurements.GetValueOrDefault((metric, subgroup));

    /// <summary>Any measurement of a group; all of them carry its size.</summary>
    /// <param name="subgroup">Group.</param>
    public Measurement? SizeOf(Subgroup subgroup) => Metrics.Select(m => Find(m, subgroup)).FirstOrDefault(m => m is not null);

    /// <summary>Whether a section shows an exhibit by its id, so that the last section can show the rest.</summary>
    /// <param name="exhibit">An exhibit.</param>
    public static bool IsPlaced(Exhibit exhibit) => exhibit.Id is "cohort-flow" or "subgroups" or "notices" or "threshold" || ExplainedExhibit.All.Any(e => Is(exhibit, e.Id));

    /// <summary>The exhibit of that id, or null.</summary>
    /// <param name="id">Id.</param>
    public Exhibit? Exhibit(string id) => Audit.Exhibits.FirstOrDefault(e => e.Id == id);

    /// <summary>The exhibits of that id, or of ids that go on from it with a hyphen: one for each attribute.</summary>
    /// <param name="id">Id.</param>
    public IReadOnlyList<Exhibit> Exhibits(string id) => [.. Audit.Exhibits.Where(e => Is(e, id))];

    /// <summary>Whether an exhibit is of that id, or of one that goes on from it with a hyphen.</summary>
    /// <param name="exhibit">The exhibit.</param>
    /// <param name="id">Id.</param>
    public static bool Is(Exhibit exhibit, string id) => exhibit.Id == id || exhibit.Id.StartsWith(id + "-", StringComparison.Ordinal);

    /// <summary>The reliability curve of a group, or null.</summary>
    /// <param name="subgroup">Group.</param>
    public Exhibit.ReliabilityCurve? Curve(Subgroup subgroup) =>
        Audit.Exhibits.OfType<Exhibit.ReliabilityCurve>().FirstOrDefault(c => c.Subgroup.Equals(subgroup));

    /// <summary>Anchor of a finding on the page: its place in the result.</summary>
    /// <param name="finding">One of the result's findings.</param>
    public string IdOf(Finding finding) =>
        FormattableString.Invariant($"finding-{Audit.Findings.TakeWhile(f => !ReferenceEquals(f, finding)).Count() + 1}");

    /// <summary>The gap that a finding judged; null when it is about none.</summary>
    /// <param name="finding">The finding.</param>
    public GroupDisparity? GapOf(Finding finding) => Audit.Disparities.FirstOrDefault(d =>
        d.Metric == finding.Expectation.Metric && d.Comparison == finding.Expectation.Compare && d.Attributes.SequenceEqual(finding.Attributes)
        && (d.Comparison is Comparison.WorstPair or Comparison.AllGroups || (finding.Subgroup is { } group && group.Equals(d.Group))));

    /// <summary>"95 %", when every interval of the measurements has the same level; else null.</summary>
    public string? IntervalLevel =>
        Audit.Measurements.OfType<Measurement.Known>().Select(m => m.Interval?.Level).OfType<double>().Distinct().ToList() is [var level]
            ? Figures.Level(level)
            : null;
}

/// <summary>The groups of one attribute or intersection.</summary>
/// <param name="Position">Position in the report, from 1; makes ids that no text from data enters.</param>
/// <param name="Attributes">Names of the attributes.</param>
/// <param name="Groups">The groups, in result order.</param>
/// <param name="Reference">The group the others are compared with; null when no gap was measured.</param>
/// <param name="Disparities">The gaps between them, in result order.</param>
public sealed record GroupFamily(
    int Position, IReadOnlyList<string> Attributes, IReadOnlyList<Subgroup> Groups, Subgroup? Reference,
    IReadOnlyList<GroupDisparity> Disparities)
{
    /// <summary>"ethnicity", or "ethnicity × gender".</summary>
    public string Title => Words.Family(Attributes);

    /// <summary>Position of a group, from 0; −1 for one that is not among them.</summary>
    /// <param name="group">Group, or null.</param>
    public int IndexOf(Subgroup? group) => group is null ? -1 : Groups.ToList().IndexOf(group);

    internal static IReadOnlyList<GroupFamily> Of(AuditResult audit)
    {
        var families = new List<(IReadOnlyList<string> Attributes, List<Subgroup> Groups)>();
        var seen = new HashSet<Subgroup>();
        foreach (var group in audit.Measurements.Select(m => m.Subgroup).Concat(audit.Records?.Counts.Select(c => c.Group) ?? []))
        {
            if (!group.IsOverall && seen.Add(group)) FamilyOf([.. group.Conditions.Select(c => c.Attribute)]).Groups.Add(group);
        }
        foreach (var gap in audit.Disparities) FamilyOf(gap.Attributes);
        return
        [
            .. families.Select((family, index) =>
            {
                var gaps = audit.Disparities.Where(d => d.Attributes.SequenceEqual(family.Attributes)).ToList();
                var reference = gaps.FirstOrDefault(g => g is { Comparison: Comparison.Reference, Against: not null })?.Against;
                return new GroupFamily(index + 1, family.Attributes, family.Groups, reference, gaps);
            }),
        ];

        (IReadOnlyList<string> Attributes, List<Subgroup> Groups) FamilyOf(IReadOnlyList<string> attributes)
        {
            if (families.FindIndex(f => f.Attributes.SequenceEqual(attributes)) is >= 0 and var index) return families[index];
            families.Add((attributes, []));
            return families[^1];
        }
    }
}
