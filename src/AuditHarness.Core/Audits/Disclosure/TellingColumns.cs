using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Generative.SyntheticRecords.Fidelity;
using AuditHarness.Models;

namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// Columns and pairs of columns of which figures tell, to all their digits, how many real people have each value: whoever holds the made-up
/// records solves a distance of categories for the people of each level, and the n of any figure for those without a value.
/// </summary>
/// <param name="evidence">The records.</param>
/// <param name="madeUpAreReal">True where real people's records stand in the place of made-up ones.</param>
/// <param name="sums">Which groups readers know to make up another.</param>
/// <param name="people">The fewest people that so many rows can be of.</param>
/// <param name="hidden">Groups of which nothing is shown.</param>
internal sealed class TellingColumns(
    RecordEvidence evidence, bool madeUpAreReal, IReadOnlyList<(Subgroup Total, Subgroup[] Parts)> sums, Func<int, int> people, IReadOnlyCollection<Subgroup> hidden)
{
    // Two columns of more cells have small ones in every group.
    private const int MostCells = 1 << 16;

    private readonly Dictionary<string, int[]> _columns = Subjects(evidence).ToDictionary(s => s.Subject, s => s.Columns, StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<Subgroup>> _found = new(StringComparer.Ordinal);

    /// <summary>True when a figure of a column or pair gives away how many people of a group have a value, or none.</summary>
    /// <param name="metric">Id of the metric.</param>
    /// <param name="subject">Name of the column, or of the pair.</param>
    /// <param name="group">The group.</param>
    public bool Hides(string metric, string subject, Subgroup group)
    {
        if (RealCounts.IsOfHeldOutToo(metric) && Found($"held out: {subject}", () => Of(subject, false, HeldOut)).Contains(group)) return true;
        if (metric == "KolmogorovSmirnovComplement" && HidesGap(subject, group)) return true;
        return RealCounts.OfLevels.Contains(metric)
            ? Found($"levels: {subject}", () => Of(subject, true, Compared)).Contains(group)
            : Found($"values: {subject}", () => Of(subject, false, Compared)).Contains(group);
    }

    /// <summary>True when the n of curves of follow-up gives away how few people of a group are in an arm, or have no time.</summary>
    /// <param name="group">The group.</param>
    public bool HidesFollowUp(Subgroup group) => Found("follow-up", () =>
    {
        var roles = evidence.Roles;
        (int Column, bool Levels)[] columns =
            [.. new[] { (roles.Arm, true), (roles.Time, false), (roles.Event, false) }.Select(c => (Position(c.Item1), c.Item2)).Where(c => c.Item1 >= 0)];
        return Of(columns, Compared.Select(t => (WithTimes(t.Table, roles.Time), t.Rows)));
    }).Contains(group);

    // A negative time is none to a curve.
    private static RecordTable WithTimes(RecordTable table, string? time) => new(
        [.. table.Columns.Select(c => c is RecordColumn.Number number && c.Name == time ? new RecordColumn.Number(c.Name, Array.ConvertAll(number.Values, v => v < 0 ? double.NaN : v)) : c)], table.Count);

    // The largest gap of two distribution functions is a quotient of whole numbers: how many real people are below the value where it is.
    private bool HidesGap(string subject, Subgroup group)
    {
        if (evidence.Groups.FirstOrDefault(g => g.Subgroup.Equals(group)) is not { } of) return false;
        if (_columns[subject] is not [var c] || evidence.Train.Columns[c] is not (RecordColumn.Number or RecordColumn.Date)) return false;
        var ranked = RankedColumn.Of(evidence, c);
        var (real, made) = (Counts(ranked.Train, of.Train), Counts(ranked.Synthetic, of.Synthetic));
        var (n, m, below, belowMade, largest, tells) = (real.Sum(), made.Sum(), 0, 0, 0L, false);
        for (var k = 0; k < real.Length; k++)
        {
            (below, belowMade) = (below + real[k], belowMade + made[k]);
            var gap = Math.Abs(((long)below * m) - ((long)belowMade * n));
            var few = CellTable.IsSmall(people(below)) || CellTable.IsSmall(people(n - below))
                || (madeUpAreReal && (CellTable.IsSmall(people(belowMade)) || CellTable.IsSmall(people(m - belowMade))));
            if (gap > largest) (largest, tells) = (gap, few);
            else if (gap == largest) tells |= few && gap > 0;
        }
        return tells;

        int[] Counts(int[] ranks, int[] rows)
        {
            var counts = new int[ranked.Values.Length];
            foreach (var row in rows)
                if (ranks[row] >= 0) counts[ranks[row]]++;
            return counts;
        }
    }

    private IEnumerable<(RecordTable Table, Func<RecordGroup, int[]> Rows)> Compared =>
        madeUpAreReal ? [(evidence.Train, g => g.Train), (evidence.Synthetic, g => g.Synthetic)] : [(evidence.Train, g => g.Train)];

    private IEnumerable<(RecordTable Table, Func<RecordGroup, int[]> Rows)> HeldOut => evidence.Holdout is { } holdout ? [(holdout, g => g.Holdout)] : [];

    private HashSet<Subgroup> Found(string key, Func<HashSet<Subgroup>> find) => _found.TryGetValue(key, out var found) ? found : _found[key] = find();

    private HashSet<Subgroup> Of(string subject, bool byLevels, IEnumerable<(RecordTable, Func<RecordGroup, int[]>)> tables) =>
        Of([.. _columns[subject].Select(c => (c, byLevels))], tables);

    private HashSet<Subgroup> Of((int Column, bool Levels)[] columns, IEnumerable<(RecordTable Table, Func<RecordGroup, int[]> Rows)> tables)
    {
        int[] sizes = [.. columns.Select(c => c.Levels && evidence.Train.Columns[c.Column] is RecordColumn.Category category ? category.Levels.Count + 1 : 2)];
        if (sizes.Aggregate(1L, (all, size) => Math.Min(all * size, int.MaxValue)) is var cells && cells > MostCells) return [.. evidence.Groups.Select(g => g.Subgroup)];
        var counts = evidence.Groups.ToDictionary(g => g.Subgroup, g => tables.SelectMany(t => Count(t.Table, t.Rows(g))).ToArray());
        return HiddenGroups.Of(counts, hidden.Union(counts.Where(c => c.Value.Any(CellTable.IsSmall)).Select(c => c.Key)), sums);

        int[] Count(RecordTable table, int[] rows)
        {
            var found = new int[cells];
            foreach (var row in rows)
            {
                var cell = 0;
                for (var k = 0; k < columns.Length; k++)
                {
                    var column = table.Columns[columns[k].Column];
                    // The last is that of missing values.
                    var code = column.IsMissing(row) ? sizes[k] - 1 : columns[k].Levels && column is RecordColumn.Category category ? category.Codes[row] : 0;
                    cell = (cell * sizes[k]) + code;
                }
                found[cell]++;
            }
            return Array.ConvertAll(found, n => people(n));
        }
    }

    private int Position(string? name) => name is null ? -1 : evidence.Train.Columns.ToList().FindIndex(c => c.Name == name);

    // No two of them have one name: RecordDeclarations refuses such tables.
    private static IEnumerable<(string Subject, int[] Columns)> Subjects(RecordEvidence evidence)
    {
        var columns = evidence.Train.Columns;
        for (var i = 0; i < columns.Count; i++) yield return (columns[i].Name, [i]);
        foreach (var i in evidence.Compared)
            foreach (var j in evidence.Compared)
                if (i < j) yield return ($"{columns[i].Name} × {columns[j].Name}", [i, j]);
    }
}
