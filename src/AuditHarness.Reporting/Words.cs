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
        MetricCatalog.Find(id)?.Info.Title ?? DisparityCatalog.Find(id)?.Title ?? ExplanationCatalog.Find(id)?.Title ?? id;

    /// <summary>What an expectation is about: the figure, and the feature when there is one.</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Figure(Expectation expectation) =>
        Title(expectation.Metric) + (expectation.Feature is { } feature ? $", feature {feature}," : "");

    /// <summary>Whether a figure is held to its limit in both directions, and how; null for others.</summary>
    /// <param name="id">Id of a metric, disparity or figure about explanations.</param>
    public static DisparityForm? Form(string id) => DisparityCatalog.Find(id)?.Form ?? ExplanationCatalog.Find(id)?.Form;

    /// <summary>Verdict on the whole audit.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Audit(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Passed",
        Verdict.Fail => "Failed",
        _ => "Could not be demonstrated",
    };

    /// <summary>Verdict on one finding.</summary>
    /// <param name="verdict">The verdict.</param>
    public static string Finding(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Passed",
        Verdict.Fail => "Failed",
        _ => "Not demonstrated",
    };

    /// <summary>What the verdict on the whole audit means, with the counts behind it.</summary>
    /// <param name="audit">The result.</param>
    public static string Meaning(AuditResult audit)
    {
        var judged = audit.Findings.Where(f => f.Expectation.Severity == Severity.Error).ToList();
        if (judged.Count == 0) return "The config declares no expectation that could fail; nothing was put to the test.";
        var failed = judged.Count(f => f.Verdict == Verdict.Fail);
        var open = judged.Count(f => f.Verdict == Verdict.Inconclusive);
        return audit.Verdict switch
        {
            Verdict.Pass => $"{All(judged.Count)} demonstrated on these patients.",
            Verdict.Fail => $"In {failed} of {judged.Count} {Plural(judged.Count, "finding")} a limit is demonstrably broken" +
                            (open > 0 ? $"; in {open} more it is not demonstrated." : "."),
            _ => $"No limit is demonstrably broken, but in {open} of {judged.Count} {Plural(judged.Count, "finding")} the evidence is missing or too weak. That is not a pass.",
        };

        static string All(int count) => count == 1 ? "The one limit is" : $"All {count} limits are";
    }

    /// <summary>"at most 0.1".</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Limit(Expectation expectation) =>
        $"{(expectation.Bound == Bound.AtMost ? "at most" : "at least")} {Figures.Exact(expectation.Limit)}";

    /// <summary>Whom an expectation is about: "overall", "every ethnicity", "gender = male".</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Where(Expectation expectation) =>
        expectation.Where.Count == 0
            ? "overall"
            : string.Join(" & ", expectation.Where.Select(w => w.Level == Expectation.EveryLevel ? "every " + w.Attribute : $"{w.Attribute} = {w.Level}"));

    /// <summary>How an expectation compares groups, or an empty text for a metric judged by itself.</summary>
    /// <param name="expectation">The expectation.</param>
    public static string Compare(Expectation expectation) => expectation.Compare switch
    {
        Comparison.Reference => "against the reference group",
        Comparison.WorstPair => "worst pair of groups",
        _ => "",
    };

    /// <summary>Whom a finding is about.</summary>
    /// <param name="finding">The finding.</param>
    public static string Who(Finding finding) =>
        finding.Subgroup?.ToString() ?? (finding.Attributes.Count == 0 ? "overall" : "groups of " + Family(finding.Attributes));

    /// <summary>Name of an attribute or intersection.</summary>
    /// <param name="attributes">Attribute names, at least one.</param>
    public static string Family(IReadOnlyList<string> attributes) => string.Join(" × ", attributes);

    /// <summary>"afam − white" or "afam / white", in the order in which the figure is formed; or that there is no pair.</summary>
    /// <param name="gap">The disparity.</param>
    public static string Pair(GroupDisparity gap) => gap switch
    {
        { Group: { } group, Against: { } against } => $"{group.Levels} {(gap.Form == DisparityForm.Ratio ? "/" : "−")} {against.Levels}",
        { Suppressed: true } => "hidden",
        _ => "no pair",
    };

    /// <summary>The groups left out of a gap with the reason for each, or an empty text.</summary>
    /// <param name="gap">The disparity.</param>
    public static string LeftOut(GroupDisparity gap) => string.Join("; ", gap.LeftOut.Select(l => $"{l.Subgroup.Levels} ({Wording.Say(l.Reason)})"));

    /// <summary>A group in running text: its levels, or "everybody".</summary>
    /// <param name="group">The group.</param>
    public static string Group(Subgroup group) => group.IsOverall ? "everybody" : group.Levels;

    /// <summary>What stands for the features that a chart has no room for.</summary>
    /// <param name="count">How many.</param>
    public static string Others(int count) => $"{Figures.Count(count)} {Plural(count, "other")}";

    /// <summary>Adds an s unless the count is 1.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">Singular.</param>
    public static string Plural(long count, string noun) => count == 1 ? noun : noun + "s";

    /// <summary>"is" or "are".</summary>
    /// <param name="count">How many.</param>
    public static string Are(long count) => count == 1 ? "is" : "are";
}
