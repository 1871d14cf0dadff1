using AuditHarness.Audits;
using DuckDB.NET.Data;

namespace AuditHarness.Adapters.Datasets.Duck;

/// <summary>A Parquet file; of its columns only those that are asked for are read.</summary>
internal sealed class ParquetFile : DuckTable
{
    private readonly FingerprintStream _bytes;
    private readonly CancellationTokenSource _closed;
    private readonly Task<string> _sha256;

    private ParquetFile(TableSource source, DuckSession session, string path, FingerprintStream bytes, HeadStream head, CancellationToken stop)
        : base(source, bytes.File, session, $"read_parquet({DuckSession.Text(path)}, hive_partitioning=false, binary_as_string=true)", stop)
    {
        _bytes = bytes;
        _closed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Beside the reading, on another processor: the whole file is hashed, however few columns are read.
        _sha256 = Task.Run(() => bytes.Sha256(head, _closed.Token), CancellationToken.None);
    }

    /// <inheritdoc/>
    public override string Kind => "Parquet";

    /// <summary>True when a file begins as Parquet does.</summary>
    public static bool Begins(ReadOnlySpan<byte> head) => head.StartsWith("PAR1"u8);

    /// <summary>Opens a Parquet file.</summary>
    /// <param name="source">What the plan says of it.</param>
    /// <param name="path">Absolute path.</param>
    /// <param name="bytes">Its bytes, which are hashed.</param>
    /// <param name="head">The same, positioned at their beginning.</param>
    /// <param name="stop">Cancels.</param>
    /// <exception cref="AuditInputException">The file is damaged or cut short.</exception>
    public static ParquetFile Open(TableSource source, string path, FingerprintStream bytes, HeadStream head, CancellationToken stop)
    {
        var session = new DuckSession([path], null, Environment.ProcessorCount);
        try
        {
            session.Lock();
            return new(source, session, path, bytes, head, stop);
        }
        catch (DuckDBException e)
        {
            session.Dispose();
            throw Unsound(bytes.File, e);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<InputFile> Identity(string role)
    {
        var sha256 = _sha256.GetAwaiter().GetResult();
        return [new InputFile(role, Source.File, _bytes.Bytes, sha256)];
    }

    /// <summary>What is said of a file that is no sound Parquet.</summary>
    internal static AuditInputException Unsound(string shown, DuckDBException failure) => DuckFailure.IsOutOfMemory(failure)
        ? new($"{shown} needs more than {DuckSession.Memory} of memory to be read. Write it with smaller row groups.", failure)
        : new($"{shown} is not a sound Parquet file: it is cut short or damaged, or encrypted. Write it again, or restore it from its source.", failure);

    /// <inheritdoc/>
    protected override AuditInputException Fault(DuckDBException failure) => Unsound(Shown, failure);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        _closed.Cancel();
        // Ends at once, with or without the hash; what it ended with was told by Identity if anybody asked.
        Task.WhenAny(_sha256).GetAwaiter().GetResult();
        _closed.Dispose();
        _bytes.Dispose();
    }
}
