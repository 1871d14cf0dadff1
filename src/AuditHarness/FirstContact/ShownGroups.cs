using AuditHarness.Audits;
using AuditHarness.Cohorts;

namespace AuditHarness.FirstContact;

/// <summary>A group as it may be shown.</summary>
/// <param name="Level">The level.</param>
/// <param name="Rows">Its rows; null where they are too few, or where they would tell how few another group has.</param>
public sealed record ShownGroup(string Level, int? Rows);

/// <summary>Sizes of groups without those that are small.</summary>
internal static class ShownGroups
{
    /// <summary>The groups of an attribute, in its order.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="plan">Says how many rows a group needs.</param>
    public static IReadOnlyList<ShownGroup> Of(AttributeColumn attribute, SubgroupPlan plan)
    {
        var rows = new int[attribute.Levels.Count];
        foreach (var code in attribute.Codes) rows[code]++;
        var hidden = rows.Select(n => n < plan.SmallestCompared).ToArray();
        // The rows of all groups together are known: what is hidden must be of several groups, and not few in sum.
        while (hidden.Any(h => h) && hidden.Any(h => !h) && (hidden.Count(h => h) == 1 || rows.Where((_, k) => hidden[k]).Sum() < plan.SmallestCompared))
            hidden[Enumerable.Range(0, rows.Length).Where(k => !hidden[k]).MinBy(k => rows[k])] = true;
        return [.. attribute.Levels.Select((level, k) => new ShownGroup(level, hidden[k] ? null : rows[k]))];
    }
}
