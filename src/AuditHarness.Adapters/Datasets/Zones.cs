using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Time zones by the names that a config gives them.</summary>
public static class Zones
{
    /// <summary>The zone of a name: "UTC", an offset such as "+01:00", or a name of the IANA database such as "Europe/Berlin"; null when nobody knows it.</summary>
    /// <param name="name">The name.</param>
    public static TimeZoneInfo? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > 0 && IsoTime.TryReadOffset(Encoding.UTF8.GetBytes(name), out var offset) && offset is { } fixedOffset)
            return fixedOffset == TimeSpan.Zero ? TimeZoneInfo.Utc : TimeZoneInfo.CreateCustomTimeZone(name, fixedOffset, name, name);
        if (name == "UTC") return TimeZoneInfo.Utc;
        try
        {
            // Only names: a path of the machine would find a file as well.
            return name.Contains("..", StringComparison.Ordinal) || name.StartsWith('/') ? null : TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException or ArgumentException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return null;
        }
    }
}
