using System.Text;
using System.Text.Unicode;
using AuditHarness.Audits;
using CsvHelper;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Finds out how a CSV file is written, for a config that is to be proposed; an audit itself never guesses.</summary>
public static class CsvDialect
{
    private const int Looked = 1024 * 1024;

    /// <summary>Guesses from the first megabyte: encoding, delimiter, and whether decimals stand behind a comma.</summary>
    /// <param name="file">Path.</param>
    /// <param name="folder">Folder that it is relative to.</param>
    /// <returns>The guess; the default for a file that is no CSV at all.</returns>
    /// <exception cref="AuditInputException">The file is missing or cannot be read, or is a bomb.</exception>
    public static CsvPlan Guess(string file, string folder)
    {
        ArgumentNullException.ThrowIfNull(file);
        using var stream = TableFile.OpenFile(new(file, "data.file"), folder, out _);
        using var bytes = new FingerprintStream(stream, Quoted.Text(file)[1..^1]);
        var head = new HeadStream(bytes);
        var packed = InflatedStream.Begins(head.Peek());
        using var inflated = packed ? new InflatedStream(head, bytes) : null;
        var start = new byte[Looked];
        var length = (inflated ?? (Stream)head).ReadAtLeast(start, Looked, throwOnEndOfStream: false);
        var text = start.AsSpan(0, length);
        var encoding = Encoding(text, length == Looked);
        var plan = new CsvPlan { Encoding = encoding };
        var name = encoding ?? TextEncodings.Marked(text) ?? CsvPlan.Utf8;
        var utf8 = System.Text.Encoding.UTF8.GetBytes((TextEncodings.Find(name) is { } known ? Lenient(known) : System.Text.Encoding.UTF8).GetString(text).TrimStart('\ufeff'));
        using var reader = CsvReader.Create(new MemoryStream(utf8), new CsvReaderOptions { HasHeader = false, IncludeValuesInExceptions = false });
        var (points, commas) = (0, 0);
        while (reader.Read())
            for (var k = 0; k < reader.FieldCount; k++) Count(reader.GetSpan(k), ref points, ref commas);
        return plan with { Delimiter = reader.Separator is '\0' ? ',' : reader.Separator, DecimalMark = commas > 0 && points == 0 ? ',' : '.' };
    }

    private static string? Encoding(ReadOnlySpan<byte> text, bool cut)
    {
        if (TextEncodings.Marked(text) is not null) return null;
        // A character may be cut in two where the look ends.
        for (var k = 0; k < (cut ? 4 : 1) && k <= text.Length; k++)
            if (Utf8.IsValid(text[..^k])) return text.Contains((byte)0) ? ZeroBytes(text) : null;
        return text.Contains((byte)0) ? ZeroBytes(text) : "windows-1252";
    }

    // Letters of ASCII in UTF-16 have their zero byte behind them, or before them.
    private static string ZeroBytes(ReadOnlySpan<byte> text) => text.IndexOf((byte)0) % 2 == 1 ? "utf-16le" : "utf-16be";

    private static Encoding Lenient(Encoding encoding)
    {
        var lenient = (Encoding)encoding.Clone();
        lenient.DecoderFallback = DecoderFallback.ReplacementFallback;
        return lenient;
    }

    private static void Count(ReadOnlySpan<byte> field, ref int points, ref int commas)
    {
        if (field.Contains((byte)'.') && NumberText.TryRead(field, '.', out _)) points++;
        else if (field.Contains((byte)',') && NumberText.TryRead(field, ',', out _)) commas++;
    }
}
