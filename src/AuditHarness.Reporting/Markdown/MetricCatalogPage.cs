using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Disparity;
using AuditHarness.Explanations;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Metrics;
using AuditHarness.Metrics.Calibration;

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
        Line("A patient is flagged when score >= threshold. With sample weights every figure is weighted, and intervals rest on effective sizes or on robust standard errors.");
        Line("A figure that cannot be estimated is `null` with a reason, never 0. All intervals are two-sided.");
        Line("Intervals of gaps hold for all groups of an attribute at once: to the reference by Dunnett (1955), to everybody by the analysis of means (Nelson 1982), of all pairs by Tukey–Kramer, and by Šidák (1967) where nothing is known of how gaps vary together, as with clusters.");
        Line("Where the worst of several counts (worst pair, both rates, worst group), the limit towards equality holds for all of them, the other one for the worst alone (intersection–union, Berger 1982).");
        Line("How often intervals hold what they promise, measured, stands in [HONESTY.md](HONESTY.md). A report shows headline figures at once and details one click away.");
        foreach (var (audit, metrics) in new[] { (AuditCatalog.Performance, MetricCatalog.Performance), (AuditCatalog.Calibration, MetricCatalog.Calibration), (AuditCatalog.Utility, MetricCatalog.Utility) })
        {
            Line();
            Line($"## Audit `{audit}`");
            foreach (var metric in metrics)
            {
                Line();
                Line($"### {metric.Info.Id}");
                foreach (var line in Entry(metric.Info)) Line(line);
            }
        }
        Line();
        Line("## Tests of calibration");
        Line();
        Line($"Shown by the audit `{AuditCatalog.Calibration}` for everybody and every group; no expectation can name them, for what a test shows hangs on the number of patients.");
        foreach (var info in CalibrationTestCatalog.All.Select(t => t.Info))
        {
            Line();
            Line($"### {info.Id}");
            Line();
            Line($"**{info.Title}.** {info.Definition}");
            Line();
            foreach (var line in Optional("Convention", info.Convention)) Line(line);
            Line($"- Source: {info.Source}");
            foreach (var line in Optional("Oracle", info.Oracle)) Line(line);
        }
        Line();
        Line($"## Audit `{AuditCatalog.Disparity}`");
        Line();
        Line("Each compares one metric (or the worse of two), or a figure of its own, across the subgroups of an attribute or intersection: every group with the reference group or with everybody, the two that lie furthest apart, or all groups in one figure.");
        Line();
        Line("With everybody stand gaps of shares and means, of which everybody's is the groups' own mixture, and what the literature defines so (BPSN, BNSP, demographic disparity). An area, a slope or a calibration error of everybody is no such mixture: the area ranks patients of one group against another's too; and average odds, generalized equalized odds, treatment equality and what stands within strata are defined between two groups. As a ratio stands what has a natural zero.");
        foreach (var disparity in DisparityCatalog.All)
        {
            Line();
            Line($"### {disparity.Id}");
            foreach (var line in Entry(disparity)) Line(line);
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
        Line();
        Line("## Made-up records");
        Line();
        Line("Of a generator under audit. Each figure is of everybody and of every group; figures of single columns, pairs (\"age × sex\") and rules stand beside that of the records as a whole.");
        Line("Beside each stands the same figure of other records: `real` is one half of the held-out patients in place of made-up records and the other half held out, the memoriser the training records themselves.");
        foreach (var audit in AuditCatalog.OfRecords)
        {
            Line();
            Line($"## Audit `{audit}` of made-up records");
            foreach (var info in RecordMeasureCatalog.Of(audit).SelectMany(m => m.Infos))
            {
                Line();
                Line($"### {info.Id}");
                foreach (var line in Entry(info)) Line(line);
            }
        }
        return page.ToString();
    }

    /// <summary>One metric of the catalog, whole: what `audit metrics ID` shows.</summary>
    /// <param name="info">The metric.</param>
    public static IReadOnlyList<string> Entry(MetricInfo info) =>
    [
        "", $"**{info.Title}.** {info.Definition}", "",
        $"- Audit: `{MetricCatalog.AuditOf(info.Id)}`, {Shown(info.Prominence)}",
        $"- Rests on: {Basis(info.Basis)}",
        $"- Range: {Range(info.Min, info.Max)}",
        $"- Better: {Better(info)}",
        $"- Convention: {info.StatedConvention}",
        .. OfOtherOutcome(info.Swapped),
        $"- Interval: {info.IntervalMethod}",
        $"- Source: {info.Source}",
        .. Optional("Oracle", info.Oracle),
    ];

    /// <summary>One disparity of the catalog, whole.</summary>
    /// <param name="info">The disparity.</param>
    public static IReadOnlyList<string> Entry(DisparityInfo info) =>
    [
        "", $"**{info.Title}.** {info.Definition}", "",
        $"- Shown: {Shown(info.Prominence)}",
        .. info.Metrics.Count > 0 ? [$"- {(info.IntervalMethod.Length > 0 ? "Hidden with" : "Compares")}: {string.Join(", ", info.Metrics.Select(m => $"`{m}`"))}"] : Array.Empty<string>(),
        $"- Comparisons: {string.Join(", ", info.Comparisons.Select(Comparison))}",
        info.Form switch
        {
            DisparityForm.Difference => "- Form: difference; 0 is equality",
            DisparityForm.Ratio => "- Form: ratio; 1 is equality",
            _ => "- Form: value; judged as it stands",
        },
        $"- Range: {Range(info.Range.Min, info.Range.Max)}",
        $"- Better: {(info.Form != DisparityForm.Value ? $"nearer to {(info.Form == DisparityForm.Ratio ? 1 : 0)}" : MetricCatalog.Find(info.Metrics[0])!.Info.Better == Direction.Lower ? "lower" : "higher")}",
        $"- Convention: {info.StatedConvention}",
        .. OfOtherOutcome(info.Swapped),
        .. Optional("Interval", info.IntervalMethod),
        $"- Source: {info.Source}",
        .. Optional("Oracle", info.Oracle),
    ];

    private static string[] Optional(string name, string text) => text.Length > 0 ? [$"- {name}: {(name == "Oracle" ? $"test `{text}`" : text)}"] : [];

    // Event and non-event change places, and with them risks and threshold.
    private static string[] OfOtherOutcome(LabelSwap? swapped) => swapped switch
    {
        LabelSwap.Into(var id, 1, 0) => [$"- Of the other outcome: `{id}`"],
        LabelSwap.Into(var id, var factor, var offset) =>
            [$"- Of the other outcome: {(offset == 0 ? factor < 0 ? "−" : "" : $"{Number(offset)} {(factor < 0 ? "−" : "+")} ")}{(Math.Abs(factor) == 1 ? "" : $"{Number(Math.Abs(factor))} · ")}`{id}`"],
        LabelSwap.Inverse(var id) => [$"- Of the other outcome: 1 / `{id}`"],
        LabelSwap.None(var why) => [$"- Of the other outcome: no entry. {why}"],
        _ => [],
    };

    private static string Shown(Prominence prominence) => prominence == Prominence.Headline ? "headline" : "detail";

    private static string Comparison(Comparison comparison) => comparison switch
    {
        Disparity.Comparison.Reference => "each group with the reference",
        Disparity.Comparison.WorstPair => "worst pair",
        Disparity.Comparison.Overall => "each group with everybody",
        _ => "all groups together",
    };

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
        MetricBasis.Records => "records that a generator made up, beside real ones",
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
