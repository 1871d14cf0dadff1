using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Html;

/// <summary>
/// What of a result is shown at once and what one click away: the headline figures of the catalogs, and whatever the plan has an
/// expectation on. A figure that could be given for nobody, because the plan does not declare what it needs, makes no table; it is
/// named with its reason.
/// </summary>
public sealed class Prominences
{
    private readonly HashSet<string> _asked;
    private readonly Dictionary<string, Phrase> _unmeasured = [];

    /// <summary>Looks through a result.</summary>
    /// <param name="audit">The result.</param>
    public Prominences(AuditResult audit)
    {
        _asked = [.. audit.Plan.Expectations.Select(e => e.Metric)];
        var known = audit.Measurements.Where(m => m is Measurement.Known or Measurement.Unknown { Suppressed: true }).Select(m => m.Metric).ToHashSet();
        foreach (var none in audit.Measurements.OfType<Measurement.Unknown>().Where(m => !known.Contains(m.Metric)).GroupBy(m => m.Metric))
            if (SameReason(none.Select(u => u.Reason)) is { } why) _unmeasured[none.Key] = why;
        foreach (var gaps in audit.Disparities.GroupBy(d => d.Metric))
            if (gaps.All(g => g is { Value: null, Suppressed: false, Reason: not null }) && SameReason(gaps.Select(g => g.Reason!)) is { } why) _unmeasured[gaps.Key] = why;
    }

    /// <summary>Whether a figure is shown at once.</summary>
    /// <param name="id">Id of a metric or a disparity.</param>
    public bool IsFirst(string id) =>
        _asked.Contains(id) || (MetricCatalog.InfoOf(id)?.Prominence ?? DisparityCatalog.Find(id)?.Prominence) != Metrics.Prominence.Detail;

    /// <summary>Why a figure could be given for nobody at all; null when it could for somebody, or for different reasons.</summary>
    /// <param name="id">Id of a metric or a disparity.</param>
    public Phrase? WhyNone(string id) => IsFirst(id) ? null : _unmeasured.GetValueOrDefault(id);

    private static Phrase? SameReason(IEnumerable<Phrase> reasons) =>
        reasons.DistinctBy(r => r.ToString(), StringComparer.Ordinal).Take(2).ToList() is [var only] ? only : null;
}
