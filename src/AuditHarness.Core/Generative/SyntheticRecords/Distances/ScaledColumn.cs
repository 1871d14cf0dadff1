using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>A column that is compared.</summary>
/// <param name="Position">Its position in the tables.</param>
/// <param name="IsCategory">True when values are equal or not, and nothing between.</param>
/// <param name="HasMissing">True when training records lack it.</param>
/// <param name="Lowest">Smallest value in the training records.</param>
/// <param name="Inverse">1 / range.</param>
/// <param name="Weight">What it counts, in (0, 1].</param>
internal sealed record ScaledColumn(int Position, bool IsCategory, bool HasMissing, double Lowest, double Inverse, double Weight)
{
    /// <summary>What stands for a missing value: as far as can be from any other, and equal to itself.</summary>
    public const double Missing = double.PositiveInfinity;

    public static ScaledColumn Of(int position, RecordColumn column, double weight)
    {
        // Different codes are whole numbers apart: 1 or more, hence 1.
        if (column is RecordColumn.Category) return new(position, true, false, 0, 1, weight);
        var (low, high, missing) = (double.PositiveInfinity, double.NegativeInfinity, false);
        foreach (var value in Values(column))
        {
            if (double.IsNaN(value)) missing = true;
            else (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        if (low > high) (low, high) = (0, 0);
        // Finite, so that 0 times it is 0: without a range any difference is 1.
        return new(position, false, missing, low, Math.Clamp(1 / (high - low), double.Epsilon * (1L << 52), double.MaxValue), weight);
    }

    public static double[] Values(RecordColumn column) => column switch
    {
        RecordColumn.Number number => number.Values,
        RecordColumn.Date date => date.Days,
        _ => throw new ArgumentException($"Column '{column.Name}' has no numbers.", nameof(column)),
    };

    public static double Value(RecordColumn column, int row)
    {
        if (column is RecordColumn.Category category) return category.Codes[row] is var code and >= 0 ? code : Missing;
        var value = Values(column)[row];
        return double.IsNaN(value) ? Missing : value;
    }
}
