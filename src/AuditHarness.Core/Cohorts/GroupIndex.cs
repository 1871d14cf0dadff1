namespace AuditHarness.Cohorts;

/// <summary>
/// The groups of one attribute or intersection: which occur, and for each row the group it is in. Built once; rows are never
/// copied per subgroup.
/// </summary>
public sealed class GroupIndex
{
    private const int MostByTable = 1 << 16;

    private GroupIndex(IReadOnlyList<string> attributes, IReadOnlyList<Subgroup> groups, int[] codes, int reference, Subgroup referenceGroup) =>
        (Attributes, Groups, Codes, Reference, ReferenceGroup) = (attributes, groups, codes, reference, referenceGroup);

    /// <summary>Names of the attributes: none for overall, one, or several for an intersection.</summary>
    public IReadOnlyList<string> Attributes { get; }

    /// <summary>The groups that occur, in the order of the attributes' levels.</summary>
    public IReadOnlyList<Subgroup> Groups { get; }

    /// <summary>For each row the index of its group.</summary>
    public int[] Codes { get; }

    /// <summary>Index of the reference group: the reference level of each attribute; −1 when no row is in it.</summary>
    public int Reference { get; }

    /// <summary>The reference group, whether it occurs or not.</summary>
    public Subgroup ReferenceGroup { get; }

    /// <summary>Everybody, as the only group.</summary>
    /// <param name="rows">Number of rows.</param>
    public static GroupIndex Overall(int rows) => new([], [Subgroup.Overall], new int[rows], 0, Subgroup.Overall);

    /// <summary>The groups of one attribute, or of the intersection of several.</summary>
    /// <param name="columns">The attributes, at least one.</param>
    public static GroupIndex Of(IReadOnlyList<AttributeColumn> columns)
    {
        var rows = columns[0].Codes.Length;
        var keys = new long[rows];
        foreach (var column in columns)
            for (var i = 0; i < rows; i++) keys[i] = (keys[i] * column.Levels.Count) + column.Codes[i];
        // Few groups are possible in nearly every cohort: then a table beats a look-up by hash for each of a million rows.
        var possible = columns.Aggregate(1.0, (count, column) => count * Math.Max(1, column.Levels.Count));
        var seen = possible <= MostByTable ? new bool[(int)possible] : null;
        if (seen is not null)
            foreach (var key in keys) seen[key] = true;
        var present = seen is null ? keys.Distinct().Order().ToArray() : [.. Enumerable.Range(0, seen.Length).Where(key => seen[key]).Select(key => (long)key)];
        var position = present.Select((key, index) => (key, index)).ToDictionary(p => p.key, p => p.index);
        var place = seen is null ? null : Array.ConvertAll(Enumerable.Range(0, seen.Length).ToArray(), key => position.GetValueOrDefault(key, -1));
        var referenceKey = columns.Aggregate(0L, (key, column) => (key * column.Levels.Count) + column.Reference);
        return new GroupIndex(
            [.. columns.Select(c => c.Name)], [.. present.Select(key => Decode(columns, key))],
            Array.ConvertAll(keys, key => place is null ? position[key] : place[key]), position.GetValueOrDefault(referenceKey, -1), Decode(columns, referenceKey));
    }

    private static Subgroup Decode(IReadOnlyList<AttributeColumn> columns, long key)
    {
        var conditions = new AttributeLevel[columns.Count];
        for (var k = columns.Count - 1; k >= 0; k--)
        {
            conditions[k] = new AttributeLevel(columns[k].Name, columns[k].Levels[(int)(key % columns[k].Levels.Count)]);
            key /= columns[k].Levels.Count;
        }
        return new Subgroup(conditions);
    }
}
