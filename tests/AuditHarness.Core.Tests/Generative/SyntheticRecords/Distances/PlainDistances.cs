using AuditHarness.Models;

namespace AuditHarness.Generative.SyntheticRecords.Distances;

/// <summary>The distance as its definition says, and what is made of it by looking at every pair: slow and plain.</summary>
internal static class PlainDistances
{
    public static double[][] Between(RecordTable train, RecordTable first, RecordTable second, double[]? weights = null)
    {
        var compared = Enumerable.Range(0, train.Columns.Count).Where(c => train.Columns[c] is not RecordColumn.Key).ToArray();
        weights ??= [.. compared.Select(_ => 1.0)];
        var total = weights.Sum();
        var sums = Enumerable.Range(0, first.Count).Select(_ => new double[second.Count]).ToArray();
        for (var k = 0; k < compared.Length; k++)
        {
            var c = compared[k];
            var range = train.Columns[c] is RecordColumn.Category ? double.NaN : Range(Values(train.Columns[c]));
            var (a, b) = (Values(first.Columns[c]), Values(second.Columns[c]));
            for (var i = 0; i < a.Length; i++)
                for (var j = 0; j < b.Length; j++) sums[i][j] += weights[k] * Apart(a[i], b[j], range) / total;
        }
        return sums;
    }

    // NaN where a value is missing, and as the range of a category.
    private static double Apart(double a, double b, double range)
    {
        if (double.IsNaN(a) || double.IsNaN(b)) return double.IsNaN(a) && double.IsNaN(b) ? 0 : 1;
        if (double.IsNaN(range) || range == 0) return a == b ? 0 : 1;
        return Math.Min(Math.Abs(a - b) / range, 1);
    }

    private static double Range(double[] values)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToArray();
        return known.Length == 0 ? 0 : known.Max() - known.Min();
    }

    private static double[] Values(RecordColumn column) => column switch
    {
        RecordColumn.Date date => date.Days,
        RecordColumn.Category category => Array.ConvertAll(category.Codes, c => c < 0 ? double.NaN : c),
        _ => ((RecordColumn.Number)column).Values,
    };

    /// <summary>The nearest first; equal ones (to 1e-11) in order of rows.</summary>
    public static (int Row, double Distance)[] Nearest(double[] distances, int most, int self = -1) =>
        [.. distances.Select((d, row) => (row, d)).Where(p => p.row != self).OrderBy(p => Math.Round(p.d, 11)).ThenBy(p => p.row).Take(most)];
}
