using AuditHarness.Disparity;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>
/// Who is left out of the gaps of a table: whom every gap leaves out is named once, for with many small groups their names in each row
/// would be most of the page.
/// </summary>
public sealed class GroupsLeftOut
{
    private readonly HashSet<(string Levels, string Why)> _ofAll;

    /// <summary>Looks at gaps.</summary>
    /// <param name="gaps">Those of one table.</param>
    public GroupsLeftOut(IEnumerable<GroupDisparity> gaps)
    {
        ArgumentNullException.ThrowIfNull(gaps);
        List<HashSet<(string, string)>> each = [.. gaps.Select(g => g.LeftOut.Select(Said).ToHashSet())];
        _ofAll = each.Count == 0 ? [] : each.Aggregate((all, some) => [.. all.Where(some.Contains)]);
        OfAll = each.Count == 0 || _ofAll.Count == 0 ? "" : Text(gaps.First().LeftOut.Select(Said).Where(_ofAll.Contains));
        Differ = each.Exists(e => e.Count > _ofAll.Count);
    }

    /// <summary>Whom every gap leaves out, with the reasons, or an empty text.</summary>
    public string OfAll { get; }

    /// <summary>True when a gap leaves out somebody else as well.</summary>
    public bool Differ { get; }

    /// <summary>Whom a gap leaves out besides, or "none".</summary>
    /// <param name="gap">One of the gaps.</param>
    public string Besides(GroupDisparity gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        return Text(gap.LeftOut.Select(Said).Where(l => !_ofAll.Contains(l))) is { Length: > 0 } others ? others : Wording.Say($"none");
    }

    // Groups that share a reason are named together.
    private static string Text(IEnumerable<(string Levels, string Why)> left) =>
        string.Join("; ", left.GroupBy(l => l.Why).Select(g => $"{string.Join(", ", g.Select(l => l.Levels))} ({g.Key})"));

    private static (string Levels, string Why) Said(LeftOut left) => (left.Subgroup.Levels, Wording.Say(left.Reason));
}
