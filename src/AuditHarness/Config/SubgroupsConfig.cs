using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace AuditHarness.Config;

/// <summary>Whom to compare.</summary>
internal sealed record SubgroupsConfig
{
    public const int DefaultMinimumSize = 30;
    public const string DefaultMissing = "missing";

    [Description("Protected attributes: each a column's name, or an object with the column, a name and bins. May be empty: then only everybody together is measured.")]
    [MaxLength(100)]
    public required IReadOnlyList<AttributeConfig> Attributes { get; init; }

    [Description("Combinations of attributes, each a list of at least two of their names. Default: none.")]
    [MaxLength(100)]
    public IReadOnlyList<IReadOnlyList<string>>? Intersections { get; init; }

    [Description("Groups with fewer rows are measured, but left out of gaps and named there.")]
    [Range(1.0, int.MaxValue)]
    [DefaultValue(DefaultMinimumSize)]
    public int MinimumSize { get; init; }

    [Description("For each attribute, by name, the level the others are compared with. Default: its largest level.")]
    public IReadOnlyDictionary<string, string>? Reference { get; init; }

    [Description("Name of the level of rows without a value.")]
    [DefaultValue(DefaultMissing)]
    public string? Missing { get; init; }
}

/// <summary>One protected attribute; the column's name alone stands for an object with nothing else.</summary>
internal sealed record AttributeConfig
{
    [Description("Column of the data.")]
    public required string Column { get; init; }

    [Description("Name in the report and in expectations. Default: the column's name.")]
    public string? Name { get; init; }

    [Description("Inner edges that cut a numeric column, ascending: [40, 60] makes the levels \"<40\", \"40-<60\" and \">=60\". Default: every text is a level.")]
    [MinLength(1)]
    [MaxLength(100)]
    public IReadOnlyList<double>? Bins { get; init; }
}
