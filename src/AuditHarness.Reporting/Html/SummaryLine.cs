using AuditHarness.Expectations;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>Findings gathered by the group they are about, for the first screen: a line for each group, the weightiest first.</summary>
/// <param name="Who">The group, the pair of groups, or everybody.</param>
/// <param name="What">What was found, in a few figures.</param>
/// <param name="Anchor">Id of the first finding of the line.</param>
public sealed record SummaryLine(string Who, string What, string Anchor)
{
    private const int FiguresPerLine = 1;

    /// <summary>What failed, group by group: those that count in the verdict first, then those with the most findings.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<SummaryLine> Failed(ReportView view) =>
    [
        .. Groups(view, Verdict.Fail).OrderBy(g => g.Min(f => f.Expectation.Severity)).ThenByDescending(g => g.Count()).Select(g => new SummaryLine(
            g.Key, string.Join("; ", g.Take(FiguresPerLine).Select(f => Told(view, f)).Concat(More(g.Count()))), view.IdOf(g.First()))),
    ];

    /// <summary>What could not be shown, group by group, with the number of patients that would settle all of it that can be settled.</summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<SummaryLine> Open(ReportView view) =>
    [
        .. Groups(view, Verdict.Inconclusive).OrderBy(g => g.Min(f => f.Expectation.Severity)).ThenBy(g => g.Max(f => f.MorePatients) ?? long.MaxValue).Select(g => new SummaryLine(
            g.Key, Needed([.. g]), view.IdOf(g.First()))),
    ];

    private static IEnumerable<IGrouping<string, Finding>> Groups(ReportView view, Verdict verdict) =>
        view.Audit.Findings.Where(f => f.Verdict == verdict).OrderBy(f => f.Expectation.Severity).GroupBy(f => About(view, f));

    private static string About(ReportView view, Finding finding) =>
        finding.Subgroup is { IsOverall: false } group ? GapWords.Named(group)
        : finding.Attributes.Count == 0 ? Wording.Say($"Everybody")
        : view.GapOf(finding) is { Group: not null } gap ? $"{Words.Pair(gap)} ({Words.Family(finding.Attributes)})"
        : Words.Family(finding.Attributes);

    // A gap is told from the side of the group that is worse off; anything else by its figure.
    private static string Told(ReportView view, Finding finding) =>
        view.GapOf(finding) is { } gap && GapWords.Tell(view, gap) is { } told ? Wording.Say($"{told.Sentence} Asked: {Words.Limit(finding.Expectation)}")
        : finding.Value is { } value ? Wording.Say($"{Words.Figure(finding.Expectation)} {Figures.WithInterval(value, finding.Interval)}, {Words.Limit(finding.Expectation)} asked")
        : Wording.Say($"{Words.Figure(finding.Expectation)}, {Words.Limit(finding.Expectation)} asked");

    private static IEnumerable<string> More(int count) => count > FiguresPerLine ? [Wording.Say($"{count - FiguresPerLine:count} more")] : [];

    private static string Needed(IReadOnlyList<Finding> findings)
    {
        if (findings.MaxBy(f => f.MorePatients ?? -1) is not { MorePatients: not null } most) return Wording.Say($"{findings.Count:count} {findings.Count:plural(finding|findings)} open; no number of patients can be given");
        if (findings.Any(f => f.MorePatients is null)) return Wording.Say($"{findings.Count:count} findings open; {Patients(most)} for those where a number can be given");
        return findings.Count == 1 && IsKept(most) is { } kept
            ? kept ? Wording.Say($"1 finding open; {Patients(most)} would show it kept, if the figures stay") : Wording.Say($"1 finding open; {Patients(most)} would show it broken, if the figures stay")
            : Wording.Say($"{findings.Count:count} {findings.Count:plural(finding|findings)} open; {Patients(most)}");
    }

    /// <summary>Whether the present estimate lies inside the limit; null when it is hidden or unknown.</summary>
    /// <param name="finding">A finding.</param>
    public static bool? IsKept(Finding finding) => finding.Value is { } value
        ? Words.Region(finding.Expectation).Contains(value) : null;

    private static string Patients(Finding finding)
    {
        var (n, many) = (finding.MorePatients!.Value, finding.MorePatients > 1_000_000);
        return finding.MorePatientsOfAllGroups
            ? many ? Wording.Say($"more than a million more patients in all groups together") : Wording.Say($"about {n:count} more patients in all groups together")
            : finding.Subgroup is { IsOverall: false }
            ? many ? Wording.Say($"more than a million more patients of this group") : Wording.Say($"about {n:count} more patients of this group")
            : many ? Wording.Say($"more than a million more patients") : Wording.Say($"about {n:count} more patients");
    }
}
