using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Texts for true and false.</summary>
internal static class Booleans
{
    /// <summary>Reads true, yes, t, y or 1 as 1, and false, no, f, n or 0 as 0, in any case.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="value">1 or 0.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        value = Is(text, "true", "yes", "t", "y", "1") ? 1 : 0;
        return value == 1 || Is(text, "false", "no", "f", "n", "0");
    }

    private static bool Is(ReadOnlySpan<byte> text, params ReadOnlySpan<string> words)
    {
        if (text.Length > 5) return false;
        foreach (var word in words)
            if (Ascii.EqualsIgnoreCase(text, word)) return true;
        return false;
    }
}
