using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>Edges by which ages are cut into groups that mean something in a clinic and are large enough to be compared.</summary>
internal static class AgeBins
{
    private const int FewestRows = 30;
    private const int FewestEvents = 20;
    private const double SmallestShare = 0.05;

    // Adults, with children and the very old apart; those of whom most are children; those who are all much alike.
    private static readonly double[][] Preferred = [[18, 40, 65, 80], [1, 5, 12, 18], [50, 60, 70, 80, 90], [20, 25, 30, 35, 45, 55]];

    /// <summary>Every edge there can be: rows are counted between these once, and the groups put together from the counts.</summary>
    public static IReadOnlyList<double> All { get; } = [.. Preferred.SelectMany(p => p).Distinct().Order()];

    /// <summary>Chooses edges.</summary>
    /// <param name="counted">Rows and events between <see cref="All"/> edges; levels that do not occur may be absent.</param>
    /// <returns>The edges, and the groups that they make; no edges where the ages cannot be cut.</returns>
    public static (IReadOnlyList<double> Edges, IReadOnlyList<LevelCount> Groups) Of(IReadOnlyList<LevelCount> counted)
    {
        var names = Plan(All).BinLevels!;
        var cells = names.Select(n => counted.FirstOrDefault(c => c.Level == n) ?? new(n, 0, 0)).ToArray();
        var (rows, events) = (cells.Sum(c => c.Rows), cells.Sum(c => c.Events));
        foreach (var edges in Preferred)
        {
            List<double> kept = [.. edges];
            while (kept.Count > 0 && Smallest(Groups(kept, cells), rows, events) is var small and >= 0)
            {
                // The edge to the smaller neighbour goes.
                var groups = Groups(kept, cells);
                kept.RemoveAt(small == 0 ? 0 : small == groups.Count - 1 || groups[small - 1].Rows <= groups[small + 1].Rows ? small - 1 : small);
            }
            // Four of five in one group say that other edges would tell more.
            if (kept.Count > 0 && (edges == Preferred[^1] || Groups(kept, cells).Max(g => g.Rows) <= 0.8 * rows)) return (kept, Groups(kept, cells));
        }
        return ([], []);
    }

    /// <summary>An attribute with these edges.</summary>
    public static AttributePlan Plan(IReadOnlyList<double> edges) => new("age", "age", edges, null);

    private static int Smallest(List<LevelCount> groups, int rows, int events)
    {
        var need = Math.Max(FewestRows, SmallestShare * rows);
        // Where events are so few that no three groups could have enough, rows decide alone.
        var needEvents = events >= 3 * FewestEvents ? FewestEvents : 0;
        var small = Enumerable.Range(0, groups.Count).Where(k => groups[k].Rows < need || groups[k].Events < needEvents).ToArray();
        return small.Length == 0 ? -1 : small.MinBy(k => groups[k].Rows);
    }

    private static List<LevelCount> Groups(List<double> edges, LevelCount[] cells)
    {
        var names = Plan(edges).BinLevels!;
        var groups = names.Select(n => new LevelCount(n, 0, 0)).ToList();
        for (var k = 0; k < cells.Length; k++)
        {
            // A cell begins at the edge before it, the first one below all.
            var group = k == 0 ? 0 : edges.Count(e => e <= All[k - 1]);
            groups[group] = groups[group] with { Rows = groups[group].Rows + cells[k].Rows, Events = groups[group].Events + cells[k].Events };
        }
        return groups;
    }
}
