using AuditHarness.Audits;
using AuditHarness.Expectations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>Which group fares worst in made-up records: lost, given away or blurred; or that none can be named.</summary>
/// <remarks>
/// The rule, step by step; the first that gives a group decides. <see cref="Rule"/> says it to readers.
/// 1. Failed findings about groups whose whole interval lies beyond the limit: those that count before warnings, then the one furthest
///    beyond, in times of what the limit allows.
/// 2. The group of whose right share the most is missing, when less than half of it was made up.
/// 3. The group that an attack gives away most clearly.
/// 4. The group with the wrong share, too small before too large.
/// 5. The group whose records are furthest behind those of the best group.
/// Steps 2 to 5 widen intervals for the number of figures looked at (<see cref="RecordSearch"/>).
/// </remarks>
internal static class WorstRecorded
{
    private const double Half = 0.5;

    /// <summary>The steps of the rule, in plain language.</summary>
    public static IReadOnlyList<string> Rule =>
    [
        Wording.Say($"Limits of the plan that are demonstrably broken for a group: those that count before warnings, then the one furthest beyond what its limit allows."),
        Wording.Say($"Groups of which less than half of the right share was made up: the one of which the most is missing."),
        Wording.Say($"Groups of whose people an attack learns more than of people that the generator never saw: the one where that is clearest."),
        Wording.Say($"Other groups with a wrong share: too small before too large."),
        Wording.Say($"Groups whose records are made up worse than those of the best group, beyond what their number explains."),
    ];

    /// <summary>Looks for the group.</summary>
    /// <param name="view">The result; of made-up records.</param>
    public static WorstServed Of(ReportView view)
    {
        var broken = view.Audit.Findings.Where(f => f.Verdict == Verdict.Fail && Excess(f) >= 1).OrderBy(f => f.Expectation.Severity).ThenByDescending(Excess).FirstOrDefault();
        if (broken is not null)
        {
            List<string> sure = [Wording.Say($"Hardly chance: the whole interval lies beyond the plan's limit ({Words.Limit(broken.Expectation)}).")];
            if (broken.Expectation.Severity == Severity.Warn) sure.Add(Wording.Say($"The plan counts it as a warning only."));
            return new(broken.Subgroup, GapWords.Named(broken.Subgroup!), Wording.Say(broken.Sentence), string.Join(" ", sure), broken, true, 1);
        }
        var (lost, leaks) = (RecordSearch.Lost(view), RecordSearch.Leaks(view));
        if (RecordSearch.Clearest(lost) is { Beyond: > Half } gone) return Told(gone, lost.Count, Share(gone), 2);
        if (RecordSearch.Clearest(leaks) is { } leak)
            return Told(leak, leaks.Count, Wording.Say($"{Words.Title(leak.Measured.Metric)} is {RecordWords.Figure(leak.Measured.Figure)}, where {leak.Nothing:exact} is nothing.") + Beside(view, leak), 3);
        if (RecordSearch.Clearest(lost) is { } few) return Told(few, lost.Count, Share(few), 4);
        var swollen = RecordSearch.Swollen(view);
        if (RecordSearch.Clearest(swollen) is { } many) return Told(many, swollen.Count, Share(many), 4);
        var blurred = RecordSearch.Blurred(view);
        if (RecordSearch.Clearest(blurred) is { } far)
            return Told(far, blurred.Count, Wording.Say($"Their records are less like real ones than those of the best group, beyond what their number explains: {Words.Title(far.Measured.Metric)} {RecordWords.Figure(far.Measured.Figure)}."), 5);
        var all = lost.Count + leaks.Count + blurred.Count;
        return all == 0
            ? new(null, Wording.Say($"No group can be named"), Wording.Say($"No figure of a group has an interval."), Wording.Say($"Nothing is known about differences between groups."), null, false, 0)
            : new(null, Wording.Say($"No group can be named"),
                Wording.Say($"Of {all:count} {all:plural(figure|figures)} of groups, none shows that a group is lost, given away or made up worse once that many are looked at."),
                Wording.Say($"That is no proof that all fare alike: small groups could fare much worse unseen."), null, false, 0);
    }

    private static WorstServed Told(RecordSearch found, int searched, string much, int step) => new(
        found.Measured.Group, GapWords.Named(found.Measured.Group), much,
        Wording.Say($"Hardly chance: it stays clear when all {searched:count} {searched:plural(figure|figures)} of the kind are allowed for."), null, false, step);

    private static string Share(RecordSearch found) => found.Measured.Figure.Value == 0
        ? Wording.Say($"Nobody of them was made up: of the right share they have {RecordWords.Figure(found.Measured.Figure)}, where 1 is right.")
        : Wording.Say($"Of the right share they have {RecordWords.Figure(found.Measured.Figure)}, where 1 is right.");

    private static string Beside(ReportView view, RecordSearch found) =>
        (view.Records!.RealBeside(found.Measured) is { Value: not null } real ? " " + Wording.Say($"Real records in place of the made-up ones: {RecordWords.Figure(real)}.") : "")
        + (view.Records.MemoriserBeside(found.Measured) is { Value: not null } copied ? " " + Wording.Say($"Memoriser: {RecordWords.Figure(copied)}.") : "");

    // Distance of the interval's near end from the ideal, in times of what the limit allows; 1 where there is no ideal to count from.
    private static double Excess(Finding finding)
    {
        var expected = finding.Expectation;
        if (finding is not { Subgroup: { IsOverall: false }, Interval: { } interval } || RecordMeasureCatalog.Find(expected.Metric) is not { } info) return 0;
        var least = expected.Bound == Bound.AtLeast;
        if (least ? interval.Upper >= expected.Limit : interval.Lower <= expected.Limit) return 0;
        var ideal = info.Ideal ?? (least ? info.Max : info.Min);
        var excess = least ? (ideal - interval.Upper) / (ideal - expected.Limit) : (interval.Lower - ideal) / (expected.Limit - ideal);
        return double.IsFinite(excess) ? Math.Max(1, excess) : 1;
    }
}
