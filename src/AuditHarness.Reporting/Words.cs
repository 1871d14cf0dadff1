using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Explanations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What the outputs call things, so that the page, the summary and the test report use the same words.</summary>
internal static class Words
{
    /// <summary>Heading of the audit.</summary>
    /// <param name="plan">The plan.</param>
    public static string Title(AuditPlan plan) => string.IsNullOrWhiteSpace(plan.Report.Title) ? plan.Name : plan.Report.Title;

    /// <summary>Name of a metric or disparity in running text; its id when the catalogs do not know it.</summary>
    /// <param name="id">Id.</param>
    public static string Title(string id) =>
        (MetricCatalog.InfoOf(id)?.Title ?? DisparityCatalog.Find(id)?.Title ?? ExplanationCatalog.Find(id)?.Title) is { } title ? Wording.Term(title) : id;

    /// <summary>What an expectation is about: the figure, and the feature, column, pair or rule when there is one.</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Figure(Expectation expectation) =>
        expectation.Subject is { } subject ? Wording.Say($"{Title(expectation.Metric)} of {subject}")
        : expectation.Feature is { } feature ? Wording.Say($"{Title(expectation.Metric)}, feature {feature},") : Title(expectation.Metric);

    /// <summary>Whether a figure is held to its limit in both directions, and how; null for others.</summary>
    /// <param name="id">Id of a metric, disparity or figure about explanations.</param>
    public static DisparityForm? Form(string id) => DisparityCatalog.Find(id)?.Form ?? ExplanationCatalog.Find(id)?.Form;

    /// <summary>Verdict on the whole audit.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Audit(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Wording.Say($"Passed"),
        Verdict.Fail => Wording.Say($"Failed"),
        _ => Wording.Say($"Could not be demonstrated"),
    };

    /// <summary>Verdict on one finding.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Finding(Verdict verdict) => verdict switch
    {
        Verdict.Pass => Wording.Say($"Passed"),
        Verdict.Fail => Wording.Say($"Failed"),
        _ => Wording.Say($"Not demonstrated"),
    };

    /// <summary>What the verdict on the whole audit means, with the counts behind it; warnings are told apart.</summary>
    /// <param name="audit">The result.</param>
    public static string Meaning(AuditResult audit)
    {
        var warnings = audit.Findings.Where(f => f.Expectation.Severity == Severity.Warn).ToList();
        var (broken, weak) = (warnings.Count(f => f.Verdict == Verdict.Fail), warnings.Count(f => f.Verdict == Verdict.Inconclusive));
        var counted = Counted(audit, warnings.Count > 0);
        return warnings.Count == 0 ? counted : counted + " " + Wording.Say($"{warnings.Count:count} more {warnings.Count:plural(is a warning|are warnings)}: {broken:count} broken, {weak:count} not demonstrated.");
    }

    private static string Counted(AuditResult audit, bool warned)
    {
        var judged = audit.Findings.Where(f => f.Expectation.Severity == Severity.Error).ToList();
        if (judged.Count == 0) return Wording.Say($"The config declares no expectation that could fail; nothing was put to the test.");
        var failed = judged.Count(f => f.Verdict == Verdict.Fail);
        var open = judged.Count(f => f.Verdict == Verdict.Inconclusive);
        return audit.Verdict switch
        {
            Verdict.Pass when audit.Records is not null => judged.Count == 1 ? Wording.Say($"The one limit is demonstrated on these records.") : Wording.Say($"All {judged.Count:count} limits are demonstrated on these records."),
            Verdict.Pass when judged.Count == 1 => Wording.Say($"The one limit is demonstrated on these patients."),
            Verdict.Pass => Wording.Say($"All {judged.Count:count} limits are demonstrated on these patients."),
            Verdict.Fail when warned && open > 0 => Wording.Say($"In {failed:count} of the {judged.Count:count} findings that count a limit is demonstrably broken; in {open:count} more it is not demonstrated."),
            Verdict.Fail when warned => Wording.Say($"In {failed:count} of the {judged.Count:count} findings that count a limit is demonstrably broken."),
            Verdict.Fail when open > 0 => Wording.Say($"In {failed:count} of {judged.Count:count} {judged.Count:plural(finding|findings)} a limit is demonstrably broken; in {open:count} more it is not demonstrated."),
            Verdict.Fail => Wording.Say($"In {failed:count} of {judged.Count:count} {judged.Count:plural(finding|findings)} a limit is demonstrably broken."),
            _ when warned => Wording.Say($"No limit that counts is broken; {open:count} of the {judged.Count:count} findings that count are not demonstrated. That is not a pass."),
            _ => Wording.Say($"No limit is demonstrably broken, but in {open:count} of {judged.Count:count} {judged.Count:plural(finding|findings)} the evidence is missing or too weak. That is not a pass."),
        };
    }

    /// <summary>"at most 0.1"; of a gap, which is held to its limit in both directions, the band: "within ±0.1", "0.8 to 1.25". A calibration gap's is told as odds too.</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Limit(Expectation expectation) => Form(expectation.Metric) switch
    {
        DisparityForm.Difference when expectation.Against == Claim.NonInferiority => Wording.Say($"not worse by more than {expectation.Limit:exact}"),
        DisparityForm.Ratio when expectation.Against == Claim.NonInferiority => DisparityCatalog.Find(expectation.Metric)?.Better == Direction.Lower
            ? Wording.Say($"at most {Math.Round(1 / expectation.Limit, 3):exact}, better by any amount")
            : Wording.Say($"at least {expectation.Limit:exact}, better by any amount"),
        DisparityForm.Difference when expectation.Compare == Comparison.AllGroups => Wording.Say($"at most {expectation.Limit:exact}"),
        DisparityForm.Difference when expectation.Metric == "CalibrationGap" => Wording.Say($"within ±{expectation.Limit:exact} (odds {Math.Exp(-expectation.Limit):0.00} to {Math.Exp(expectation.Limit):0.00} times)"),
        DisparityForm.Difference => Wording.Say($"within ±{expectation.Limit:exact}"),
        DisparityForm.Ratio => Wording.Say($"{expectation.Limit:exact} to {Math.Round(1 / expectation.Limit, 3):exact}"),
        _ => expectation.Bound == Bound.AtMost ? Wording.Say($"at most {expectation.Limit:exact}") : Wording.Say($"at least {expectation.Limit:exact}"),
    };

    /// <summary>The values that an expectation accepts.</summary>
    /// <param name="expectation">The expectation.</param>
    public static AcceptanceRegion Region(Expectation expectation) => AcceptanceRegion.Of(
        expectation.Bound, expectation.Limit, Form(expectation.Metric), expectation.Against == Claim.NonInferiority ? DisparityCatalog.Find(expectation.Metric)?.Better : null);

    /// <summary>Whom an expectation is about: "overall", "every ethnicity", "gender = male".</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Where(Expectation expectation) =>
        expectation.Where.Count == 0
            ? Wording.Say($"overall")
            : string.Join(" & ", expectation.Where.Select(w => w.Level == Expectation.EveryLevel ? Wording.Say($"every {w.Attribute}") : $"{w.Attribute} = {w.Level}"));

    /// <summary>How an expectation compares groups, or an empty text for a metric judged by itself.</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Compare(Expectation expectation) => expectation.Compare switch
    {
        Comparison.Reference => Wording.Say($"against the reference group"),
        Comparison.WorstPair => Wording.Say($"worst pair of groups"),
        Comparison.Overall => Wording.Say($"against everybody"),
        Comparison.AllGroups => Wording.Say($"all groups together"),
        _ => "",
    };

    /// <summary>Whom a finding is about.</summary>
    /// <param name="finding">The finding.</param>
    public static string Who(Finding finding) =>
        finding.Subgroup is { IsOverall: false } group ? group.ToString()
            : finding.Subgroup is not null || finding.Attributes.Count == 0 ? Wording.Say($"overall")
            : Wording.Say($"groups of {Family(finding.Attributes)}");

    /// <summary>Name of an attribute or intersection.</summary>
    /// <param name="attributes">Attribute names, at least one.</param>
    public static string Family(IReadOnlyList<string> attributes) => string.Join(" × ", attributes);

    /// <summary>"afam − white" or "afam / white", in the order in which the figure is formed; or that there is no pair, or that all groups enter.</summary>
    /// <param name="gap">The disparity.</param>
    public static string Pair(GroupDisparity gap) => gap switch
    {
        { Group: { } group, Against: { } against } => $"{Group(group)} {(gap.Form == DisparityForm.Ratio ? "/" : "−")} {Group(against)}",
        { Comparison: Comparison.AllGroups } => Wording.Say($"all groups together"),
        { Suppressed: true } => Wording.Say($"hidden"),
        _ => Wording.Say($"no pair"),
    };

    /// <summary>The groups left out of a gap with the reason for each, or an empty text.</summary>
    /// <param name="gap">The disparity.</param>
    public static string LeftOut(GroupDisparity gap) => string.Join("; ", gap.LeftOut.Select(l => $"{l.Subgroup.Levels} ({Wording.Say(l.Reason)})"));

    /// <summary>A group in running text: its levels, or "everybody".</summary>
    /// <param name="group">The group.</param>
    public static string Group(Subgroup group) => group.IsOverall ? Wording.Say($"everybody") : group.Levels;

    /// <summary>What stands for the features that a chart has no room for.</summary>
    /// <param name="count">How many.</param>
    public static string Others(int count) => Wording.Say($"{count:count} {count:plural(other|others)}");
}
