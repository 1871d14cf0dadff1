using AuditHarness.Models;
using MathNet.Numerics.Distributions;

namespace AuditHarness.Generative.SyntheticRecords.References;

/// <summary>
/// A column as a Gaussian copula sees it. Numbers and days have a dimension for their values and, where some are missing, a second one for
/// whether they are. Of categories, in the order of their levels, being missing is one more.
/// </summary>
internal sealed class CopulaColumn
{
    private readonly RecordColumn _train;
    private readonly double[] _sorted = [];
    private readonly ValueGrid _grid;
    private readonly int[] _levels = [];
    private readonly int? _value;
    private readonly int? _missing;
    private readonly LatentMargin? _groups;
    private readonly double _missingFrom;

    /// <summary>Fits a column.</summary>
    /// <param name="train">Numbers, days or categories.</param>
    /// <param name="margins">Its dimensions are added; a column that does not vary has none.</param>
    public CopulaColumn(RecordColumn train, List<LatentMargin> margins)
    {
        _train = train;
        if (train is RecordColumn.Category category)
        {
            var groups = Array.ConvertAll(category.Codes, code => code < 0 ? category.Levels.Count : code);
            _levels = [.. groups.Distinct().Order()];
            if (_levels.Length > 1) (_value, _groups) = Add(margins, Array.ConvertAll(groups, g => Array.BinarySearch(_levels, g)), _levels.Length);
            return;
        }
        var values = ValueGrid.Values(train)!;
        _sorted = [.. values.Where(v => !double.IsNaN(v)).Order()];
        _grid = ValueGrid.Of(_sorted);
        double[] distinct = [.. _sorted.Distinct()];
        if (distinct.Length > 1) (_value, _) = Add(margins, Array.ConvertAll(values, v => double.IsNaN(v) ? -1 : Array.BinarySearch(distinct, v)), distinct.Length);
        if (_sorted.Length == 0 || _sorted.Length == values.Length) return;
        (_missing, var states) = Add(margins, Array.ConvertAll(values, v => double.IsNaN(v) ? 1 : 0), 2);
        _missingFrom = states.Edges[0];
    }

    /// <summary>Made-up values.</summary>
    /// <param name="hidden">Row by row the hidden normals of all dimensions.</param>
    public RecordColumn Made(double[][] hidden)
    {
        if (_train is RecordColumn.Category category)
        {
            return category with
            {
                Codes = Array.ConvertAll(hidden, z => _levels[_value is { } at ? _groups!.Group(z[at]) : 0] is var code && code < category.Levels.Count ? code : -1),
            };
        }
        return ValueGrid.With(_train, Array.ConvertAll(hidden, z =>
            _sorted.Length == 0 || (_missing is { } state && z[state] > _missingFrom) ? double.NaN
            : _value is { } at ? Quantile(Normal.CDF(0, 1, z[at])) : _sorted[0]));
    }

    // Between the k-th value, which stands for (k − ½)/n, and the next the quantile rises evenly (type 5 of Hyndman, Fan 1996, Am. Stat. 50:361–365).
    private double Quantile(double share)
    {
        var place = Math.Clamp((share * _sorted.Length) - 0.5, 0, _sorted.Length - 1);
        var below = (int)place;
        if (below == _sorted.Length - 1) return _sorted[below];
        var (low, high) = (_sorted[below], _sorted[below + 1]);
        return low == high ? low : Math.Clamp(_grid.Nearest(low + ((place - below) * (high - low))), low, high);
    }

    private static (int At, LatentMargin Margin) Add(List<LatentMargin> margins, int[] groups, int count)
    {
        var counts = new int[count];
        foreach (var group in groups)
            if (group >= 0) counts[group]++;
        margins.Add(new(groups, counts));
        return (margins.Count - 1, margins[^1]);
    }
}
