using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Gathers what a column holds, row by row.</summary>
/// <param name="table">The table.</param>
/// <param name="column">Index of the column.</param>
/// <param name="declared">Type that the plan gives it, or null.</param>
internal sealed class ColumnInspector(TableFile table, int column, ColumnType? declared)
{
    private const int MostSampled = 10_000;

    private readonly ColumnType? _known = declared ?? table.StoredType(column);
    private readonly TextLevels _texts = new(TableColumn.MostLevels);
    private readonly List<int> _rows = [];
    private readonly TypeGuess _guess = new(table.Decimal, table.Source.Zone is not null);
    private readonly HashSet<UInt128> _keys = [];
    private readonly List<double> _sample = [];
    private int _values;
    private int _missing;
    private int _stride = 1;
    private bool _repeats;
    private bool _risks = true;
    private bool _fractions;

    /// <summary>Takes the current row.</summary>
    public void Take()
    {
        var number = double.NaN;
        if (_known is ColumnType.Number && _texts.Overflowed)
        {
            // A stored number has no text until one is made.
            if (table.IsMissing(column)) _missing++;
            else
            {
                table.TryNumber(column, out number);
                Number(number);
                _values++;
            }
            return;
        }
        var text = table.Field(column);
        if (text.IsEmpty)
        {
            _missing++;
            return;
        }
        if (_known is null) _guess.Take(text, out number);
        else if (_known is ColumnType.Text || !table.TryNumber(column, out number)) number = double.NaN;
        Number(number);
        if (!_texts.Overflowed)
        {
            var code = _texts.Code(text);
            if (code == _rows.Count) _rows.Add(0);
            if (code >= 0) _rows[code]++;
        }
        // Measurements are seldom ids, and to compare a million of them would take longer than to read them.
        if (!_repeats && (_known ?? _guess.Type) != ColumnType.Number && !_keys.Add(RowKey.Of(text)))
        {
            _repeats = true;
            _keys.Clear();
            _keys.TrimExcess();
        }
        _values++;
    }

    /// <summary>What the column holds.</summary>
    public TableColumn Finish()
    {
        var stored = table.StoredType(column);
        var type = declared ?? stored ?? _guess.Type;
        return new(table.Columns[column], type, declared is not null ? TypeOrigin.Declared : stored is not null ? TypeOrigin.Stored : TypeOrigin.Inferred, _missing)
        {
            Levels = _texts.Overflowed ? null : [.. _texts.Texts.Select((text, code) => new TableLevel(text, _rows[code])).OrderBy(level => level.Text, StringComparer.Ordinal)],
            IsUnique = !_repeats && _missing == 0 && _values > 0 && _keys.Count == _values,
            IsRisk = _risks && _fractions && type is ColumnType.Number,
            Deciles = type is ColumnType.Number or ColumnType.Integer && _sample.Count > 0 ? Deciles() : null,
            Note = stored is null && declared is null && _guess is { LacksZone: true, Type: ColumnType.Text }
                ? "Its values are times without a zone: say in 'data.zone' by which clock they are." : "",
        };
    }

    // Every row, then every second, every fourth …: evenly spread, and the same for the same file.
    private void Number(double number)
    {
        if (double.IsNaN(number)) return;
        if (number is < 0 or > 1) _risks = false;
        else if (number is not (0 or 1)) _fractions = true;
        if ((_values & (_stride - 1)) != 0) return;
        _sample.Add(number);
        if (_sample.Count <= MostSampled) return;
        _stride *= 2;
        for (var k = 0; (2 * k) < _sample.Count; k++) _sample[k] = _sample[2 * k];
        _sample.RemoveRange((_sample.Count + 1) / 2, _sample.Count / 2);
    }

    private double[] Deciles()
    {
        double[] sorted = [.. _sample.Order()];
        return [.. Enumerable.Range(1, 9).Select(k => sorted[Math.Min(sorted.Length - 1, sorted.Length * k / 10)])];
    }
}
