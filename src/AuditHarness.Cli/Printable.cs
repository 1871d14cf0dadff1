using System.Globalization;
using System.Text;

namespace AuditHarness.Cli;

/// <summary>Text that is safe to show on a terminal, wherever it came from.</summary>
internal static class Printable
{
    /// <summary>
    /// Replaces everything that steers a terminal or turns the reading direction (control and format characters, lone surrogates) by
    /// U+FFFD, so that a value from the data can neither colour, erase nor disguise a line. Line feeds stay.
    /// </summary>
    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            safe.Append(rune.Value == '\n' || !Steers(rune) ? rune.ToString() : "\uFFFD");
        return safe.ToString();
    }

    /// <summary>The same on one line: line feeds are replaced too.</summary>
    public static string Line(string text) => Of(text).Replace('\n', '\uFFFD');

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
