namespace AuditHarness.Explanations.Trees;

/// <summary>Some encoded rows turned on their side, so that a node compares a run of values of one slot.</summary>
internal sealed class RowBlock
{
    /// <summary>Most rows of a block: its columns, patterns and attributions stay in the cache.</summary>
    public const int MaxRows = 256;

    private readonly double[] _values;

    private RowBlock(double[] values, int count) => (_values, Count) = (values, count);

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    /// <summary>How many blocks rows need.</summary>
    public static int CountOf(int rows) => (rows + MaxRows - 1) / MaxRows;

    /// <summary>Block of the given number.</summary>
    /// <param name="ensemble">Says how long a row is and whether values are rounded to float.</param>
    /// <param name="encodedRows">All rows.</param>
    /// <param name="count">Number of all rows.</param>
    /// <param name="number">Number of the block, from 0.</param>
    public static RowBlock Of(TreeEnsemble ensemble, double[] encodedRows, int count, int number)
    {
        var first = number * MaxRows;
        var rows = Math.Min(MaxRows, count - first);
        var values = new double[ensemble.Slots * rows];
        for (var r = 0; r < rows; r++)
        {
            var row = encodedRows.AsSpan((first + r) * ensemble.Slots, ensemble.Slots);
            for (var s = 0; s < row.Length; s++) values[(s * rows) + r] = ensemble.SinglePrecision ? (float)row[s] : row[s];
        }
        return new(values, rows);
    }

    /// <summary>The rows' values of a slot.</summary>
    public ReadOnlySpan<double> Column(int slot) => _values.AsSpan(slot * Count, Count);
}
