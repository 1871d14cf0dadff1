using System.Globalization;
using System.Text;

namespace AuditHarness.Config;

/// <summary>Texts of a config as messages show them, and the nearest valid name for a wrong one.</summary>
internal static class ConfigText
{
    private const int Longest = 60;

    /// <summary>True when a text holds what no output shows, or more than one line: such a name could be taken for another.</summary>
    public static bool IsUnsafe(string text) => text.EnumerateRunes().Any(IsUnsafe);

    private static bool IsUnsafe(Rune rune) => Unprintable.Contains(rune) || rune.Value is '\t' or '\n' or '\r';

    /// <summary>The text cut to a readable length.</summary>
    public static string Cut(string text, int longest = Longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";

    /// <summary>The text cut to a readable length, on one line, with unsafe characters written as \uXXXX.</summary>
    public static string Shown(string text, int longest = Longest)
    {
        var shown = new StringBuilder();
        foreach (var rune in Cut(text, longest).EnumerateRunes())
        {
            if (IsUnsafe(rune)) shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else shown.Append(rune);
        }
        return shown.ToString();
    }

    /// <summary>A number in its shortest exact form.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>"Did you mean 'x'?" where one name is near, and all the names where they are few.</summary>
    /// <param name="asked">What was written.</param>
    /// <param name="names">What could have been meant; distinct.</param>
    /// <param name="otherwise">Said instead of a list of many names.</param>
    public static string DidYouMean(string asked, IReadOnlyCollection<string> names, string otherwise = "")
    {
        var near = NearestName.Of(asked, names);
        var guess = near is null ? "" : $" Did you mean '{Shown(near)}'?";
        var list = names.Count == 0 ? " There is none." : $" Valid here: {string.Join(", ", names.Select(n => $"'{Shown(n)}'"))}.";
        return names.Count <= 16 ? guess + list : guess.Length > 0 || otherwise.Length == 0 ? guess : $" {otherwise}";
    }
}
