using System.Globalization;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>What a word of a rule is.</summary>
internal enum RuleWordKind { Number, Text, Name, Sign, End }

/// <summary>A word of a rule.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or a text without its quotes, a sign, or a number's digits.</param>
/// <param name="Position">Where it begins, from 1.</param>
/// <param name="IsQuoted">True for a name in backticks: never a word of the language.</param>
internal readonly record struct RuleWord(RuleWordKind Kind, string Text, int Position, bool IsQuoted = false)
{
    /// <summary>Whether it is that sign or that word of the language.</summary>
    public bool Is(string text) => !IsQuoted && (Kind is RuleWordKind.Sign or RuleWordKind.Name) && string.Equals(Text, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>How messages name it.</summary>
    public string Shown => Kind switch { RuleWordKind.End => "the end", RuleWordKind.Text => $"\"{Text}\"", _ => $"'{Text}'" };
}

/// <summary>Cuts a rule into words.</summary>
internal static class RuleWords
{
    private static readonly string[] Signs = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", "[", "]", ","];

    /// <summary>The words, the last of them the end.</summary>
    /// <param name="text">The rule.</param>
    /// <exception cref="AuditInputException">A character or a number that is none, or a quote without its end.</exception>
    public static List<RuleWord> Of(string text)
    {
        var words = new List<RuleWord>();
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c)) at++;
            else if (c is '"' or '\'' or '`') words.Add(Quoted(text, ref at));
            else if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))) words.Add(Number(text, ref at));
            else if (char.IsLetter(c) || c == '_')
            {
                var start = at;
                while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '.')) at++;
                words.Add(new(RuleWordKind.Name, text[start..at], start + 1));
            }
            else if (Signs.FirstOrDefault(s => string.CompareOrdinal(text, at, s, 0, s.Length) == 0) is { } sign)
            {
                words.Add(new(RuleWordKind.Sign, sign, at + 1));
                at += sign.Length;
            }
            else throw RuleParser.Fault(text, at + 1, c == '='
                ? "'=' is not known: write '==' to compare."
                : $"'{c}' is not known: a rule has names of columns, numbers, \"texts\", + - * /, < <= > >= == !=, and, or, not, in, is missing, and parentheses. Put a name with other characters in `backticks`.");
        }
        words.Add(new(RuleWordKind.End, "", text.Length + 1));
        return words;
    }

    private static RuleWord Quoted(string text, ref int at)
    {
        var (start, quote) = (at, text[at]);
        var end = text.IndexOf(quote, start + 1);
        if (end < 0) throw RuleParser.Fault(text, start + 1, $"the {quote} has no second one that ends it.");
        at = end + 1;
        return new(quote == '`' ? RuleWordKind.Name : RuleWordKind.Text, text[(start + 1)..end], start + 1, quote == '`');
    }

    private static RuleWord Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '.' || (text[at] is '+' or '-' && text[at - 1] is 'e' or 'E'))) at++;
        var digits = text[start..at];
        if (!double.TryParse(digits, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            throw RuleParser.Fault(text, start + 1, $"'{digits}' is no number: write it as 140, 0.5 or 1e-3.");
        return new(RuleWordKind.Number, digits, start + 1);
    }
}
