namespace AuditHarness.Models;

/// <summary>What a model is given of each patient: columns of equal length, in the order in which the plan names them.</summary>
/// <param name="Columns">The columns; at least one.</param>
public sealed record FeatureTable(IReadOnlyList<FeatureColumn> Columns)
{
    /// <summary>Number of patients.</summary>
    public int Count => Columns[0].Count;

    /// <summary>Where the rows stand in the data, for models that name a row when they refuse it; null where nobody needs to know.</summary>
    public RowPlaces? Places { get; init; }

    /// <summary>The rows at the given positions, in that order; a row may be taken more than once.</summary>
    /// <param name="rows">Positions from 0.</param>
    public FeatureTable Take(int[] rows) => new([.. Columns.Select(c => c.Take(rows))])
    {
        Places = Places is null ? null : Places with { Numbers = Array.ConvertAll(rows, r => Places.Numbers[r]) },
    };
}

/// <summary>Where rows stand in the data.</summary>
/// <param name="Data">The data, as messages name it.</param>
/// <param name="Unit">What is counted: "line" or "row".</param>
/// <param name="Numbers">For each row which one, from 1.</param>
public sealed record RowPlaces(string Data, string Unit, long[] Numbers);

/// <summary>One column of a <see cref="FeatureTable"/>.</summary>
/// <param name="Name">Name of the feature.</param>
public abstract record FeatureColumn(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The rows at the given positions.</summary>
    /// <param name="rows">Positions from 0.</param>
    public abstract FeatureColumn Take(int[] rows);

    /// <summary>Numbers; also whole numbers and yes/no as 1 and 0.</summary>
    /// <param name="Name">Name of the feature.</param>
    /// <param name="Values">One per row; NaN where the value is missing, else finite.</param>
    public sealed record Numeric(string Name, double[] Values) : FeatureColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Values.Length;

        /// <inheritdoc/>
        public override FeatureColumn Take(int[] rows) => new Numeric(Name, Array.ConvertAll(rows, r => Values[r]));
    }

    /// <summary>Texts.</summary>
    /// <param name="Name">Name of the feature.</param>
    /// <param name="Levels">The texts that occur, each once, in ordinal order.</param>
    /// <param name="Codes">For each row the index in <paramref name="Levels"/>; −1 where the value is missing.</param>
    public sealed record Text(string Name, IReadOnlyList<string> Levels, int[] Codes) : FeatureColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Codes.Length;

        /// <inheritdoc/>
        public override FeatureColumn Take(int[] rows) => new Text(Name, Levels, Array.ConvertAll(rows, r => Codes[r]));
    }
}
