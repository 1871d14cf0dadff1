using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Charts;

/// <summary>One of the two pictures of the same operating points: the ROC curve, or the precision-recall curve.</summary>
/// <param name="Across">Metric across, in the catalog's words.</param>
/// <param name="Up">Metric up, in the catalog's words.</param>
/// <param name="Summary">Id of the metric that sums the curve up.</param>
/// <param name="AcrossMetric">Id of the metric across.</param>
/// <param name="UpMetric">Id of the metric up.</param>
/// <param name="Place">Where a point stands, with the interval of its height; null when it has no height.</param>
internal sealed record OperatingPlane(
    string Across, string Up, string Summary, string AcrossMetric, string UpMetric, Func<OperatingPoint, (double X, double Y, Interval? Band)?> Place)
{
    /// <summary>Sensitivity against the false positive rate.</summary>
    public static OperatingPlane Roc { get; } = new(
        "False positive rate", "Sensitivity", "AreaUnderRoc", "FalsePositiveRate", "Sensitivity",
        p => (p.FalsePositiveRate, p.Sensitivity, p.SensitivityInterval));

    /// <summary>Precision against sensitivity.</summary>
    public static OperatingPlane PrecisionRecall { get; } = new(
        "Sensitivity", "Precision", "AveragePrecision", "Sensitivity", "PositivePredictiveValue",
        p => p.Precision is { } precision ? (p.Sensitivity, precision, p.PrecisionInterval) : null);

    /// <summary>Name of the curve.</summary>
    public string Title => this == Roc ? Wording.Say($"ROC curve") : Wording.Say($"Precision–recall curve");

    /// <summary>Draws a curve's line.</summary>
    public void Line(Panel panel, Exhibit.OperatingCurve curve, ScottPlot.Color color, float width) =>
        panel.Path(Points(curve).Select(p => (p.X, p.Y)), color, width);

    /// <summary>Draws the pointwise interval of a curve.</summary>
    public void Band(Panel panel, Exhibit.OperatingCurve curve, ScottPlot.Color color) =>
        panel.Band([.. Points(curve).Where(p => p.Band is not null).Select(p => (p.X, p.Band!.Lower, p.Band.Upper))], color);

    /// <summary>Draws what a score that tells nothing would give.</summary>
    public void Chance(Panel panel, Exhibit.OperatingCurve curve)
    {
        if (this == Roc) panel.Line(0, 0, 1, 1, ChartColors.InkDashed);
        else if (curve.Points.Count > 0 && curve.Points[^1].Precision is { } prevalence) panel.Line(0, prevalence, 1, prevalence, ChartColors.InkDashed);
    }

    /// <summary>Where the threshold stands: what was measured there; null when it was not or is hidden.</summary>
    public (double X, double Y)? AtThreshold(ReportView view, Subgroup group) =>
        (view.Find(AcrossMetric, group), view.Find(UpMetric, group)) is (Measurement.Known x, Measurement.Known y) ? (x.Value, y.Value) : null;

    private List<(double X, double Y, Interval? Band)> Points(Exhibit.OperatingCurve curve) => [.. curve.Points.Select(Place).OfType<(double, double, Interval?)>()];
}
