using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace AuditHarness.Reporting.Html;

/// <summary>Tables of a page as a reader sees them.</summary>
internal static partial class PageTables
{
    /// <summary>The text of an element, spaces as one.</summary>
    public static string Said(this IElement element) => Whitespace().Replace(element.TextContent, " ").Trim();

    /// <summary>The table of figures of that caption, of which there must be one.</summary>
    public static IElement? Table(this IDocument page, string caption) =>
        page.QuerySelectorAll("table:not(.prose)").Where(t => t.QuerySelector("caption")!.Said() == caption).ToList() is [var only] ? only : null;

    /// <summary>What stands above the columns.</summary>
    public static List<string> Heads(this IElement table) => [.. table.QuerySelectorAll("thead th").Select(Said)];

    /// <summary>Row by row the cell in each column: one that spans several stands in each of them.</summary>
    public static List<IElement[]> Grid(this IElement table)
    {
        var columns = table.QuerySelectorAll("thead th").Length;
        var (grid, spanning) = (new List<IElement[]>(), new (IElement? Cell, int Left)[columns]);
        foreach (var row in table.QuerySelectorAll("tbody tr"))
        {
            var cells = new Queue<IElement>(row.Children);
            var line = new IElement[columns];
            for (var c = 0; c < columns;)
            {
                if (spanning[c] is { Cell: { } held, Left: > 0 })
                {
                    line[c] = held;
                    spanning[c++].Left--;
                    continue;
                }
                var cell = cells.Dequeue();
                for (var across = Span(cell, "colspan"); across > 0; across--) (line[c], spanning[c++]) = (cell, (cell, Span(cell, "rowspan") - 1));
            }
            Assert.That(cells, Is.Empty, "a cell without a column");
            grid.Add(line);
        }
        return grid;
    }

    /// <summary>The numbers that a cell carries for programs: a figure and the ends of its interval.</summary>
    public static double[] Exact(this IElement cell) => [.. (cell.GetAttribute("data-v") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => double.Parse(n, CultureInfo.InvariantCulture))];

    private static int Span(IElement cell, string name) => int.Parse(cell.GetAttribute(name) ?? "1", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
