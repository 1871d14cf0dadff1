using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Metrics.ClinicalUtility;
using AuditHarness.Reporting.Html;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// The metrics of decisions over all thresholds, of everybody and of a few groups: worked out from the published operating points, one
/// line each, broken where a metric is not defined.
/// </summary>
internal sealed class ThresholdCurves
{
    private readonly Dictionary<(string Metric, Subgroup Group), IReadOnlyList<(double Threshold, double? Value)>> _lines = [];

    /// <summary>Works them out.</summary>
    /// <param name="view">The operating points.</param>
    /// <param name="groups">Whose; those without a curve have no line.</param>
    public ThresholdCurves(ReportView view, IEnumerable<Subgroup> groups)
    {
        Metrics = MetricsOf(view);
        var measures = MeasuresOf(view);
        foreach (var curve in groups.Select(g => OperatingChart.Curve(view, g)).OfType<Exhibit.OperatingCurve>())
        {
            var points = curve.Points.Where(p => p.Threshold is not null).OrderBy(p => p.Threshold).Select(p => (p.Threshold!.Value, Evidence: PointEvidence.Of(curve, p, measures))).ToList();
            foreach (var metric in Metrics)
                _lines[(metric.Info.Id, curve.Subgroup)] = [.. points.Select(p => (p.Value, p.Evidence is { } e && metric.Measure(e) is Estimate.Known known ? known.Value : (double?)null))];
        }
    }

    /// <summary>What is drawn, in catalog order.</summary>
    public IReadOnlyList<IMetric> Metrics { get; }

    /// <summary>
    /// What of an audit has such curves and no larger picture of its own beside the decision curves. Patients per 1,000 are drawn as
    /// sensitivity and specificity, the same lines on the scale of those with and without the event.
    /// </summary>
    /// <param name="view">The result.</param>
    public static IReadOnlyList<IMetric> MetricsOf(ReportView view)
    {
        var pictured = view.MetricsOf(AuditCatalog.Utility).Count > 0;
        return [.. MetricCatalog.All.Where(m => m.Info.Basis == MetricBasis.Decision && view.Metrics.Contains(m.Info.Id)
            && !(m.Info.NeedsCosts && MeasuresOf(view).Costs is null) && !(pictured && (SweepChart.Holds(m.Info.Id) || m is NetBenefit or PatientsPer1000)))];
    }

    private static MeasurePlan MeasuresOf(ReportView view) => view.Audit.Plan is DiagnosticPlan plan ? plan.Measures : MeasurePlan.Default;

    /// <summary>The line of a metric, from the lowest threshold up; empty for a group without a curve.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="group">The group.</param>
    public IReadOnlyList<(double Threshold, double? Value)> Of(IMetric metric, Subgroup group) => _lines.GetValueOrDefault((metric.Info.Id, group)) ?? [];

    /// <summary>Where the vertical axis of a metric begins and ends: its range where that is a unit, else what most of the points need.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="end">Where the axis of thresholds ends.</param>
    public (double Start, double End) Axis(IMetric metric, double end)
    {
        double[] values = [.. _lines.Where(l => l.Key.Metric == metric.Info.Id).SelectMany(l => l.Value).Where(p => p.Threshold <= end).Select(p => p.Value).OfType<double>().Order()];
        if (values.Length == 0) return (0, 1);
        double At(double share) => values[(int)Math.Round(share * (values.Length - 1))];
        var upper = metric.Info.Max <= 1 && metric.Info.Min >= -1 ? metric.Info.Max : RoundUp(At(0.9));
        // Far enough below 0 to see it, but not to where what falls without end leaves all the rest flat at the top.
        var lower = values[0] >= 0 ? 0 : metric.Info.Min >= -1 ? -Math.Max(0.2, RoundUp(-values[0])) : -RoundUp(Math.Max(upper / 4, -At(0.15)));
        return upper > lower ? (lower, upper) : (lower, lower + 1);
    }

    private static double RoundUp(double value) => value > 0 ? Ticks.RoundUp(value) : 0;
}
