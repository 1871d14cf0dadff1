using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Reporting.Requirements;

/// <summary>
/// What of an audit of made-up records is evidence where a framework asks for figures of a model. Discrimination, decisions and
/// calibration of risks are not: a generator gives none, and what asks for them stays missing.
/// </summary>
internal static class RecordEvidenceFigures
{
    /// <summary>How many records there are.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? Flow(AuditResult audit) =>
        audit.Records!.Counts.FirstOrDefault(c => c.Group.IsOverall) is { Train: { } train, Synthetic: { } made } all
            ? new("t-counts", all.Holdout is { } holdout
                ? Phrase.Of($"{made:count} made-up records beside {train:count} training and {holdout:count} held-out records.")
                : Phrase.Of($"{made:count} made-up records beside {train:count} training records.")) : null;

    /// <summary>Who is in which group, and whether its share is right.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? Groups(AuditResult audit)
    {
        var groups = audit.Records!.Counts.Where(c => !c.Group.IsOverall).ToList();
        var shown = groups.Where(g => g is { Train: not null, Synthetic: not null }).ToList();
        return shown.Count == 0 ? null : new("t-counts", Phrase.Of(
            $"Numbers of training and made-up records of {shown.Count:count} of {groups.Count:count} groups, by {Families(shown.Select(g => g.Group))}, with representation ratios."));
    }

    /// <summary>What was measured.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? Measures(AuditResult audit) =>
        audit.Records!.Figures.Count(m => m is { Subject: null, Group.IsOverall: true, Figure: { Value: not null, Interval: not null } }) is > 0 and var known
            ? new("measures", Phrase.Of($"{known:count} metrics in everybody, each with its interval, definition and source.")) : null;

    /// <summary>Figures of groups.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? ByGroup(AuditResult audit)
    {
        var known = audit.Records!.Figures.Where(m => m is { Subject: null, Group.IsOverall: false, Figure: { Value: not null, Interval: not null } }).ToList();
        return known.Count == 0 ? null : new("alike", Phrase.Of(
            $"{known.Select(m => m.Metric).Distinct().Count():count} metrics of made-up records in {known.Select(m => m.Group).Distinct().Count():count} groups, by {Families(known.Select(m => m.Group))}, each with its interval."));
    }

    /// <summary>What training on made-up records changes between groups.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? Gaps(AuditResult audit) =>
        audit.Records!.Figures.Count(m => m is { Metric: "AurocDisparityChange" or "SensitivityDisparityChange" or "SpecificityDisparityChange" or "BrierDisparityChange" or "EqualizedOddsDisparityChange" or "ConditionalFidelityGap", Figure: { Value: not null, Interval: not null } }) is > 0 and var known
            ? new("learned", Phrase.Of($"{known:count} gaps between groups in what is made up and in what is learned from it, each with its interval.")) : null;

    /// <summary>What is learned from made-up records.</summary>
    /// <param name="audit">The result.</param>
    public static EvidenceStatus.Computed? Learned(AuditResult audit) =>
        audit.Records!.Figures.FirstOrDefault(m => m is { Metric: "UtilityAurocDifference", Group.IsOverall: true, Figure: { Value: not null, Interval: not null } }) is { Figure: { Interval: { } i, Value: { } value } }
            ? new("learned", Phrase.Of($"AUROC of a model that learned from made-up records less that of one that learned from real ones: {value:figure} ({i.Lower:figure} to {i.Upper:figure}).")) : null;

    private static string Families(IEnumerable<Subgroup> groups) => string.Join(", ", groups.Select(g => Words.Family([.. g.Conditions.Select(c => c.Attribute)])).Distinct());
}
