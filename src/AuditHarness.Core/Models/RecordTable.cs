namespace AuditHarness.Models;

/// <summary>Records of patients, real or made up: columns of equal length. A row may be one patient, or one visit of a patient.</summary>
public sealed record RecordTable
{
    /// <summary>A table of the given columns.</summary>
    /// <param name="columns">The columns, named differently.</param>
    /// <param name="count">Number of rows.</param>
    /// <exception cref="ArgumentException">Two columns share a name, or a column has another number of rows.</exception>
    public RecordTable(IReadOnlyList<RecordColumn> columns, int count)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Select(c => c.Name).Distinct(StringComparer.Ordinal).Count() != columns.Count)
            throw new ArgumentException("Columns of a table have names of their own.", nameof(columns));
        if (columns.Any(c => c.Count != count)) throw new ArgumentException("Columns of a table have equal numbers of rows.", nameof(columns));
        (Columns, Count) = (columns, count);
    }

    /// <summary>The columns, in the order of the plan.</summary>
    public IReadOnlyList<RecordColumn> Columns { get; }

    /// <summary>Number of rows; may be 0.</summary>
    public int Count { get; }

    /// <summary>The column of that name, or null.</summary>
    public RecordColumn? Find(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <summary>The rows at the given positions, in that order; a row may be taken more than once.</summary>
    /// <param name="rows">Positions from 0.</param>
    public RecordTable Take(int[] rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new([.. Columns.Select(c => c.Take(rows))], rows.Length);
    }
}

/// <summary>One column of a <see cref="RecordTable"/>.</summary>
/// <param name="Name">Name of the column in the data.</param>
public abstract record RecordColumn(string Name)
{
    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>The rows at the given positions.</summary>
    /// <param name="rows">Positions from 0.</param>
    public abstract RecordColumn Take(int[] rows);

    /// <summary>True where a row has no value.</summary>
    /// <param name="row">Position from 0.</param>
    public abstract bool IsMissing(int row);

    /// <summary>Numbers.</summary>
    /// <param name="Name">Name of the column.</param>
    /// <param name="Values">One per row; NaN where the value is missing, else finite.</param>
    public sealed record Number(string Name, double[] Values) : RecordColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Values.Length;

        /// <inheritdoc/>
        public override bool IsMissing(int row) => double.IsNaN(Values[row]);

        /// <inheritdoc/>
        public override RecordColumn Take(int[] rows) => new Number(Name, Array.ConvertAll(rows, r => Values[r]));
    }

    /// <summary>Days.</summary>
    /// <param name="Name">Name of the column.</param>
    /// <param name="Days">Days since 1970-01-01, with a fraction where the data has times; NaN where the value is missing.</param>
    public sealed record Date(string Name, double[] Days) : RecordColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Days.Length;

        /// <inheritdoc/>
        public override bool IsMissing(int row) => double.IsNaN(Days[row]);

        /// <inheritdoc/>
        public override RecordColumn Take(int[] rows) => new Date(Name, Array.ConvertAll(rows, r => Days[r]));
    }

    /// <summary>Categories, also yes and no.</summary>
    /// <param name="Name">Name of the column.</param>
    /// <param name="Levels">The categories, each once. Tables that are compared share them, in the same order.</param>
    /// <param name="Codes">For each row the index in <paramref name="Levels"/>; −1 where the value is missing.</param>
    public sealed record Category(string Name, IReadOnlyList<string> Levels, int[] Codes) : RecordColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Codes.Length;

        /// <inheritdoc/>
        public override bool IsMissing(int row) => Codes[row] < 0;

        /// <inheritdoc/>
        public override RecordColumn Take(int[] rows) => new Category(Name, Levels, Array.ConvertAll(rows, r => Codes[r]));
    }

    /// <summary>What tells patients or visits apart: it is compared for being unique and for which rows belong together, never for its values.</summary>
    /// <param name="Name">Name of the column.</param>
    /// <param name="Values">One per row; null where the value is missing.</param>
    public sealed record Key(string Name, string?[] Values) : RecordColumn(Name)
    {
        /// <inheritdoc/>
        public override int Count => Values.Length;

        /// <inheritdoc/>
        public override bool IsMissing(int row) => Values[row] is null;

        /// <inheritdoc/>
        public override RecordColumn Take(int[] rows) => new Key(Name, Array.ConvertAll(rows, r => Values[r]));
    }
}
