using AuditHarness.Cohorts;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// Of which groups what is shown must be hidden, where that tells several counts of people at once and goes as a whole or stays as a whole:
/// beside the groups that are hidden for their own sake so many more that none of their counts follows from sums over groups.
/// </summary>
internal static class HiddenGroups
{
    /// <summary>The groups.</summary>
    /// <param name="counts">What is told of each group, all of the same length: people, not negative. What sums to a number of people sums cell by cell.</param>
    /// <param name="hidden">Groups hidden for their own sake.</param>
    /// <param name="sums">Which groups readers know to make up another.</param>
    public static HashSet<Subgroup> Of(IReadOnlyDictionary<Subgroup, int[]> counts, IEnumerable<Subgroup> hidden, IEnumerable<(Subgroup Total, Subgroup[] Parts)> sums)
    {
        HashSet<Subgroup> all = [.. hidden.Where(counts.ContainsKey)];
        (Subgroup Total, Subgroup[] Parts)[] known =
            [.. sums.Where(s => counts.ContainsKey(s.Total)).Select(s => (s.Total, Array.FindAll(s.Parts, counts.ContainsKey))).Where(s => s.Item2.Length > 0)];
        if (all.Count == 0 || known.Length == 0) return all;
        int before;
        do
        {
            before = all.Count;
            var table = new CellTable();
            // None of them is small by itself: that is decided already.
            var cells = counts.Select((c, k) => (c.Key, Cell: table.Add(c.Value.Any(n => n > 0) ? c.Value.Max() + CellTable.LargestSmall : 0, k))).ToDictionary(c => c.Key, c => c.Cell);
            foreach (var group in all) table.Hide(cells[group]);
            foreach (var (total, parts) in known) table.Sum(cells[total], [.. parts.Select(p => cells[p])]);
            table.Protect();
            all.UnionWith(counts.Keys.Where(g => table.IsHidden(cells[g])));
            foreach (var (total, parts) in known)
                if (!all.Contains(total) && Scarce(counts, total, parts, all) is { } companion) all.Add(companion);
        }
        while (all.Count > before);
        return all;
    }

    // What the hidden parts are together leaves little to guess where it is small: the smallest part that is more than nothing there goes too.
    private static Subgroup? Scarce(IReadOnlyDictionary<Subgroup, int[]> counts, Subgroup total, Subgroup[] parts, HashSet<Subgroup> hidden)
    {
        var unseen = Array.FindAll(parts, hidden.Contains);
        for (var k = 0; unseen.Length > 0 && k < counts[total].Length; k++)
            if (unseen.Sum(p => counts[p][k]) is > 0 and var rest && rest < unseen.Length + CellTable.LargestSmall)
                return parts.Where(p => !hidden.Contains(p) && counts[p][k] > 0).OrderBy(p => counts[p][k]).FirstOrDefault() ?? total;
        return null;
    }
}
