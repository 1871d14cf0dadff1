using System.Globalization;
using System.Text;

namespace AuditHarness.Adapters.Datasets;

/// <summary>Texts of files and configs as messages show them: in quotes, bounded, and with nothing a terminal would act on.</summary>
internal static class Quoted
{
    private const int Longest = 200;
    private const int MostNames = 30;

    /// <summary>The text in single quotes; control and invisible characters become \uXXXX, a long text is cut.</summary>
    public static string Text(string text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest)
            {
                shown.Append('…');
                break;
            }
            if (Unprintable.Contains(rune) || rune.Value is '\t' or '\n' or '\r')
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            else shown.Append(rune);
        }
        return shown.Append('\'').ToString();
    }

    /// <summary>The texts one after the other, at most 30 of them.</summary>
    public static string List(IReadOnlyCollection<string> texts, int most = MostNames) =>
        string.Join(", ", texts.Take(most).Select(Text)) +
        (texts.Count > most ? string.Create(CultureInfo.InvariantCulture, $" and {texts.Count - most} more") : "");

    /// <summary>A sentence that offers the name most like the one that was asked for; empty when none is close.</summary>
    public static string Nearest(string asked, IEnumerable<string> present) =>
        NearestName.Of(asked, present) is { } name ? $" Did you mean {Text(name)}?" : "";
}
