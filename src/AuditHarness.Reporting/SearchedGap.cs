using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting;

/// <summary>
/// A difference of one metric from the reference group that was tested, among those shown at once: what the group served worst is
/// looked for in. Figures one click away are not searched, for each more would make the correction for chance larger.
/// </summary>
/// <param name="Gap">The gap.</param>
/// <param name="Told">The gap from the side of the group that is worse off.</param>
internal sealed record SearchedGap(GroupDisparity Gap, ToldGap Told)
{
    /// <summary>Those that say who is worse off.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<SearchedGap> Directed(ReportView view) => [.. All(view).Where(g => NamesWorse(g.Told))];

    /// <summary>Those that do not.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<SearchedGap> Undirected(ReportView view) => [.. All(view).Where(g => !NamesWorse(g.Told))];

    /// <summary>Whether a gap says who is worse served: its metric has a better way, and is not the Brier score, which moves with prevalence too.</summary>
    /// <param name="told">The gap.</param>
    public static bool NamesWorse(ToldGap told) => told is { Directed: true, Metric: not nameof(BrierScore) };

    /// <summary>Whether a metric counts patients, so that a gap in it is told in people per hundred.</summary>
    /// <param name="metric">Id.</param>
    public static bool IsRate(string metric) => MetricCatalog.Find(metric)?.Info is { Min: 0, Max: 1 } info
        && (info.Basis != MetricBasis.Score || info.Id is nameof(AreaUnderRoc) or nameof(AveragePrecision));

    /// <summary>Whether an expectation is about a metric, by itself or compared.</summary>
    /// <param name="expectation">The expectation.</param>
    /// <param name="metric">Id of the metric.</param>
    public static bool Concerns(Expectation expectation, string metric) => expectation.Metric == metric
        || (GapWords.IsOfMetrics(expectation.Metric) && DisparityCatalog.Find(expectation.Metric)!.Metrics.Contains(metric));

    /// <summary>Holm's p-value, or Bonferroni's where that is left out for the sake of a hidden group.</summary>
    public double Adjusted => Gap.PValueHolm ?? Math.Min(1, Gap.PValue!.Value * Math.Max(1, Gap.Groups - 1));

    /// <summary>Missed patients, false alarms, other rates, other scales.</summary>
    public int Rank => Told.Metric switch
    {
        nameof(Sensitivity) or nameof(FalseNegativeRate) => 0,
        nameof(FalsePositiveRate) or nameof(Specificity) => 1,
        _ => IsRate(Told.Metric) ? 2 : 3,
    };

    /// <summary>Whether a plan expects something of the metric, by itself or compared, among the groups of these attributes.</summary>
    /// <param name="plan">The plan.</param>
    public bool IsExpected(AuditPlan plan) => plan.Expectations.Any(e =>
        Concerns(e, Told.Metric) && e.Where.Select(w => w.Attribute).SequenceEqual(Gap.Attributes)
        && (e.Where.All(w => w.Level == Expectation.EveryLevel) || e.Where.Zip(Gap.Group!.Conditions).All(p => p.First.Level == Expectation.EveryLevel || p.First.Level == p.Second.Level)));

    /// <summary>The group most clearly worse off than a reference that is itself worse off than another; null when the reference is not the worse side or nobody is.</summary>
    /// <param name="view">The result.</param>
    /// <param name="gap">The gap.</param>
    /// <param name="told">The same, told.</param>
    public static SearchedGap? WorseStill(ReportView view, GroupDisparity gap, ToldGap told)
    {
        if (gap.Comparison != Comparison.Reference || !told.Worse.Equals(gap.Against)) return null;
        return view.Audit.Disparities.Where(d => d is { Comparison: Comparison.Reference, PValue: not null } && d.Metric == gap.Metric && d.Attributes.SequenceEqual(gap.Attributes) && GapWords.LeavesOutEquality(d))
            .Select(d => (Gap: d, Told: GapWords.Tell(view, d))).Where(s => s.Told is not null && s.Told.Metric == told.Metric && !s.Told.Worse.Equals(gap.Against))
            .OrderByDescending(s => GapWords.NearEnd(s.Gap)).Select(s => new SearchedGap(s.Gap, s.Told!)).FirstOrDefault();
    }

    private static IEnumerable<SearchedGap> All(ReportView view) =>
        from gap in view.Audit.Disparities
        where gap is { Comparison: Comparison.Reference, Form: DisparityForm.Difference, PValue: not null } && view.Prominence.IsFirst(gap.Metric) && GapWords.OnlyMetric(gap.Metric) is not null
        let told = GapWords.Tell(view, gap)
        where told is not null
        select new SearchedGap(gap, told);
}
