using System.Text;

namespace AuditHarness.Reporting.Markdown;

/// <summary>Texts from data as plain words of a Markdown page: no markup, no HTML, no link, no mention, no line of their own.</summary>
internal static class MarkdownText
{
    /// <summary>Escapes a text for running text and table cells.</summary>
    /// <param name="text">Any text.</param>
    public static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': safe.Append("&amp;"); break;
                case '<': safe.Append("&lt;"); break;
                case '>': safe.Append("&gt;"); break;
                case '@': safe.Append("&#64;"); break;
                case '\\' or '`' or '*' or '_' or '{' or '}' or '[' or ']' or '#' or '|' or '~' or '!' or '$' or '^':
                    safe.Append('\\').Append(rune);
                    break;
                // A link is made of these even without brackets.
                case '/' when safe is [.., ':']: safe.Append("\\/"); break;
                case '.' when safe is [.., 'w' or 'W']: safe.Append("\\."); break;
                case '\t' or '\n' or '\r': safe.Append(' '); break;
                case 0x2028 or 0x2029: safe.Append(' '); break;
                default: safe.Append(Unprintable.Contains(rune) ? new Rune(Unprintable.Replacement) : rune); break;
            }
        }
        return safe.ToString();
    }

    /// <summary>A heading of the second level.</summary>
    /// <param name="page">The page.</param>
    /// <param name="text">Ours.</param>
    public static void Heading(this StringBuilder page, string text) => page.Append("\n## ").Append(text).Append("\n\n");

    /// <summary>A table row.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cells">Cells, escaped here.</param>
    public static void Row(this StringBuilder page, params IEnumerable<string> cells) =>
        page.Append("| ").AppendJoin(" | ", cells.Select(Escape)).Append(" |\n");

    /// <summary>The head of a table and the line below it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="columns">Headings.</param>
    public static void Head(this StringBuilder page, params IReadOnlyList<string> columns)
    {
        page.Row(columns);
        page.Append('|').Insert(page.Length, " --- |", columns.Count).Append('\n');
    }
}
