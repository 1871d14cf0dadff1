namespace AuditHarness.Audits;

/// <summary>A generator in an ONNX file that makes records in one pass: noise and conditions in, encoded columns out.</summary>
/// <param name="File">Path as the config writes it.</param>
/// <param name="Columns">How its output becomes columns: each takes the next numbers of a row, in this order. At least one.</param>
public sealed record OnnxGeneratorPlan(string File, IReadOnlyList<DecodedColumnPlan> Columns)
{
    /// <summary>Input that takes the noise, float[N, width]; null for the only one, or the one called "noise".</summary>
    public string? NoiseInput { get; init; }

    /// <summary>True for noise that is uniform between 0 and 1; false for a standard normal.</summary>
    public bool Uniform { get; init; }

    /// <summary>Input that takes the conditions, float[N, width], each as one number per level of which one is 1; null where it takes none.</summary>
    public string? ConditionInput { get; init; }

    /// <summary>The conditions, in the order of their numbers. One that a request does not set is that of a training record drawn at random.</summary>
    public IReadOnlyList<ConditionPlan> Conditions { get; init; } = [];

    /// <summary>Most rows of one pass. 1 to 100,000.</summary>
    public int BatchRows { get; init; } = 1000;

    /// <summary>Operator domains that are allowed beyond the standard ones.</summary>
    public IReadOnlyList<string> AllowedDomains { get; init; } = [];
}

/// <summary>A condition of a generator.</summary>
/// <param name="Column">A column of categories.</param>
/// <param name="Levels">Its categories, in the order of their numbers.</param>
public sealed record ConditionPlan(string Column, IReadOnlyList<string> Levels);

/// <summary>How numbers of a generator's output become the values of a column.</summary>
/// <param name="Column">Name of the column.</param>
public sealed record DecodedColumnPlan(string Column)
{
    /// <summary>Of a category: its levels, one number each, of which the largest wins and the first of equals. Empty for numbers and dates, which take one number.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The value is the number times this, …</summary>
    public double Scale { get; init; } = 1;

    /// <summary>… plus this. Dates are days since 1970-01-01.</summary>
    public double Shift { get; init; }

    /// <summary>Decimals that a value is rounded to, 0 to 15; null for all.</summary>
    public int? Decimals { get; init; }

    /// <summary>Least value: those below become it. Null for none.</summary>
    public double? Minimum { get; init; }

    /// <summary>Largest value: those above become it. Null for none.</summary>
    public double? Maximum { get; init; }

    /// <summary>True when one more number stands before the others: the value is missing where it is above ½.</summary>
    public bool MissingFlag { get; init; }

    /// <summary>How many numbers of a row it takes.</summary>
    public int Width => (MissingFlag ? 1 : 0) + Math.Max(1, Levels.Count);
}
