using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>How many decimals the numbers of a column have, so that made-up ones have no more: an age stays whole, and so does a day.</summary>
/// <param name="Decimals">From 0 to 6; null when the values have more.</param>
internal readonly record struct ValueGrid(int? Decimals)
{
    private const int Most = 6;

    /// <summary>The grid that all values lie on.</summary>
    /// <param name="values">Values; NaN where missing.</param>
    public static ValueGrid Of(ReadOnlySpan<double> values)
    {
        var decimals = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            while (Math.Round(value, decimals) != value)
                if (++decimals > Most) return new(null);
        }
        return new(decimals);
    }

    /// <summary>The value of the grid that is nearest.</summary>
    public double Nearest(double value) => Decimals is { } decimals ? Math.Round(value, decimals) + 0.0 : value;

    /// <summary>Numbers or days; null for columns of other kinds.</summary>
    public static double[]? Values(RecordColumn column) => column switch
    {
        RecordColumn.Number number => number.Values,
        RecordColumn.Date date => date.Days,
        _ => null,
    };

    /// <summary>A column of the same name and kind with other numbers or days.</summary>
    public static RecordColumn With(RecordColumn column, double[] values) =>
        column is RecordColumn.Date ? new RecordColumn.Date(column.Name, values) : new RecordColumn.Number(column.Name, values);
}
