namespace AuditHarness.Adapters.Datasets;

/// <summary>The column that identifies a row: never empty, and no id twice. Numbers the ids in the order in which they come.</summary>
internal sealed class IdColumn(TableFile file, int column, InputFaults faults)
{
    private readonly Dictionary<UInt128, int> _numbers = [];
    private readonly List<int> _rows = [];

    /// <summary>How many ids were read.</summary>
    public int Count => _rows.Count;

    /// <summary>Where an id stands.</summary>
    /// <param name="number">The id's number.</param>
    public RowPlace At(int number) => new(file.Place.Unit, _rows[number]);

    /// <summary>Reads the current row's id; notes when it is missing or was there before.</summary>
    /// <param name="id">The id; 0 after a fault.</param>
    public bool TryRead(out UInt128 id)
    {
        id = default;
        var text = file.Field(column);
        if (text.IsEmpty)
        {
            faults.Add($"{Where}: an id is missing", "Give every row an id.", file.Place);
            return false;
        }
        id = RowKey.Of(text);
        if (!_numbers.TryAdd(id, _rows.Count))
        {
            faults.Add($"{Where}: an id is there twice", "Keep one row per id.", file.Place, $"same id as {At(_numbers[id])}");
            return false;
        }
        _rows.Add((int)Math.Min(file.Place.Number, int.MaxValue));
        return true;
    }

    /// <summary>Takes an id that was read elsewhere, and that is new.</summary>
    /// <param name="id">The id.</param>
    /// <param name="place">Where it stands.</param>
    public void Add(UInt128 id, RowPlace place)
    {
        _numbers.Add(id, _rows.Count);
        _rows.Add((int)Math.Min(place.Number, int.MaxValue));
    }

    /// <summary>Finds the number of an id.</summary>
    /// <param name="id">The id.</param>
    /// <param name="number">Its number.</param>
    public bool TryFind(UInt128 id, out int number) => _numbers.TryGetValue(id, out number);

    private string Where => $"{file.Shown}, column {Quoted.Text(file.Columns[column])}";
}
