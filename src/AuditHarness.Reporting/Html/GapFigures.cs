using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>The gaps of an attribute arranged for reading: those shown at once, and the rest by how groups are compared.</summary>
public static class GapFigures
{
    /// <summary>Gaps shown at once: each group with the reference, and the worst pair.</summary>
    /// <param name="view">The result.</param>
    /// <param name="family">The groups.</param>
    public static IReadOnlyList<GroupDisparity> Pairs(ReportView view, GroupFamily family) =>
        [.. family.Disparities.Where(d => d.Comparison is Comparison.Reference or Comparison.WorstPair && view.Prominence.IsFirst(d.Metric))];

    /// <summary>Ids of the disparities that compare groups in one way and that could be given for somebody, in result order.</summary>
    /// <param name="view">The result.</param>
    /// <param name="family">The groups.</param>
    /// <param name="comparison">How groups are compared.</param>
    /// <param name="detail">Only those that are not shown at once.</param>
    public static IReadOnlyList<string> Of(ReportView view, GroupFamily family, Comparison comparison, bool detail) =>
        [.. family.Disparities.Where(d => d.Comparison == comparison).Select(d => d.Metric).Distinct().Where(id => view.Prominence.WhyNone(id) is null && !(detail && view.Prominence.IsFirst(id)))];

    /// <summary>Whether there is an interval that reaches equality, so that no gap is shown.</summary>
    /// <param name="gap">The gap.</param>
    public static bool IsOpen(GroupDisparity gap) => gap.Interval is not null && gap.Comparison != Comparison.AllGroups && !GapWords.LeavesOutEquality(gap);

    /// <summary>What equality is for a figure.</summary>
    /// <param name="form">Difference or ratio.</param>
    public static string Equality(DisparityForm form) => form == DisparityForm.Ratio ? Wording.Say($"1 is equality") : Wording.Say($"0 is equality");

    /// <summary>From which gap in sensitivity on the sample would have shown one, where it shows none: for the best and for the worst placed group; null when it shows them all.</summary>
    /// <param name="family">The groups.</param>
    public static string? Detectable(GroupFamily family)
    {
        var open = family.Disparities.Where(d => d is { Metric: "EqualOpportunityDifference", Comparison: Comparison.Reference, Group: not null, MinimumDetectable: not null } && IsOpen(d)).OrderBy(d => d.MinimumDetectable).ToList();
        if (open.Count == 0) return null;
        var (title, best, worst) = (Wording.Term(MetricCatalog.Find("Sensitivity")!.Info.Title), open[0], open[^1]);
        return open.Count == 1
            ? Wording.Say($"Of {best.Group!.Levels} this sample would show a gap in {title} from {best.MinimumDetectable!.Value:0.00} on.")
            : Wording.Say($"This sample would show gaps in {title} from {best.MinimumDetectable!.Value:0.00} ({best.Group!.Levels}) to {worst.MinimumDetectable!.Value:0.00} ({worst.Group!.Levels}) on.");
    }
}
