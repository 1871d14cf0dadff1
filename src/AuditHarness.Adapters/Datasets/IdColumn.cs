using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>The column that identifies a row: never empty, and no id twice. Numbers the ids in the order in which they come.</summary>
internal sealed class IdColumn(CsvFile file, int column, InputFaults faults)
{
    private readonly Dictionary<UInt128, int> _numbers = [];
    private readonly List<int> _lines = [];

    /// <summary>How many ids were read.</summary>
    public int Count => _lines.Count;

    /// <summary>The line on which an id stands.</summary>
    /// <param name="number">The id's number.</param>
    public int Line(int number) => _lines[number];

    /// <summary>Reads the current row's id; notes when it is missing or was there before.</summary>
    /// <param name="id">The id; 0 after a fault.</param>
    public bool TryRead(out UInt128 id)
    {
        id = default;
        var text = file.Field(column);
        if (text.IsEmpty)
        {
            faults.Add($"{Where}: an id is missing", "Give every row an id.", file.Line);
            return false;
        }
        id = RowKey.Of(text);
        if (!_numbers.TryAdd(id, _lines.Count))
        {
            faults.Add($"{Where}: an id is there twice", "Keep one row per id.", file.Line,
                string.Create(CultureInfo.InvariantCulture, $"same id as line {_lines[_numbers[id]]}"));
            return false;
        }
        _lines.Add((int)Math.Min(file.Line, int.MaxValue));
        return true;
    }

    /// <summary>Finds the number of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="number">Its number.</param>
    public bool TryFind(UInt128 id, out int number) => _numbers.TryGetValue(id, out number);

    private string Where => $"{file.Shown}, column {Quoted.Text(file.Columns[column])}";
}
