using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditHarness.Fixtures;

/// <summary>Finds English on a page that should speak German.</summary>
internal static partial class EnglishLeft
{
    private static readonly string[] s_texts;
    private static readonly string[] s_fragments;

    static EnglishLeft()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Repository.In("src", "AuditHarness.Reporting", "Language", "texts.json")));
        var texts = file.RootElement.EnumerateArray().Select(t => (En: t.GetProperty("en").GetString()!, De: t.GetProperty("de").GetString()!)).ToList();
        s_texts = [.. texts.Where(t => t.En != t.De && !t.En.Contains('{')).Select(t => t.En)];
        s_fragments = [.. texts.Where(t => t.En != t.De).SelectMany(t => Place().Split(t.En)).Select(f => f.Trim()).Where(f => f.Length > 17 && f.Count(c => c == ' ') > 2)
            .Distinct().Where(f => !texts.Any(t => t.De.Contains(f, StringComparison.Ordinal)))];
    }

    /// <summary>Texts of a page or Markdown file in which English stands: a text of the resource file, a part of one, or plain English words.</summary>
    /// <param name="page">HTML or Markdown.</param>
    /// <param name="foreign">Texts that come from data, config or literature, and may be in any language.</param>
    public static IReadOnlyList<string> In(string page, IReadOnlyCollection<string> foreign)
    {
        var known = foreign.Select(Plain).ToHashSet(StringComparer.Ordinal);
        return [.. Texts(page).Distinct().Where(text => !known.Any(k => k.Contains(text, StringComparison.Ordinal)) && Speaks(text, known))];
    }

    private static bool Speaks(string text, HashSet<string> known) =>
        s_texts.Contains(text)
        || s_fragments.Any(f => text.Contains(f, StringComparison.Ordinal))
        || Word().IsMatch(known.Where(k => k.Length > 7).OrderByDescending(k => k.Length).Aggregate(text, static (t, k) => t.Replace(k, "", StringComparison.Ordinal)));

    private static IEnumerable<string> Texts(string page) =>
        Tag().Split(Unread().Replace(page, " "))
            .Concat(Attribute().Matches(page).Select(m => m.Groups[1].Value))
            .SelectMany(t => page.StartsWith('<') ? [t] : t.Split('\n', '|'))
            .Select(Plain).Where(t => t.Any(char.IsLetter));

    private static string Plain(string text) => Space().Replace(WebUtility.HtmlDecode(text).Replace("\\", "", StringComparison.Ordinal), " ").Trim();

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Place();

    // Code, the plan and literature stand as they are.
    [GeneratedRegex(@"<(style|script|pre|code|cite)\b.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex Unread();

    [GeneratedRegex(@"<(?:[^>""]|""[^""]*"")*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s(?:title|alt|aria-label|data-label|data-caption)=""([^""]*)""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"\b(?:the|of|and|with|without|is|are|were|for|not|every|each|this|that|from|to|by|patients|hidden|shown|interval|group|groups|risk|threshold)\b(?!…)", RegexOptions.IgnoreCase)]
    private static partial Regex Word();
}
