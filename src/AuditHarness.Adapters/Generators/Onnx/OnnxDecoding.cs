using System.Globalization;
using AuditHarness.Adapters.Datasets;
using AuditHarness.Audits;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Generators.Onnx;

/// <summary>Turns the numbers of a generator's output into columns, as the plan declares.</summary>
internal sealed class OnnxDecoding
{
    private readonly RecordTable _train;
    private readonly OnnxGeneratorPlan _plan;

    /// <summary>Checks that the plan makes every column of the training records.</summary>
    /// <exception cref="AuditInputException">A column is not made, is made twice or in another kind, or is none of the training records.</exception>
    public OnnxDecoding(RecordTable train, OnnxGeneratorPlan plan, string shown)
    {
        (_train, _plan) = (train, plan);
        List<string> faults = [];
        foreach (var column in plan.Columns)
        {
            if (train.Find(column.Column) is not { } real) faults.Add($"{Quoted.Text(column.Column)} is no column of the training records.{Quoted.Nearest(column.Column, train.Columns.Select(c => c.Name))}");
            else if (real is RecordColumn.Key) faults.Add($"{Quoted.Text(column.Column)} is a key, which is made up and not decoded.");
            else if (real is RecordColumn.Category != column.Levels.Count > 0)
                faults.Add($"{Quoted.Text(column.Column)} {(real is RecordColumn.Category ? "holds categories, and has no 'levels'" : "holds no categories, and has 'levels'")}.");
        }
        string[] made = [.. plan.Columns.Select(c => c.Column)];
        faults.AddRange(made.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => $"{Quoted.Text(g.Key)} is made twice."));
        faults.AddRange(plan.Conditions.Where(c => train.Find(c.Column) is not RecordColumn.Category).Select(c => $"{Quoted.Text(c.Column)} is a condition, and no column of categories of the training records."));
        faults.AddRange(train.Columns.Where(c => c is not RecordColumn.Key && !made.Contains(c.Name) && plan.Conditions.All(k => k.Column != c.Name)).Select(c => $"{Quoted.Text(c.Name)} is not made."));
        if (faults.Count > 0) throw AuditInputException.Of($"What is declared of the output of {shown} does not make the columns of the training records:", faults, faults.Count, "Declare every column once, in the kind that it has there.");
    }

    /// <summary>How many numbers of a row are decoded.</summary>
    public int Width => _plan.Columns.Sum(c => c.Width);

    /// <summary>Begins records that come pass by pass.</summary>
    /// <param name="count">How many there will be.</param>
    public DecodedRecords Begin(int count) => new(_train, _plan, Width, count);
}

/// <summary>Records of which the columns are filled pass by pass: of a generator's numbers no more are held than those of a pass.</summary>
internal sealed class DecodedRecords
{
    private readonly RecordTable _train;
    private readonly OnnxGeneratorPlan _plan;
    private readonly int _width;
    private readonly int _count;
    private readonly int[][] _codes;
    private readonly double[][] _values;
    private int _filled;

    /// <summary>No record yet.</summary>
    public DecodedRecords(RecordTable train, OnnxGeneratorPlan plan, int width, int count)
    {
        (_train, _plan, _width, _count) = (train, plan, width, count);
        _codes = [.. plan.Columns.Select(c => c.Levels.Count > 0 ? new int[count] : [])];
        _values = [.. plan.Columns.Select(c => c.Levels.Count > 0 ? [] : new double[count])];
    }

    /// <summary>Records of which a number was not finite.</summary>
    public int NotFinite { get; private set; }

    /// <summary>The first column that has a number which its scale and shift make too large for one; null for none.</summary>
    public string? TooLarge { get; private set; }

    /// <summary>Fills in the next records.</summary>
    /// <param name="output">Row by row their numbers.</param>
    /// <param name="rows">How many records.</param>
    public void Add(ReadOnlySpan<float> output, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            var numbers = output.Slice(row * _width, _width);
            if (numbers.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) NotFinite++;
            for (var (k, first) = (0, 0); k < _plan.Columns.Count; first += _plan.Columns[k].Width, k++) Decode(k, numbers.Slice(first, _plan.Columns[k].Width), _filled + row);
        }
        _filled += rows;
    }

    /// <summary>All of them.</summary>
    /// <param name="conditions">For each condition of the plan the level of every row.</param>
    public RecordTable Records(int[][] conditions)
    {
        var made = new Dictionary<string, RecordColumn>(StringComparer.Ordinal);
        for (var k = 0; k < conditions.Length; k++) made[_plan.Conditions[k].Column] = new RecordColumn.Category(_plan.Conditions[k].Column, _plan.Conditions[k].Levels, conditions[k]);
        foreach (var (k, plan) in _plan.Columns.Index())
            made[plan.Column] = plan.Levels.Count > 0 ? new RecordColumn.Category(plan.Column, plan.Levels, _codes[k])
                : _train.Find(plan.Column) is RecordColumn.Date ? new RecordColumn.Date(plan.Column, _values[k]) : new RecordColumn.Number(plan.Column, _values[k]);
        return new([.. _train.Columns.Select(c => made.TryGetValue(c.Name, out var column) ? column : new RecordColumn.Key(
            c.Name, [.. Enumerable.Range(1, _count).Select(k => string.Create(CultureInfo.InvariantCulture, $"synthetic-{k}"))]))], _count);
    }

    private void Decode(int column, ReadOnlySpan<float> numbers, int row)
    {
        var plan = _plan.Columns[column];
        var missing = plan.MissingFlag && numbers[0] > 0.5f;
        var scores = plan.MissingFlag ? numbers[1..] : numbers;
        if (plan.Levels.Count == 0)
        {
            var value = missing ? double.NaN : Value(plan, scores[0]);
            if (double.IsInfinity(value) && float.IsFinite(scores[0])) TooLarge ??= plan.Column;
            _values[column][row] = value;
            return;
        }
        var largest = 0;
        for (var k = 1; k < scores.Length; k++)
            if (scores[k] > scores[largest]) largest = k;
        _codes[column][row] = missing ? -1 : largest;
    }

    private static double Value(DecodedColumnPlan plan, float number)
    {
        var value = (number * plan.Scale) + plan.Shift;
        if (plan.Decimals is { } decimals) value = Math.Round(value, decimals);
        return Math.Min(Math.Max(value, plan.Minimum ?? double.NegativeInfinity), plan.Maximum ?? double.PositiveInfinity) + 0.0;
    }
}
