using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords;

/// <summary>
/// What varies independently in a sample of records: rows, or patients where <see cref="RecordRoles.Patient"/> says that one has several.
/// Units are numbered by what their rows hold, so that a draw of them does not hang on the order of a file.
/// </summary>
/// <param name="Count">Number of units.</param>
/// <param name="OfRow">For each of the given rows its unit, from 0.</param>
public sealed record RecordUnits(int Count, int[] OfRow)
{
    /// <summary>The units of some rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">Positions from 0; <see cref="OfRow"/> follows their order.</param>
    /// <param name="roles">What columns mean. A row without a patient's key is a patient.</param>
    public static RecordUnits Of(RecordTable table, int[] rows, RecordRoles roles)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(roles);
        var place = RecordOrder.Rank(table);
        var order = Enumerable.Range(0, rows.Length).ToArray();
        Array.Sort(Array.ConvertAll(rows, r => place[r]), order);
        var units = new int[rows.Length];
        if (roles.Patient is null || table.Find(roles.Patient) is not { } patients)
        {
            for (var i = 0; i < order.Length; i++) units[order[i]] = i;
            return new(rows.Length, units);
        }
        // A patient's number is its place by what all of its rows hold: the first of them may hold the same as another patient's.
        var (seen, contents) = (new Dictionary<string, int>(StringComparer.Ordinal), new List<List<int>>());
        var level = RecordOrder.Levels(table);
        foreach (var i in order)
        {
            if (Name(patients, rows[i]) is not { } name || !seen.TryGetValue(name, out var unit))
            {
                unit = contents.Count;
                contents.Add([]);
                if (Name(patients, rows[i]) is { } unknown) seen.Add(unknown, unit);
            }
            units[i] = unit;
            contents[unit].Add(level[rows[i]]);
        }
        var sorted = Enumerable.Range(0, contents.Count).ToArray();
        Array.Sort(sorted, (a, b) => Compare(contents[a], contents[b]) is not 0 and var difference ? difference : a.CompareTo(b));
        var number = new int[sorted.Length];
        for (var k = 0; k < sorted.Length; k++) number[sorted[k]] = k;
        return new(sorted.Length, Array.ConvertAll(units, u => number[u]));
    }

    private static int Compare(List<int> first, List<int> second)
    {
        for (var k = 0; k < Math.Min(first.Count, second.Count); k++)
            if (first[k] != second[k]) return first[k].CompareTo(second[k]);
        return first.Count.CompareTo(second.Count);
    }

    private static string? Name(RecordColumn patients, int row) => patients.IsMissing(row) ? null : patients switch
    {
        RecordColumn.Key key => key.Values[row],
        RecordColumn.Category category => category.Levels[category.Codes[row]],
        RecordColumn.Number number => number.Values[row].ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
