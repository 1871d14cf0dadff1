using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>A protected attribute that a config is to compare.</summary>
/// <param name="Plan">The column, and bins where it holds ages.</param>
/// <param name="Kind">What kind it is.</param>
/// <param name="Groups">Its groups over the rows to evaluate; not to be shown where they are small.</param>
/// <param name="Guess">Why.</param>
internal sealed record AttributeGuess(AttributePlan Plan, ProtectedKind Kind, IReadOnlyList<LevelCount> Groups, Guess Guess)
{
    /// <summary>Stands for rows without a value while groups are counted; no data has it.</summary>
    public const string NoValue = "\u2205 no value";

    // A second column of a kind often says something else (race and ethnicity), a third seldom does.
    private const int MostOfOneKind = 2;
    private const double OldestInYears = 120;

    /// <summary>The group that the others are compared with: the largest of those with a value.</summary>
    public LevelCount Reference => Groups.Where(g => g.Level != MissingLevel).MaxBy(g => g.Rows)!;

    /// <summary>True when more rows have no value than any other, so that the audit must be told what to compare with.</summary>
    public bool PinsReference => Groups.MaxBy(g => g.Rows) != Reference && !Config.ConfigText.IsUnsafe(Reference.Level);

    /// <summary>How rows without a value are called.</summary>
    public required string MissingLevel { get; init; }

    /// <summary>Columns that are named as protected attributes are.</summary>
    /// <param name="table">The data.</param>
    public static IReadOnlyList<(TableColumn Column, ProtectedKind Kind)> Candidates(TableInspection table) =>
        [.. table.Columns.Select(c => (Column: c, Kind: ProtectedKinds.Find(c.Name)!)).Where(c => c.Kind is not null && !c.Column.IsRisk)
            .OrderBy(c => ProtectedKinds.All.ToList().IndexOf(c.Kind))];

    /// <summary>What has to be counted of a candidate: its texts, or its years between all edges.</summary>
    /// <param name="column">The column.</param>
    /// <param name="kind">Its kind.</param>
    /// <returns>Null, with the reason, where it makes no groups.</returns>
    public static (AttributePlan? Plan, string Why) Countable(TableColumn column, ProtectedKind kind)
    {
        if (kind == ProtectedKinds.Age && column.Type is ColumnType.Date or ColumnType.Time)
            return (null, "it is a day of birth: an age is compared, so put a column with the age at the time of prediction into the data");
        if (kind == ProtectedKinds.Age && column is { Type: ColumnType.Number or ColumnType.Integer, Deciles: { } deciles } && !(IsBand(column) && column.Levels is { Count: <= 20 }))
        {
            if (deciles[8] > OldestInYears) return (null, deciles[0] > 1850 && deciles[8] < 2100
                ? "it is a year of birth: an age is compared, so put a column with the age at the time of prediction into the data"
                : "its numbers are no ages in years: name bins for it yourself");
            if (deciles[8] < 3) return (null, "its numbers are no ages in years: name bins for it yourself");
            return (new(column.Name, column.Name, AgeBins.All, null), "");
        }
        if (column.Levels is not { } levels || levels.Count > kind.MostLevels)
            return (null, FormattableString.Invariant($"it has more than {kind.MostLevels} different values, which make groups too small to be compared"));
        return levels.Count < 2 ? (null, "it has one value only") : (new(column.Name, column.Name, null, null), "");
    }

    /// <summary>The attributes of a config.</summary>
    /// <param name="candidates">Columns with their kind.</param>
    /// <param name="counts">Their groups.</param>
    /// <param name="missing">How rows without a value are called.</param>
    /// <param name="passedOver">Takes the names of those that are left out, and why.</param>
    public static IReadOnlyList<AttributeGuess> Of(IReadOnlyList<(TableColumn Column, ProtectedKind Kind)> candidates, GroupCounts counts, string missing, List<(string Column, string Why)> passedOver)
    {
        var attributes = new List<AttributeGuess>();
        foreach (var (column, kind) in candidates)
        {
            var (plan, why) = Countable(column, kind);
            if (plan is not null && attributes.Count(a => a.Kind == kind) is var before && before >= (kind == ProtectedKinds.Age ? 1 : MostOfOneKind))
                (plan, why) = (null, $"{Named.One(attributes.Last(a => a.Kind == kind).Plan.Column)} already tells {kind.Name}");
            if (plan is not null && counts.Levels.TryGetValue(column.Name, out var levels) && Finish(plan, column, kind, [.. levels.Select(l => l.Level == NoValue ? l with { Level = missing } : l)], missing) is { } attribute) attributes.Add(attribute);
            else passedOver.Add((column.Name, plan is null ? why : "among the rows to evaluate it makes no two groups that can be compared"));
        }
        return attributes;
    }

    private static AttributeGuess? Finish(AttributePlan plan, TableColumn column, ProtectedKind kind, IReadOnlyList<LevelCount> levels, string missingLevel)
    {
        var missing = column.Missing > 0 ? " Rows without a value are a group of their own." : "";
        var name = $"Its name tells {kind.Name}";
        if (plan.Bins is not null)
        {
            var (edges, bins) = AgeBins.Of(levels);
            return edges.Count == 0 ? null : new(plan with { Bins = edges }, kind, bins,
                new("attribute", $"{Named.One(column.Name)} in groups {string.Join(", ", AgeBins.Plan(edges).BinLevels!)}", $"{name}; its years are cut where clinics cut them, as far as no group becomes too small to be compared.{missing}")) { MissingLevel = missingLevel };
        }
        if (levels.Count(l => l.Level != missingLevel) < 2) return null;
        var coded = column.Type is ColumnType.Integer or ColumnType.Number && levels.All(l => l.Level.Length <= 2) ? " Its values are codes: the report shows them as they are, so write down what they mean, or recode them." : "";
        return new(plan, kind, levels, new("attribute", Named.One(column.Name), $"{name}.{coded}{missing}")) { MissingLevel = missingLevel };
    }

    private static bool IsBand(TableColumn column) => ColumnWords.Of(column.Name) is var words && words.All.Any(w => w is "band" or "group" or "grp" or "cat" or "category" or "class" or "range" or "bin" or "klasse" or "gruppe")
        || column.Name.Contains("gruppe", StringComparison.OrdinalIgnoreCase) || column.Name.Contains("klasse", StringComparison.OrdinalIgnoreCase);
}
