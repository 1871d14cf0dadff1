using System.Text;

namespace AuditHarness.Reporting;

/// <summary>Characters that no output shows: those that XML and HTML forbid, and those that make a text read as another.</summary>
internal static class Unprintable
{
    /// <summary>Shown in place of each.</summary>
    public const char Replacement = '\uFFFD';

    /// <summary>Control characters other than tab and line end, marks that turn the direction of what follows or show nothing, and noncharacters.</summary>
    /// <param name="rune">A character.</param>
    public static bool Contains(Rune rune) =>
        (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')) ||
        rune.Value is 0x061C or 0x200B or 0x200E or 0x200F or 0x2028 or 0x2029 or 0xFEFF or (>= 0xE0000 and <= 0xE007F) or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069) or 0xFFFE or 0xFFFF;
}
