using System.Globalization;
using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Passes a text file on as UTF-8, whatever its encoding, and holds it to being text of that encoding.</summary>
internal sealed class Utf8Stream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly TableSource _table;
    private readonly string _file;
    private readonly string _encoding;
    private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
    private readonly char[] _decoded = new char[64 * 1024];
    private long _linesBefore = 1;

    /// <param name="source">The bytes of the file.</param>
    /// <param name="table">Says what encoding they are in, unless a mark at the beginning does.</param>
    /// <param name="file">The file as messages show it.</param>
    /// <exception cref="AuditInputException">The mark says another encoding than the config, or the file is none of text.</exception>
    public Utf8Stream(HeadStream source, TableSource table, string file)
    {
        (_table, _file) = (table, file);
        var head = source.Peek();
        if (head.StartsWith("PK\u0003\u0004"u8))
            throw new AuditInputException($"{file} is a spreadsheet or an archive, not a CSV file. Export the table as CSV (UTF-8).");
        if (head.StartsWith("SQLite format 3"u8) || (head.Length >= 12 && head[8..12].SequenceEqual("DUCK"u8)))
            throw new AuditInputException($"{file} is a database, not a CSV file. Name a DuckDB database in 'data.database' and select its rows by 'data.query', or export the table as CSV.");
        var marked = TextEncodings.Marked(head);
        if (marked is not null && table.Csv.Encoding is { } declared && !TextEncodings.Same(declared, marked))
            throw new AuditInputException(
                $"{file} begins with the mark of {marked}, but '{table.CsvKey}.encoding' says {Quoted.Text(declared)}. Correct it, or leave it out: the mark says it all.");
        _encoding = marked ?? table.Csv.Encoding ?? Audits.CsvPlan.Utf8;
        _source = TextEncodings.Same(_encoding, Audits.CsvPlan.Utf8) ? source
            : Encoding.CreateTranscodingStream(source, TextEncodings.Find(_encoding)!, new UTF8Encoding(false));
    }

    /// <summary>The encoding that the file is in.</summary>
    public string EncodingName => _encoding;

    /// <summary>Bytes of UTF-8 passed on so far.</summary>
    public long Bytes { get; private set; }

    /// <inheritdoc/>
    /// <exception cref="AuditInputException">The bytes are not text of the encoding.</exception>
    public override int Read(Span<byte> buffer)
    {
        int count;
        try
        {
            count = _source.Read(buffer[..Math.Min(buffer.Length, _decoded.Length)]);
        }
        catch (DecoderFallbackException e)
        {
            throw new AuditInputException(string.Create(CultureInfo.InvariantCulture,
                $"{_file}, line {_linesBefore} or soon after it, is not valid {_encoding}. {Mend}"), e);
        }
        Check(buffer[..count]);
        Bytes += count;
        return count;
    }

    private string Mend => _table.CsvKey is { } key
        ? $"Say in '{key}.encoding' what it is in, or save it with the encoding UTF-8."
        : "Save it as CSV with the encoding UTF-8.";

    private void Check(ReadOnlySpan<byte> block)
    {
        if (block.IndexOf((byte)0) is var zero and >= 0)
            throw NotText(block, zero, "holds a zero byte", $"It may be UTF-16 text without a mark, or a binary file. {Mend}");
        try
        {
            _decoder.GetChars(block, _decoded, flush: block.IsEmpty);
        }
        catch (DecoderFallbackException e)
        {
            // A sequence that began in the block before has a negative index.
            throw NotText(block, Math.Clamp(e.Index, 0, block.Length), "is not valid UTF-8",
                $"It may be in the encoding of a spreadsheet program, such as windows-1252. {Mend}");
        }
        _linesBefore += block.Count((byte)'\n');
    }

    private AuditInputException NotText(ReadOnlySpan<byte> block, int at, string what, string mend) => new(string.Create(
        CultureInfo.InvariantCulture, $"{_file}, line {_linesBefore + block[..at].Count((byte)'\n')} {what}. {mend}"));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _source.Dispose();
        base.Dispose(disposing);
    }
}
