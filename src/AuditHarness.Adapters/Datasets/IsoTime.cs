using System.Globalization;

namespace AuditHarness.Adapters.Datasets;

/// <summary>A day, or a day with a time, in the forms of ISO 8601 that programs write.</summary>
/// <param name="Ticks">100 ns since 0001-01-01T00:00, by the clock that wrote it.</param>
/// <param name="Offset">By how much that clock is ahead of UTC; null when the text does not say.</param>
internal readonly record struct IsoTime(long Ticks, TimeSpan? Offset)
{
    private const int MostOffsetMinutes = 14 * 60;

    /// <summary>Reads a day: 2026-11-24.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="day">The day.</param>
    public static bool TryReadDay(ReadOnlySpan<byte> text, out DateOnly day)
    {
        day = default;
        if (text.Length != 10 || text[4] != '-' || text[7] != '-' || !Digits(text[..4], out var year) || !Digits(text[5..7], out var month) || !Digits(text[8..], out var date)) return false;
        if (year < 1 || month is < 1 or > 12 || date < 1 || date > DateTime.DaysInMonth(year, month)) return false;
        day = new DateOnly(year, month, date);
        return true;
    }

    /// <summary>
    /// Reads a day and a time: 2026-11-24T09:30, also with a space between them, seconds, up to 7 decimals, and Z, +01, +0100 or +01:00
    /// behind it. There is no second 60.
    /// </summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="time">The time.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out IsoTime time)
    {
        time = default;
        if (text.Length < 16 || text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':' || !TryReadDay(text[..10], out var day)) return false;
        if (!Digits(text[11..13], out var hour) || !Digits(text[14..16], out var minute) || hour > 23 || minute > 59) return false;
        var ticks = day.ToDateTime(TimeOnly.MinValue).Ticks + (((hour * 60L) + minute) * TimeSpan.TicksPerMinute);
        var rest = text[16..];
        if (rest is [(byte)':', _, _, ..])
        {
            if (!Digits(rest[1..3], out var second) || second > 59) return false;
            ticks += second * TimeSpan.TicksPerSecond;
            rest = rest[3..];
            if (rest is [(byte)'.' or (byte)',', ..] && !Decimals(ref rest, ref ticks)) return false;
        }
        if (!TryReadOffset(rest, out var offset)) return false;
        time = new(ticks, offset);
        return true;
    }

    /// <summary>Reads an offset: Z, +01, +0100, +01:00, or nothing at all.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="offset">The offset; null for nothing.</param>
    public static bool TryReadOffset(ReadOnlySpan<byte> text, out TimeSpan? offset)
    {
        offset = null;
        if (text.IsEmpty) return true;
        if (text is [(byte)'Z' or (byte)'z'])
        {
            offset = TimeSpan.Zero;
            return true;
        }
        if (text[0] is not ((byte)'+' or (byte)'-')) return false;
        var minutes = 0;
        if (text.Length is not (3 or 5 or 6) || !Digits(text[1..3], out var hours)) return false;
        if (text.Length == 5 && !Digits(text[3..], out minutes)) return false;
        if (text.Length == 6 && (text[3] != ':' || !Digits(text[4..], out minutes))) return false;
        var all = (hours * 60) + minutes;
        if (minutes > 59 || all > MostOffsetMinutes) return false;
        offset = TimeSpan.FromMinutes(text[0] == '-' ? -all : all);
        return true;
    }

    /// <summary>Writes an instant as the audit shows it: in UTC, with the decimals that it has.</summary>
    /// <param name="utcTicks">100 ns since 0001-01-01T00:00Z.</param>
    /// <param name="text">Takes the text; at least 32 bytes.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Write(long utcTicks, Span<byte> text)
    {
        var time = new DateTime(utcTicks, DateTimeKind.Utc);
        var form = utcTicks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";
        time.TryFormat(text, out var written, form, CultureInfo.InvariantCulture);
        return written;
    }

    private static bool Decimals(ref ReadOnlySpan<byte> rest, ref long ticks)
    {
        var (k, unit) = (1, TimeSpan.TicksPerSecond / 10);
        for (; k < rest.Length && rest[k] is >= (byte)'0' and <= (byte)'9'; k++, unit /= 10) ticks += (rest[k] - '0') * unit;
        if (k is 1 or > 10) return false;
        rest = rest[k..];
        return true;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var c in text)
        {
            if (c is < (byte)'0' or > (byte)'9') return false;
            number = (number * 10) + (c - '0');
        }
        return true;
    }
}
