using System.Globalization;
using AuditHarness.Adapters.Datasets.Duck;
using AuditHarness.Adapters.Models;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// A table that is read once from front to back, a row at a time: a CSV file, a Parquet file or the result of a query. Every value has
/// a text, and may have a number; an empty text is a missing value. Columns that the plan gives a type are held to it on every row.
/// </summary>
internal abstract class TableFile : IDisposable
{
    /// <summary>Most columns that a table may have.</summary>
    public const int MostColumns = 10_000;

    /// <summary>Most rows that a table may have.</summary>
    public const int MostRows = 50_000_000;

    /// <summary>Largest value that is used, in bytes of UTF-8.</summary>
    public const int LargestField = 32 * 1024;

    private readonly CancellationToken _stop;
    private List<TypedColumn>? _declared;
    private TypedColumn?[] _typed = [];

    /// <param name="source">What it is.</param>
    /// <param name="shown">How messages name it.</param>
    /// <param name="stop">Cancels the reading.</param>
    protected TableFile(TableSource source, string shown, CancellationToken stop) => (Source, Shown, _stop) = (source, shown, stop);

    /// <summary>What the plan says of it.</summary>
    public TableSource Source { get; }

    /// <summary>Path as messages show it.</summary>
    public string Shown { get; }

    /// <summary>Names of the columns, in their order.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <summary>What kind of table it is, in words for people, such as "CSV, windows-1252, fields separated by ';'".</summary>
    public abstract string Kind { get; }

    /// <summary>Rows read so far, the damaged ones among them.</summary>
    public int Rows { get; private set; }

    /// <summary>True when a row could not be taken, so that ids may be missing.</summary>
    public bool Damaged { get; protected set; }

    /// <summary>Where the current row stands.</summary>
    public abstract RowPlace Place { get; }

    /// <summary>The character before the decimals of numbers that are texts.</summary>
    public virtual char Decimal => '.';

    /// <summary>Where the config says how the table is written; null when it cannot, and then the table has to be written otherwise.</summary>
    public virtual string? DialectKey => null;

    /// <summary>The library that reads it, with its version, where it is not our own code on CsvHelper's; null else.</summary>
    public virtual (string Name, string Version)? Library => null;

    /// <summary>What is said of a table without rows.</summary>
    public virtual string WithoutRows => "has no rows";

    /// <summary>Columns with times that fall into an hour that the clocks of the declared zone repeat; read in standard time.</summary>
    public IEnumerable<string> AmbiguousTimes => _declared?.Where(c => c.Ambiguous).Select(c => Columns[c.Column]) ?? [];

    /// <summary>Opens a table: a query, or a file whose contents say what it is.</summary>
    /// <param name="source">What the plan says of it.</param>
    /// <param name="folder">Folder that paths are relative to.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">The file is missing, cannot be read, is empty or damaged, or has no usable header; or the query cannot be run.</exception>
    public static TableFile Open(TableSource source, string folder, CancellationToken stop)
    {
        if (source.Query is { } query) return QueryTable.Open(source, query, folder, stop);
        var file = OpenFile(source, folder, out var path);
        try
        {
            var bytes = new FingerprintStream(file, Quoted.Text(source.File)[1..^1]);
            var head = new HeadStream(bytes);
            if (!ParquetFile.Begins(head.Peek()) && path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
                throw new AuditInputException($"{bytes.File} does not begin as a Parquet file does: it is damaged, encrypted or something else. Write it again, or give it the name of what it is.");
            return ParquetFile.Begins(head.Peek()) ? ParquetFile.Open(source, path, bytes, head, stop) : new CsvFile(source, bytes, head, stop);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file whose path the config gives.</summary>
    internal static FileStream OpenFile(TableSource source, string folder, out string path)
    {
        var (name, key) = (source.File, source.Key);
        try
        {
            path = Path.GetFullPath(Path.Combine(folder, name));
            // Asked before it is opened: a pipe has no end to wait for.
            if (File.Exists(path) && !PlainFile.NamesOf(new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path).Regular)
                throw new AuditInputException($"The file {Quoted.Text(name)} ('{key}') is not a plain file. Name a CSV or Parquet file.");
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AuditInputException(
                $"The file {Quoted.Text(name)} ('{key}') does not exist. Correct the path, which is relative to the config's folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new AuditInputException(
                $"The file {Quoted.Text(name)} ('{key}') cannot be opened: it is a folder, is in use, may not be read, or has no valid name. " +
                "Name a readable CSV or Parquet file.", e);
        }
    }

    /// <summary>Finds a column; notes what is wrong when it is not there, there twice, or holds what is no single value.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="key">Where the config names it.</param>
    /// <param name="faults">Where a fault is noted.</param>
    /// <returns>Index of the column; −1 after a fault.</returns>
    public int Find(string column, string key, InputFaults faults)
    {
        var found = Enumerable.Range(0, Columns.Count).Where(k => Columns[k] == column).ToArray();
        if (found.Length == 0) faults.Add(NotThere(column, key));
        else if (found.Length > 1)
            faults.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Shown}, line 1: column {Quoted.Text(column)} ('{key}') is in the header {found.Length} times. Rename or remove all but one."));
        else if (Want(found[0]) is { } unusable)
            faults.Add($"{Shown}, column {Quoted.Text(column)} ('{key}') {unusable}");
        else return found[0];
        return -1;
    }

    /// <summary>Says that a column will be read, by its place and not its name.</summary>
    /// <param name="column">Index of the column.</param>
    /// <returns>Why it cannot be, as the rest of a sentence; null when it can.</returns>
    public string? Use(int column) => Want(column);

    /// <summary>Holds the columns that the plan gives a type to it, from the first row on.</summary>
    /// <param name="faults">Where columns that are not there are noted.</param>
    public void Declare(InputFaults faults)
    {
        if (Source.Schema.Count == 0) return;
        var zone = Source.Zone is null ? null : Zones.Find(Source.Zone);
        _declared = [];
        _typed = new TypedColumn?[Columns.Count];
        foreach (var (name, type) in Source.Schema)
        {
            var column = Find(name, "data.schema", faults);
            if (column >= 0 && !Holds(column, type)) _declared.Add(_typed[column] = new TypedColumn(this, column, type, zone));
        }
    }

    /// <summary>Goes to the next row that can be taken; damaged rows on the way are noted.</summary>
    /// <param name="faults">Where a fault is noted.</param>
    /// <exception cref="AuditInputException">The table has too many rows, a row is too large, or what is left of the file is damaged.</exception>
    public bool Read(InputFaults faults)
    {
        while (Next(faults))
        {
            if (_declared is null) return true;
            var fits = true;
            foreach (var column in _declared) fits &= column.Read(faults);
            if (fits) return true;
            Damaged = true;
        }
        return false;
    }

    /// <summary>True when the current row has no value in a column.</summary>
    /// <param name="column">Index of the column.</param>
    public virtual bool IsMissing(int column) => Raw(column).IsEmpty;

    /// <summary>The text of a value of the current row, empty when it is missing; valid until the next row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="AuditInputException">The value is too large.</exception>
    public ReadOnlySpan<byte> Field(int column) => _typed.Length > 0 && _typed[column] is { } typed ? typed.Text : Raw(column);

    /// <summary>The number that a value of the current row is.</summary>
    /// <param name="column">Index of the column, which has a value.</param>
    /// <param name="value">The number; NaN or infinite when the value is that, 0 when it is no number.</param>
    /// <returns>True for a finite number.</returns>
    public bool TryNumber(int column, out double value) =>
        _typed.Length > 0 && _typed[column] is { } typed ? typed.TryNumber(out value) : TryRawNumber(column, out value);

    /// <summary>The type of a column as the table itself knows it; null when values are only texts.</summary>
    /// <param name="column">Index of the column.</param>
    public virtual ColumnType? StoredType(int column) => null;

    /// <summary>What was read, with size and SHA-256; called after the last row.</summary>
    /// <param name="role">"data" or "predictions".</param>
    public abstract IReadOnlyList<InputFile> Identity(string role);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the files.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The value as the table has it, without regard to a declared type.</summary>
    internal abstract ReadOnlySpan<byte> Raw(int column);

    /// <summary>The number that the value is, without regard to a declared type.</summary>
    internal virtual bool TryRawNumber(int column, out double value) => NumberText.TryRead(Raw(column), Decimal, out value);

    /// <summary>Goes to the next row that can be taken apart, and counts it.</summary>
    protected abstract bool Next(InputFaults faults);

    /// <summary>Says that a column will be read.</summary>
    /// <returns>Why it cannot be, as the rest of a sentence; null when it can.</returns>
    protected virtual string? Want(int column) => null;

    /// <summary>True when every value of a column is of a type without being looked at.</summary>
    protected virtual bool Holds(int column, ColumnType type) => type == ColumnType.Text;

    /// <summary>What is said of a column that is not there.</summary>
    protected virtual string NotThere(string column, string key) =>
        $"Column {Quoted.Text(column)} ('{key}') is not in {Shown}, whose columns are {Quoted.List(Columns)}." +
        $"{Quoted.Nearest(column, Columns)} Correct '{key}' in the config, or add the column to the file.";

    /// <summary>Counts a row.</summary>
    /// <exception cref="AuditInputException">There are too many.</exception>
    protected void Count()
    {
        if (Rows == MostRows)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{Shown} has more than {MostRows:N0} rows. Audit a sample of them."));
        if ((++Rows & 0xFFF) == 0) _stop.ThrowIfCancellationRequested();
    }

    /// <summary>A value, when it is not too large to be used.</summary>
    protected ReadOnlySpan<byte> Bounded(ReadOnlySpan<byte> field, int column)
    {
        if (field.Length > LargestField) ThrowTooLarge(field.Length, column);
        return field;
    }

    private void ThrowTooLarge(int length, int column) => throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{Shown}, {Place}, column {Quoted.Text(Columns[column])}: the field has {length:N0} bytes, more than the {LargestField:N0} that are read. Correct it, or name another column."));
}
