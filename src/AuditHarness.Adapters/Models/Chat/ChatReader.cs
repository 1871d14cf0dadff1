using System.Globalization;
using System.Text.RegularExpressions;
using AuditHarness.Audits;

namespace AuditHarness.Adapters.Models.Chat;

/// <summary>Reads the risk in an answer as the config declares it; what does not fit is unreadable, and never guessed at.</summary>
public sealed class ChatReader
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private static readonly char[] s_around = [' ', '\t', '\r', '\n', '.', '!', '"', '\'', '*', '`', '“', '”'];
    private readonly ChatAnswers _answers;
    private readonly Regex? _pattern;
    private readonly Dictionary<string, double> _words;

    /// <param name="answers">How answers are read; sound.</param>
    public ChatReader(ChatAnswers answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        _answers = answers;
        _pattern = answers.Pattern is { } pattern ? Compiled(pattern) : null;
        _words = new(answers.Words ?? new Dictionary<string, double>(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What is wrong with a pattern, in a sentence and how to mend it; null when it can be used.</summary>
    /// <param name="pattern">A regular expression.</param>
    public static string? Fault(string pattern)
    {
        try
        {
            return Compiled(pattern).GroupNumberFromName(ChatAnswers.Group) >= 0 ? null
                : $"the pattern has no group named '{ChatAnswers.Group}'. Write (?<{ChatAnswers.Group}>…) around what is to be read.";
        }
        catch (ArgumentException)
        {
            return "this is no regular expression of .NET. Check its brackets, and that every backslash is written twice in JSON.";
        }
        catch (NotSupportedException)
        {
            return "the pattern looks ahead or behind, or refers back, which can take for ever on a stranger's text. Write it without.";
        }
    }

    /// <summary>The risk; null when the answer cannot be read.</summary>
    /// <param name="text">The answer.</param>
    /// <exception cref="AuditInputException">The pattern takes too long.</exception>
    public double? Read(string text)
    {
        if (_pattern is null) return Risk(text);
        double? risk = null;
        try
        {
            // Where the pattern finds several, they must say the same.
            foreach (Match match in _pattern.Matches(text))
            {
                if (match.Groups[ChatAnswers.Group] is not { Success: true } group || Risk(group.Value) is not { } found || (risk is { } before && before != found)) return null;
                risk = found;
            }
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new AuditInputException("The pattern in 'model.chat.answers.pattern' took more than 5 seconds on an answer. Write a simpler one, or ask for fewer tokens in 'model.chat.maxTokens'.", e);
        }
        return risk;
    }

    private double? Risk(string text)
    {
        var word = text.Trim(s_around);
        if (_answers.Number is not { } kind) return _words.TryGetValue(word, out var risk) ? risk : null;
        if (kind == ChatNumber.Percentage && word.EndsWith('%')) word = word[..^1].TrimEnd();
        var most = kind == ChatNumber.Percentage ? 100 : 1;
        return double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most ? number / most : null;
    }

    // Linear in the length of the text whatever the pattern: an answer is a stranger's.
    private static Regex Compiled(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_limit);
}
