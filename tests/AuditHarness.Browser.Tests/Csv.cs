namespace AuditHarness.Browser;

/// <summary>Reads CSV as RFC 4180 has it, by a second hand: what a spreadsheet would see.</summary>
internal static class Csv
{
    /// <summary>Fields by line.</summary>
    /// <param name="text">CSV; every line ends with CR LF.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var lines = new List<IReadOnlyList<string>>();
        var fields = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var quoted = text[at] == '"';
            var end = quoted ? at + 1 : text.AsSpan(at).IndexOfAny(',', '\r') + at;
            while (quoted && (text[end] != '"' || text[end + 1] == '"')) end += text[end] == '"' ? 2 : 1;
            fields.Add(quoted ? text[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal) : text[at..end]);
            if (quoted) end++;
            if (text[end] == ',') at = end + 1;
            else
            {
                if (text[end..(end + 2)] != "\r\n") throw new FormatException($"Character {end} is neither a comma nor the end of a line.");
                lines.Add(fields);
                fields = [];
                at = end + 2;
            }
        }
        return lines;
    }
}
