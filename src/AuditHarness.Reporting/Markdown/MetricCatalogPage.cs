using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
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
                Line($"- Range: {Range(info.Min, info.Max)}");
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
        Line();
        Line($"## Audit `{AuditCatalog.Explanations}`");
        Line();
        Line("Only for models that run. What an expectation can name; attributions are on the explained scale, log-odds of a classifier unless the config says risk.");
        foreach (var figure in ExplanationCatalog.All)
        {
            Line();
            Line($"### {figure.Id}");
            Line();
            Line($"**{figure.Title}.** {figure.Definition}");
            Line();
            Line($"- Range: {Range(figure.Min, figure.Max)}");
            Line($"- Names a feature: {(figure.Feature == FeatureUse.Required ? "yes" : figure.Feature == FeatureUse.Optional ? "if it is about one" : "no")}");
            Line($"- Is about: {About(figure.Where)}");
            Line($"- Source: {figure.Source}");
        }
        return page.ToString();
    }

    private static string About(WhereUse where) => where switch
    {
        WhereUse.Nobody => "the model as a whole",
        WhereUse.AnyGroup => "everybody, a group, or every group",
        WhereUse.Compared => "a group, or every group, against the reference group; held to its limit in both directions",
        _ => "a level, or every level, of one attribute",
    };

    private static string Basis(MetricBasis basis) => basis switch
    {
        MetricBasis.Outcome => "the outcome alone",
        MetricBasis.Decision => "flagged or not at the threshold",
        _ => "the score",
    };

    private static string Range(double min, double max) =>
        $"{(double.IsFinite(min) ? "[" + Number(min) : "(−∞")}, {(double.IsFinite(max) ? Number(max) + "]" : "∞)")}";

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
