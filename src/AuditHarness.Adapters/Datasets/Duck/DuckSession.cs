using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>
/// A DuckDB within this process, in memory, that can read the declared files and nothing else: no other file, no network, no extension,
/// no spilling to disk, and none of it can be changed once it is set.
/// </summary>
internal sealed class DuckSession : IDisposable
{
    /// <summary>What the database in memory may take.</summary>
    public const string Memory = "2GB";

    /// <summary>Name by which a query can call the attached database file.</summary>
    public const string Database = "source";

    private readonly DuckDBConnection _connection = new("DataSource=:memory:");

    /// <summary>Opens a session.</summary>
    /// <param name="files">Absolute paths of the files that may be read.</param>
    /// <param name="database">Absolute path of a database file that is attached, read-only; null for none.</param>
    /// <param name="threads">
    /// How many threads work. A scan keeps its order with any number; the order of groups and joins may depend on it, so queries get one.
    /// </param>
    /// <exception cref="DuckDBException">The database file cannot be attached.</exception>
    public DuckSession(IEnumerable<string> files, string? database, int threads)
    {
        try
        {
            _connection.Open();
            // A zone of the machine's would make the day of an instant depend on where the audit runs.
            foreach (var setting in new[]
            {
                "TimeZone='UTC'", "Calendar='gregorian'", $"memory_limit='{Memory}'", "temp_directory=''", "preserve_insertion_order=true",
                string.Create(CultureInfo.InvariantCulture, $"threads={threads}"), "autoinstall_known_extensions=false",
                "autoload_known_extensions=false", "allow_community_extensions=false", "allow_persistent_secrets=false",
            }) Execute($"SET {setting}");
            if (database is not null)
            {
                Execute($"ATTACH {Text(database)} AS {Database} (READ_ONLY, TYPE duckdb)");
                Execute($"SET search_path='memory.main,{Database}.main'");
            }
            Execute($"SET allowed_paths=[{string.Join(", ", files.Select(Text))}]");
            Execute("SET enable_external_access=false");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Version of DuckDB.</summary>
    public string Version => _connection.ServerVersion.TrimStart('v');

    /// <summary>A text as SQL writes it.</summary>
    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name as SQL writes it.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>Nothing can be set any more.</summary>
    public void Lock() => Execute("SET lock_configuration=true");

    /// <summary>Runs a statement of our own that gives no rows.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>All rows of a small answer, as texts; null where there is no value.</summary>
    /// <param name="sql">The statement.</param>
    public List<string?[]> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(k => reader.IsDBNull(k) ? null : Convert.ToString(reader.GetValue(k), CultureInfo.InvariantCulture))]);
        return rows;
    }

    /// <summary>Runs a query whose rows come as they are made, in batches.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="stop">Interrupts it.</param>
    public DuckBatches Stream(string sql, CancellationToken stop)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        var interrupt = stop.Register(command.Cancel);
        try
        {
            return new(command, command.ExecuteArrowStream(), interrupt);
        }
        catch
        {
            interrupt.Dispose();
            command.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}

/// <summary>The batches of a query that runs.</summary>
internal sealed class DuckBatches(DuckDBCommand command, IArrowArrayStream stream, CancellationTokenRegistration interrupt) : IDisposable
{
    private RecordBatch? _batch;

    /// <summary>The next batch, valid until the one after it; null at the end.</summary>
    public RecordBatch? Next()
    {
        _batch?.Dispose();
        return _batch = stream.ReadNextRecordBatchAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        interrupt.Dispose();
        _batch?.Dispose();
        stream.Dispose();
        command.Dispose();
    }
}
