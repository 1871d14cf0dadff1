using System.Globalization;

namespace AuditHarness.Generative.SyntheticRecords.Structure;

/// <summary>Reads a rule, by recursive descent: or, and, not, comparison, sum, product, value, from the loosest to the tightest.</summary>
internal sealed class RuleParser
{
    // Deeper rules are no rules that a person wrote, and would end the stack.
    private const int Deepest = 100, Longest = 10_000;

    private static readonly string[] Reserved = ["and", "or", "not", "in", "is", "missing"];
    private static readonly string[] Comparisons = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _text;
    private readonly List<RuleWord> _words;
    private int _at, _depth, _links;

    private RuleParser(string text) => (_text, _words) = (text, RuleWords.Of(text));

    private RuleWord Word => _words[_at];

    /// <summary>The rule.</summary>
    /// <param name="text">As the config has it.</param>
    /// <exception cref="AuditInputException">It is none: says where and what was expected.</exception>
    public static RuleNode Parse(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw new AuditInputException("A rule of the records is empty: write a condition that every possible record meets, such as systolic > diastolic.");
        if (text.Length > Longest) throw new AuditInputException($"A rule of the records has {text.Length} characters; at most {Longest} are read.");
        var parser = new RuleParser(text);
        var rule = parser.Or();
        if (parser.Word.Kind == RuleWordKind.End) return rule;
        throw parser.Unexpected("'and', 'or' or the end was expected");
    }

    /// <summary>A message that says where.</summary>
    public static AuditInputException Fault(string text, int position, string why) => new($"Rule \"{text}\", character {position}: {why}");

    private AuditInputException Unexpected(string why) => Fault(_text, Word.Position, $"{Word.Shown} is not expected here: {why}.");

    private bool Takes(string word)
    {
        if (!Word.Is(word)) return false;
        _at++;
        return true;
    }

    private void Needs(string word)
    {
        if (!Takes(word)) throw Unexpected($"'{word}' was expected");
    }

    private RuleNode Deeper(Func<RuleNode> read)
    {
        if (++_depth > Deepest) throw Fault(_text, Word.Position, $"the rule is nested more than {Deepest} deep.");
        var node = read();
        _depth--;
        return node;
    }

    private RuleNode Or()
    {
        var left = And();
        while (Word.Position is var position && Takes("or")) left = Chained(new RuleNode.Or(position, left, And()));
        return left;
    }

    private RuleNode And()
    {
        var left = Not();
        while (Word.Position is var position && Takes("and")) left = Chained(new RuleNode.And(position, left, Not()));
        return left;
    }

    // Each link of a chain is one deeper for who walks the rule.
    private RuleNode Chained(RuleNode node) => ++_links > 10 * Deepest ? throw Fault(_text, node.Position, $"the rule has more than {10 * Deepest} parts.") : node;

    private RuleNode Not() => Word.Position is var position && Takes("not") ? new RuleNode.Not(position, Deeper(Not)) : Compared();

    private RuleNode Compared()
    {
        var left = Sum();
        var word = Word;
        if (Takes("is"))
        {
            var isNegated = Takes("not");
            Needs("missing");
            return Negated(isNegated, word, new RuleNode.Missing(word.Position, left));
        }
        if (Takes("in")) return new RuleNode.Within(word.Position, left, Options());
        if (word.Is("not") && _words[_at + 1].Is("in"))
        {
            _at += 2;
            return Negated(true, word, new RuleNode.Within(word.Position, left, Options()));
        }
        if (Comparisons.FirstOrDefault(word.Is) is not { } sign) return left;
        _at++;
        var right = Sum();
        if (Comparisons.Any(Word.Is)) throw Unexpected("two values are compared at a time; join comparisons by 'and'");
        return new RuleNode.Comparison(word.Position, sign, left, right);
    }

    private static RuleNode Negated(bool isNegated, RuleWord word, RuleNode node) => isNegated ? new RuleNode.Not(word.Position, node) : node;

    private List<RuleNode> Options()
    {
        var closing = Takes("(") ? ")" : Takes("[") ? "]" : throw Unexpected("the values in parentheses were expected, such as (\"a\", \"b\")");
        var options = new List<RuleNode>();
        do
        {
            var option = Deeper(Signed);
            options.Add(option is RuleNode.Number or RuleNode.Text or RuleNode.Arithmetic { Left: RuleNode.Number, Right: RuleNode.Number }
                ? option
                : throw Fault(_text, option.Position, "'in' takes numbers and texts in quotes."));
        }
        while (Takes(","));
        Needs(closing);
        return options;
    }

    private RuleNode Sum()
    {
        var left = Product();
        while (Word is var sign && (Takes("+") || Takes("-"))) left = Chained(new RuleNode.Arithmetic(sign.Position, sign.Text, left, Product()));
        return left;
    }

    private RuleNode Product()
    {
        var left = Signed();
        while (Word is var sign && (Takes("*") || Takes("/"))) left = Chained(new RuleNode.Arithmetic(sign.Position, sign.Text, left, Signed()));
        return left;
    }

    // −x is 0 − x.
    private RuleNode Signed() => Word.Position is var position && Takes("-")
        ? new RuleNode.Arithmetic(position, "-", new RuleNode.Number(position, 0), Deeper(Signed))
        : Value();

    private RuleNode Value()
    {
        var word = Word;
        if (Takes("("))
        {
            var inner = Deeper(Or);
            Needs(")");
            return inner;
        }
        if (word.Kind is RuleWordKind.End or RuleWordKind.Sign || (!word.IsQuoted && Reserved.Any(word.Is)))
            throw Unexpected("a column, a number, a \"text\" or '(' was expected");
        _at++;
        return word.Kind switch
        {
            RuleWordKind.Number => new RuleNode.Number(word.Position, double.Parse(word.Text, CultureInfo.InvariantCulture)),
            RuleWordKind.Text => new RuleNode.Text(word.Position, word.Text),
            _ => new RuleNode.Column(word.Position, word.Text),
        };
    }
}
