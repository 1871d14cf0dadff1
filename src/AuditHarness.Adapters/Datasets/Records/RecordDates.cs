using System.Text;

namespace AuditHarness.Adapters.Datasets.Records;

/// <summary>Days and times of records as days since 1970-01-01.</summary>
internal static class RecordDates
{
    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    /// <summary>How they are written, for messages.</summary>
    public const string Mend = "Write days as 2026-11-24 and times as 2026-11-24T09:30:00; or say that the column is of another kind.";

    /// <summary>Reads a day, or a time: in UTC where it says its zone, else by the clock that wrote it.</summary>
    /// <param name="text">UTF-8.</param>
    /// <param name="days">The days, with a fraction for times.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out double days)
    {
        if (IsoTime.TryReadDay(text, out var day))
        {
            days = day.DayNumber - s_epoch.DayNumber;
            return true;
        }
        days = double.NaN;
        if (!IsoTime.TryRead(text, out var time)) return false;
        days = (time.Ticks - (time.Offset ?? TimeSpan.Zero).Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerDay;
        return true;
    }

    /// <summary>Reads a text.</summary>
    public static bool TryRead(string text, out double days) => TryRead(Encoding.UTF8.GetBytes(text), out days);
}
