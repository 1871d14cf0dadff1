using AuditHarness.Cohorts;
using AuditHarness.Disparity;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>One metric over the levels of two attributes: a cell for each intersection, with its size.</summary>
internal static class MatrixChart
{
    private const int Labels = 84;

    /// <summary>Draws the matrix; the attribute with more levels goes down.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="view">The figures.</param>
    /// <param name="family">An intersection of two attributes.</param>
    /// <param name="metric">Id of the metric.</param>
    public static string Draw(string id, ReportView view, GroupFamily family, string metric)
    {
        var (rows, columns, find) = Arrange(family);
        var small = view.Audit.Plan.Subgroups.SmallestCompared;
        var width = Math.Max(44, Math.Min(88, (Canvas.Narrow - Labels) / (double)columns.Count));
        using var grid = new CellGrid(id, [.. rows.Select(r => ChartSvg.Wrap(r, Labels - 6, 2))], columns, Labels, width, 38);
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < columns.Count; column++)
            {
                if (find(row, column) is not { } group) continue;
                var figure = view.Find(metric, group);
                grid.Cell(row, column, figure, HeatMapChart.Of(view, metric, group), figure?.N is { } n ? $"n {Figures.Count(n)}" : null);
                if (figure is Measurement.Known { N: { } size } && size < small) grid.Dot(row, column);
            }
        grid.Legend(Wording.Say($"n < {small:count}"));
        return grid.ToXml(Wording.Say($"Matrix of {Words.Title(metric)} by {family.Title}.") + " " + Describe(view, family, metric));
    }

    /// <summary>What the matrix says, in words: lowest, highest, everybody, and what is hidden.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="family">An intersection of two attributes.</param>
    /// <param name="metric">Id of the metric.</param>
    public static string Describe(ReportView view, GroupFamily family, string metric)
    {
        var figures = family.Groups.Select(g => view.Find(metric, g)).ToList();
        var known = figures.OfType<Measurement.Known>().ToList();
        var hidden = figures.Count(f => f is Measurement.Unknown { Suppressed: true });
        var sentences = new List<string>();
        if (known.Count > 0)
        {
            var (low, high) = (known.MinBy(k => k.Value)!, known.MaxBy(k => k.Value)!);
            sentences.Add(Wording.Say($"{Words.Title(metric)} is lowest in {low.Subgroup.Levels}, {Figures.WithInterval(low.Value, low.Interval)}, and highest in {high.Subgroup.Levels}, {Figures.WithInterval(high.Value, high.Interval)}."));
        }
        if (view.Find(metric, Subgroup.Overall) is Measurement.Known all) sentences.Add(Wording.Say($"Everybody: {Figures.WithInterval(all.Value, all.Interval)}."));
        if (hidden > 0) sentences.Add(Wording.Say($"{hidden:count} of {figures.Count:count} {figures.Count:plural(cell|cells)} {hidden:plural(is|are)} hidden: small cell."));
        return string.Join(" ", sentences);
    }

    /// <summary>Id of the metric, among those between 0 and 1, whose two groups furthest apart are most clearly apart; null when nothing was measured.</summary>
    /// <param name="view">The figures.</param>
    /// <param name="family">The groups.</param>
    public static string? WidestGap(ReportView view, GroupFamily family)
    {
        var measured = view.Metrics.Where(m => view.Prominence.IsFirst(m) && MetricCatalog.Find(m)?.Info is { Min: 0, Max: 1, Better: not Direction.Neither }).ToList();
        var gaps = family.Disparities.Where(d => d is { Comparison: Comparison.WorstPair, Form: DisparityForm.Difference, Value: not null, Interval: not null })
            .Select(d => (Gap: d, Metric: GapWords.OnlyMetric(d.Metric)?.Id)).Where(d => d.Metric is not null && measured.Contains(d.Metric)).ToList();
        return gaps.Count > 0 ? gaps.MaxBy(d => d.Gap.Interval!.Lower).Metric : measured.Concat(view.Metrics).FirstOrDefault();
    }

    // Levels in the order in which the result names them.
    private static (IReadOnlyList<string> Rows, IReadOnlyList<string> Columns, Func<int, int, Subgroup?> Find) Arrange(GroupFamily family)
    {
        var first = family.Groups.Select(g => g.Conditions[0]).Distinct().ToList();
        var second = family.Groups.Select(g => g.Conditions[1]).Distinct().ToList();
        var groups = family.Groups.ToDictionary(g => (g.Conditions[0], g.Conditions[1]));
        return first.Count >= second.Count
            ? ([.. first.Select(l => l.Level)], [.. second.Select(l => l.Level)], (r, c) => groups.GetValueOrDefault((first[r], second[c])))
            : ([.. second.Select(l => l.Level)], [.. first.Select(l => l.Level)], (r, c) => groups.GetValueOrDefault((first[c], second[r])));
    }
}
