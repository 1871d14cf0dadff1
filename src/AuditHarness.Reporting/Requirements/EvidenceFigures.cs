using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;
using AuditHarness.Metrics.Discrimination;
using AuditHarness.Metrics.ErrorRates;

namespace AuditHarness.Reporting.Requirements;

/// <summary>
/// The figures of an audit that can be evidence. Each is found only when it is really there: a figure that is hidden, or that could not
/// be estimated, or that has no interval, is none.
/// </summary>
internal static class EvidenceFigures
{
    /// <summary>Which model this is about, down to its bytes.</summary>
    public static EvidenceFigure Identity { get; } = new("Give 'model.version' in the config.", audit => audit.Model.Version is { } version
        ? new("t-facts", audit.Records is not null ? Phrase.Of($"Generator {audit.Model.Name}, version {version}, SHA-256 {audit.Model.Sha256[..12]}….") : Phrase.Of($"Model {audit.Model.Name}, version {version}, SHA-256 {audit.Model.Sha256[..12]}….")) : null);

    /// <summary>How many patients, and how they came to be evaluated.</summary>
    public static EvidenceFigure Flow { get; } = new("The number of patients and of events, which is hidden here.", audit => audit.Records is not null ? RecordEvidenceFigures.Flow(audit) :
        audit.Measurements.FirstOrDefault(m => m.Subgroup.IsOverall) is { N: { } n, Events: { } events } && audit.Exhibits.Any(e => e.Id == "cohort-flow")
            ? new("t-flow", Phrase.Of($"{n:count} patients evaluated, {events:count} with the event; every row that was left out is counted with its reason.")) : null);

    /// <summary>Who is in which group.</summary>
    public static EvidenceFigure Groups { get; } = new("Numbers of patients and events by group that may be shown.", audit =>
    {
        if (audit.Records is not null) return RecordEvidenceFigures.Groups(audit);
        var groups = audit.Measurements.Where(m => !m.Subgroup.IsOverall).GroupBy(m => m.Subgroup).Select(g => g.First()).ToList();
        var shown = groups.Where(g => g is { N: not null, Events: not null }).ToList();
        return shown.Count == 0 || audit.Exhibits.All(e => e.Id != "subgroups") ? null : new("t-subgroups", Phrase.Of(
            $"Numbers of patients and events of {shown.Count:count} of {groups.Count:count} groups, by {Families(shown)}."));
    });

    /// <summary>How well scores tell patients apart.</summary>
    public static EvidenceFigure Discrimination { get; } = new("An AUROC with its interval: the audit 'performance'.", audit =>
        Overall(audit, nameof(AreaUnderRoc)) is { } auroc
            ? new("t-performance", Phrase.Of($"AUROC {auroc.Value:figure} ({auroc.Interval!.Lower:figure} to {auroc.Interval.Upper:figure}).")) : null);

    /// <summary>Who is flagged rightly and wrongly.</summary>
    public static EvidenceFigure AtThreshold { get; } = new("Sensitivity and specificity with their intervals: the audit 'performance'.", audit =>
        Overall(audit, nameof(Sensitivity)) is { } found && Overall(audit, nameof(Specificity)) is { } spared
            ? new("t-performance", Phrase.Of(
                $"From a risk of {audit.Threshold:exact} on: sensitivity {found.Value:figure} ({found.Interval!.Lower:figure} to {found.Interval.Upper:figure}), specificity {spared.Value:figure} ({spared.Interval!.Lower:figure} to {spared.Interval.Upper:figure})."))
            : null);

    /// <summary>Whether risks are right.</summary>
    public static EvidenceFigure Calibration { get; } = new("A calibration slope with its interval: the audit 'calibration'.", audit =>
        Overall(audit, nameof(CalibrationSlope)) is { } slope
            ? new("t-calibration", Tests(audit) is > 0 and var tests
                ? Phrase.Of($"Calibration slope {slope.Value:figure} ({slope.Interval!.Lower:figure} to {slope.Interval.Upper:figure}), with curves of observed against predicted risk and {tests:count} {tests:plural(test|tests)} of calibration, which are made of every group too.")
                : Phrase.Of($"Calibration slope {slope.Value:figure} ({slope.Interval!.Lower:figure} to {slope.Interval.Upper:figure}), with curves of observed against predicted risk."))
            : null);

    /// <summary>What acting on the scores is worth.</summary>
    public static EvidenceFigure Utility { get; } = new("A net benefit with its interval: the audit 'utility'.", audit => audit.Records is not null ? RecordEvidenceFigures.Learned(audit) :
        Overall(audit, UtilityWords.NetBenefit) is { } worth
            ? new("utility", Phrase.Of($"Net benefit {worth.Value:figure} ({worth.Interval!.Lower:figure} to {worth.Interval.Upper:figure}) at a threshold of {audit.Threshold:exact}, with decision curves.")) : null);

    /// <summary>What was measured, and how each is defined.</summary>
    public static EvidenceFigure Measures { get; } = new("Metrics of performance or calibration that may be shown.", audit => audit.Records is not null ? RecordEvidenceFigures.Measures(audit) :
        audit.Measurements.Count(m => m.Subgroup.IsOverall && m is Measurement.Known { Interval: not null }) is > 0 and var known
            ? new("measures", Phrase.Of($"{known:count} metrics in everybody, each with its interval, definition and source.")) : null);

    /// <summary>How well the model does for each group.</summary>
    public static EvidenceFigure ByGroup { get; } = new("AUROC or sensitivity of groups with intervals that may be shown: 'subgroups' and the audit 'performance'.", audit =>
    {
        if (audit.Records is not null) return RecordEvidenceFigures.ByGroup(audit);
        var all = audit.Measurements.Where(m => !m.Subgroup.IsOverall && (m.Metric is nameof(AreaUnderRoc) or nameof(Sensitivity))).ToList();
        var known = all.OfType<Measurement.Known>().Where(m => m.Interval is not null).ToList();
        var groups = all.Select(m => m.Subgroup).Distinct().Count();
        int Of(string metric) => known.Count(m => m.Metric == metric);
        return known.Count == 0 ? null : new("everyone", Phrase.Of(
            $"AUROC of {Of(nameof(AreaUnderRoc)):count} and sensitivity of {Of(nameof(Sensitivity)):count} of {groups:count} groups, by {Families(known)}, each with its interval."));
    });

    /// <summary>How far groups lie apart.</summary>
    public static EvidenceFigure Gaps { get; } = new("Gaps between groups with intervals that may be shown: 'subgroups' and the audit 'disparity'.", audit =>
    {
        if (audit.Records is not null) return RecordEvidenceFigures.Gaps(audit);
        var known = audit.Disparities.Where(d => d is { Value: not null, Interval: not null, Suppressed: false }).ToList();
        return known.Count == 0 ? null : new("everyone", Phrase.Of(
            $"{known.Count:count} of {audit.Disparities.Count:count} gaps between groups of {string.Join(", ", known.Select(d => Words.Family(d.Attributes)).Distinct())}, each with its simultaneous interval."));
    });

    /// <summary>From which risk on a patient is flagged, and how that was decided.</summary>
    public static EvidenceFigure Threshold { get; } = new("A threshold.", audit => audit.Exhibits.Any(e => e.Id == "threshold")
        ? new("t-threshold", Phrase.Of($"Patients are flagged from a risk of {audit.Threshold:exact} on; how that was fixed is shown.")) : null);

    /// <summary>Why the model answers as it does.</summary>
    public static EvidenceFigure Explanations { get; } = new("Attributions of a model that runs: the audit 'explanations'.", audit =>
        audit.Exhibits.OfType<Exhibit.AttributionBars>().SelectMany(b => b.Bars).Where(b => b is { MeanAbsolute: not null, Subgroup.IsOverall: true }).Select(b => b.Feature).Distinct().Count() is > 0 and var features
            ? new("why", Phrase.Of($"How much {features:count} {features:plural(feature|features)} {features:plural(moves|move)} the output, in everybody and by group.")) : null);

    /// <summary>What had to hold.</summary>
    public static EvidenceFigure Limits { get; } = new("Limits that must hold: 'expectations' in the config.", audit =>
    {
        var stated = audit.Plan.Expectations.Count;
        return stated == 0 || audit.Findings.Count == 0 ? null : new("expectations", Phrase.Of(
            $"{stated:count} {stated:plural(limit|limits)} in the plan, {audit.Plan.Expectations.Count(e => e.Why.Length > 0):count} with a reason; each is judged."));
    });

    /// <summary>Those that only a model which gives risks can have.</summary>
    public static IReadOnlyList<EvidenceFigure> OfRisks { get; } = [Discrimination, AtThreshold, Calibration, Threshold, Explanations];

    // Tests of everybody's calibration that could be made and may be shown; the first rows of their table are everybody's.
    private static int Tests(AuditResult audit) =>
        audit.Exhibits.OfType<Exhibit.Table>().FirstOrDefault(t => t.Id == "calibration-tests") is { } table
            ? table.Rows.Count(r => r is [Cell.Said, _, _, _, Cell.Number, ..]) : 0;

    private static Measurement.Known? Overall(AuditResult audit, string metric) =>
        audit.Measurements.OfType<Measurement.Known>().FirstOrDefault(m => m.Metric == metric && m.Subgroup.IsOverall && m.Interval is not null);

    private static string Families(IEnumerable<Measurement> measurements) =>
        string.Join(", ", measurements.Select(m => Words.Family([.. m.Subgroup.Conditions.Select(c => c.Attribute)])).Distinct());
}
