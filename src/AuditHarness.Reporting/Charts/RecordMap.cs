using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Metrics;
using AuditHarness.Reporting.Html;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>Columns of records by groups, or pairs of columns: each figure on a ground that says whether it is worse or better than that of real records beyond what both intervals allow.</summary>
internal static class RecordMap
{
    /// <summary>Groups that one picture has room for.</summary>
    public const int Groups = 4;

    /// <summary>Columns of the records that one picture has room for.</summary>
    public const int Most = 30;

    private const double Labels = 98;

    /// <summary>Draws columns down and groups across.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="title">What it shows, in words.</param>
    /// <param name="records">What was measured.</param>
    /// <param name="rows">Names of the columns, each with the metric that it is compared by; at most <see cref="Most"/>.</param>
    /// <param name="groups">The groups, at most <see cref="Groups"/>.</param>
    /// <param name="beside">The groups of all maps that stand in one row with this one: their headings look alike.</param>
    public static string ByGroup(string id, string title, RecordsView records, IReadOnlyList<(string Column, string Metric)> rows, IReadOnlyList<Subgroup> groups, IReadOnlyList<Subgroup> beside)
    {
        using var grid = new CellGrid(id, [.. rows.Select(r => ChartSvg.Wrap(r.Column, Labels - 6, 2))], [.. groups.Select(RecordWords.Group)], Labels, (Canvas.Narrow - Labels) / Groups, 24, [.. beside.Select(RecordWords.Group)]);
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < groups.Count; column++)
                Cell(grid, records, row, column, records.Find(rows[row].Metric, groups[column], rows[row].Column));
        grid.Legend(worse: Wording.Say($"▼ worse than real records"));
        return grid.ToXml(title);
    }

    /// <summary>Draws pairs of columns.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="title">What it shows, in words.</param>
    /// <param name="records">What was measured.</param>
    /// <param name="columns">Names of the columns; at most <see cref="Most"/>.</param>
    /// <param name="find">The figure of a pair; null when there is none.</param>
    public static string Pairs(string id, string title, RecordsView records, IReadOnlyList<string> columns, Func<string, string, RecordMeasurement?> find)
    {
        using var grid = new CellGrid(id, [.. columns.Skip(1).Select(r => ChartSvg.Wrap(r, Labels - 6, 2))], [.. columns.SkipLast(1)], Labels, Math.Max(48, (Canvas.Narrow - Labels) / Math.Max(1, columns.Count - 1)), 24);
        for (var row = 1; row < columns.Count; row++)
            for (var column = 0; column < row; column++)
                Cell(grid, records, row - 1, column, find(columns[column], columns[row]));
        grid.Legend(worse: Wording.Say($"▼ worse than real records"));
        return grid.ToXml(title);
    }

    /// <summary>What a map says, in words: how many figures are clearly worse than those of real records, and where most clearly.</summary>
    /// <param name="records">What was measured.</param>
    /// <param name="cells">The figures.</param>
    public static string Describe(RecordsView records, IEnumerable<RecordMeasurement?> cells)
    {
        var all = cells.OfType<RecordMeasurement>().ToList();
        var known = all.Where(records.IsBesideReal).ToList();
        var worse = known.Where(m => records.Standing(m) > 0).ToList();
        List<string> sentences =
        [
            known.Count > 0 ? Wording.Say($"{worse.Count:count} of {known.Count:count} {known.Count:plural(figure|figures)} {worse.Count:plural(is|are)} clearly worse than that of real records.")
                : !all.Exists(m => m.Figure.Value is not null) ? Wording.Say($"No figure can be shown.")
                : RecordWords.NotBesideReal(all.Exists(m => m.Figure.Value is not null && records.RealBeside(m) is { Value: not null })),
        ];
        if (worse.MaxBy(m => RecordSearch.Apart(records, m)) is { } worst)
            sentences.Add(worst.Group.IsOverall
                ? Wording.Say($"Most clearly {worst.Subject ?? ""}: {RecordWords.Figure(worst.Figure)}, real records {RecordWords.Figure(records.RealBeside(worst)!)}.")
                : Wording.Say($"Most clearly {worst.Subject ?? ""} of {worst.Group.Levels}: {RecordWords.Figure(worst.Figure)}, real records {RecordWords.Figure(records.RealBeside(worst)!)}."));
        if (all.Count(m => m.Figure.Suppressed) is > 0 and var hidden) sentences.Add(Wording.Say($"{hidden:count} {hidden:plural(figure is|figures are)} hidden: small cell."));
        return string.Join(" ", sentences);
    }

    private static void Cell(CellGrid grid, RecordsView records, int row, int column, RecordMeasurement? measured)
    {
        if (measured is null) return;
        var figure = measured.Figure;
        grid.Cell(
            row, column,
            figure.Value is { } value
                ? new Measurement.Known(measured.Metric, measured.Group, figure.N, null, value, figure.Interval, figure.Reason)
                : new Measurement.Unknown(measured.Metric, measured.Group, figure.N, null, figure.Reason ?? Phrase.Of($"not estimable"), figure.Suppressed),
            records.Standing(measured));
    }
}
