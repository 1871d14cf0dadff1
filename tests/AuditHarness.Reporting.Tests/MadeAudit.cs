using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Expectations;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting;

/// <summary>Audits that hold just the figures a test names, so that it can say what must be read from them.</summary>
internal static class MadeAudit
{
    public static Subgroup Town { get; } = SampleAudit.Group("residence", "town");

    public static Subgroup Rural { get; } = SampleAudit.Group("residence", "rural");

    public static Subgroup Coast { get; } = SampleAudit.Group("residence", "coast");

    public static AuditResult Empty { get; } = SampleAudit.Bare with { Measurements = [] };

    public static ReportView View(this AuditResult audit) => new(audit);

    public static AuditResult With(this AuditResult audit, params Measurement[] measurements) => audit with { Measurements = [.. audit.Measurements, .. measurements] };

    public static AuditResult With(this AuditResult audit, params GroupDisparity[] gaps) => audit with { Disparities = [.. audit.Disparities, .. gaps] };

    public static AuditResult With(this AuditResult audit, params Finding[] findings) => audit with { Findings = [.. audit.Findings, .. findings] };

    /// <summary>A plan that also expects something of a figure among the groups of an attribute.</summary>
    public static AuditResult Expecting(this AuditResult audit, string id, string attribute = "residence", double limit = 0.1) => audit with
    {
        Plan = audit.Plan with
        {
            Expectations = [.. audit.Plan.Expectations, new() { Index = 0, Metric = id, Where = [new(attribute, Expectation.EveryLevel)], Compare = Comparison.Reference, Bound = Bound.AtMost, Limit = limit }],
        },
    };

    public static Measurement.Known Known(string metric, Subgroup group, double value, double lower, double upper, int n = 1000, int events = 100) =>
        new(metric, group, n, events, value, Interval(lower, upper), null);

    public static GroupDisparity Gap(string id, Subgroup group, double value, double lower, double upper, double? holm = null, Subgroup? against = null) => new()
    {
        Metric = id, Attributes = [group.Conditions[0].Attribute], Form = DisparityCatalog.Find(id)!.Form, Comparison = Comparison.Reference, Group = group, Against = against ?? Town,
        Value = value, Interval = Interval(lower, upper), PValue = holm, PValueHolm = holm, Groups = 3, LeftOut = [],
    };

    /// <summary>The finding on a gap against the reference, or on a metric in a group.</summary>
    public static Finding Finding(string id, Verdict verdict, Subgroup? group, double value, double lower, double upper, double limit, Bound bound = Bound.AtMost, Severity severity = Severity.Error, Evidence evidence = Evidence.Interval)
    {
        var gap = DisparityCatalog.Find(id) is not null;
        return new()
        {
            Expectation = new() { Index = 0, Metric = id, Where = [], Compare = gap ? Comparison.Reference : null, Bound = bound, Limit = limit, Severity = severity, Evidence = evidence },
            Subgroup = group, Attributes = gap ? [group!.Conditions[0].Attribute] : [], Verdict = verdict, Sentence = Phrase.Of($"A sentence."), Value = value, Interval = Interval(lower, upper),
        };
    }

    private static Interval Interval(double lower, double upper) => new(lower, upper, 0.95, Phrase.Of($"Wilson"));
}
