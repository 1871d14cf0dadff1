using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.Reporting.Html;

/// <summary>The exhibits that say why a model answers as it does, arranged by the groups they are about.</summary>
internal sealed class ExplanationView
{
    /// <summary>Tables shown at the end of the section, by id, each with its heading.</summary>
    public static IReadOnlyList<(string Id, string Title)> Tables { get; } =
        [("proxies", "What gives a protected attribute away"), ("model-reading", "How the model was read")];

    /// <summary>Arranges the exhibits of a result.</summary>
    /// <param name="view">The result.</param>
    public ExplanationView(ReportView view)
    {
        var exhibits = view.Audit.Exhibits;
        Swarms = [.. exhibits.OfType<Exhibit.Beeswarm>()];
        Bars = exhibits.OfType<Exhibit.AttributionBars>().FirstOrDefault();
        Profile = exhibits.OfType<Exhibit.Waterfall>().FirstOrDefault(w => w.Subgroup.IsOverall);
        Families = ExplainedFamily.Of(view);
    }

    /// <summary>Distributions of attributions, for everybody.</summary>
    public IReadOnlyList<Exhibit.Beeswarm> Swarms { get; }

    /// <summary>Bars that hold everybody's; null when there are none.</summary>
    public Exhibit.AttributionBars? Bars { get; }

    /// <summary>The average profile of everybody, or null.</summary>
    public Exhibit.Waterfall? Profile { get; }

    /// <summary>Attributes and intersections that anything is explained for.</summary>
    public IReadOnlyList<ExplainedFamily> Families { get; }

    /// <summary>Whether the section shows an exhibit.</summary>
    /// <param name="exhibit">The exhibit.</param>
    public static bool Holds(Exhibit exhibit) =>
        exhibit is Exhibit.AttributionBars or Exhibit.GapDecomposition or Exhibit.Beeswarm or Exhibit.Waterfall || Tables.Any(t => t.Id == exhibit.Id);
}

/// <summary>What is explained for the groups of one attribute or intersection.</summary>
/// <param name="Position">That of the same <see cref="GroupFamily"/>; one that was not measured comes after all of them. Makes ids that no text from data enters.</param>
/// <param name="Attributes">Names of the attributes.</param>
/// <param name="Groups">The groups: as elsewhere on the page, so that each keeps its colour.</param>
/// <param name="Bars">Importance by group.</param>
/// <param name="Gaps">Decompositions, the largest gap first, those without one last.</param>
/// <param name="Profiles">Average profiles, in result order.</param>
public sealed record ExplainedFamily(
    int Position, IReadOnlyList<string> Attributes, IReadOnlyList<Subgroup> Groups, IReadOnlyList<Exhibit.AttributionBars> Bars,
    IReadOnlyList<Exhibit.GapDecomposition> Gaps, IReadOnlyList<Exhibit.Waterfall> Profiles)
{
    /// <summary>"ethnicity", or "ethnicity × gender".</summary>
    public string Title => Words.Family(Attributes);

    /// <summary>Position of a group, from 0.</summary>
    /// <param name="group">One of the groups.</param>
    public int IndexOf(Subgroup group) => Math.Max(0, Groups.ToList().IndexOf(group));

    internal static IReadOnlyList<ExplainedFamily> Of(ReportView view)
    {
        var explained = view.Audit.Exhibits.SelectMany(GroupsOf).Where(g => !g.IsOverall).Distinct().ToList();
        // The order of the page first; a group that was explained but not measured comes after.
        return
        [
            .. view.Families.Select(f => f.Attributes).Concat(explained.Select(AttributesOf)).DistinctBy(Words.Family)
                .Where(a => explained.Any(g => IsOf(g, a)))
                .Select((attributes, index) => new ExplainedFamily(
                    view.Families.FirstOrDefault(f => f.Attributes.SequenceEqual(attributes))?.Position ?? view.Families.Count + index + 1, attributes,
                    [.. view.Families.SelectMany(f => f.Groups).Concat(explained).Where(g => IsOf(g, attributes)).Distinct()],
                    [.. view.Audit.Exhibits.OfType<Exhibit.AttributionBars>().Where(b => b.Bars.Any(bar => IsOf(bar.Subgroup, attributes)))],
                    [.. view.Audit.Exhibits.OfType<Exhibit.GapDecomposition>().Where(g => IsOf(g.Group, attributes)).OrderByDescending(g => Math.Abs(g.Gap ?? 0)).ThenBy(g => g.Gap is null)],
                    [.. view.Audit.Exhibits.OfType<Exhibit.Waterfall>().Where(w => IsOf(w.Subgroup, attributes))])),
        ];
    }

    private static IEnumerable<Subgroup> GroupsOf(Exhibit exhibit) => exhibit switch
    {
        Exhibit.AttributionBars bars => bars.Bars.Select(b => b.Subgroup),
        Exhibit.GapDecomposition gap => [gap.Group, gap.Against],
        Exhibit.Waterfall waterfall => [waterfall.Subgroup],
        _ => [],
    };

    private static IReadOnlyList<string> AttributesOf(Subgroup group) => [.. group.Conditions.Select(c => c.Attribute)];

    private static bool IsOf(Subgroup group, IReadOnlyList<string> attributes) => AttributesOf(group).SequenceEqual(attributes);
}
