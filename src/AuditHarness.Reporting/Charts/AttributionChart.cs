using AuditHarness.Audits;
using AuditHarness.Cohorts;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>How much each feature moves the output: a lane per feature, a bar for everybody and for each group.</summary>
internal static class AttributionChart
{
    private const int BarHeight = 8;
    private const int Pitch = 12;

    /// <summary>Draws the bars of everybody and of the groups that have any.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="exhibit">The bars.</param>
    /// <param name="groups">Groups to draw beside everybody, in order.</param>
    /// <param name="groupOf">Position of a group within its attribute.</param>
    public static string Draw(string id, Exhibit.AttributionBars exhibit, IReadOnlyList<Subgroup> groups, Func<Subgroup, int> groupOf)
    {
        var shown = groups.Where(g => exhibit.Bars.Any(b => b.Subgroup.Equals(g) && b.MeanAbsolute is not null)).ToList();
        Subgroup[] drawn = [Subgroup.Overall, .. shown];
        var features = Lanes(exhibit);
        var alone = shown.Count == 0;
        var end = features.SelectMany(f => drawn.Select(g => Find(f.Bars, g))).Select(b => Math.Max(b.Value ?? 0, b.Upper ?? 0)).DefaultIfEmpty(0).Max();
        using var chart = new FeatureLanes(
            id, (0, end <= 0 ? 1 : 1.02 * end), [.. features.Select(_ => Pitch * drawn.Length)], Wording.Say($"mean size of the attribution, {exhibit.Scale:term}"),
            alone ? 0 : FeatureLanes.LegendHeight(drawn.Length), alone ? 0 : 14);
        if (!alone) chart.Legend([(Words.Group(Subgroup.Overall), null), .. shown.Select(g => (g.Levels, (int?)groupOf(g)))]);
        for (var lane = 0; lane < features.Count; lane++)
        {
            chart.Label(lane, features[lane].Name, Summary(features[lane].Bars));
            for (var row = 0; row < drawn.Length; row++)
            {
                var (value, lower, upper) = Find(features[lane].Bars, drawn[row]);
                var color = row == 0 ? ChartColors.Ink : ChartColors.Group(groupOf(drawn[row]));
                if (row > 0) chart.Key(lane, (row * Pitch) + (BarHeight / 2.0), groupOf(drawn[row]));
                if (value is not { } length) continue;
                chart.Bar(lane, 0, length, row * Pitch, BarHeight, color);
                if (lower is { } from && upper is { } to) chart.Whisker(lane, from, to, (row * Pitch) + (BarHeight / 2.0), end: 0);
            }
        }
        return chart.ToXml($"{Wording.Say(exhibit.Title)}. {Describe(exhibit, groups)}");
    }

    /// <summary>What the chart says, in words: what matters most, where groups differ most, and who is hidden.</summary>
    /// <param name="exhibit">The bars.</param>
    /// <param name="groups">The groups drawn.</param>
    public static string Describe(Exhibit.AttributionBars exhibit, IReadOnlyList<Subgroup> groups)
    {
        var top = exhibit.Bars.Where(b => b is { Subgroup.IsOverall: true, MeanAbsolute: not null }).Take(3).ToList();
        var most = top.Count == 0
            ? Wording.Say($"Nothing can be shown for everybody.")
            : Wording.Say($"Largest for everybody: {string.Join(", ", top.Select(Said))}.");
        var widest = exhibit.Bars.Where(b => !b.Subgroup.IsOverall && b.MeanAbsolute is not null && groups.Contains(b.Subgroup)).GroupBy(b => b.Feature)
            .Select(f => (Low: f.MinBy(b => b.MeanAbsolute)!, High: f.MaxBy(b => b.MeanAbsolute)!)).OrderByDescending(f => f.High.MeanAbsolute - f.Low.MeanAbsolute).FirstOrDefault();
        var apart = widest.High is null || widest.High.Subgroup.Equals(widest.Low.Subgroup)
            ? ""
            : " " + Wording.Say($"Groups differ most in {widest.High.Feature}: {widest.High.Subgroup.Levels} {Figures.Value(widest.High.MeanAbsolute!.Value)}, {widest.Low.Subgroup.Levels} {Figures.Value(widest.Low.MeanAbsolute!.Value)}.");
        var hidden = groups.Where(g => exhibit.Bars.Where(b => b.Subgroup.Equals(g)).All(b => b.MeanAbsolute is null)).ToList();
        return most + apart + (hidden.Count == 0 ? "" : " " + Wording.Say($"Not shown: {string.Join("; ", hidden.Select(g => g.Levels))}."));
    }

    // The first features one by one, the rest summed: their mean sizes add up as they stand, their intervals do not.
    private static List<(string Name, IReadOnlyList<AttributionBar> Bars)> Lanes(Exhibit.AttributionBars exhibit)
    {
        var features = exhibit.Bars.GroupBy(b => b.Feature).Select(f => (Name: f.Key, Bars: (IReadOnlyList<AttributionBar>)[.. f])).ToList();
        if (features.Count <= FeatureLanes.Most) return features;
        var name = Words.Others(features.Count - FeatureLanes.Most);
        var others = features.Skip(FeatureLanes.Most).SelectMany(f => f.Bars).GroupBy(b => b.Subgroup)
            .Select(g => new AttributionBar(name, g.Key, Sum(g.Select(b => b.MeanAbsolute)), null, Sum(g.Select(b => b.Mean)), Sum(g.Select(b => b.Share)))).ToList();
        return [.. features.Take(FeatureLanes.Most), (name, others)];
    }

    private static double? Sum(IEnumerable<double?> values) => values.Aggregate((double?)0, (sum, value) => sum + value);

    private static (double? Value, double? Lower, double? Upper) Find(IReadOnlyList<AttributionBar> bars, Subgroup group) =>
        bars.FirstOrDefault(b => b.Subgroup.Equals(group)) is { } bar ? (bar.MeanAbsolute, bar.Interval?.Lower, bar.Interval?.Upper) : (null, null, null);

    private static string Said(AttributionBar bar) =>
        bar.Share is { } share
            ? Wording.Say($"{bar.Feature} {Figures.Value(bar.MeanAbsolute!.Value)} ({Figures.Share(share)} of all)")
            : $"{bar.Feature} {Figures.Value(bar.MeanAbsolute!.Value)}";

    private static string Summary(IReadOnlyList<AttributionBar> bars) =>
        bars.FirstOrDefault(b => b.Subgroup.IsOverall) is { MeanAbsolute: { } size } bar
            ? Figures.Value(size) + (bar.Share is { } share ? " · " + Figures.Share(share) : "")
            : Wording.Say($"hidden: small cell");
}
