using System.Globalization;
using AuditHarness.Audits;
using CsvHelper;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// A CSV file with a header row, read once from front to back: UTF-8, comma, RFC 4180 quotes, any line end. Empty lines are
/// passed over. Everything is bounded: columns, rows, the size of a row and of a field that is used.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    /// <summary>Most columns that a file may have.</summary>
    public const int MostColumns = 10_000;

    /// <summary>Most rows that a file may have.</summary>
    public const int MostRows = 50_000_000;

    /// <summary>Largest field that is used, in bytes.</summary>
    public const int LargestField = 32 * 1024;

    /// <summary>Largest row, in bytes; beyond it a quote was opened and never closed.</summary>
    public const int LargestRow = 4 * 1024 * 1024;

    private readonly FingerprintStream _stream;
    private readonly CsvReader _reader;
    private readonly CancellationToken _stop;
    private CsvMalformedRecord? _malformed;

    private CsvFile(string name, Stream source, CancellationToken stop)
    {
        (Name, Shown, _stop) = (name, Quoted.Text(name)[1..^1], stop);
        _stream = new FingerprintStream(source, Shown);
        _reader = CsvReader.Create(_stream, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LargestRow,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _malformed = record,
        });
        Columns = ReadHeader();
    }

    /// <summary>Path as the config writes it.</summary>
    public string Name { get; }

    /// <summary>Path as messages show it.</summary>
    public string Shown { get; }

    /// <summary>Names of the columns, in file order.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Rows read so far, the damaged ones among them, the header not counted.</summary>
    public int Rows { get; private set; }

    /// <summary>True when a row could not be taken apart, so that ids may be missing.</summary>
    public bool Damaged { get; private set; }

    /// <summary>Line on which the current row begins; the header is line 1.</summary>
    public long Line => _reader.LineNumber;

    /// <summary>Opens a file and reads its header.</summary>
    /// <param name="name">Path as the config writes it.</param>
    /// <param name="folder">Folder that the path is relative to.</param>
    /// <param name="key">Where the config names the file.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">The file is missing, cannot be read, is empty or has no usable header.</exception>
    public static CsvFile Open(string name, string folder, string key, CancellationToken stop)
    {
        try
        {
            var source = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
            try
            {
                return new CsvFile(name, source, stop);
            }
            catch
            {
                source.Dispose();
                throw;
            }
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
                "Name a readable CSV file.", e);
        }
    }

    /// <summary>Finds a column; notes what is wrong when it is not there, or there twice.</summary>
    /// <param name="column">Name of the column.</param>
    /// <param name="key">Where the config names it.</param>
    /// <param name="faults">Where a fault is noted.</param>
    /// <returns>Index of the column; −1 after a fault.</returns>
    public int Find(string column, string key, InputFaults faults)
    {
        var found = Enumerable.Range(0, Columns.Count).Where(k => Columns[k] == column).ToArray();
        if (found.Length == 1) return found[0];
        if (found.Length > 1)
        {
            faults.Add(string.Create(CultureInfo.InvariantCulture,
                $"{Shown}, line 1: column {Quoted.Text(column)} ('{key}') is in the header {found.Length} times. Rename or remove all but one."));
            return -1;
        }
        var separator = Columns.Count == 1 && Columns[0].AsSpan().ContainsAny(";\t|")
            ? " The header has no comma: save the file with commas between the fields."
            : "";
        // Without a header the first line is a patient, who is not to be shown.
        if (Columns.Any(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
        {
            faults.Add(
                $"Column {Quoted.Text(column)} ('{key}') is not in {Shown}, whose first line looks like data, for a field of it is a number. " +
                "Give the file a header row with the names of its columns.");
            return -1;
        }
        faults.Add(
            $"Column {Quoted.Text(column)} ('{key}') is not in {Shown}, whose columns are {Quoted.List(Columns)}." +
            $"{Quoted.Nearest(column, Columns)}{separator} Correct '{key}' in the config, or add the column to the file.");
        return -1;
    }

    /// <summary>Goes to the next row that can be taken apart; damaged rows on the way are noted.</summary>
    /// <param name="faults">Where a fault is noted.</param>
    /// <exception cref="AuditInputException">The file has too many rows, or a row is too large.</exception>
    public bool Read(InputFaults faults)
    {
        while (ReadRecord())
        {
            if (Rows == MostRows)
                throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{Shown} has more than {MostRows:N0} rows. Audit a sample of them."));
            if ((++Rows & 0xFFF) == 0) _stop.ThrowIfCancellationRequested();
            if (_malformed is { } malformed && malformed.LineNumber == Line)
            {
                Damaged = true;
                faults.Add($"{Shown}: {Words(malformed.Reason)}",
                    "Put the whole field in quotes, and write a quote inside it twice.", Line);
            }
            else if (_reader.FieldCount != Columns.Count)
            {
                Damaged = true;
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Shown}: the header has {Columns.Count} fields, but not every row has"),
                    "Give every row one field per column; put a field that holds a comma in quotes.", Line,
                    string.Create(CultureInfo.InvariantCulture, $"{_reader.FieldCount} {(_reader.FieldCount == 1 ? "field" : "fields")}"));
            }
            else return true;
        }
        return false;
    }

    /// <summary>A field of the current row, without its quotes; valid until the next row.</summary>
    /// <param name="column">Index of the column.</param>
    /// <exception cref="AuditInputException">The field is too large.</exception>
    public ReadOnlySpan<byte> Field(int column)
    {
        var field = _reader.GetSpan(column);
        return field.Length <= LargestField ? field : throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
            $"{Shown}, line {Line}, column {Quoted.Text(Columns[column])}: the field has {field.Length:N0} bytes, more than the {LargestField:N0} that are read. Correct it, or name another column."));
    }

    /// <summary>What was read, with its size and SHA-256; called after the last row.</summary>
    /// <param name="role">"data" or "predictions".</param>
    public InputFile Identity(string role)
    {
        var sha256 = _stream.Sha256();
        return new InputFile(role, Name, _stream.Bytes, sha256);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private string[] ReadHeader()
    {
        if (!ReadRecord())
            throw new AuditInputException(_stream.Bytes == 0
                ? $"{Shown} is empty. Give it a header row and one row per patient."
                : $"{Shown} has no header row, only empty lines. Give it a header row and one row per patient.");
        if (_malformed is { } malformed && malformed.LineNumber == Line)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{Shown}, line {Line}: {Words(malformed.Reason)} in the header. Put the whole name in quotes, and write a quote inside it twice."));
        if (_reader.FieldCount > MostColumns)
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{Shown} has {_reader.FieldCount:N0} columns, more than the {MostColumns:N0} that are read. Leave out those the audit does not need."));
        return [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];
    }

    private bool ReadRecord()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{Shown}, line {e.LineNumber}: the row that begins here is larger than {LargestRow:N0} bytes. Most likely a quote is opened in it and never closed: close it, or write a quote inside a field twice."), e);
        }
    }

    private static string Words(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.UnterminatedQuote => "a quote is opened and never closed",
        CsvMalformedReason.TextAfterClosingQuote => "text follows a closing quote",
        _ => "a quote stands inside a field that is not quoted",
    };
}
