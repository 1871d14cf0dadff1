using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>Groups down, metrics across: every figure, on a ground that says whether it is worse or better than everybody's beyond the reach of its interval.</summary>
internal static class HeatMapChart
{
    /// <summary>Metrics that one picture has room for.</summary>
    public const int Columns = 4;

    /// <summary>Groups that one picture has room for: so many fit on a page of paper.</summary>
    public const int Most = 24;

    private const double Labels = Canvas.Narrow - (Columns * Column);
    private const double Column = 65.5;

    /// <summary>Draws the map: everybody first.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The figures.</param>
    /// <param name="family">Whose groups are the rows.</param>
    /// <param name="metrics">Ids of the metrics, at most <see cref="Columns"/>.</param>
    /// <param name="shown">The groups to show, at most <see cref="Most"/>.</param>
    /// <param name="beside">Ids of the metrics of all maps that stand in one row with this one, or null: their headings look alike.</param>
    public static string Draw(string id, ReportView view, GroupFamily family, IReadOnlyList<string> metrics, IReadOnlyList<Subgroup> shown, IReadOnlyList<string>? beside = null)
    {
        IReadOnlyList<Subgroup> groups = [Subgroup.Overall, .. shown];
        // What fewer columns leave belongs to the names.
        var labels = Math.Clamp(groups.Max(g => Typeface.Width(Words.Group(g))) + 8, Labels, Math.Max(Labels, Canvas.Narrow - (metrics.Count * Column)));
        using var grid = new CellGrid(id, [.. groups.Select(g => ChartSvg.Lines(g, labels - 8))], [.. metrics.Select(Words.Title)], labels, Column, 24, beside is null ? null : [.. beside.Select(Words.Title)]);
        for (var row = 0; row < groups.Count; row++)
            for (var column = 0; column < metrics.Count; column++)
                grid.Cell(row, column, view.Find(metrics[column], groups[row]), Of(view, metrics[column], groups[row]));
        grid.Legend();
        return grid.ToXml(Wording.Say($"Heat map of {family.Title} by metric.") + " " + Describe(view, metrics, shown));
    }

    /// <summary>What the map says, in words: how many figures are clearly worse, where most clearly, and what is hidden.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="metrics">The columns.</param>
    /// <param name="groups">The rows.</param>
    public static string Describe(ReportView view, IReadOnlyList<string> metrics, IReadOnlyList<Subgroup> groups)
    {
        var cells = metrics.SelectMany(m => groups.Select(g => (Metric: m, Group: g, Figure: view.Find(m, g)))).ToList();
        var known = cells.Where(c => c.Figure is Measurement.Known).ToList();
        var worse = known.Where(c => Of(view, c.Metric, c.Group) > 0).ToList();
        var hidden = cells.Count(c => c.Figure is Measurement.Unknown { Suppressed: true });
        var sentences = new List<string>
        {
            worse.Count == 0
                ? Wording.Say($"None of {known.Count:count} {known.Count:plural(figure|figures)} is clearly worse than everybody's.")
                : Wording.Say($"Of {known.Count:count} {known.Count:plural(figure|figures)} {worse.Count:count} {worse.Count:plural(is|are)} clearly worse than everybody's."),
        };
        if (worse.Count > 0)
        {
            var (metric, group, figure) = worse.MaxBy(c => Apart((Measurement.Known)c.Figure!, (Measurement.Known)view.Find(c.Metric, Subgroup.Overall)!));
            var (theirs, all) = ((Measurement.Known)figure!, (Measurement.Known)view.Find(metric, Subgroup.Overall)!);
            sentences.Add(Wording.Say($"Most clearly {Words.Title(metric)} of {group.Levels}: {Figures.WithInterval(theirs.Value, theirs.Interval)}, everybody {Figures.Value(all.Value)}."));
        }
        if (hidden > 0) sentences.Add(Wording.Say($"{hidden:count} {hidden:plural(figure is|figures are)} hidden: small cell."));
        return string.Join(" ", sentences);
    }

    /// <summary>What the colours mean, exactly.</summary>
    public static string Meaning => Wording.Say($"A cell is coloured when everybody's figure lies outside the group's own interval: worse or better as the metric has it, darker when it is more than two or three times as far away as the interval reaches. Other figures differ no more than chance may explain, or have no better way.");

    /// <summary>Everybody and the groups.</summary>
    /// <param name="family">The groups.</param>
    public static IReadOnlyList<Subgroup> Rows(GroupFamily family) => [Subgroup.Overall, .. family.Groups];

    /// <summary>How a group's figure stands to everybody's, see <see cref="Standing"/>.</summary>
    public static int Of(ReportView view, string metric, Subgroup group) =>
        group.IsOverall ? 0 : Standing.Of(MetricCatalog.Find(metric)?.Info, view.Find(metric, group), view.Find(metric, Subgroup.Overall));

    private static double Apart(Measurement.Known group, Measurement.Known everybody) =>
        Math.Abs(everybody.Value - group.Value) / Math.Max(1e-12, everybody.Value > group.Value ? group.Interval!.Upper - group.Value : group.Value - group.Interval!.Lower);
}
