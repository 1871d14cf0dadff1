using System.Globalization;
using System.Text;

namespace AuditHarness.Config;

/// <summary>Texts of a config as messages show them, and the nearest valid name for a wrong one.</summary>
internal static class ConfigText
{
    private const int Longest = 60;

    /// <summary>True for characters that could garble a terminal, a report or a file: controls, line ends, and turns of direction.</summary>
    public static bool IsUnsafe(char c) =>
        char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F' or '\uFEFF';

    /// <summary>The text cut to a readable length.</summary>
    public static string Cut(string text, int longest = Longest) =>
        text.Length <= longest ? text : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";

    /// <summary>The text cut to a readable length, on one line, with unsafe characters written as \uXXXX.</summary>
    public static string Shown(string text, int longest = Longest)
    {
        var shown = new StringBuilder();
        foreach (var c in Cut(text, longest))
        {
            if (IsUnsafe(c)) shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else shown.Append(c);
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
        var near = Nearest(asked, names);
        var guess = near is null ? "" : $" Did you mean '{Shown(near)}'?";
        var list = names.Count == 0 ? " There is none." : $" Valid here: {string.Join(", ", names.Select(n => $"'{Shown(n)}'"))}.";
        return names.Count <= 16 ? guess + list : guess.Length > 0 || otherwise.Length == 0 ? guess : $" {otherwise}";
    }

    /// <summary>The name that takes the fewest edits, up to a third of its length but at least 2; null when none is near.</summary>
    public static string? Nearest(string asked, IEnumerable<string> names)
    {
        if (asked.Length > 200) return null;
        string? nearest = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            var limit = Math.Min(Math.Max(2, name.Length / 3), fewest - 1);
            if (Math.Abs(name.Length - asked.Length) > limit) continue;
            var edits = Edits(asked.ToUpperInvariant(), name.ToUpperInvariant());
            // As many edits as letters would make any name of any other: something must be left of it.
            if (edits <= limit && edits < Math.Max(asked.Length, name.Length)) (nearest, fewest) = (name, edits);
        }
        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that make one text of the other.</summary>
    private static int Edits(string from, string to)
    {
        var (before, last, next) = (new int[to.Length + 1], new int[to.Length + 1], new int[to.Length + 1]);
        for (var j = 0; j <= to.Length; j++) last[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                next[j] = Math.Min(Math.Min(last[j], next[j - 1]) + 1, last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) next[j] = Math.Min(next[j], before[j - 2] + 1);
            }
            (before, last, next) = (last, next, before);
        }
        return last[to.Length];
    }
}
