using AuditHarness.Audits;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting;

/// <summary>What the explanations of an audit come to, in plain sentences computed from the exhibits; empty when there is nothing to say.</summary>
internal static class ExplanationWords
{
    /// <summary>Which feature carries the largest of the differences between groups, and what matters most for everybody.</summary>
    /// <param name="exhibits">The exhibits of the audit.</param>
    public static string Opening(IReadOnlyList<Exhibit> exhibits)
    {
        string?[] sentences = [Carried([.. exhibits.OfType<Exhibit.GapDecomposition>()]), Everybody(exhibits)];
        return string.Join(" ", sentences.OfType<string>());
    }

    /// <summary>The features with the largest attributions for everybody, the largest first; each once.</summary>
    /// <param name="exhibits">The exhibits of the audit.</param>
    /// <param name="most">How many at most.</param>
    public static IReadOnlyList<AttributionBar> Top(IReadOnlyList<Exhibit> exhibits, int most) =>
        [.. exhibits.OfType<Exhibit.AttributionBars>().FirstOrDefault()?.Bars.Where(b => b is { Subgroup.IsOverall: true, MeanAbsolute: not null }).Take(most) ?? []];

    /// <summary>The part that carries most of a gap: the largest in the gap's own direction; null when there is none.</summary>
    /// <param name="decomposition">The decomposition.</param>
    public static GapPart? Main(Exhibit.GapDecomposition decomposition) =>
        decomposition.Gap is { } gap && Figures.Signed(gap) != Figures.Signed(0)
            ? decomposition.Parts.Where(p => p.Contribution * gap > 0).MaxBy(p => Math.Abs(p.Contribution))
            : null;

    /// <summary>
    /// Which feature carries the largest of some gaps; null when none has one. Groups of one attribute go before intersections,
    /// whose groups are smaller, and parts whose interval leaves out zero before others.
    /// </summary>
    /// <param name="decompositions">The decompositions.</param>
    public static string? Carried(IReadOnlyList<Exhibit.GapDecomposition> decompositions)
    {
        var decomposition = decompositions.Where(g => Main(g) is not null).OrderBy(g => g.Group.Conditions.Count)
            .ThenBy(g => Main(g)!.Interval is { Lower: <= 0, Upper: >= 0 }).ThenByDescending(g => Math.Abs(g.Gap!.Value)).FirstOrDefault();
        if (decomposition is null || Main(decomposition) is not { } main || decomposition.Gap is not { } gap) return null;
        var (part, whole) = (Math.Abs(main.Contribution), Math.Abs(gap));
        var (group, against) = (decomposition.Group.Levels, decomposition.Against.Levels);
        var family = Words.Family([.. decomposition.Group.Conditions.Select(c => c.Attribute)]);
        var (higher, lower) = gap > 0 ? (group, against) : (against, group);
        return part <= whole
            ? Wording.Say($"The largest part of the difference between {group} and {against} patients ({family}), {Figures.Value(part)} of {Figures.Value(whole)} {decomposition.Scale:term}, is carried by {main.Feature}; the model's mean output is higher for {higher}.")
            : Wording.Say($"The output of {higher} patients is {Figures.Value(whole)} {decomposition.Scale:term} higher than that of {lower} patients ({family}). {main.Feature} alone adds {Figures.Value(part)}. The other features take {Figures.Value(part - whole)} back.");
    }

    private static string? Everybody(IReadOnlyList<Exhibit> exhibits)
    {
        var top = Top(exhibits, 3);
        if (top.Count == 0) return null;
        var named = top.Select(b => b.Share is { } share ? $"{b.Feature} ({Figures.Share(share)})" : b.Feature).ToList();
        var list = named.Count == 1 ? named[0] : Wording.Say($"{string.Join(", ", named[..^1])} and {named[^1]}");
        return Wording.Say($"For everybody, the output moves most with {list}.");
    }
}
