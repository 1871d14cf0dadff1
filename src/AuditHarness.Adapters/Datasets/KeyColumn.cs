namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// A column whose texts say which rows belong together, a cluster or a stratum: any number of different ones, compared exactly and
/// never kept. Numbers them in the order in which they come.
/// </summary>
/// <param name="file">The data.</param>
/// <param name="column">Index of the column.</param>
/// <param name="what">What it names, with its article: "a cluster".</param>
/// <param name="key">The config's key for it.</param>
/// <param name="faults">Where faults are noted.</param>
internal sealed class KeyColumn(TableFile file, int column, string what, string key, InputFaults faults)
{
    private readonly Dictionary<UInt128, int> _numbers = [];

    /// <summary>The number of the current row's text; 0 after a fault.</summary>
    public int Read()
    {
        var text = file.Field(column);
        if (text.IsEmpty)
        {
            faults.Add($"{file.Shown}, column {Quoted.Text(file.Columns[column])}: {what} is missing",
                $"Fill the empty fields, or take '{key}' out of the config: without it no one knows which rows belong together.", file.Place);
            return 0;
        }
        if (_numbers.TryGetValue(RowKey.Of(text), out var number)) return number;
        _numbers.Add(RowKey.Of(text), _numbers.Count);
        return _numbers.Count - 1;
    }
}
