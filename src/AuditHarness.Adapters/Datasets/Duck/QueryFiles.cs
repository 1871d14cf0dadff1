using AuditHarness.Audits;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>The files that a query may read, each known by its size and SHA-256.</summary>
internal sealed class QueryFiles
{
    private readonly QueryPlan _query;
    private readonly CsvPlan _csv;
    private readonly List<Declared> _tables = [];
    private Declared? _database;

    private QueryFiles(QueryPlan query, CsvPlan csv) => (_query, _csv) = (query, csv);

    /// <summary>Identifies the files.</summary>
    /// <param name="query">Names them.</param>
    /// <param name="csv">How the CSV files among them are written; the default leaves it to DuckDB to find out.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">One is missing, empty, no table, or a bomb.</exception>
    public static QueryFiles Open(QueryPlan query, CsvPlan csv, string folder, CancellationToken stop)
    {
        var files = new QueryFiles(query, csv);
        foreach (var (name, file) in query.Tables) files._tables.Add(Identify(name, new(file, $"{query.Key}.tables.{name}") { CsvKey = $"{query.Key}.csv" }, folder, stop));
        if (query.Database is not { } path) return files;
        files._database = Identify(DuckSession.Database, new(path, $"{query.Key}.database"), folder, stop);
        if (!files._database.Head.AsSpan(8).StartsWith("DUCK"u8))
            throw new AuditInputException($"The file {Quoted.Text(path)} ('{query.Key}.database') is not a DuckDB database. Name one, or name CSV and Parquet files in '{query.Key}.tables'.");
        if (File.Exists(files._database.Path + ".wal"))
            throw new AuditInputException($"The database {Quoted.Text(path)} ('{query.Key}.database') has changes that are not written into it yet ('.wal' beside it), and the audit does not write. Close it where it is open, or run CHECKPOINT.");
        return files;
    }

    /// <summary>A session that sees the files as tables, and nothing else.</summary>
    /// <exception cref="AuditInputException">A file is no sound table.</exception>
    public DuckSession Session()
    {
        DuckSession session;
        try
        {
            session = new DuckSession(_tables.Select(t => t.Path), _database?.Path, threads: 1);
        }
        catch (DuckDBException e)
        {
            throw new AuditInputException($"The database {Quoted.Text(_query.Database ?? "")} ('{_query.Key}.database') cannot be opened: it is damaged, locked by another program, or of a version that is not read. Close or export it, or restore it.", e);
        }
        try
        {
            foreach (var table in _tables) Create(session, table);
            session.Lock();
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>The files, in the order of the config.</summary>
    /// <exception cref="AuditInputException">One was changed since it was opened.</exception>
    public IReadOnlyList<InputFile> Identity(string role)
    {
        IEnumerable<Declared> all = _database is null ? _tables : [.. _tables, _database];
        foreach (var file in all)
            if (!File.Exists(file.Path) || file.Written != File.GetLastWriteTimeUtc(file.Path))
                throw new AuditInputException($"The file {Quoted.Text(file.Name)} ('{file.Key}') was changed while the audit read it. Run the audit again when nobody writes to it.");
        return [.. all.Select(f => new InputFile(role, f.Name, f.Bytes, f.Sha256))];
    }

    private void Create(DuckSession session, Declared table)
    {
        var path = DuckSession.Text(table.Path);
        var parquet = ParquetFile.Begins(table.Head);
        var relation = parquet ? $"read_parquet({path}, hive_partitioning=false, binary_as_string=true)" : $"read_csv({path}{Options(table)})";
        try
        {
            session.Execute($"CREATE VIEW {DuckSession.Name(table.Table)} AS SELECT * FROM {relation}");
        }
        catch (DuckDBException e)
        {
            throw parquet ? ParquetFile.Unsound(table.Name, e)
                : new AuditInputException($"The file {Quoted.Text(table.Name)} ('{table.Key}'){DuckFailure.Line(e)} cannot be read as CSV with a header row. Correct it, or say in '{_query.Key}.csv' how it is written.", e);
        }
    }

    // The whole file decides on the types of its columns, so that no value is met later that does not fit.
    private string Options(Declared table)
    {
        var options = ", header=true, sample_size=-1, hive_partitioning=false, " +
            // Not truth values: a column of f alone is of women as often as of falsehoods.
            "auto_type_candidates=['BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'TIMESTAMPTZ', 'VARCHAR']";
        if (InflatedStream.Begins(table.Head)) options += ", compression='gzip'";
        if (_csv.IsDefault) return options;
        if (_csv.Encoding is { } encoding && !TextEncodings.Same(encoding, CsvPlan.Utf8))
            throw new AuditInputException($"'{_query.Key}.csv.encoding' says {Quoted.Text(encoding)}, but the CSV files of a query must be UTF-8. Save them so, or name one file in '{_query.Key}.file'.");
        return options + $", delim={DuckSession.Text(_csv.Delimiter.ToString())}, quote={DuckSession.Text(_csv.Quote?.ToString() ?? "")}, decimal_separator='{_csv.DecimalMark}', " +
            $"nullstr=[{string.Join(", ", _csv.Missing.Prepend("").Select(DuckSession.Text))}]";
    }

    private static Declared Identify(string table, TableSource source, string folder, CancellationToken stop)
    {
        using var file = TableFile.OpenFile(source, folder, out var path);
        var written = File.GetLastWriteTimeUtc(path);
        using var bytes = new FingerprintStream(file, Quoted.Text(source.File)[1..^1]);
        var head = new HeadStream(bytes);
        var first = head.Peek().ToArray();
        if (first.Length == 0) throw new AuditInputException($"The file {Quoted.Text(source.File)} ('{source.Key}') is empty. Name a table.");
        if (InflatedStream.Begins(first))
        {
            // Unpacked once to the end, so that a bomb is met here and not in the middle of a query.
            using var inflated = new InflatedStream(head, bytes);
            var buffer = new byte[128 * 1024];
            while (inflated.Read(buffer) > 0) stop.ThrowIfCancellationRequested();
        }
        var sha256 = bytes.Sha256(head, stop);
        return new(table, source.File, source.Key, path, first, bytes.Bytes, sha256, written);
    }

    /// <param name="Table">Name in the query.</param>
    /// <param name="Name">Path as the config writes it.</param>
    /// <param name="Key">Where the config names it.</param>
    /// <param name="Path">Absolute path.</param>
    /// <param name="Head">Its first bytes.</param>
    /// <param name="Bytes">Its size.</param>
    /// <param name="Sha256">Its hash.</param>
    /// <param name="Written">When it was written last.</param>
    private sealed record Declared(string Table, string Name, string Key, string Path, byte[] Head, long Bytes, string Sha256, DateTime Written);
}
