using AuditHarness.Audits;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>A table that DuckDB reads: only the columns that are asked for before the first row.</summary>
internal abstract class DuckTable : TableFile
{
    // A batch of a column takes up to 18 KB.
    private const int MostBatchesAhead = 8, LeastBatchesAhead = 2, ColumnsAhead = 1000;

    private readonly DuckSession _session;
    private readonly string _relation;
    private readonly CancellationToken _stop;
    private readonly string[] _names;
    private readonly string[] _types;
    private DuckColumn?[] _columns;
    private DuckReadAhead? _ahead;
    private int _rows;
    private int _row;

    /// <param name="source">What the plan says of it.</param>
    /// <param name="shown">How messages name it.</param>
    /// <param name="session">Where it is read; the table disposes of it.</param>
    /// <param name="relation">What stands behind FROM.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="DuckDBException">It cannot be read.</exception>
    protected DuckTable(TableSource source, string shown, DuckSession session, string relation, CancellationToken stop) : base(source, shown, stop)
    {
        (_session, _relation, _stop) = (session, relation, stop);
        var described = session.Rows($"DESCRIBE SELECT * FROM {relation}");
        if (described.Count > MostColumns)
            throw new AuditInputException(FormattableString.Invariant(
                $"{Shown} has {described.Count:N0} columns, more than the {MostColumns:N0} that are read. Leave out those the audit does not need."));
        (_names, _types) = ([.. described.Select(d => d[0]!)], [.. described.Select(d => d[1]!)]);
        _columns = new DuckColumn?[_names.Length];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns => _names;

    /// <inheritdoc/>
    public override (string Name, string Version)? Library => ("DuckDB", _session.Version);

    /// <inheritdoc/>
    public override RowPlace Place => new(RowPlace.Row, Rows);

    /// <inheritdoc/>
    public override ColumnType? StoredType(int column) => (_columns[column] ?? DuckColumn.Of(_types[column], out _))?.Type;

    /// <summary>What is said of a failure while rows are read.</summary>
    protected abstract AuditInputException Fault(DuckDBException failure);

    /// <inheritdoc/>
    public override bool IsMissing(int column) => _columns[column]!.IsMissing(_row);

    /// <inheritdoc/>
    internal override ReadOnlySpan<byte> Raw(int column) => _columns[column]!.IsMissing(_row) ? [] : Bounded(_columns[column]!.Text(_row), column);

    /// <inheritdoc/>
    internal override bool TryRawNumber(int column, out double value) => _columns[column]!.TryNumber(_row, out value);

    /// <inheritdoc/>
    protected override string? Want(int column)
    {
        if (_columns[column] is not null) return null;
        if (_ahead is not null) throw new InvalidOperationException("Columns are named before the first row is read.");
        _columns[column] = DuckColumn.Of(_types[column], out var unusable);
        return unusable;
    }

    /// <inheritdoc/>
    protected override bool Holds(int column, ColumnType type) =>
        type == ColumnType.Text || StoredType(column) is { } stored && (stored == type && stored != ColumnType.Number);

    /// <inheritdoc/>
    protected override bool Next(InputFaults faults)
    {
        try
        {
            _ahead ??= Start();
            if (++_row >= _rows)
            {
                if (_ahead.Next() is not { } batch) return false;
                (_columns, _rows, _row) = (batch.Columns, batch.Rows, 0);
            }
        }
        catch (DuckDBException e)
        {
            _stop.ThrowIfCancellationRequested();
            throw Fault(e);
        }
        Count();
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        _ahead?.Dispose();
        _session.Dispose();
    }

    private DuckReadAhead Start()
    {
        var wanted = string.Join(", ", Enumerable.Range(0, _names.Length).Where(k => _columns[k] is not null)
            .Select(k => FormattableString.Invariant($"{_columns[k]!.Expression(DuckSession.Name(_names[k]))} AS c{k}")));
        var sql = $"SELECT {(wanted.Length == 0 ? "1" : wanted)} FROM {_relation}";
        var read = _columns.Select(c => c is not null).ToArray();
        var ahead = Math.Clamp(ColumnsAhead / Math.Max(1, read.Count(r => r)), LeastBatchesAhead, MostBatchesAhead);
        var more = Enumerable.Range(0, ahead).Select(_ => _types.Select((t, k) => read[k] ? DuckColumn.Of(t, out var _) : null).ToArray());
        return new(stop => _session.Stream(sql, stop), more, _stop);
    }
}
