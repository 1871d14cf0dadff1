using AuditHarness.Audits;

namespace AuditHarness.FirstContact;

/// <summary>What the data lacks for an audit and a query can make of it: an event of several values, a risk of a chance of survival, rows without a score left out.</summary>
internal sealed class Recoding
{
    private const string Patients = "patients", Scores = "scores";

    private readonly List<string> _columns = [];
    private readonly List<string> _conditions = [];
    private (string File, string Id, string Column)? _scores;

    /// <summary>True when the file can be read as it is.</summary>
    public bool IsEmpty => _columns.Count == 0 && _conditions.Count == 0 && _scores is null;

    /// <summary>Makes 1 of one text and 0 of all others.</summary>
    /// <param name="column">Column with the texts.</param>
    /// <param name="positive">The text.</param>
    /// <param name="name">Name of the new column.</param>
    public void Event(string column, string positive, string name) =>
        _columns.Add($"CASE WHEN CAST({Name(column)} AS VARCHAR) = {Text(positive)} THEN 1 WHEN {Name(column)} IS NOT NULL THEN 0 END AS {Name(name)}");

    /// <summary>Makes a risk of its counterpart.</summary>
    /// <param name="column">Column with the chance of the good outcome.</param>
    /// <param name="name">Name of the new column.</param>
    public void Complement(string column, string name) => _columns.Add($"1 - {Name(column)} AS {Name(name)}");

    /// <summary>Leaves out rows without a value.</summary>
    /// <param name="column">Column.</param>
    public void Present(string column) => _conditions.Add($"{Name(column)} IS NOT NULL");

    /// <summary>Takes the rows that have a prediction in another file.</summary>
    /// <param name="file">The file, as the config writes its path.</param>
    /// <param name="id">Column that both have.</param>
    /// <param name="column">Column with the score.</param>
    public void Join(string file, string id, string column) => _scores = (file, id, column);

    /// <summary>The data as a query makes it.</summary>
    /// <param name="data">The file.</param>
    public DataPlan Of(DataPlan data)
    {
        var all = _scores is { } s ? $"p.*, s.{Name(s.Column)}" : "*";
        List<string> lines = [$"SELECT {all}{string.Concat(_columns.Select(c => ", " + c))}", _scores is { } t ? $"FROM {Patients} p JOIN {Scores} s USING ({Name(t.Id)})" : $"FROM {Patients}"];
        if (_conditions.Count > 0) lines.Add($"WHERE {string.Join(" AND ", _conditions)}");
        var tables = new OrderedDictionary<string, string>(StringComparer.Ordinal) { [Patients] = data.File };
        if (_scores is { } scores) tables[Scores] = scores.File;
        return data with { File = "", Query = new(string.Join("\n", lines), tables, null) };
    }

    /// <summary>A name that no column has.</summary>
    /// <param name="wanted">What it should be.</param>
    /// <param name="columns">Names that are taken.</param>
    public static string Free(string wanted, IReadOnlyCollection<string> columns)
    {
        var name = wanted;
        while (columns.Contains(name, StringComparer.OrdinalIgnoreCase)) name += "_";
        return name;
    }

    private static string Name(string column) => $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
