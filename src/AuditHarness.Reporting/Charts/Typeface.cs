using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AuditHarness.Reporting.Charts;

/// <summary>
/// The font that page and charts are set in: Inter, Latin subset, shipped with this library and written into every page, so that a
/// text's width is known when a chart is drawn. What it has no glyph for is shown in a font of the reader's machine and measured
/// generously.
/// </summary>
/// <remarks>SIL Open Font License 1.1, see Fonts/OFL.txt. Container: WOFF File Format 2.0 (W3C, 2018); tables: OpenType 1.9 cmap, head, hhea, hmtx.</remarks>
internal sealed class Typeface
{
    /// <summary>Size of texts in charts, in SVG units.</summary>
    public const double Size = 12;

    private static readonly Lazy<Typeface> Shipped = new(() => new(Bytes()));

    private readonly Dictionary<int, double> _advances;

    private Typeface(byte[] woff2) => _advances = Advances(woff2);

    /// <summary>The @font-face rule that holds the whole font.</summary>
    public static string Css { get; } =
        $"@font-face {{ font-family: \"Inter AuditHarness\"; font-weight: 100 900; src: url(data:font/woff2;base64,{Convert.ToBase64String(Bytes())}) format(\"woff2\"); }}";

    /// <summary>Width of a text at weight 400 with tabular figures.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="size">Font size.</param>
    /// <returns>In the unit of <paramref name="size"/>; at least as wide as what is shown, kerning aside.</returns>
    public static double Width(string text, double size = Size) => size * text.EnumerateRunes().Sum(Shipped.Value.Advance);

    /// <summary>Whether the font has a glyph for a character.</summary>
    /// <param name="character">The character.</param>
    public static bool Covers(Rune character) => Shipped.Value._advances.ContainsKey(character.Value);

    private double Advance(Rune rune) => rune.Value switch
    {
        // Tabular figures are all as wide as the widest.
        >= '0' and <= '9' => _advances['4'] + 0.003,
        // Controls and other characters that show nothing are replaced by U+FFFD in the page.
        _ when _advances.TryGetValue(rune.Value, out var advance) => advance,
        < 0x1100 => 0.8,
        _ => 1.4,
    };

    private static byte[] Bytes()
    {
        using var stream = typeof(Typeface).Assembly.GetManifestResourceStream("inter-latin-wght-normal.woff2")!;
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static Dictionary<int, double> Advances(byte[] woff2)
    {
        var tables = Tables(woff2);
        var (cmap, hmtx) = (tables["cmap"].Data, tables["hmtx"].Data);
        var unitsPerEm = (double)U16(tables["head"].Data, 18);
        var metrics = U16(tables["hhea"].Data, 34);
        // As stored, pairs of advance and side bearing; transformed, a byte of flags and then the advances alone.
        double Of(int glyph) => Math.Min(glyph, metrics - 1) is var i && tables["hmtx"].Transformed ? U16(hmtx, 1 + (2 * i)) / unitsPerEm : U16(hmtx, 4 * i) / unitsPerEm;
        return Glyphs(cmap).ToDictionary(g => g.Character, g => Of(g.Glyph));
    }

    private static Dictionary<string, (byte[] Data, bool Transformed)> Tables(byte[] woff2)
    {
        string[] known = ["cmap", "head", "hhea", "hmtx"];
        const int glyf = 10, loca = 11, other = 63;
        var directory = new List<(string Tag, int Length, bool Transformed)>();
        var at = 48;
        for (var i = 0; i < U16(woff2, 12); i++)
        {
            var (tag, version) = (woff2[at] & 63, woff2[at] >> 6);
            at += tag == other ? 5 : 1;
            var length = Base128(woff2, ref at);
            // For glyf and loca 0 is a transform and 3 is none; for all others 0 is none.
            var transformed = tag is glyf or loca ? version != 3 : version != 0;
            directory.Add((tag < known.Length ? known[tag] : $"{i}", transformed ? Base128(woff2, ref at) : length, transformed));
        }
        using var stream = new BrotliStream(new MemoryStream(woff2, at, woff2.Length - at), CompressionMode.Decompress);
        var tables = new Dictionary<string, (byte[], bool)>();
        foreach (var (tag, length, transformed) in directory)
        {
            var data = new byte[length];
            stream.ReadExactly(data);
            tables[tag] = (data, transformed);
        }
        return tables;
    }

    // Format 4: segments of characters, each with a shift or with a list of glyphs.
    private static IEnumerable<(int Character, int Glyph)> Glyphs(byte[] cmap)
    {
        var at = Enumerable.Range(0, U16(cmap, 2)).Select(i => (int)BinaryPrimitives.ReadUInt32BigEndian(cmap.AsSpan(8 + (8 * i)))).First(o => U16(cmap, o) == 4);
        var twice = U16(cmap, at + 6);
        for (var segment = 0; segment < twice; segment += 2)
        {
            var (end, start) = (U16(cmap, at + 14 + segment), U16(cmap, at + 16 + twice + segment));
            var (shift, list) = (U16(cmap, at + 16 + (2 * twice) + segment), at + 16 + (3 * twice) + segment);
            for (var character = start; character <= end && character != 0xFFFF; character++)
            {
                var glyph = U16(cmap, list) is 0 ? character + shift : U16(cmap, list + U16(cmap, list) + (2 * (character - start))) is > 0 and var listed ? listed + shift : 0;
                if ((glyph & 0xFFFF) != 0) yield return (character, glyph & 0xFFFF);
            }
        }
    }

    private static int U16(byte[] data, int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private static int Base128(byte[] data, ref int at)
    {
        var value = 0;
        int next;
        do
        {
            next = data[at++];
            value = (value << 7) | (next & 127);
        }
        while (next > 127);
        return value;
    }
}
