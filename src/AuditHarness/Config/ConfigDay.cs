using System.Globalization;

namespace AuditHarness.Config;

/// <summary>Days as a config writes them: 2026-11-24.</summary>
internal static class ConfigDay
{
    /// <summary>Four digits, two and two.</summary>
    public const string Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

    /// <summary>The day that a value stands for; null, with a fault, when it is none.</summary>
    /// <param name="node">The value.</param>
    /// <param name="faults">Takes the faults.</param>
    public static DateOnly? AsDay(this ConfigNode node, ConfigFaults faults)
    {
        if (node.AsText(faults) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        node.Expected("a day in the form 2026-11-24", faults);
        return null;
    }
}
