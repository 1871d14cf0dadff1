using AuditHarness.Models;

namespace AuditHarness.Explanations;

/// <summary>
/// Columns of a feature table as numbers of about equal size: a number standardised, and squared unless it has but two values; an
/// indicator for each text (of the most frequent ones); and one for missing values, which otherwise take the mean.
/// </summary>
internal sealed class StandardInputs
{
    // Texts beyond the most frequent ones share their lack of an indicator: a column of free text must not become thousands.
    private const int MostTexts = 30;

    // Beyond so many deviations a value counts as so many: one outlier must not decide the square.
    private const double Reach = 5;

    private readonly double[] _values;
    private readonly int _width;

    /// <summary>Encodes.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="columns">Those of its columns that are used.</param>
    public StandardInputs(FeatureTable table, IReadOnlyList<FeatureColumn> columns)
    {
        OnlyText = columns is [FeatureColumn.Text text] ? text : null;
        var inputs = columns.SelectMany(c => c switch
        {
            FeatureColumn.Numeric numeric => OfNumbers(numeric.Values),
            FeatureColumn.Text texts => OfTexts(texts),
            _ => [],
        }).ToArray();
        _width = inputs.Length;
        _values = new double[table.Count * _width];
        for (var at = 0; at < _values.Length; at++) _values[at] = inputs[at % _width][at / _width];
    }

    /// <summary>The only column, when it is one of texts.</summary>
    public FeatureColumn.Text? OnlyText { get; }

    /// <summary>True when all rows are alike, so that nothing can be told from them.</summary>
    public bool IsConstant => _width == 0;

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> Row(int row) => _values.AsSpan(row * _width, _width);

    /// <summary>Several rows, one after the other.</summary>
    public double[] Take(int[] rows)
    {
        var taken = new double[rows.Length * _width];
        for (var r = 0; r < rows.Length; r++) Row(rows[r]).CopyTo(taken.AsSpan(r * _width));
        return taken;
    }

    private static IEnumerable<double[]> OfNumbers(double[] values)
    {
        var known = values.Where(v => !double.IsNaN(v)).ToArray();
        if (known.Length < values.Length && known.Length > 0) yield return Array.ConvertAll(values, v => double.IsNaN(v) ? 1.0 : 0);
        if (known.Length == 0 || known.Min() == known.Max()) yield break;
        // Divided by the largest first, so that no sum of squares overflows.
        var largest = known.Max(Math.Abs);
        var mean = known.Average(v => v / largest);
        var deviation = Math.Sqrt(known.Average(v => ((v / largest) - mean) * ((v / largest) - mean)));
        var standard = Array.ConvertAll(values, v => double.IsNaN(v) || deviation == 0 ? 0 : Math.Clamp(((v / largest) - mean) / deviation, -Reach, Reach));
        yield return standard;
        if (known.Distinct().Skip(2).Any()) yield return Array.ConvertAll(standard, v => v * v);
    }

    private static IEnumerable<double[]> OfTexts(FeatureColumn.Text texts)
    {
        // Missing is code −1.
        var rows = new int[texts.Levels.Count + 1];
        foreach (var code in texts.Codes) rows[code + 1]++;
        var present = Enumerable.Range(-1, rows.Length).Where(code => rows[code + 1] > 0).OrderByDescending(code => rows[code + 1]).ToArray();
        return present.Length < 2 ? [] : present.Take(MostTexts).Select(code => Array.ConvertAll(texts.Codes, c => c == code ? 1.0 : 0));
    }
}
