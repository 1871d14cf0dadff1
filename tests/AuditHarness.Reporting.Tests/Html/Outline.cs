using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AuditHarness.Reporting.Html;

/// <summary>
/// A part of a page as somebody reads it out: headings, sentences, tables, captions and what is said in place of drawings, a line each,
/// indented by what is around it. Nothing of colours, places and shapes.
/// </summary>
internal static partial class Outline
{
    /// <summary>The lines; each ends with \n.</summary>
    /// <param name="part">An element.</param>
    public static string Of(IElement part)
    {
        var lines = new StringBuilder();
        Write(part, 0, lines);
        return lines.ToString();
    }

    private static void Write(IElement element, int depth, StringBuilder lines)
    {
        switch (element.LocalName)
        {
            case "style" or "script" or "template":
                return;
            case "svg":
                if (element.GetAttribute("aria-hidden") != "true") Line("drawing", Said(element));
                return;
            case "table":
                Line("table" + Id(element), Text(element.QuerySelector("caption")));
                foreach (var row in element.QuerySelectorAll("tr"))
                    Line("", "| " + string.Join(" | ", row.Children.Select(Text)) + " |", 1);
                return;
            case "section" or "figure" or "details" or "header" or "footer" or "nav" or "article":
                Line(element.LocalName + Id(element), HasText(element) ? Text(element) : "");
                if (HasText(element)) return;
                foreach (var child in element.Children) Write(child, depth + 1, lines);
                return;
        }
        if (element.LocalName is "h1" or "h2" or "h3" or "h4" or "h5") Line(new string('#', element.LocalName[1] - '0'), Text(element));
        else if (IsText(element)) Line(element.LocalName, Text(element));
        else foreach (var child in element.Children) Write(child, depth, lines);

        void Line(string kind, string text, int deeper = 0)
        {
            if (kind.Length + text.Length == 0) return;
            lines.Append(' ', 2 * (depth + deeper)).Append(kind).Append(kind.Length > 0 && text.Length > 0 ? " " : "").Append(text).Append('\n');
        }
    }

    // Text of its own, or nothing but words within words.
    private static bool IsText(IElement element) =>
        HasText(element)
        || (element.LocalName is "p" or "li" or "dt" or "dd" or "summary" or "figcaption" or "caption" && element.QuerySelector("p, ul, ol, table, figure, details, svg[role], dl") is null);

    private static bool HasText(IElement element) => element.ChildNodes.OfType<IText>().Any(t => t.Data.Trim().Length > 0);

    // What stands for a drawing where it cannot be seen: a label and a description, its own or what it names.
    private static string Said(IElement drawing) => string.Join(": ", new[]
    {
        drawing.GetAttribute("aria-label"), Named(drawing, "aria-labelledby"), Text(drawing.QuerySelector("title")), Named(drawing, "aria-describedby"), Text(drawing.QuerySelector("desc")),
    }.Where(t => !string.IsNullOrEmpty(t)).Distinct());

    private static string Named(IElement element, string attribute) => string.Join(' ',
        (element.GetAttribute(attribute) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => Text(element.Owner?.GetElementById(id))).Where(t => t.Length > 0));

    private static string Id(IElement element) => element.Id is { Length: > 0 } id ? "#" + id : "";

    private static string Text(IElement? element) => element is null ? "" : Whitespace().Replace(element.TextContent, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
