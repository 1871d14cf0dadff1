using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics.ErrorRates;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>
/// Which group the model serves worst, by how much, and how sure that is; or that no group can be named.
/// </summary>
/// <remarks>
/// The rule, step by step; the first that gives a group decides. <see cref="Rule"/> says it to readers.
/// 1. Failed findings about groups, of metrics that say which side is worse off: those that count in the verdict before warnings, gaps
///    told in people per hundred before odds and scores, then the one whose interval lies furthest beyond its limit, counted in times of
///    what the limit allows (the interval's near end's distance from the ideal divided by the limit's). A finding judged by its estimate
///    alone counts only when its interval leaves out equality, or lies wholly beyond the limit.
/// 2. If none: differences from the reference group, of those shown at once, for whose metric and attributes the plan has an expectation, and whose Holm-adjusted
///    p-value stays below 0.05 when it is multiplied by the number of metrics and attributes searched (Bonferroni): missed patients before
///    false alarms before other rates before other scales, then the one whose interval's near end is largest. Where Holm's p-value is left
///    out for the sake of a hidden group, Bonferroni's stands in: min(1, p × (groups − 1)), never smaller.
/// 3. If none: the same, clear by its own Holm-adjusted p-value only; it is told that it could be chance.
/// 4. If none: all differences that say who is worse off, with or without an expectation, that stay clear as in step 2.
/// 5. If none: failed findings, then clear differences, of figures that do not say who is worse served: the share flagged and the Brier
///    gap, which moves with prevalence too; told as a difference in treatment, not as a disadvantage.
/// If still none: nobody is named. Every gap could be chance, and the sentence says so.
/// The reference group is never named where another group is shown to be worse still on that metric against it: that one is named then.
/// </remarks>
/// <param name="Group">The group; null when none can be named.</param>
/// <param name="Title">The group with its attribute, or that none stands out.</param>
/// <param name="HowMuch">The gap with its interval.</param>
/// <param name="HowSure">What speaks for and against chance.</param>
/// <param name="Finding">The finding behind it, or null.</param>
/// <param name="IsFailure">Whether a limit is demonstrably broken for it.</param>
/// <param name="Step">The step of the rule that decided, from 1; 0 when none did.</param>
/// <param name="IsReference">Whether the group is the one that others are compared with, so that it is worse off than one group, not than all.</param>
internal sealed record WorstServed(Subgroup? Group, string Title, string HowMuch, string HowSure, Finding? Finding, bool IsFailure, int Step, bool IsReference = false)
{
    private const double Chance = 0.05;

    /// <summary>The steps of the rule, in plain language.</summary>
    public static IReadOnlyList<string> Rule =>
    [
        Wording.Say($"Limits of the plan that are demonstrably broken: those that count before warnings, gaps in people per hundred before odds and scores, then the one furthest beyond what its limit allows."),
        Wording.Say($"Gaps on which the plan has an expectation and which stay clear when all comparisons searched are allowed for: missed patients first, then false alarms, then other figures; the largest that is sure."),
        Wording.Say($"Such gaps that are clear only by themselves."),
        Wording.Say($"All other gaps that stay clear when all comparisons are allowed for."),
        Wording.Say($"Differences that do not say who is worse served: the share flagged and the Brier gap."),
    ];

    /// <summary>Looks for the group.</summary>
    /// <param name="view">The result.</param>
    public static WorstServed Of(ReportView view)
    {
        if (view.Records is not null) return WorstRecorded.Of(view);
        var failed = view.Audit.Findings.Where(f => f.Verdict == Verdict.Fail).Select(f => FailedForGroup.Of(view, f)).OfType<FailedForGroup>()
            .OrderBy(f => f.Finding.Expectation.Severity).ThenByDescending(f => f.IsRate).ThenByDescending(f => f.Excess).ToList();
        if (failed.FirstOrDefault(f => f.Directed) is { } first) return OfFailure(view, failed, first);
        var all = SearchedGap.Directed(view);
        var expected = all.Where(s => s.IsExpected(view.Audit.Plan)).ToList();
        return StandingOut(view, expected, true, 2) ?? StandingOut(view, expected, false, 3) ?? StandingOut(view, all, true, 4)
            ?? failed.FirstOrDefault()?.Told(view, 5) ?? StandingOut(view, SearchedGap.Undirected(view), true, 5) ?? Nobody(all.Count);
    }

    private static WorstServed? StandingOut(ReportView view, IReadOnlyList<SearchedGap> searched, bool corrected, int step)
    {
        var panels = searched.Select(s => (s.Gap.Metric, Words.Family(s.Gap.Attributes))).Distinct().Count();
        var best = searched.Where(s => s.Adjusted * (corrected ? panels : 1) < Chance && GapWords.LeavesOutEquality(s.Gap))
            .OrderBy(s => s.Rank).ThenByDescending(s => GapWords.NearEnd(s.Gap)).FirstOrDefault();
        if (best is null) return null;
        if (SearchedGap.WorseStill(view, best.Gap, best.Told) is { } still && (!corrected || still.Adjusted * panels < Chance)) best = still;
        List<string> sure =
        [
            step switch
            {
                2 when searched.Count == 1 => Wording.Say($"The gap is hardly chance: it is the only comparison on which the plan has an expectation."),
                2 => Wording.Say($"The gap is hardly chance: it stays clear when all {searched.Count:count} comparisons on which the plan has an expectation are allowed for."),
                3 => Wording.Say($"The gap is clear by itself, but not after allowing for all {searched.Count:count} comparisons on which the plan has an expectation: it could be chance."),
                _ => Wording.Say($"The gap is hardly chance: it stays clear when all {searched.Count:count} comparisons are allowed for."),
            },
        ];
        if (!best.Told.Directed) sure.Add(Wording.Say($"Whether that is worse or better for them depends on what a flag brings."));
        sure.Add(OfLimit(view, best.Gap, best.Told));
        return Of(view, best.Gap, best.Told, string.Join(" ", sure), null, false, step);
    }

    private static WorstServed OfFailure(ReportView view, IReadOnlyList<FailedForGroup> failed, FailedForGroup first)
    {
        if (first is not { Gap: { } gap, Gaps: { } told } || SearchedGap.WorseStill(view, gap, told) is not { } still) return first.Told(view, 1);
        if (failed.FirstOrDefault(f => f.Gap is { } other && other.Attributes.SequenceEqual(still.Gap.Attributes) && f.Gaps?.Metric == still.Told.Metric && f.Worse.Equals(still.Told.Worse)) is { } theirs) return theirs.Told(view, 1);
        return Of(view, still.Gap, still.Told, Wording.Say($"The interval leaves out equality.") + " " + OfLimit(view, still.Gap, still.Told), null, false, 1);
    }

    /// <summary>Tells of the worse side of a gap.</summary>
    internal static WorstServed Of(ReportView view, GroupDisparity gap, ToldGap told, string sure, Finding? finding, bool failure, int step)
    {
        var reference = gap.Comparison == Comparison.Reference && told.Worse.Equals(gap.Against);
        var title = reference ? Wording.Say($"{Words.Group(told.Worse)} (the reference) against {Words.Group(told.Other)} ({Words.Family(gap.Attributes)})") : GapWords.Named(told.Worse);
        var much = Opposite(view, gap, told) is { } opposite ? told.Sentence + " " + opposite : told.Sentence;
        return new(told.Worse, title, much, sure, finding, failure, step, reference);
    }

    // Sensitivity and false alarms pull apart where a group is simply flagged more or less often: then both are told.
    private static string? Opposite(ReportView view, GroupDisparity gap, ToldGap told)
    {
        var paired = told.Metric switch { nameof(Sensitivity) => "PredictiveEqualityDifference", nameof(FalsePositiveRate) => "EqualOpportunityDifference", _ => null };
        var other = paired is null ? null : view.Audit.Disparities.FirstOrDefault(d => d.Metric == paired && d.Comparison == gap.Comparison && d.Attributes.SequenceEqual(gap.Attributes)
            && d.Group is { } a && d.Against is { } b && ((a.Equals(gap.Group) && b.Equals(gap.Against)) || (a.Equals(gap.Against) && b.Equals(gap.Group))));
        if (other is not { Value: { } value, Interval: { } interval } || !GapWords.LeavesOutEquality(other) || GapWords.Tell(view, other) is not { } theirs || !theirs.Worse.Equals(told.Other)) return null;
        var (d, from, to) = value < 0 ? (-100 * value, -100 * interval.Upper, -100 * interval.Lower) : (100 * value, 100 * interval.Lower, 100 * interval.Upper);
        return told.Metric == nameof(Sensitivity)
            ? Wording.Say($"The same group is also flagged in vain less often: of 100 patients without the event {d:0.0} fewer ({Figures.Level(interval.Level)} interval {from:0.0} to {to:0.0}).")
            : Wording.Say($"The same group is also found more often: of 100 patients with the event {d:0.0} more ({Figures.Level(interval.Level)} interval {from:0.0} to {to:0.0}).");
    }

    // What the plan says of a gap: no limit, a limit that it keeps or breaks, or one that stays open.
    private static string OfLimit(ReportView view, GroupDisparity gap, ToldGap told)
    {
        var verdicts = view.Audit.Findings.Where(f => f.Attributes.SequenceEqual(gap.Attributes) && SearchedGap.Concerns(f.Expectation, told.Metric)
            && (f.Expectation.Compare == Comparison.WorstPair || (f.Expectation.Compare == gap.Comparison && gap.Group!.Equals(f.Subgroup)))).Select(f => f.Expectation.Compare == Comparison.WorstPair && f.Verdict == Verdict.Fail ? Verdict.Inconclusive : f.Verdict).ToList();
        return verdicts.Count == 0 ? Wording.Say($"The plan sets no limit for this gap.")
            : verdicts.Max() switch
            {
                Verdict.Pass => Wording.Say($"It lies within the plan's limit."),
                Verdict.Fail => Wording.Say($"It breaks the plan's limit."),
                _ => Wording.Say($"Whether it breaks the plan's limit stays open."),
            };
    }

    private static WorstServed Nobody(int count) => count == 0
        ? new(null, Wording.Say($"No group can be named"), Wording.Say($"No gap between groups could be tested."), Wording.Say($"Nothing is known about differences between groups."), null, false, 0)
        : new(null, Wording.Say($"No group can be named"),
            Wording.Say($"Of {count:count} {count:plural(gap|gaps)} between a group and its reference, none can be told from chance once that many are looked at."),
            Wording.Say($"That is no proof that all are served alike: small groups could be served much worse unseen."), null, false, 0);
}
