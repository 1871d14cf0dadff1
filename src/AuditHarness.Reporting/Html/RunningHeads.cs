using System.Globalization;
using System.Text;
using AuditHarness.Audits;
using AuditHarness.Reporting.Language;

namespace AuditHarness.Reporting.Html;

/// <summary>What stands at the head and foot of each printed page: title, verdict, config and page number, as a style sheet. The run's id is not in it: repeats differ in the page's footer alone.</summary>
internal static class RunningHeads
{
    /// <summary>The rules; every text in them is escaped, letter by letter, so that nothing from data can be anything but a text.</summary>
    /// <param name="audit">The result.</param>
    public static string Css(AuditResult audit)
    {
        // Two letters that no text of ours has stand where the counters will.
        var number = Text(Wording.Say($"Page {"\uE000"} of {"\uE001"}"))
            .Replace("\\00e000", "\" counter(page) \"", StringComparison.Ordinal).Replace("\\00e001", "\" counter(pages) \"", StringComparison.Ordinal);
        return $$"""
            @page {
              @top-left { content: {{Text(Short(Words.Title(audit.Plan)))}} }
              @top-right { content: {{Text(Words.Audit(audit.Verdict))}} }
              @bottom-left { content: {{Text(Wording.Say($"AuditHarness {audit.Run.ToolVersion}, config {audit.Inputs[0].Sha256[..12]}"))}} }
              @bottom-right { content: {{number}} }
            }
            """;
    }

    private static string Short(string title) => title.Length <= 90 ? title : title[..89].TrimEnd() + "…";

    private static string Text(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) && rune.IsAscii || rune.Value == ' ') css.Append(rune.ToString());
            else css.Append(CultureInfo.InvariantCulture, $"\\{(Rune.IsControl(rune) ? Rune.ReplacementChar.Value : rune.Value):x6}");
        }
        return css.Append('"').ToString();
    }
}
