using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
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
/// 2. If none: differences from the reference group for whose metric and attributes the plan has an expectation, and whose Holm-adjusted
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
        var failed = view.Audit.Findings.Where(f => f.Verdict == Verdict.Fail).Select(f => Failure.Of(view, f)).OfType<Failure>()
            .OrderBy(f => f.Finding.Expectation.Severity).ThenByDescending(f => f.IsRate).ThenByDescending(f => f.Excess).ToList();
        if (failed.FirstOrDefault(f => f.Directed) is { } first) return OfFailure(view, failed, first);
        var all = Searched(view);
        var expected = all.Where(s => IsExpected(view, s)).ToList();
        return StandingOut(view, expected, true, 2) ?? StandingOut(view, expected, false, 3) ?? StandingOut(view, all, true, 4)
            ?? failed.FirstOrDefault()?.Told(view, 5) ?? StandingOut(view, Gaps(view).Where(s => !NamesWorse(s)).ToList(), true, 5) ?? Nobody(all.Count);
    }

    /// <summary>The differences from the reference group that say who is worse off and could be tested.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<(GroupDisparity Gap, ToldGap Told)> Searched(ReportView view) => [.. Gaps(view).Where(NamesWorse)];

    private static IEnumerable<(GroupDisparity Gap, ToldGap Told)> Gaps(ReportView view) =>
        view.Audit.Disparities.Where(d => d is { Comparison: Comparison.Reference, Form: DisparityForm.Difference, PValue: not null } && DisparityCatalog.Find(d.Metric)?.Metrics.Count == 1)
            .Select(d => (Gap: d, Told: GapWords.Tell(view, d)!)).Where(s => s.Told is not null);

    private static bool NamesWorse((GroupDisparity Gap, ToldGap Told) gap) => gap.Told is { Directed: true, Metric: not "BrierScore" };

    // Whether the plan expects something of that metric, by itself or compared, among the groups of these attributes.
    private static bool IsExpected(ReportView view, (GroupDisparity Gap, ToldGap Told) gap) => view.Audit.Plan.Expectations.Any(e =>
        Concerns(e, gap.Told.Metric) && e.Where.Select(w => w.Attribute).SequenceEqual(gap.Gap.Attributes)
        && (e.Where.All(w => w.Level == Expectation.EveryLevel) || e.Where.Zip(gap.Gap.Group!.Conditions).All(p => p.First.Level == Expectation.EveryLevel || p.First.Level == p.Second.Level)));

    private static bool Concerns(Expectation expectation, string metric) => expectation.Metric == metric || DisparityCatalog.Find(expectation.Metric)?.Metrics.Contains(metric) == true;

    private static double Adjusted(GroupDisparity gap) => gap.PValueHolm ?? Math.Min(1, gap.PValue!.Value * Math.Max(1, gap.Groups - 1));

    // Missed patients, false alarms, other rates, other scales.
    private static int Rank(string metric) => metric switch
    {
        "Sensitivity" or "FalseNegativeRate" => 0,
        "FalsePositiveRate" or "Specificity" => 1,
        _ => IsRateOf(metric) ? 2 : 3,
    };

    private static bool IsRateOf(string metric) => MetricCatalog.Find(metric)?.Info is { Min: 0, Max: 1 } and { Id: not "BrierScore" };

    private static WorstServed? StandingOut(ReportView view, IReadOnlyList<(GroupDisparity Gap, ToldGap Told)> searched, bool corrected, int step)
    {
        var panels = searched.Select(s => (s.Gap.Metric, Words.Family(s.Gap.Attributes))).Distinct().Count();
        var best = searched.Where(s => Adjusted(s.Gap) * (corrected ? panels : 1) < Chance && GapWords.LeavesOutEquality(s.Gap))
            .OrderBy(s => Rank(s.Told.Metric)).ThenByDescending(s => GapWords.NearEnd(s.Gap)).FirstOrDefault();
        if (best.Told is null) return null;
        if (WorseStill(view, best.Gap, best.Told) is { } still && (!corrected || Adjusted(still.Gap) * panels < Chance)) best = still;
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

    private static WorstServed OfFailure(ReportView view, IReadOnlyList<Failure> failed, Failure first)
    {
        if (first is not { Gap: { } gap, Gaps: { } told } || WorseStill(view, gap, told) is not { } still) return first.Told(view, 1);
        if (failed.FirstOrDefault(f => f.Gap is { } other && other.Attributes.SequenceEqual(still.Gap.Attributes) && f.Gaps?.Metric == still.Told.Metric && f.Worse.Equals(still.Told.Worse)) is { } theirs) return theirs.Told(view, 1);
        return Of(view, still.Gap, still.Told, Wording.Say($"The interval leaves out equality.") + " " + OfLimit(view, still.Gap, still.Told), null, false, 1);
    }

    // The group most clearly worse off than a reference that is itself worse off than another; null when the reference is not the worse side or nobody is.
    private static (GroupDisparity Gap, ToldGap Told)? WorseStill(ReportView view, GroupDisparity gap, ToldGap told)
    {
        if (gap.Comparison != Comparison.Reference || !told.Worse.Equals(gap.Against)) return null;
        var others = view.Audit.Disparities.Where(d => d.Comparison == Comparison.Reference && d.Metric == gap.Metric && d.Attributes.SequenceEqual(gap.Attributes) && GapWords.LeavesOutEquality(d))
            .Select(d => (Gap: d, Told: GapWords.Tell(view, d)!)).Where(s => s.Told is not null && s.Told.Metric == told.Metric && !s.Told.Worse.Equals(gap.Against) && s.Gap.PValue is not null)
            .OrderByDescending(s => GapWords.NearEnd(s.Gap)).ToList();
        return others.Count == 0 ? null : others[0];
    }

    private static WorstServed Of(ReportView view, GroupDisparity gap, ToldGap told, string sure, Finding? finding, bool failure, int step)
    {
        var reference = gap.Comparison == Comparison.Reference && told.Worse.Equals(gap.Against);
        var title = reference ? Wording.Say($"{told.Worse.Levels} (the reference) against {told.Other.Levels} ({Words.Family(gap.Attributes)})") : GapWords.Named(told.Worse);
        var much = Opposite(view, gap, told) is { } opposite ? told.Sentence + " " + opposite : told.Sentence;
        return new(told.Worse, title, much, sure, finding, failure, step, reference);
    }

    // Sensitivity and false alarms pull apart where a group is simply flagged more or less often: then both are told.
    private static string? Opposite(ReportView view, GroupDisparity gap, ToldGap told)
    {
        var paired = told.Metric switch { "Sensitivity" => "PredictiveEqualityDifference", "FalsePositiveRate" => "EqualOpportunityDifference", _ => null };
        var other = paired is null ? null : view.Audit.Disparities.FirstOrDefault(d => d.Metric == paired && d.Comparison == gap.Comparison && d.Attributes.SequenceEqual(gap.Attributes)
            && d.Group is { } a && d.Against is { } b && ((a.Equals(gap.Group) && b.Equals(gap.Against)) || (a.Equals(gap.Against) && b.Equals(gap.Group))));
        if (other is not { Value: { } value, Interval: { } interval } || !GapWords.LeavesOutEquality(other) || GapWords.Tell(view, other) is not { } theirs || !theirs.Worse.Equals(told.Other)) return null;
        var (d, from, to) = value < 0 ? (-100 * value, -100 * interval.Upper, -100 * interval.Lower) : (100 * value, 100 * interval.Lower, 100 * interval.Upper);
        return told.Metric == "Sensitivity"
            ? Wording.Say($"The same group is also flagged in vain less often: of 100 patients without the event {d:0.0} fewer ({Figures.Level(interval.Level)} interval {from:0.0} to {to:0.0}).")
            : Wording.Say($"The same group is also found more often: of 100 patients with the event {d:0.0} more ({Figures.Level(interval.Level)} interval {from:0.0} to {to:0.0}).");
    }

    // What the plan says of a gap: no limit, a limit that it keeps or breaks, or one that stays open.
    private static string OfLimit(ReportView view, GroupDisparity gap, ToldGap told)
    {
        var verdicts = view.Audit.Findings.Where(f => f.Expectation.Compare is not null && f.Attributes.SequenceEqual(gap.Attributes) && Concerns(f.Expectation, told.Metric)
            && (f.Expectation.Compare == Comparison.WorstPair || gap.Group!.Equals(f.Subgroup))).Select(f => f.Expectation.Compare == Comparison.WorstPair && f.Verdict == Verdict.Fail ? Verdict.Inconclusive : f.Verdict).ToList();
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

    /// <summary>A failed finding about a group.</summary>
    /// <param name="Finding">The finding.</param>
    /// <param name="Worse">The group that is worse off.</param>
    /// <param name="Directed">Whether one side is worse off at all.</param>
    /// <param name="IsRate">Whether it is told in people per hundred.</param>
    /// <param name="Sentence">By how much.</param>
    /// <param name="Excess">Distance of the interval's near end from the ideal, in times of what the limit allows.</param>
    /// <param name="Gap">The gap judged; null for a metric.</param>
    /// <param name="Gaps">The gap told; null for a metric.</param>
    private sealed record Failure(Finding Finding, Subgroup Worse, bool Directed, bool IsRate, string Sentence, double Excess, GroupDisparity? Gap = null, ToldGap? Gaps = null)
    {
        public static Failure? Of(ReportView view, Finding finding) =>
            DisparityCatalog.Find(finding.Expectation.Metric) is not null ? OfGap(view, finding) : MetricCatalog.Find(finding.Expectation.Metric)?.Info is { } info ? OfMetric(view, finding, info) : null;

        public WorstServed Told(ReportView view, int step)
        {
            var expected = Finding.Expectation;
            List<string> sure = [];
            if (!Directed && Gaps?.Directed != true) sure.Add(Wording.Say($"Whether that is worse or better for them depends on what a flag brings."));
            sure.Add(Excess < 1 ? Wording.Say($"There is a gap, as the interval shows; that it is beyond the limit is judged by the estimate alone, as the plan asks.")
                : MetricCatalog.Find(expected.Metric) is null && Words.Form(expected.Metric) == DisparityForm.Difference && IsRate
                    ? Wording.Say($"Hardly chance: the whole interval lies beyond the {100 * expected.Limit:0.#} of 100 that the plan allows.")
                    : Wording.Say($"Hardly chance: the whole interval lies beyond the plan's limit ({Words.Limit(expected)})."));
            if (expected.Severity == Severity.Warn) sure.Add(Wording.Say($"The plan counts it as a warning only."));
            return Gap is { } gap && Gaps is { } told ? WorstServed.Of(view, gap, told, string.Join(" ", sure), Finding, true, step)
                : new(Worse, GapWords.Named(Worse), Sentence, string.Join(" ", sure), Finding, true, step);
        }

        private static Failure? OfGap(ReportView view, Finding finding)
        {
            var expected = finding.Expectation;
            var gap = view.GapOf(finding);
            if (gap is null || !GapWords.LeavesOutEquality(gap) || GapWords.Tell(view, gap) is not { } told) return null;
            var allowed = gap.Form == DisparityForm.Ratio ? Math.Abs(Math.Log(expected.Limit)) : expected.Limit;
            return new(finding, told.Worse, told.Directed && told.Metric != "BrierScore", gap.Form == DisparityForm.Difference && IsRateOf(told.Metric), told.Sentence, GapWords.NearEnd(gap) / Math.Max(allowed, 1e-9), gap, told);
        }

        private static Failure? OfMetric(ReportView view, Finding finding, MetricInfo info)
        {
            var expected = finding.Expectation;
            if (finding is not { Subgroup: { IsOverall: false } group, Value: { } value, Interval: { } interval }) return null;
            var excess = expected.Bound == Bound.AtLeast
                ? ((info.Ideal ?? info.Max) - interval.Upper) / ((info.Ideal ?? info.Max) - expected.Limit)
                : (interval.Lower - (info.Ideal ?? info.Min)) / (expected.Limit - (info.Ideal ?? info.Min));
            // Without an ideal there is no share of what is allowed; such a figure comes after those that have one.
            if (!double.IsFinite(excess)) excess = (expected.Bound == Bound.AtLeast ? interval.Upper < expected.Limit : interval.Lower > expected.Limit) ? 1 : 0;
            if (excess < 1) return null;
            var sentence = Wording.Say($"{Wording.Term(info.Title)} of {group.Levels} is {value:figure} ({Figures.Level(interval.Level)} interval {interval.Lower:figure} to {interval.Upper:figure}); the plan asks for {Words.Limit(expected)}.");
            if (view.Find(info.Id, Subgroup.Overall) is Measurement.Known everybody) sentence += " " + Wording.Say($"Everybody together has {everybody.Value:figure}.");
            return new(finding, group, info.Better != Direction.Neither, IsRateOf(info.Id), sentence, excess);
        }
    }
}
