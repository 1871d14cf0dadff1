using AuditHarness.Models;

namespace AuditHarness.Statistics;

/// <summary>
/// How features become the columns of a regression: numbers standardized, a missing one at the mean and a column of its own that says so;
/// texts as one column for each level but the most frequent, and one for missing.
/// </summary>
public sealed class DesignMatrix
{
    /// <summary>Levels of a text with a column of their own; the rarer ones share one.</summary>
    public const int MostLevels = 50;

    private readonly IReadOnlyList<Code> _codes;

    private DesignMatrix(IReadOnlyList<Code> codes) => (_codes, Width) = (codes, codes.Sum(c => c.Width));

    /// <summary>Number of columns; 0 when no feature varies.</summary>
    public int Width { get; }

    /// <summary>The design of some features: a feature that does not vary has no column.</summary>
    /// <param name="features">Rows; missing values allowed.</param>
    /// <param name="weights">Positive, one per row; null counts every row once.</param>
    public static DesignMatrix Of(FeatureTable features, double[]? weights = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        return new([.. features.Columns.Select(Code (c) => c is FeatureColumn.Numeric number ? NumberCode.Of(number, weights) : TextCode.Of((FeatureColumn.Text)c, weights))]);
    }

    /// <summary>The columns of some rows, row by row.</summary>
    /// <param name="features">Features of the same kinds in the same order. A level never seen counts as missing.</param>
    public double[] Rows(FeatureTable features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var rows = new double[features.Count * Width];
        var at = 0;
        for (var c = 0; c < _codes.Count; c++)
        {
            _codes[c].Fill(features.Columns[c], rows, at, Width);
            at += _codes[c].Width;
        }
        return rows;
    }

    private abstract record Code(int Width)
    {
        public abstract void Fill(FeatureColumn column, double[] rows, int at, int stride);
    }

    private sealed record NumberCode(double Mean, double Deviation, bool SaysMissing) : Code((Deviation > 0 ? 1 : 0) + (SaysMissing ? 1 : 0))
    {
        public static NumberCode Of(FeatureColumn.Numeric column, double[]? weights)
        {
            var (all, sum, known, low, high) = (0.0, 0.0, 0, double.PositiveInfinity, double.NegativeInfinity);
            for (var i = 0; i < column.Count; i++)
            {
                if (double.IsNaN(column.Values[i])) continue;
                var weight = weights?[i] ?? 1;
                (all, sum, known) = (all + weight, sum + (weight * column.Values[i]), known + 1);
                (low, high) = (Math.Min(low, column.Values[i]), Math.Max(high, column.Values[i]));
            }
            var (mean, squares) = (known == 0 ? 0 : sum / all, 0.0);
            for (var i = 0; i < column.Count; i++)
                if (!double.IsNaN(column.Values[i])) squares += (weights?[i] ?? 1) * (column.Values[i] - mean) * (column.Values[i] - mean);
            return new(mean, high > low ? Math.Sqrt(squares / all) : 0, known > 0 && known < column.Count);
        }

        public override void Fill(FeatureColumn column, double[] rows, int at, int stride)
        {
            var values = ((FeatureColumn.Numeric)column).Values;
            for (var i = 0; i < values.Length; i++)
            {
                var missing = double.IsNaN(values[i]);
                if (Deviation > 0 && !missing) rows[(i * stride) + at] = (values[i] - Mean) / Deviation;
                if (SaysMissing && missing) rows[(i * stride) + at + Width - 1] = 1;
            }
        }
    }

    // −1 is the level without a column.
    private sealed record TextCode(IReadOnlyDictionary<string, int> Places, int Missing, int Columns) : Code(Columns)
    {
        public static TextCode Of(FeatureColumn.Text column, double[]? weights)
        {
            var (mass, missing) = (new double[column.Levels.Count], false);
            for (var i = 0; i < column.Count; i++)
                if (column.Codes[i] < 0) missing = true;
                else mass[column.Codes[i]] += weights?[i] ?? 1;
            var levels = Enumerable.Range(0, mass.Length).Where(l => mass[l] > 0).OrderByDescending(l => mass[l]).ThenBy(l => column.Levels[l], StringComparer.Ordinal).ToList();
            var places = new Dictionary<string, int>(StringComparer.Ordinal);
            for (var l = 0; l < levels.Count; l++) places[column.Levels[levels[l]]] = Math.Min(l, MostLevels) - 1;
            var columns = Math.Max(0, Math.Min(levels.Count - 1, MostLevels));
            return missing && levels.Count > 0 ? new(places, columns, columns + 1) : new(places, -1, columns);
        }

        public override void Fill(FeatureColumn column, double[] rows, int at, int stride)
        {
            var text = (FeatureColumn.Text)column;
            var places = text.Levels.Select(l => Places.TryGetValue(l, out var place) ? place : Missing).ToArray();
            for (var i = 0; i < text.Count; i++)
            {
                var place = text.Codes[i] < 0 ? Missing : places[text.Codes[i]];
                if (place >= 0) rows[(i * stride) + at + place] = 1;
            }
        }
    }
}
