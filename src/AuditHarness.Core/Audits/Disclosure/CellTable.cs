namespace AuditHarness.Audits.Disclosure;

/// <summary>
/// Counts of patients that are published together with their sums, and which of them must be hidden so that no count of 1 to 10
/// can be seen or worked out. Hiding the small cells is not enough: a hidden cell whose total and siblings are shown is the
/// difference. So further cells are hidden, the smallest that help first, until no hidden cell is determined by the sums.
/// </summary>
/// <remarks>
/// Whether a cell is determined is decided by elimination over all sums at once, not sum by sum. Duncan, Fienberg et al. (2001),
/// Confidentiality, Disclosure and Data Access, chapter 7; the limit of 10 is the cell size policy of the US Centers for
/// Medicare and Medicaid Services.
/// </remarks>
public sealed class CellTable
{
    /// <summary>Largest count that is hidden; 0 is not.</summary>
    public const int LargestSmall = 10;

    private const double Zero = 1e-9;

    private readonly List<int> _counts = [];
    private readonly List<int> _groups = [];
    private readonly List<int[]> _sums = [];        // total first, then its parts
    private readonly List<int> _given = [];
    private bool[] _hidden = [];

    /// <summary>True for a count that must not be shown.</summary>
    public static bool IsSmall(int count) => count is > 0 and <= LargestSmall;

    /// <summary>Adds a count.</summary>
    /// <param name="count">Patients, not negative.</param>
    /// <param name="group">Whose count it is: once one count of a group is hidden, hiding another of it costs less than elsewhere.</param>
    /// <returns>Its number, for <see cref="Sum"/> and <see cref="IsHidden"/>.</returns>
    public int Add(int count, int group)
    {
        _counts.Add(count);
        _groups.Add(group);
        return _counts.Count - 1;
    }

    /// <summary>Says that a count is hidden anyway, for another reason than its size, and must not be worked out either.</summary>
    /// <param name="cell">Number of the count.</param>
    public void Hide(int cell) => _given.Add(cell);

    /// <summary>Says that readers know one count to be the sum of others.</summary>
    public void Sum(int total, IReadOnlyList<int> parts) => _sums.Add([total, .. parts]);

    /// <summary>Decides. Call once, after all counts and sums are there.</summary>
    public void Protect()
    {
        _hidden = [.. _counts.Select(IsSmall)];
        foreach (var cell in _given) _hidden[cell] = true;
        // One at a time: a companion hidden for one cell often protects others too.
        while ((Companion(Determined()) ?? CompanionOfScarce()) is { } companion) _hidden[companion] = true;
    }

    // Hidden cells whose shown sum is small leave little to guess: two that sum to 2 are 1 each.
    private int? CompanionOfScarce() => _sums
        .Where(sum => !_hidden[sum[0]] && sum.Skip(1).Count(c => _hidden[c]) is > 0 and var hidden
            && sum.Skip(1).Where(c => _hidden[c]).Sum(c => _counts[c]) < hidden + LargestSmall)
        .SelectMany(sum => sum.Where(c => !_hidden[c] && _counts[c] > 0))
        .OrderBy(c => _counts[c]).ThenBy(c => c).Select(c => (int?)c).FirstOrDefault();

    /// <summary>True when the count must not be shown.</summary>
    /// <param name="cell">Number of the count.</param>
    public bool IsHidden(int cell) => _hidden[cell];

    // In a sum whose only hidden member is determined, if there is one: otherwise the cell is only determined by way of another.
    // There a count of a group that hides one already, else the smallest; never one of 0, which readers may guess (a group without an
    // event has no sensitivity) and which shields nothing. Null when nothing is left that could be hidden.
    private int? Companion(List<int> determined)
    {
        var touched = Enumerable.Range(0, _counts.Count).Where(c => _hidden[c]).Select(c => _groups[c]).ToHashSet();
        return _sums
            .Where(sum => sum.Any(determined.Contains))
            .SelectMany(sum => sum.Where(c => !_hidden[c] && _counts[c] > 0).Select(c => (Cell: c, Hidden: sum.Count(m => _hidden[m]))))
            .OrderBy(c => c.Hidden).ThenBy(c => !touched.Contains(_groups[c.Cell]))
            .ThenBy(c => _counts[c.Cell]).ThenBy(c => c.Cell)
            .Select(c => (int?)c.Cell).FirstOrDefault();
    }

    // Hidden cells whose value follows from the shown ones: the unit vectors in the row space of the sums over hidden cells.
    private List<int> Determined()
    {
        var unknowns = Enumerable.Range(0, _counts.Count).Where(c => _hidden[c]).ToArray();
        var column = new int[_counts.Count];
        for (var i = 0; i < unknowns.Length; i++) column[unknowns[i]] = i;
        var rows = new List<double[]>();
        foreach (var sum in _sums)
        {
            if (!sum.Any(c => _hidden[c])) continue;
            var row = new double[unknowns.Length];
            for (var k = 0; k < sum.Length; k++)
                if (_hidden[sum[k]]) row[column[sum[k]]] += k == 0 ? -1 : 1;
            rows.Add(row);
        }
        Reduce(rows, unknowns.Length);
        return [.. rows.Where(r => r.Count(x => Math.Abs(x) > Zero) == 1).Select(r => unknowns[Array.FindIndex(r, x => Math.Abs(x) > Zero)])];
    }

    // Gauss–Jordan with partial pivoting; entries start as −1, 0 and 1.
    private static void Reduce(List<double[]> rows, int columns)
    {
        var rank = 0;
        for (var column = 0; column < columns && rank < rows.Count; column++)
        {
            var pivot = rank;
            for (var r = rank + 1; r < rows.Count; r++)
                if (Math.Abs(rows[r][column]) > Math.Abs(rows[pivot][column])) pivot = r;
            if (Math.Abs(rows[pivot][column]) <= Zero) continue;
            (rows[rank], rows[pivot]) = (rows[pivot], rows[rank]);
            var leading = rows[rank];
            var scale = leading[column];
            for (var c = column; c < columns; c++) leading[c] /= scale;
            for (var r = 0; r < rows.Count; r++)
            {
                var factor = rows[r][column];
                if (r == rank || Math.Abs(factor) <= Zero) continue;
                for (var c = column; c < columns; c++) rows[r][c] -= factor * leading[c];
            }
            rank++;
        }
    }
}
