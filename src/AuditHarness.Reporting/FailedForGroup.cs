using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>A failed finding about a group.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Worse">The group that is worse off.</param>
/// <param name="Directed">Whether one side is worse off at all.</param>
/// <param name="IsRate">Whether it is told in people per hundred.</param>
/// <param name="Sentence">By how much.</param>
/// <param name="Excess">Distance of the interval's near end from the ideal, in times of what the limit allows.</param>
/// <param name="Gap">The gap judged; null for a metric.</param>
/// <param name="Gaps">The gap told; null for a metric.</param>
internal sealed record FailedForGroup(Finding Finding, Subgroup Worse, bool Directed, bool IsRate, string Sentence, double Excess, GroupDisparity? Gap = null, ToldGap? Gaps = null)
{
    public static FailedForGroup? Of(ReportView view, Finding finding) =>
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

    private static FailedForGroup? OfGap(ReportView view, Finding finding)
    {
        var expected = finding.Expectation;
        var gap = view.GapOf(finding);
        if (gap is null || !GapWords.LeavesOutEquality(gap) || GapWords.Tell(view, gap) is not { } told) return null;
        var allowed = gap.Form == DisparityForm.Ratio ? Math.Abs(Math.Log(expected.Limit)) : expected.Limit;
        return new(finding, told.Worse, told.Directed && SearchedGap.NamesWorse(told), gap.Form == DisparityForm.Difference && SearchedGap.IsRate(told.Metric), told.Sentence, GapWords.NearEnd(gap) / Math.Max(allowed, 1e-9), gap, told);
    }

    private static FailedForGroup? OfMetric(ReportView view, Finding finding, MetricInfo info)
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
        return new(finding, group, info.Better != Direction.Neither, SearchedGap.IsRate(info.Id), sentence, excess);
    }
}
