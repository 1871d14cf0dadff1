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
/// The rule, step by step; the first that gives a group decides.
/// 1. Failed findings about groups, of metrics that say which side is worse off: those that count in the verdict before warnings, then
///    the one whose interval lies furthest beyond its limit, counted in times of what the limit allows (the interval's near end's
///    distance from the ideal divided by the limit's), so that rates and log-odds can be compared. A finding judged by its
///    estimate alone counts only when its interval leaves out equality, or lies wholly beyond the limit.
/// 2. If none: differences from the reference group whose Holm-adjusted p-value stays below 0.05 when it is multiplied by the number of
///    metrics and attributes searched (Bonferroni); the one whose interval's near end is largest, rates before other scales.
/// 3. If none: failed findings of metrics of which neither direction is worse, such as the share flagged; told as a difference in
///    treatment, not as a disadvantage.
/// 4. If none: nobody is named. Every gap could be chance, and the sentence says so.
/// </remarks>
/// <param name="Group">The group; null when none can be named.</param>
/// <param name="Title">The group with its attribute, or that none stands out.</param>
/// <param name="HowMuch">The gap with its interval.</param>
/// <param name="HowSure">What speaks for and against chance.</param>
/// <param name="Finding">The finding behind it, or null.</param>
/// <param name="IsFailure">Whether a limit is demonstrably broken for it.</param>
internal sealed record WorstServed(Subgroup? Group, string Title, string HowMuch, string HowSure, Finding? Finding, bool IsFailure)
{
    private const double Chance = 0.05;

    /// <summary>Looks for the group.</summary>
    /// <param name="view">The result.</param>
    public static WorstServed Of(ReportView view)
    {
        var failed = view.Audit.Findings.Where(f => f.Verdict == Verdict.Fail).Select(f => Failure.Of(view, f)).OfType<Failure>()
            .OrderBy(f => f.Finding.Expectation.Severity).ThenByDescending(f => f.Excess).ToList();
        return failed.FirstOrDefault(f => f.Directed)?.Told() ?? StandingOut(view) ?? failed.FirstOrDefault()?.Told() ?? Nobody(view);
    }

    private static WorstServed? StandingOut(ReportView view)
    {
        var searched = Searched(view);
        var panels = searched.Select(s => (s.Gap.Metric, Words.Family(s.Gap.Attributes))).Distinct().Count();
        var best = searched.Where(s => s.Gap.PValueHolm * panels < Chance && GapWords.LeavesOutEquality(s.Gap))
            .OrderByDescending(s => MetricCatalog.Find(s.Told.Metric)?.Info is { Min: 0, Max: 1 }).ThenByDescending(s => GapWords.NearEnd(s.Gap)).FirstOrDefault();
        return best.Told is null ? null : new(best.Told.Worse, GapWords.Named(best.Told.Worse), best.Told.Sentence,
            Wording.Say($"The gap is hardly chance: it stays clear when all {searched.Count:count} comparisons are allowed for. That it breaks a limit of the plan is not shown."), null, false);
    }

    private static WorstServed Nobody(ReportView view)
    {
        var count = Searched(view).Count;
        return count == 0
            ? new(null, Wording.Say($"No group can be named"), Wording.Say($"No gap between groups could be tested."), Wording.Say($"Nothing is known about differences between groups."), null, false)
            : new(null, Wording.Say($"No group can be named"),
                Wording.Say($"Of {count:count} {count:plural(gap|gaps)} between a group and its reference, none can be told from chance once that many are looked at."),
                Wording.Say($"That is no proof that all are served alike: small groups could be served much worse unseen."), null, false);
    }

    private static List<(GroupDisparity Gap, ToldGap Told)> Searched(ReportView view) =>
    [
        .. view.Audit.Disparities.Where(d => d is { Comparison: Comparison.Reference, Form: DisparityForm.Difference, PValueHolm: not null } && DisparityCatalog.Find(d.Metric)?.Metrics.Count == 1)
            .Select(d => (Gap: d, Told: GapWords.Tell(view, d)!)).Where(s => s.Told is { Directed: true }),
    ];

    /// <summary>A failed finding about a group.</summary>
    /// <param name="Finding">The finding.</param>
    /// <param name="Worse">The group that is worse off.</param>
    /// <param name="Directed">Whether one side is worse off at all.</param>
    /// <param name="Sentence">By how much.</param>
    /// <param name="Excess">Distance of the interval's near end from the ideal, in times of what the limit allows.</param>
    private sealed record Failure(Finding Finding, Subgroup Worse, bool Directed, string Sentence, double Excess)
    {
        public static Failure? Of(ReportView view, Finding finding) =>
            DisparityCatalog.Find(finding.Expectation.Metric) is not null ? OfGap(view, finding) : MetricCatalog.Find(finding.Expectation.Metric)?.Info is { } info ? OfMetric(view, finding, info) : null;

        public WorstServed Told()
        {
            var expected = Finding.Expectation;
            List<string> sure = [];
            if (!Directed) sure.Add(Wording.Say($"Whether that is worse or better for them depends on what a flag brings."));
            sure.Add(Excess < 1 ? Wording.Say($"There is a gap, as the interval shows; that it is beyond the limit is judged by the estimate alone, as the plan asks.")
                : MetricCatalog.Find(expected.Metric) is null && Words.Form(expected.Metric) == DisparityForm.Difference && !expected.Metric.StartsWith("Calibration", StringComparison.Ordinal)
                    ? Wording.Say($"Hardly chance: the whole interval lies beyond the {100 * expected.Limit:0.#} of 100 that the plan allows.")
                    : Wording.Say($"Hardly chance: the whole interval lies beyond the plan's limit ({Words.Limit(expected)})."));
            if (expected.Severity == Severity.Warn) sure.Add(Wording.Say($"The plan counts it as a warning only."));
            return new(Worse, GapWords.Named(Worse), Sentence, string.Join(" ", sure), Finding, true);
        }

        private static Failure? OfGap(ReportView view, Finding finding)
        {
            var expected = finding.Expectation;
            var gap = view.GapOf(finding);
            if (gap is null || !GapWords.LeavesOutEquality(gap) || GapWords.Tell(view, gap) is not { } told) return null;
            var allowed = gap.Form == DisparityForm.Ratio ? Math.Abs(Math.Log(expected.Limit)) : expected.Limit;
            return new(finding, told.Worse, told.Directed, told.Sentence, GapWords.NearEnd(gap) / Math.Max(allowed, 1e-9));
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
            return new(finding, group, info.Better != Direction.Neither, sentence, excess);
        }
    }
}
