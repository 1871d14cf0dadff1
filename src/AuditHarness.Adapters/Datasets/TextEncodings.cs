using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Encodings of text files by the names that the web and spreadsheet programs give them.</summary>
public static class TextEncodings
{
    /// <summary>Names that messages offer; every other name that .NET knows will do as well.</summary>
    public static IReadOnlyList<string> Usual { get; } =
        ["utf-8", "utf-16le", "utf-16be", "windows-1252", "windows-1250", "windows-1251", "iso-8859-1", "iso-8859-15", "us-ascii", "macintosh"];

    /// <summary>The encoding of a name, which throws on bytes that are none of its text; null when nobody knows it.</summary>
    /// <param name="name">Such as "windows-1252", in any case.</param>
    public static Encoding? Find(string name)
    {
        try
        {
            var codePages = CodePagesEncodingProvider.Instance.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return codePages ?? Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The encoding that a mark at the beginning of a file says; null without one.</summary>
    /// <param name="head">The first bytes.</param>
    internal static string? Marked(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, 0, 0, ..] => "utf-32",
        [0, 0, 0xFE, 0xFF, ..] => "utf-32BE",
        [0xFF, 0xFE, ..] => "utf-16le",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => null,
    };

    /// <summary>True when two names mean one encoding; "utf-16" leaves to the mark in which order the bytes are.</summary>
    internal static bool Same(string one, string other) =>
        Find(one)?.WebName == Find(other)?.WebName ||
        (one.Equals("utf-16", StringComparison.OrdinalIgnoreCase) && Find(other)?.WebName == "utf-16BE");
}
