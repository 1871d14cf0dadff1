using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Numbers in texts, under the invariant culture whatever the machine's, exactly rounded.</summary>
internal static class NumberText
{
    private const NumberStyles Style =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent |
        NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private const int Longest = 400;

    // 10^22 is the largest power of ten that a double holds exactly.
    private static readonly double[] s_powers = [.. Enumerable.Range(0, 23).Select(k => double.Parse($"1e{k}", CultureInfo.InvariantCulture))];

    /// <summary>Reads a number.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="mark">Before the decimals: '.' or ','; with ',' a text with '.' is no number, for there it may part thousands.</param>
    /// <param name="value">The number; NaN or infinite when the text says so or is too large; 0 when it is no number.</param>
    /// <returns>True for a finite number.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, char mark, out double value) => TryPlain(text, (byte)mark, out value) || TryAny(text, mark, out value);

    /// <summary>True when a text is a whole number: a sign and digits, without decimals or an exponent.</summary>
    /// <param name="text">UTF-8.</param>
    public static bool IsWhole(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'-' or (byte)'+', ..]) text = text[1..];
        return !text.IsEmpty && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    /// <summary>
    /// Digits with at most one mark among them: a whole number below 2^53 over a power of ten up to 10^22 is one division of two exact
    /// doubles, so that the result is rounded once, as a parser must (Clinger 1990, "How to read floating point numbers accurately").
    /// </summary>
    private static bool TryPlain(ReadOnlySpan<byte> text, byte mark, out double value)
    {
        value = 0;
        var negative = text is [(byte)'-', ..];
        var (digits, decimals, marked) = (0UL, 0, false);
        var k = negative ? 1 : 0;
        if (text.Length - k is < 1 or > 17) return false;
        for (; k < text.Length; k++)
        {
            var digit = (uint)text[k] - '0';
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                if (marked) decimals++;
            }
            else if (text[k] == mark && !marked) marked = true;
            else return false;
        }
        // Also ".5" and "5.", as double.Parse reads them; a mark alone is no number.
        if (digits >= 1UL << 53 || (marked && text.Length - (negative ? 1 : 0) == 1)) return false;
        value = decimals == 0 ? digits : digits / s_powers[decimals];
        if (negative) value = -value;
        return true;
    }

    private static bool TryAny(ReadOnlySpan<byte> text, char mark, out double value)
    {
        value = 0;
        if (mark == '.') return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        if (text.Length > Longest || text.Contains((byte)'.')) return false;
        Span<byte> pointed = stackalloc byte[text.Length];
        text.Replace(pointed, (byte)mark, (byte)'.');
        return double.TryParse(pointed, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
