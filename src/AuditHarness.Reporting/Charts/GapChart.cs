using AuditHarness.Audits;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Charts;

/// <summary>Which features carry the difference in mean output between two groups: an arrow from zero for each, and their sum.</summary>
internal static class GapChart
{
    private const int Height = 13;

    /// <summary>Draws a decomposition that has a gap.</summary>
    /// <param name="id">Unique on the page.</param>
    /// <param name="exhibit">The decomposition.</param>
    /// <param name="range">The range to show, see <see cref="Range"/>.</param>
    public static string Draw(string id, Exhibit.GapDecomposition exhibit, (double From, double To) range)
    {
        var parts = Lanes(exhibit);
        using var chart = new FeatureLanes(id, range, [.. parts.Select(_ => Height), Height], Wording.Say($"part of the difference in mean output, {exhibit.Scale:term}"));
        for (var lane = 0; lane < parts.Count; lane++)
        {
            var part = parts[lane];
            chart.Label(lane, part.Feature, Figures.Signed(part.Contribution));
            chart.Arrow(lane, 0, part.Contribution, 0, Height, ChartColors.Direction(part.Contribution));
            if (part.Interval is { } interval) chart.Whisker(lane, Math.Max(interval.Lower, range.From), Math.Min(interval.Upper, range.To), Height / 2.0);
        }
        if (exhibit.Gap is { } gap)
        {
            chart.Label(parts.Count, Wording.Say($"= difference, {exhibit.Group.Levels} − {exhibit.Against.Levels}"), Figures.Signed(gap));
            chart.Arrow(parts.Count, 0, gap, 0, Height, ChartColors.Ink);
        }
        return chart.ToXml($"{Wording.Say(exhibit.Title)}. {Describe(exhibit)}");
    }

    /// <summary>A range that holds zero, all parts and gaps, and intervals unless they are far wider than these.</summary>
    /// <param name="exhibits">Decompositions that are to be compared.</param>
    public static (double From, double To) Range(IReadOnlyList<Exhibit.GapDecomposition> exhibits)
    {
        var values = exhibits.SelectMany(e => Lanes(e).Select(p => p.Contribution).Append(e.Gap ?? 0)).Append(0).ToList();
        var reach = values.Max() - values.Min();
        var limits = exhibits.SelectMany(Lanes).Select(p => p.Interval).SelectMany(i => i is null ? [] : new[] { i.Lower, i.Upper })
            .Where(l => l >= values.Min() - (reach / 2) && l <= values.Max() + (reach / 2)).Concat(values).ToList();
        return reach <= 0 ? (-1, 1) : (limits.Min() - (0.02 * reach), limits.Max() + (0.02 * reach));
    }

    /// <summary>What the chart says, in words: the gap, what carries it and what works against it.</summary>
    /// <param name="exhibit">The decomposition.</param>
    public static string Describe(Exhibit.GapDecomposition exhibit)
    {
        var pair = $"{exhibit.Group.Levels} − {exhibit.Against.Levels}";
        if (exhibit.Gap is not { } gap) return exhibit.Reason is { } reason ? Wording.Say($"No difference for {pair}: {reason}.") : Wording.Say($"No difference for {pair}.");
        var along = exhibit.Parts.Where(p => p.Contribution * gap > 0).Take(3).ToList();
        var against = exhibit.Parts.FirstOrDefault(p => p.Contribution * gap < 0 && Figures.Signed(p.Contribution) != Figures.Signed(0));
        var text = Wording.Say($"The difference in mean output, {pair}, is {Figures.Signed(gap)} {exhibit.Scale:term}.") + " " +
                   (along.Count == 0 ? Wording.Say($"No feature carries it.") : Wording.Say($"Carried by {string.Join(", ", along.Select(Said))}."));
        return against is null ? text : text + " " + Wording.Say($"Most against it: {Said(against)}.");
    }

    // A word between name and figure: a name written from right to left would draw the sign to the figure's other side.
    private static string Said(GapPart part) =>
        Wording.Say($"{part.Feature} with {Figures.Signed(part.Contribution)}") + (part.Interval is null ? "" : " " + Figures.Limits(part.Interval));

    private static List<GapPart> Lanes(Exhibit.GapDecomposition exhibit) =>
        exhibit.Parts.Count <= FeatureLanes.Most
            ? [.. exhibit.Parts]
            : [.. exhibit.Parts.Take(FeatureLanes.Most), new(Words.Others(exhibit.Parts.Count - FeatureLanes.Most), exhibit.Parts.Skip(FeatureLanes.Most).Sum(p => p.Contribution), null)];
}
