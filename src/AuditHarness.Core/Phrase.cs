using System.Globalization;

namespace AuditHarness;

/// <summary>
/// A sentence or a term with its values kept apart, so that it can be said in another language and with another culture's numbers.
/// The English template is its own key: a translation is another template with the same places, in any order.
/// </summary>
/// <remarks>
/// Besides .NET's numeric formats a place may say: <c>{x:figure}</c> three decimals, two digits where three decimals would hide it;
/// <c>{x:count}</c> thousands separated; <c>{x:exact}</c> the shortest digits that give it back; <c>{x:percent}</c> a share as percent;
/// <c>{n:plural(patient|patients)}</c> one word of two; <c>{x:term}</c> a text of ours that is translated too. Without a format a
/// text is shown as it is: so texts from data are never translated.
/// </remarks>
public sealed class Phrase : IEquatable<Phrase>
{
    private Phrase(string template, IReadOnlyList<object> values) => (Template, Values) = (template, values);

    /// <summary>The English text as a composite format.</summary>
    public string Template { get; }

    /// <summary>What stands in its places: double, long, string or Phrase.</summary>
    public IReadOnlyList<object> Values { get; }

    /// <summary>A phrase as an interpolated string says it.</summary>
    /// <param name="text">Its holes hold numbers, texts or phrases.</param>
    /// <exception cref="ArgumentException">A hole holds something else.</exception>
    public static Phrase Of(FormattableString text) => Of(text.Format, text.GetArguments());

    /// <summary>A phrase from its parts.</summary>
    /// <param name="template">Composite format.</param>
    /// <param name="values">Numbers, texts or phrases.</param>
    /// <exception cref="ArgumentException">A value is something else.</exception>
    public static Phrase Of(string template, IEnumerable<object?> values) => new(template, [.. values.Select(Value)]);

    /// <summary>Phrases one after the other.</summary>
    /// <param name="separator">What stands between two; no letters.</param>
    /// <param name="phrases">The phrases.</param>
    public static Phrase Join(string separator, IEnumerable<Phrase> phrases)
    {
        Phrase[] all = [.. phrases];
        return all.Length == 1 ? all[0] : new(string.Join(separator, all.Select((_, k) => $"{{{k}}}")), all);
    }

    /// <summary>A text that stands for itself in every language, such as one from data.</summary>
    /// <param name="text">The text.</param>
    public static Phrase Verbatim(string text) => new("{0}", [text]);

    /// <summary>The phrase in a language.</summary>
    /// <param name="culture">How numbers are written.</param>
    /// <param name="translate">From an English template or term to that of the language.</param>
    public string In(CultureInfo culture, Func<string, string> translate) =>
        string.Format(new Formatter(culture, translate), translate(Template), [.. Values]);

    /// <summary>The phrase in English, numbers as the invariant culture writes them.</summary>
    public override string ToString() => In(CultureInfo.InvariantCulture, static text => text);

    /// <inheritdoc/>
    public bool Equals(Phrase? other) => other is not null && Template == other.Template && Values.SequenceEqual(other.Values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Phrase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Template, Values.Count);

    private static object Value(object? value) => value switch
    {
        string or Phrase or double or long => value,
        int n => (long)n,
        null => "",
        _ => throw new ArgumentException($"A phrase holds numbers, texts and phrases, not {value.GetType().Name}.", nameof(value)),
    };

    private sealed class Formatter(CultureInfo culture, Func<string, string> translate) : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : culture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Phrase phrase => phrase.In(culture, translate),
            string text => format == "term" ? translate(text) : text,
            double or long when format is { } f && f.StartsWith("plural(", StringComparison.Ordinal) =>
                f["plural(".Length..^1].Split('|')[Convert.ToDouble(arg, CultureInfo.InvariantCulture) == 1 ? 0 : 1],
            IFormattable number => number.ToString(Numeric(format, arg), culture).Replace('-', '−'),
            _ => "",
        };

        private static string? Numeric(string? format, object arg) => format switch
        {
            "figure" => arg is double v && v != 0 && Math.Abs(v) < 0.0005 ? "0.0E+0" : "0.000",
            "count" => "#,##0",
            "exact" => arg is double ? "R" : "0",
            "percent" => "0.## %",
            _ => format,
        };
    }
}
