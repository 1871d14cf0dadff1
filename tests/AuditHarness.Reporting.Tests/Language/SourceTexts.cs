using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace AuditHarness.Reporting.Language;

/// <summary>
/// The texts that the sources say: templates of <c>Say($"…")</c> and <c>Phrase.Of($"…")</c> with every hole turned into its place, as
/// the compiler does it, texts of <c>Term("…")</c>, and all plain literals.
/// </summary>
internal static partial class SourceTexts
{
    private static readonly Lazy<(Dictionary<string, string> Templates, HashSet<string> Literals)> s_read = new(Read);

    /// <summary>Each template, and the file that says it first.</summary>
    public static IReadOnlyDictionary<string, string> Templates => s_read.Value.Templates;

    /// <summary>Every plain literal of the sources.</summary>
    public static IReadOnlySet<string> Literals => s_read.Value.Literals;

    /// <summary>True when something in it needs translating: letters outside of its places, or the words of a plural.</summary>
    /// <param name="template">A template.</param>
    public static bool HasWords(string template) => template.Contains(":plural(", StringComparison.Ordinal) || Place().Replace(template, "").Any(char.IsLetter);

    private static (Dictionary<string, string> Templates, HashSet<string> Literals) Read()
    {
        var (templates, literals) = (new Dictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var files = Directory.EnumerateFiles(Repository.In("src"), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal))
            .Where(f => !f.Split('/', '\\').Any(part => part is "obj" or "bin"))
            .Order(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var text = Comment().Replace(File.ReadAllText(file), "");
            foreach (Match said in Said().Matches(text)) templates.TryAdd(Template(text, said.Index + said.Length), Path.GetFileName(file));
            foreach (Match term in Literal().Matches(text)) literals.Add(Unescaped(term.Groups[1].Value));
        }
        return (templates, literals);
    }

    /// <summary>The composite format of an interpolated string.</summary>
    /// <param name="text">Source.</param>
    /// <param name="at">Where the string's content begins, behind its opening quote.</param>
    internal static string Template(string text, int at)
    {
        var (template, place) = (new StringBuilder(), 0);
        while (text[at] != '"')
        {
            switch (text[at])
            {
                case '\\':
                    var escaped = text[at + 1] is 'u' ? 6 : 2;
                    template.Append(Unescaped(text.Substring(at, escaped)));
                    at += escaped;
                    break;
                case '{' when text[at + 1] == '{':
                case '}':
                    template.Append(text, at, 2);
                    at += 2;
                    break;
                case '{':
                    var (format, end) = Hole(text, at + 1);
                    template.Append(CultureInfo.InvariantCulture, $"{{{place++}{format}}}");
                    at = end;
                    break;
                default:
                    template.Append(text[at++]);
                    break;
            }
        }
        return template.ToString();
    }

    // A hole's format with its colon, and where the hole ends. A colon within brackets belongs to the expression.
    private static (string Format, int End) Hole(string text, int at)
    {
        for (var depth = 0; ; at++)
        {
            switch (text[at])
            {
                case '"':
                    at = text[at - 1] == '$' ? Closing(text, at + 1) : Plain(text, at + 1, '"');
                    break;
                case '\'':
                    at = Plain(text, at + 1, '\'');
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case '}' when depth == 0:
                    return ("", at + 1);
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ':' when depth == 0:
                    var end = text.IndexOf('}', at);
                    return (text[at..end], end + 1);
                default:
                    break;
            }
        }
    }

    private static int Closing(string text, int at)
    {
        while (text[at] != '"')
            at = text[at] switch { '\\' => at + 2, '{' when text[at + 1] == '{' => at + 2, '{' => Hole(text, at + 1).End, _ => at + 1 };
        return at;
    }

    private static int Plain(string text, int at, char quote)
    {
        while (text[at] != quote) at += text[at] == '\\' ? 2 : 1;
        return at;
    }

    private static string Unescaped(string text) => Escape().Replace(text, m => m.Value switch
    {
        "\\n" => "\n",
        "\\t" => "\t",
        ['\\', 'u', .. var code] => ((char)int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString(),
        var other => other[1..],
    });

    [GeneratedRegex(@"\\(?:u[0-9a-fA-F]{4}|.)")]
    private static partial Regex Escape();

    [GeneratedRegex(@"(?:\bPhrase\.Of|\bSay)\(\s*\$""")]
    private static partial Regex Said();

    [GeneratedRegex("(?<![$@\\\\])\"((?:[^\"\\\\\\n]|\\\\.)+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\s*///.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}
