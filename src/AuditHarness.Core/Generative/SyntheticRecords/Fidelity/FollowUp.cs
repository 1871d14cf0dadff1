using AuditHarness.Models;
using AuditHarness.Statistics;

namespace AuditHarness.Generative.SyntheticRecords.Fidelity;

/// <summary>Times, events and arms of a table as its roles name them.</summary>
/// <param name="times">Follow-up time of each row.</param>
/// <param name="status">Whether it ended with the event; null where nobody knows.</param>
/// <param name="arms">Names of the arms; one without a name where none are declared.</param>
/// <param name="armOf">Arm of each row, −1 for none; null where none are declared.</param>
internal sealed class FollowUp(double[] times, Func<int, bool?> status, IReadOnlyList<string?> arms, int[]? armOf)
{
    /// <summary>Names of the arms; one without a name where none are declared.</summary>
    public IReadOnlyList<string?> Arms { get; } = arms;

    /// <summary>The follow-up of a table; null where no time and event are declared.</summary>
    /// <param name="table">The table.</param>
    /// <param name="roles">What its columns mean.</param>
    public static FollowUp? Of(RecordTable table, RecordRoles roles)
    {
        if (roles.Time is null || roles.Event is null || table.Find(roles.Time) is not RecordColumn.Number times || table.Find(roles.Event) is not { } events) return null;
        var arm = roles.Arm is null ? null : table.Find(roles.Arm) as RecordColumn.Category;
        return new(times.Values, row => events.IsMissing(row) ? null : IsEvent(events, row, roles.EventLevel), arm is null ? [null] : [.. arm.Levels], arm?.Codes);
    }

    /// <summary>True where a row can be in a curve: its time is not negative, and its event and its arm are known.</summary>
    /// <param name="row">Position from 0.</param>
    public bool IsUsable(int row) => times[row] >= 0 && status(row) is not null && armOf?[row] is not < 0;

    /// <summary>The curve of an arm, and its times ascending.</summary>
    /// <param name="rows">Whom to look at.</param>
    /// <param name="arm">Position in <see cref="Arms"/>.</param>
    public (KaplanMeier Curve, double[] Times) Curve(int[] rows, int arm)
    {
        int[] known = Array.FindAll(rows, r => IsUsable(r) && (armOf is null || armOf[r] == arm));
        var sorted = Array.ConvertAll(known, r => times[r]);
        var curve = new KaplanMeier(sorted, Array.ConvertAll(known, r => status(r)!.Value));
        Array.Sort(sorted);
        return (curve, sorted);
    }

    private static bool IsEvent(RecordColumn events, int row, string? level) => events switch
    {
        RecordColumn.Category category => category.Levels[category.Codes[row]] == level,
        RecordColumn.Number number => number.Values[row] == (double.TryParse(level, System.Globalization.CultureInfo.InvariantCulture, out var v) ? v : 1),
        _ => false,
    };
}
