using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Html;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// What flagging by the model is worth at each threshold, beside flagging everybody; flagging nobody is worth 0. Net benefit counts true
/// positives less false ones at the odds of the threshold, per patient: Vickers and Elkin (2006), Med. Decis. Making 26:565–574.
/// </summary>
/// <param name="Subgroup">Whose curve it is.</param>
/// <param name="Prevalence">Share of patients with the event: what flagging everybody is worth where false alarms cost nothing.</param>
/// <param name="Points">Net benefit of the model, from the lowest threshold up; at least two.</param>
internal sealed record DecisionCurve(Subgroup Subgroup, double Prevalence, IReadOnlyList<(double Threshold, double Value, Interval? Interval)> Points)
{
    /// <summary>The decision curve of a group; null when it has none.</summary>
    /// <param name="view">The result.</param>
    /// <param name="group">The group.</param>
    public static DecisionCurve? Of(ReportView view, Subgroup group)
    {
        if (OperatingChart.Curve(view, group) is not { Points: [.., { Precision: { } prevalence, Sensitivity: 1, FalsePositiveRate: 1 }] } curve) return null;
        var points = curve.Points.Where(p => p is { Threshold: not null, NetBenefit: not null }).Select(p => (p.Threshold!.Value, p.NetBenefit!.Value, p.NetBenefitInterval)).OrderBy(p => p.Item1).ToList();
        return points.Count < 2 ? null : new(group, prevalence, points);
    }

    /// <summary>What flagging everybody is worth.</summary>
    /// <param name="threshold">In [0, 1).</param>
    public double OfAll(double threshold) => Prevalence - ((1 - Prevalence) * threshold / (1 - threshold));

    /// <summary>The curve of flagging everybody down to a value, as far as an axis goes.</summary>
    /// <param name="floor">Lowest value shown, at most 0.</param>
    /// <param name="end">Where the axis ends.</param>
    public IReadOnlyList<(double X, double Y)> All(double floor, double end)
    {
        if (Prevalence >= 1) return [(0, 1), (end, 1)];
        var odds = (Prevalence - floor) / (1 - Prevalence);
        var last = Math.Min(end * 0.999999, odds / (1 + odds));
        return [.. Enumerable.Range(0, 33).Select(i => last * i / 32).Select(t => (t, OfAll(t)))];
    }

    /// <summary>The largest threshold at which the model is worth more than flagging nobody.</summary>
    public double LastOfWorth => Points.Where(p => p.Value > 0).Select(p => p.Threshold).DefaultIfEmpty(0).Max();
}
