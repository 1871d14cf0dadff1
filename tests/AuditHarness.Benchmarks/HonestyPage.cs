namespace AuditHarness.Benchmarks;

/// <summary>The page of the honesty benchmark: a heading and a section of each part, of which one, or some rows of it, can be written anew and the others stay.</summary>
internal static class HonestyPage
{
    private const string Mark = "## ", Row = "| ", Rule = "|--";

    /// <summary>The page with a section in the place of the one of that title, or at its end.</summary>
    /// <param name="page">The page so far.</param>
    /// <param name="title">Title of the section.</param>
    /// <param name="text">What stands below it.</param>
    public static string With(string page, string title, string text)
    {
        var (before, old, after) = Split(page, title);
        return old.Length == 0 ? $"{page.TrimEnd()}\n\n{Mark}{title}\n\n{text.Trim()}\n" : $"{before}{Mark}{title}\n\n{text.Trim()}\n{after}";
    }

    /// <summary>The page with the rows of some metrics or disparities in the place of theirs; all other rows of the section stay.</summary>
    /// <param name="page">The page so far.</param>
    /// <param name="title">Title of the section, which must be there.</param>
    /// <param name="text">The section as it would be of these alone.</param>
    /// <param name="ids">Their ids, which rows begin with.</param>
    public static string WithRows(string page, string title, string text, IReadOnlySet<string> ids)
    {
        var (before, old, after) = Split(page, title);
        if (old.Length == 0) throw new InvalidOperationException($"There is no section '{title}' whose rows could be replaced.");
        var fresh = Tables(text.Split('\n'));
        var lines = new List<string>();
        var (table, waiting) = ("", new List<string>());
        foreach (var line in old.Split('\n').Append(""))
        {
            var isRow = line.StartsWith(Row, StringComparison.Ordinal);
            if (!isRow && !line.StartsWith(Rule, StringComparison.Ordinal))
            {
                lines.AddRange(waiting);
                (table, waiting) = ("", []);
            }
            else if (isRow && table.Length == 0)
            {
                // The header, by which a table is known.
                (table, waiting) = (line, [.. fresh.GetValueOrDefault(line, [])]);
            }
            else if (isRow && ids.Contains(IdOf(line)))
            {
                lines.AddRange(waiting.Where(w => IdOf(w) == IdOf(line)));
                waiting.RemoveAll(w => IdOf(w) == IdOf(line));
                continue;
            }
            lines.Add(line);
        }
        return $"{before}{string.Join('\n', lines).TrimEnd()}\n{after}";
    }

    /// <summary>The page with another heading above its sections.</summary>
    /// <param name="page">The page so far.</param>
    /// <param name="heading">What stands above them.</param>
    public static string Headed(string page, string heading) =>
        page.IndexOf($"\n{Mark}", StringComparison.Ordinal) is var first and >= 0 ? $"{heading.TrimEnd()}\n{page[first..]}" : $"{heading.TrimEnd()}\n";

    private static (string Before, string Section, string After) Split(string page, string title)
    {
        var start = page.IndexOf($"{Mark}{title}\n", StringComparison.Ordinal);
        if (start < 0) return (page, "", "");
        var end = page.IndexOf($"\n{Mark}", start, StringComparison.Ordinal);
        return end < 0 ? (page[..start], page[start..], "") : (page[..start], page[start..end], page[end..]);
    }

    private static Dictionary<string, List<string>> Tables(string[] lines)
    {
        var (tables, rows) = (new Dictionary<string, List<string>>(), (List<string>?)null);
        foreach (var line in lines)
        {
            if (line.StartsWith(Rule, StringComparison.Ordinal)) continue;
            if (!line.StartsWith(Row, StringComparison.Ordinal)) rows = null;
            else if (rows is null) tables[line] = rows = [];
            else rows.Add(line);
        }
        return tables;
    }

    private static string IdOf(string row) => row[Row.Length..].Split(" |")[0];
}
