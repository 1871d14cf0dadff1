using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using CsvHelper;

namespace AuditHarness.Adapters.Datasets;

/// <summary>
/// A CSV file with a header row: delimiter, quote, encoding and decimal mark as the plan says, any line end, packed by gzip or not.
/// Empty lines are passed over. Everything is bounded: columns, rows, the size of a row and of a field that is used.
/// </summary>
internal sealed class CsvFile : TableFile
{
    /// <summary>Largest row, in bytes; beyond it a quote was opened and never closed.</summary>
    public const int LargestRow = 4 * 1024 * 1024;

    private const string Usual = ",;\t|";

    private readonly FingerprintStream _bytes;
    private readonly Utf8Stream _text;
    private readonly ReadAheadStream _ahead;
    private readonly CsvReader _reader;
    private readonly byte[][] _missing;
    private CsvMalformedRecord? _malformed;

    /// <param name="source">What the plan says of it.</param>
    /// <param name="bytes">The bytes of the file.</param>
    /// <param name="head">The same, positioned at their beginning.</param>
    /// <param name="stop">Cancels the reading.</param>
    /// <exception cref="AuditInputException">The file cannot be read, is empty or has no usable header.</exception>
    internal CsvFile(TableSource source, FingerprintStream bytes, HeadStream head, CancellationToken stop) : base(source, bytes.File, stop)
    {
        _bytes = bytes;
        var packed = InflatedStream.Begins(head.Peek());
        _text = new Utf8Stream(packed ? new HeadStream(new InflatedStream(head, bytes)) : head, source, Shown);
        _missing = [.. source.Csv.Missing.Select(Encoding.UTF8.GetBytes)];
        Kind = $"CSV, {_text.EncodingName}{(packed ? ", packed by gzip" : "")}, fields separated by {Name(source.Csv.Delimiter)}" +
            (source.Csv.DecimalMark == '.' ? "" : ", decimal comma");
        _ahead = new ReadAheadStream(_text);
        _reader = CsvReader.Create(_ahead, new CsvReaderOptions
        {
            Separator = source.Csv.Delimiter,
            Mode = source.Csv.Quote is null ? CsvMode.NoEscape : CsvMode.Rfc4180,
            Quote = source.Csv.Quote ?? '"',
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LargestRow,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _malformed = record,
        });
        try
        {
            Columns = ReadHeader();
        }
        catch
        {
            _ahead.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public override string Kind { get; }

    /// <inheritdoc/>
    public override RowPlace Place => new(RowPlace.Line, _reader.LineNumber);

    /// <inheritdoc/>
    public override char Decimal => Source.Csv.DecimalMark;

    /// <inheritdoc/>
    public override string? DialectKey => Source.CsvKey;

    /// <inheritdoc/>
    public override string WithoutRows => "has a header but no rows";

    /// <inheritdoc/>
    public override IReadOnlyList<InputFile> Identity(string role)
    {
        // Nobody else may be reading the file when its hash is taken.
        Span<byte> rest = stackalloc byte[256];
        while (_ahead.Read(rest) > 0) { }
        var sha256 = _bytes.Sha256();
        return [new InputFile(role, Source.File, _bytes.Bytes, sha256)];
    }

    /// <inheritdoc/>
    internal override ReadOnlySpan<byte> Raw(int column)
    {
        var field = Bounded(_reader.GetSpan(column), column);
        foreach (var missing in _missing)
            if (field.SequenceEqual(missing)) return [];
        return field;
    }

    /// <inheritdoc/>
    protected override bool Next(InputFaults faults)
    {
        while (ReadRecord())
        {
            Count();
            if (_malformed is { } malformed && malformed.LineNumber == Place.Number)
            {
                Damaged = true;
                faults.Add($"{Shown}: {Words(malformed.Reason)}", "Put the whole field in quotes, and write a quote inside it twice.", Place);
            }
            else if (_reader.FieldCount != Columns.Count)
            {
                Damaged = true;
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{Shown}: the header has {Columns.Count} fields, but not every row has"),
                    $"Give every row one field per column; put a field that holds {Article(Source.Csv.Delimiter)} in quotes.", Place,
                    string.Create(CultureInfo.InvariantCulture, $"{_reader.FieldCount} {(_reader.FieldCount == 1 ? "field" : "fields")}"));
            }
            else return true;
        }
        return false;
    }

    /// <inheritdoc/>
    protected override string NotThere(string column, string key)
    {
        // Without a header the first line is a patient, who is not to be shown.
        if (Columns.Any(c => double.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            return $"Column {Quoted.Text(column)} ('{key}') is not in {Shown}, whose first line looks like data, for a field of it is a number. " +
                "Give the file a header row with the names of its columns.";
        return $"Column {Quoted.Text(column)} ('{key}') is not in {Shown}, whose columns are {Quoted.List(Columns)}." +
            $"{Quoted.Nearest(column, Columns)}{LikelyDelimiter()} Correct '{key}' in the config, or add the column to the file.";
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        _reader.Dispose();
        _text.Dispose();
        _bytes.Dispose();
    }

    // Which of the usual characters parts the header most often, when the declared one does not part it at all.
    private string LikelyDelimiter()
    {
        if (Columns.Count != 1) return "";
        var likely = Usual.Where(c => c != Source.Csv.Delimiter && Columns[0].Contains(c, StringComparison.Ordinal))
            .OrderByDescending(c => Columns[0].Count(other => other == c)).FirstOrDefault();
        if (likely == default) return "";
        var written = likely == '\t' ? "\\t" : likely.ToString();
        return $" The header has no {Word(Source.Csv.Delimiter)}, and its fields seem to be separated by {Name(likely)}: " +
            (Source.CsvKey is { } key ? $"set '{key}.delimiter' to \"{written}\"." : "save the file with commas between the fields.");
    }

    private static string Name(char delimiter) => delimiter == '\t' ? "tabs" : $"'{delimiter}'";

    private static string Word(char delimiter) => delimiter switch { ',' => "comma", '\t' => "tab", ';' => "semicolon", _ => Name(delimiter) };

    private static string Article(char delimiter) => delimiter is ',' or '\t' or ';' ? $"a {Word(delimiter)}" : Name(delimiter);

    private string[] ReadHeader()
    {
        if (!ReadRecord())
            throw new AuditInputException(_text.Bytes == 0
                ? $"{Shown} is empty. Give it a header row and one row per patient."
                : $"{Shown} has no header row, only empty lines. Give it a header row and one row per patient.");
        if (_malformed is { } malformed && malformed.LineNumber == Place.Number)
            throw new AuditInputException(
                $"{Shown}, {Place}: {Words(malformed.Reason)} in the header. Put the whole name in quotes, and write a quote inside it twice.");
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
