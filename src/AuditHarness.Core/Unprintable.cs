using System.Text;

namespace AuditHarness;

/// <summary>
/// Characters that no output shows, because a terminal or a page would act on them, a file may not hold them, or a reader cannot see
/// them, so that one text reads as another. This is the one list: pages and XML replace them, configs refuse them, messages write
/// their numbers.
/// </summary>
public static class Unprintable
{
    /// <summary>Shown in place of each.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>
    /// Control characters other than tab and line ends, line and paragraph separators, marks that turn the direction of what follows,
    /// characters that show nothing, tags, annotations and noncharacters. Joiners (U+200C, U+200D) are shown: letters of Persian and
    /// Hindi and many emoji are written with them. Accents stay too, however many.
    /// </summary>
    /// <param name="rune">A character.</param>
    public static bool Contains(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        // Soft hyphen, grapheme joiner, Arabic letter mark, Hangul fillers, vowel separator.
        0x00AD or 0x034F or 0x061C or 0x115F or 0x1160 or 0x180E or 0x3164 or 0xFFA0 => true,
        // Zero-width space, direction marks; separators, embeddings and overrides; word joiner, invisible operators, isolates.
        0x200B or 0x200E or 0x200F or (>= 0x2028 and <= 0x202E) or (>= 0x2060 and <= 0x206F) => true,
        // Byte order mark, annotations, noncharacters, tags.
        0xFEFF or (>= 0xFFF9 and <= 0xFFFB) or (>= 0xFDD0 and <= 0xFDEF) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => (rune.Value & 0xFFFE) == 0xFFFE,
    };

    /// <summary>The text with <see cref="Replacement"/> in place of each of them, and of each half of a surrogate pair.</summary>
    /// <param name="text">Any text.</param>
    public static string Replace(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Contains(rune)) shown.Append(Replacement);
            else shown.Append(rune);
        }
        return shown.ToString();
    }
}
