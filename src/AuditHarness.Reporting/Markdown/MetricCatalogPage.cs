using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Metrics;

namespace AuditHarness.Reporting.Markdown;

/// <summary>The page METRICS.md: what every metric and disparity is, straight from the catalogs.</summary>
public static class MetricCatalogPage
{
    /// <summary>The whole page; lines end with \n.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        void Line(string text = "") => page.Append(text).Append('\n');

        Line("# Metrics");
        Line();
        Line("Written by `audit metrics --markdown` from the catalogs; do not edit by hand.");
        Line();
        Line("A patient is flagged when score >= threshold. With sample weights every figure is weighted, and intervals rest on Kish's effective size or on robust standard errors.");
        Line("A figure that cannot be estimated is `null` with a reason, never 0. All intervals are two-sided.");
        foreach (var (audit, metrics) in new[] { (AuditCatalog.Performance, MetricCatalog.Performance), (AuditCatalog.Calibration, MetricCatalog.Calibration) })
        {
            Line();
            Line($"## Audit `{audit}`");
            foreach (var metric in metrics)
            {
                var info = metric.Info;
                Line();
                Line($"### {info.Id}");
                Line();
                Line($"**{info.Title}.** {info.Definition}");
                Line();
                Line($"- Rests on: {Basis(info.Basis)}");
                Line($"- Range: {Range(info)}");
                Line($"- Better: {Better(info)}");
                Line($"- Interval: {info.IntervalMethod}");
                Line($"- Source: {info.Source}");
            }
        }
        Line();
        Line($"## Audit `{AuditCatalog.Disparity}`");
        Line();
        Line("Each compares one metric (or the worse of two) across the subgroups of an attribute or intersection: every group with the reference group, and the two that lie furthest apart.");
        foreach (var disparity in DisparityCatalog.All)
        {
            Line();
            Line($"### {disparity.Id}");
            Line();
            Line($"**{disparity.Title}.** {disparity.Definition}");
            Line();
            Line($"- Compares: {string.Join(", ", disparity.Metrics.Select(m => $"`{m}`"))}");
            Line(disparity.Form == DisparityForm.Difference ? "- Form: difference; 0 is equality" : "- Form: ratio; 1 is equality");
            Line($"- Source: {disparity.Source}");
        }
        return page.ToString();
    }

    private static string Basis(MetricBasis basis) => basis switch
    {
        MetricBasis.Outcome => "the outcome alone",
        MetricBasis.Decision => "flagged or not at the threshold",
        _ => "the score",
    };

    private static string Range(MetricInfo info) =>
        $"{(double.IsFinite(info.Min) ? "[" + Number(info.Min) : "(−∞")}, {(double.IsFinite(info.Max) ? Number(info.Max) + "]" : "∞)")}";

    private static string Better(MetricInfo info)
    {
        var way = info.Better switch
        {
            Direction.Higher => "higher",
            Direction.Lower => "lower",
            Direction.Target => "nearer to the ideal",
            _ => "neither way by itself",
        };
        return info.Ideal is { } ideal ? $"{way}; ideal {Number(ideal)}" : way;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');
}
