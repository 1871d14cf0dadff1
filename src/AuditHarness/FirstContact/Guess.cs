using AuditHarness.Adapters.Datasets;
using AuditHarness.Config;

namespace AuditHarness.FirstContact;

/// <summary>Something that a proposed config says, and why.</summary>
/// <param name="Part">What of the config it is about, such as "label".</param>
/// <param name="Chosen">What was chosen, in a few words; empty when nothing was.</param>
/// <param name="Why">Why, and what was passed over: sentences for whoever has to check it. Never a patient's value or a number from 1 to 10 of patients.</param>
public sealed record Guess(string Part, string Chosen, string Why);

/// <summary>Names of columns and levels, as a config's comments and messages show them.</summary>
internal static class Named
{
    private const int Most = 8;

    /// <summary>One name in quotes, on one line, cut to a readable length.</summary>
    public static string One(string name) => $"'{ConfigText.Shown(name)}'";

    /// <summary>A path in quotes.</summary>
    public static string File(string path) => $"'{ConfigText.Shown(path, 300)}'";

    /// <summary>Several, the first few of them.</summary>
    public static string All(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Most).Select(One)) + (names.Count > Most ? FormattableString.Invariant($" and {names.Count - Most} more") : "");

    /// <summary>Texts of a column without those that few rows have, which may tell who these are.</summary>
    public static string Levels(IEnumerable<TableLevel> levels)
    {
        TableLevel[] all = [.. levels];
        string[] names = [.. all.Where(l => l.Rows > 10).Select(l => l.Text)];
        var rare = all.Length - names.Length;
        return All(names) + (rare == 0 ? "" : FormattableString.Invariant($"{(names.Length == 0 ? "" : " and ")}{rare} that 10 rows or fewer have"));
    }

    /// <summary>A sentence on what else was there; empty when nothing was.</summary>
    public static string PassedOver(IReadOnlyCollection<string> names) => names.Count == 0 ? "" : $" Passed over: {All(names)}.";

    /// <summary>A number of rows, told only when it is not so small that people could be known by it.</summary>
    public static string Rows(int rows) => rows is > 0 and <= 10 ? "10 rows or fewer" : FormattableString.Invariant($"{rows:N0} rows");
}
