using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What the answer to each question of the page comes to, in plain sentences computed from the figures.</summary>
internal static class Openings
{
    /// <summary>How many patients, how many of them with the event, by what they are told apart, and who is too small to be seen.</summary>
    /// <param name="view">The result.</param>
    public static string Who(ReportView view)
    {
        var groups = view.Families.Where(f => f.Attributes.Count == 1).SelectMany(f => f.Groups).ToList();
        var shown = groups.Select(g => (Group: g, view.SizeOf(g)?.N)).Where(g => g.N is not null).OrderBy(g => g.N).ToList();
        var small = shown.Count(g => g.N < view.Audit.Plan.Subgroups.SmallestCompared);
        var hidden = groups.Count - shown.Count;
        return Join(
            view.SizeOf(Subgroup.Overall) switch
            {
                { N: > 0 and { } n, Events: { } events } => Wording.Say($"{n:count} patients were evaluated; {events:count} of them ({Figures.Share((double)events / n)}) had the event."),
                { N: { } n } => Wording.Say($"{n:count} patients were evaluated."),
                _ => null,
            },
            groups.Count == 0
                ? Wording.Say($"Nobody was told apart: the plan names no attribute.")
                : Wording.Say($"They are told apart by {List([.. view.Families.Where(f => f.Attributes.Count == 1).Select(f => f.Title)])}, in {groups.Count:count} groups."),
            shown.Count > 0 ? Wording.Say($"The smallest group that can be shown is {GapWords.Named(shown[0].Group)} with {shown[0].N!.Value:count} patients.") : null,
            small > 0 ? Wording.Say($"{small:count} {small:plural(group is|groups are)} too small to be compared (fewer than {view.Audit.Plan.Subgroups.SmallestCompared:count} patients).") : null,
            hidden > 0 ? Wording.Say($"{hidden:count} {hidden:plural(group is|groups are)} hidden, because so few patients could be recognised.") : null);
    }

    /// <summary>How many of those with the event are found, how many without are flagged in vain, what a flag is worth, how well patients are ranked.</summary>
    /// <param name="view">The result.</param>
    public static string Accurate(ReportView view)
    {
        if (view.MetricsOf(AuditCatalog.Performance).Count == 0) return Wording.Say($"The plan asks for no measure of accuracy.");
        return Join(
            OfHundred(view, "Sensitivity") is { } found ? Wording.Say($"Of 100 patients with the event, the model flags {found}.") : null,
            OfHundred(view, "FalsePositiveRate") is { } vain ? Wording.Say($"Of 100 patients without the event, it flags {vain} in vain.") : null,
            OfHundred(view, "PositivePredictiveValue") is { } worth ? Wording.Say($"Of 100 flagged patients, {worth} have the event.") : null,
            OfHundred(view, "AreaUnderRoc") is { } ranked ? Wording.Say($"Given a patient with the event and one without, it ranks the two rightly {ranked} times in 100, where guessing does so 50 times.") : null)
            is { Length: > 0 } said ? said : Wording.Say($"None of the usual measures of accuracy could be estimated; the table says why.");
    }

    /// <summary>How many gaps there are, how many of them are more than chance, and whom the model serves worst.</summary>
    /// <param name="view">The result.</param>
    public static string Everyone(ReportView view)
    {
        var gaps = SearchedGap.Directed(view);
        var worst = WorstServed.Of(view);
        if (gaps.Count == 0 && worst.Group is null) return Wording.Say($"That cannot be said: no groups could be compared.");
        var clear = gaps.Count(g => GapWords.LeavesOutEquality(g.Gap));
        // An interval holds for all groups of its attribute at once: chance is counted by figure and attribute, not by gap.
        var byChance = gaps.DistinctBy(g => (g.Gap.Metric, Words.Family(g.Gap.Attributes))).Sum(g => 1 - g.Gap.Interval!.Level);
        return Join(
            worst.Group is null || worst.IsReference || worst.Step is 3 or 5 ? null : Wording.Say($"Most of all, {worst.Title} stands out."),
            worst.HowMuch,
            worst.Step is 3 or 5 ? worst.HowSure : null,
            gaps.Count == 0 ? null : Wording.Say($"Of {gaps.Count:count} {gaps.Count:plural(gap|gaps)} that {gaps.Count:plural(says|say)} which group is worse off, {clear:count} {clear:plural(has an interval that leaves|have intervals that leave)} out equality; if all groups were equal, about {byChance:0.0#} would be expected by chance."));
    }

    /// <summary>The clearest gap of one attribute or intersection, or that none is shown.</summary>
    /// <param name="view">The result.</param>
    /// <param name="family">The attribute or intersection.</param>
    public static string Family(ReportView view, GroupFamily family)
    {
        var all = family.Disparities.Where(d => d is { Comparison: Comparison.Reference, Form: DisparityForm.Difference } && view.Prominence.IsFirst(d.Metric) && GapWords.OnlyMetric(d.Metric)?.Better is not (null or Direction.Neither)).ToList();
        if (all.Count == 0) return "";
        var measured = all.Where(d => d.Interval is not null).ToList();
        var hidden = all.Count(d => d.Suppressed);
        if (measured.Count == 0) return hidden > 0 ? Wording.Say($"No gap in accuracy could be measured here ({hidden:count} hidden).") : Wording.Say($"No gap in accuracy could be measured here.");
        var clearest = measured.Where(GapWords.LeavesOutEquality).Select(g => (Gap: g, Told: GapWords.Tell(view, g))).Where(g => g.Told is not null)
            .OrderByDescending(g => MetricCatalog.Find(g.Told!.Metric)?.Info is { Min: 0, Max: 1 }).ThenByDescending(g => GapWords.NearEnd(g.Gap)).FirstOrDefault();
        var missing = all.Count - measured.Count;
        if (clearest.Told is { } clear) return clear.Sentence;
        return Join(
            missing > 0
                ? Wording.Say($"No gap is shown: the interval of each of the {measured.Count:count} that could be measured includes equality; {missing:count} could not be measured. Small groups could be worse off unseen.")
                : Wording.Say($"No gap is shown: the interval of each of the {measured.Count:count} measured includes equality. Small groups could be worse off unseen."),
            GapFigures.Detectable(family));
    }

    /// <summary>Whether risks are too high or too low over all, too extreme or too timid, and for whom they are furthest off.</summary>
    /// <param name="view">The result.</param>
    public static string Risks(ReportView view)
    {
        if (view.MetricsOf(AuditCatalog.Calibration).Count == 0) return Wording.Say($"The plan does not ask whether predicted risks are right.");
        return Join(OverAll(view), Spread(view), FurthestOff(view)) is { Length: > 0 } said ? said : Wording.Say($"Whether predicted risks are right could not be estimated; the table says why.");
    }

    /// <summary>What carries the largest difference and what matters most; or why nothing can be said.</summary>
    /// <param name="view">The result.</param>
    public static string Why(ReportView view) =>
        ExplanationWords.Opening(view.Audit.Exhibits) is { Length: > 0 } opening ? opening
        : view.Audit.Exhibits.Any(ExplanationView.Holds) ? Wording.Say($"The explanations come to no clear answer; the tables say what was found.")
        : view.Audit.Plan is DiagnosticPlan { Model.Kind: ModelPlan.Predictions } ? Wording.Say($"That cannot be said: only the model's scores were given, not the model.")
        : view.Audit.Plan is DiagnosticPlan { Model.Images: not null } ? Wording.Say($"That cannot be said: explanations exchange the features of patients, and this model is given pictures, whose pixels are no features that could be exchanged.")
        : Wording.Say($"The plan does not ask for explanations.");

    /// <summary>What was flagged, measured and judged, and that it can be repeated.</summary>
    /// <param name="view">The result.</param>
    public static string How(ReportView view)
    {
        var (audit, groups) = (view.Audit, view.Families.Sum(f => f.Groups.Count));
        return Join(
            Wording.Say($"A patient counts as flagged from a score of {audit.Threshold:exact}."),
            view.IntervalLevel is { } level
                ? Wording.Say($"{view.Metrics.Count:count} {view.Metrics.Count:plural(metric|metrics)} {view.Metrics.Count:plural(was|were)} measured for everybody and for {groups:count} groups, with {level} intervals.")
                : Wording.Say($"{view.Metrics.Count:count} {view.Metrics.Count:plural(metric|metrics)} {view.Metrics.Count:plural(was|were)} measured for everybody and for {groups:count} groups."),
            Wording.Say($"{audit.Plan.Expectations.Count:count} {audit.Plan.Expectations.Count:plural(expectation was|expectations were)} judged, in {audit.Findings.Count:count} {audit.Findings.Count:plural(finding|findings)}."),
            Wording.Say($"The same files, plan and seed give the same figures again."));
    }

    private static string? OverAll(ReportView view)
    {
        if (view.Find("ObservedExpectedRatio", Subgroup.Overall) is not Measurement.Known known) return null;
        var figure = Hundredfold(known);
        return known.Interval switch
        {
            { Lower: > 1 } => Wording.Say($"Over all, risks are too low: for every 100 events foretold, {figure} happen."),
            { Upper: < 1 } => Wording.Say($"Over all, risks are too high: for every 100 events foretold, only {figure} happen."),
            null => Wording.Say($"Over all, for every 100 events foretold, {figure} happen."),
            _ => Wording.Say($"Over all, risks are not shown to be too high or too low: for every 100 events foretold, {figure} happen."),
        };
    }

    private static string? Spread(ReportView view) => view.Find("CalibrationSlope", Subgroup.Overall) switch
    {
        Measurement.Known { Interval: { Upper: < 1 } i } slope => Wording.Say($"They are too extreme, high ones too high and low ones too low (slope {slope.Value:figure}, {i.Lower:figure} to {i.Upper:figure}, ideal 1)."),
        Measurement.Known { Interval: { Lower: > 1 } i } slope => Wording.Say($"They are too timid, high ones too low and low ones too high (slope {slope.Value:figure}, {i.Lower:figure} to {i.Upper:figure}, ideal 1)."),
        _ => null,
    };

    private static string? FurthestOff(ReportView view)
    {
        var groups = view.Families.SelectMany(f => f.Groups).Select(g => view.Find("ObservedExpectedRatio", g)).OfType<Measurement.Known>().Where(m => m.Interval is not null && m.Value > 0).ToList();
        if (groups.Count == 0) return null;
        var off = groups.Where(m => m.Interval is { Lower: > 1 } or { Upper: < 1 }).ToList();
        if (off.Count == 0) return Wording.Say($"In none of {groups.Count:count} {groups.Count:plural(group|groups)} is it shown to be off.");
        var worst = off.MaxBy(m => m.Interval!.Lower > 1 ? Math.Log(m.Interval.Lower) : -Math.Log(m.Interval.Upper))!;
        return worst.Value > 1
            ? Wording.Say($"In {off.Count:count} of {groups.Count:count} groups the interval leaves out what was foretold; most clearly, risks are too low for {GapWords.Named(worst.Subgroup)}: {Hundredfold(worst)} happen for every 100 foretold.")
            : Wording.Say($"In {off.Count:count} of {groups.Count:count} groups the interval leaves out what was foretold; most clearly, risks are too high for {GapWords.Named(worst.Subgroup)}: {Hundredfold(worst)} happen for every 100 foretold.");
    }

    private static string? OfHundred(ReportView view, string metric) => view.Find(metric, Subgroup.Overall) is Measurement.Known known ? Hundredfold(known) : null;

    private static string Hundredfold(Measurement.Known known) => known.Interval is { } i
        ? Wording.Say($"{100 * known.Value:0.0} ({Figures.Level(i.Level)} interval {100 * i.Lower:0.0} to {100 * i.Upper:0.0})")
        : Wording.Say($"{100 * known.Value:0.0}");

    private static string List(IReadOnlyList<string> names) =>
        names.Count < 2 ? string.Concat(names) : Wording.Say($"{string.Join(", ", names.Take(names.Count - 1))} and {names[^1]}");

    private static string Join(params IEnumerable<string?> sentences) => string.Join(" ", sentences.Where(s => !string.IsNullOrEmpty(s)));
}
