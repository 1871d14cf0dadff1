using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// Gathers what is wrong with the rows of the files, so that all of it is told at once: for each kind of fault the first 20 rows
/// and the total. Rows are named by their line and never by their id, which may be a patient's name.
/// </summary>
internal sealed class InputFaults
{
    private readonly List<Kind> _kinds = [];
    private readonly Dictionary<string, Kind> _byProblem = new(StringComparer.Ordinal);

    /// <summary>True when nothing is wrong so far.</summary>
    public bool None => _kinds.Count == 0;

    /// <summary>Notes a fault of one row.</summary>
    /// <param name="problem">File, column and what is wrong, without the row: the same for all faults of a kind.</param>
    /// <param name="mend">The next move.</param>
    /// <param name="place">Where the row stands.</param>
    /// <param name="detail">What is special about this row, or null.</param>
    public void Add(string problem, string mend, RowPlace place, string? detail = null)
    {
        if (!_byProblem.TryGetValue(problem, out var kind))
            _kinds.Add(_byProblem[problem] = kind = new Kind(problem, mend));
        // A column may be read for two purposes, as an attribute and as a feature; its fault is one.
        if (kind.LastRow == place.Number && kind.Total > 0) return;
        kind.LastRow = place.Number;
        kind.Total++;
        if (kind.Rows.Count < AuditInputException.ShownFaults)
            kind.Rows.Add(string.Create(CultureInfo.InvariantCulture, $"{place}{(detail is null ? "" : ": " + detail)}"));
    }

    /// <summary>Notes a fault that is not about single rows.</summary>
    /// <param name="message">What, where, and how to mend it.</param>
    public void Add(string message) => _kinds.Add(new Kind(message, ""));

    /// <summary>Reports everything that was noted.</summary>
    /// <exception cref="AuditInputException">Something was noted.</exception>
    public void ThrowIfAny()
    {
        if (!None) throw Error();
    }

    /// <summary>Everything that was noted.</summary>
    public AuditInputException Error() => new(string.Join("\n\n", _kinds.Select(k => k.Message)));

    private sealed class Kind(string problem, string mend)
    {
        public List<string> Rows { get; } = [];

        public int Total { get; set; }

        public long LastRow { get; set; }

        public string Message => Total == 0 ? problem : AuditInputException.Of(
            string.Create(CultureInfo.InvariantCulture, $"{problem} ({Total} {(Total == 1 ? "row" : "rows")}):"), Rows, Total, mend).Message;
    }
}
