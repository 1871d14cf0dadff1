namespace AuditHarness.Cohorts;

/// <summary>One level of one protected attribute, such as sex = female.</summary>
/// <param name="Attribute">Name of the attribute as the plan declares it.</param>
/// <param name="Level">Level of the attribute: a text of the data, a declared bin, or the plan's name for "missing".</param>
public readonly record struct AttributeLevel(string Attribute, string Level);

/// <summary>
/// The patients who share a level of one attribute, or of several (an intersection). <see cref="Overall"/>, with no
/// condition at all, is a subgroup too. Two subgroups with the same conditions in the same order are equal.
/// </summary>
public sealed class Subgroup : IEquatable<Subgroup>
{
    /// <summary>Everybody.</summary>
    public static Subgroup Overall { get; } = new();

    /// <summary>The subgroup that meets all the given conditions.</summary>
    /// <param name="conditions">At most one condition per attribute.</param>
    /// <exception cref="ArgumentException">An attribute is named twice.</exception>
    public Subgroup(params IReadOnlyList<AttributeLevel> conditions)
    {
        if (conditions.Select(c => c.Attribute).Distinct(StringComparer.Ordinal).Count() != conditions.Count)
            throw new ArgumentException("A subgroup names each attribute at most once.", nameof(conditions));
        Conditions = [.. conditions];
    }

    /// <summary>The conditions, in the order in which the plan declares the attributes.</summary>
    public IReadOnlyList<AttributeLevel> Conditions { get; }

    /// <summary>True for everybody.</summary>
    public bool IsOverall => Conditions.Count == 0;

    /// <summary>The attributes that define the subgroup, joined by " &amp; "; empty for overall.</summary>
    public string Attributes => string.Join(" & ", Conditions.Select(c => c.Attribute));

    /// <summary>The levels alone, joined by " &amp; "; "overall" for everybody.</summary>
    public string Levels => IsOverall ? "overall" : string.Join(" & ", Conditions.Select(c => c.Level));

    /// <inheritdoc/>
    public bool Equals(Subgroup? other) => other is not null && Conditions.SequenceEqual(other.Conditions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Subgroup);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var condition in Conditions) hash.Add(condition);
        return hash.ToHashCode();
    }

    /// <summary>"ethnicity = afam &amp; gender = male", or "overall".</summary>
    public override string ToString() =>
        IsOverall ? "overall" : string.Join(" & ", Conditions.Select(c => $"{c.Attribute} = {c.Level}"));
}
