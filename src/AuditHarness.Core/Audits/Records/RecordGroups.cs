using System.Globalization;
using AuditHarness.Cohorts;
using AuditHarness.Generative.SyntheticRecords;
using AuditHarness.Models;

namespace AuditHarness.Audits.Records;

/// <summary>
/// Whom an audit of made-up records compares: the groups that occur in the training, the held-out or the made-up records, so that one that
/// nobody made up is there as well. Levels are named as in an audit of scores: texts of the data, declared bins, the plan's name for missing.
/// </summary>
internal sealed class RecordGroups
{
    /// <summary>Most levels of an attribute; beyond it the column is a measurement.</summary>
    private const int MostLevels = 200;

    private readonly Attribute[] _attributes;
    private readonly IReadOnlyList<IReadOnlyList<string>> _families;

    private RecordGroups(Attribute[] attributes, IReadOnlyList<IReadOnlyList<string>> families, IReadOnlyList<Subgroup> all) =>
        (_attributes, _families, All) = (attributes, families, all);

    /// <summary>Everybody first, then the groups of each attribute, then those of each intersection.</summary>
    public IReadOnlyList<Subgroup> All { get; }

    /// <summary>Attributes whose groups part everybody, one list for each attribute and intersection of the plan.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Families => _families;

    /// <summary>Finds the groups.</summary>
    /// <param name="plan">Whom to compare.</param>
    /// <param name="tables">The aligned tables; all that occurs in any of them counts.</param>
    /// <param name="declared">Groups that are compared although nobody may be in them, such as those of a declared population; of attributes of the plan.</param>
    /// <exception cref="AuditInputException">An attribute's column is not compared, is of a kind that has no levels, has too many, or a level is named like the missing one.</exception>
    public static RecordGroups Of(SubgroupPlan plan, RecordAlignment tables, IReadOnlyList<Subgroup>? declared = null)
    {
        var present = new[] { tables.Train, tables.Holdout, tables.Synthetic }.OfType<RecordTable>().ToArray();
        List<string> faults = [];
        Attribute[] attributes = [.. plan.Attributes.Select(a => Attribute.Of(a, plan.MissingLevel, present, faults)).OfType<Attribute>()];
        if (faults.Count > 0) throw AuditInputException.Of("The groups in 'subgroups' cannot be told from the records:", faults, faults.Count, "Correct 'subgroups' in the config.");
        IReadOnlyList<string>[] families = [.. plan.Attributes.Select(a => (IReadOnlyList<string>)[a.Name]), .. plan.Intersections];
        List<Subgroup> groups = [Subgroup.Overall];
        foreach (var family in families)
        {
            var index = Index(attributes, family, present);
            groups.AddRange(index.Groups);
            groups.AddRange((declared ?? []).Where(g => g.Conditions.Select(c => c.Attribute).ToHashSet().SetEquals(family) && !index.Groups.Contains(g)).Distinct());
        }
        return new(attributes, families, groups);
    }

    /// <summary>The groups in three tables, each with its rows; rows of no known group are in that of everybody alone.</summary>
    /// <param name="train">The training records.</param>
    /// <param name="holdout">The held-out records, or null.</param>
    /// <param name="synthetic">The records in the place of made-up ones.</param>
    public IReadOnlyList<RecordGroup> In(RecordTable train, RecordTable? holdout, RecordTable synthetic)
    {
        var (ofTrain, ofHoldout, ofSynthetic) = (Rows(train), holdout is null ? null : Rows(holdout), Rows(synthetic));
        return [.. All.Select(g => new RecordGroup(g, ofTrain.GetValueOrDefault(g, []), ofHoldout?.GetValueOrDefault(g, []) ?? [], ofSynthetic.GetValueOrDefault(g, [])))];
    }

    private Dictionary<Subgroup, int[]> Rows(RecordTable table)
    {
        var rows = new Dictionary<Subgroup, int[]> { [Subgroup.Overall] = [.. Enumerable.Range(0, table.Count)] };
        if (table.Count == 0) return rows;
        foreach (var family in _families)
        {
            var index = Index(_attributes, family, [table]);
            var members = index.Groups.Select(_ => new List<int>()).ToArray();
            for (var row = 0; row < table.Count; row++) members[index.Codes[row]].Add(row);
            for (var g = 0; g < members.Length; g++) rows[index.Groups[g]] = [.. members[g]];
        }
        return rows;
    }

    private static GroupIndex Index(Attribute[] attributes, IReadOnlyList<string> family, RecordTable[] tables) =>
        GroupIndex.Of([.. attributes.Where(a => family.Contains(a.Name)).Select(a => a.Coded(tables))]);

    // One attribute: the levels it may have, and how a table's column becomes one of them.
    private sealed class Attribute(string name, string column, IReadOnlyList<string> levels, double[]? edges, string missing)
    {
        private readonly Dictionary<string, int> _codes = levels.Select((level, k) => (level, k)).ToDictionary(p => p.level, p => p.k, StringComparer.Ordinal);

        public string Name => name;

        public static Attribute? Of(AttributePlan plan, string missing, RecordTable[] tables, List<string> faults)
        {
            var asked = Unprintable.Replace(plan.Column);
            if (tables[0].Find(plan.Column) is not { } first)
            {
                var near = NearestName.Of(plan.Column, tables[0].Columns.Select(c => c.Name));
                faults.Add($"the column '{asked}' is not among those that are compared.{(near is null ? "" : $" Did you mean '{Unprintable.Replace(near)}'?")}");
                return null;
            }
            if (first is RecordColumn.Key or RecordColumn.Date)
            {
                faults.Add($"the column '{asked}' holds {(first is RecordColumn.Key ? "keys" : "dates")}, which have no levels. Name a column of categories or numbers.");
                return null;
            }
            double[]? edges = plan.Bins is { Count: > 0 } bins ? [.. bins] : null;
            IReadOnlyList<string> levels;
            if (edges is not null)
            {
                if (first is RecordColumn.Category category && category.Levels.Any(l => !double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
                {
                    faults.Add($"the column '{asked}' holds texts, and 'bins' part numbers. Take 'bins' out, or name a column of numbers.");
                    return null;
                }
                levels = plan.BinLevels!;
            }
            else
            {
                levels = [.. tables.SelectMany(t => Texts(t.Find(plan.Column)!)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
                if (levels.Count > MostLevels)
                {
                    faults.Add($"the attribute '{Unprintable.Replace(plan.Name)}' has more than {MostLevels} levels. Declare 'bins' for it when it is a number, or name another column.");
                    return null;
                }
            }
            if (levels.Contains(missing, StringComparer.Ordinal))
            {
                faults.Add($"'{Unprintable.Replace(missing)}' is a value of the attribute '{Unprintable.Replace(plan.Name)}' and also the name for rows without a value. Set 'subgroups.missing' to another name.");
                return null;
            }
            if (plan.Reference is { } reference && reference != missing && !levels.Contains(reference, StringComparer.Ordinal))
                faults.Add($"the reference '{Unprintable.Replace(reference)}' of the attribute '{Unprintable.Replace(plan.Name)}' does not occur; its levels are {string.Join(", ", levels.Take(AuditInputException.ShownFaults).Select(l => $"'{Unprintable.Replace(l)}'"))}.");
            return new(plan.Name, plan.Column, levels, edges, missing);
        }

        // All tables one below the other, over all levels, occurring or not: a group index keeps those that occur.
        public AttributeColumn Coded(RecordTable[] tables) =>
            new(name, [.. levels, missing], [.. tables.SelectMany(t => Codes(t.Find(column)!))], 0, false);

        private IEnumerable<int> Codes(RecordColumn values)
        {
            if (edges is null) return Texts(values).Select(text => text is null ? levels.Count : _codes.GetValueOrDefault(text, levels.Count));
            return Numbers(values).Select(value => double.IsNaN(value) ? levels.Count : edges.Count(edge => value >= edge));
        }

        private static IEnumerable<string?> Texts(RecordColumn values) => values is RecordColumn.Category category
            ? category.Codes.Select(code => code < 0 ? null : category.Levels[code])
            : Numbers(values).Select(value => double.IsNaN(value) ? null : value.ToString("R", CultureInfo.InvariantCulture));

        private static IEnumerable<double> Numbers(RecordColumn values)
        {
            if (values is RecordColumn.Number number) return number.Values;
            var category = (RecordColumn.Category)values;
            double[] ofLevel = [.. category.Levels.Select(l => double.TryParse(l, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN)];
            return category.Codes.Select(code => code < 0 ? double.NaN : ofLevel[code]);
        }
    }
}
