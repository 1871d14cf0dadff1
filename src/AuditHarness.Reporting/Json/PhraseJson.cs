using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditHarness.Reporting.Json;

/// <summary>
/// Phrases in results.json: the English text under its name, and beside it, where values stand in it, "&lt;name&gt;Parts" with the
/// template and the values, so that the sentence can be said again in any language.
/// </summary>
internal static partial class PhraseJson
{
    private const string Parts = "Parts";

    // What is far more than a sentence of ours has, so that another's file cannot take the reader's time or memory.
    private const int LongestTemplate = 4_000;
    private const int MostValues = 100;
    private const int DeepestPhrase = 8;
    private const int LongestNumber = 320;

    // Without backtracking, so that no template takes longer than its length says; a generated one cannot do that.
    private static readonly Regex Plain = new(
        @"^(?:[^{}]|\{\{|\}\}|\{[0-9]{1,3}(?::(?:figure|count|exact|percent|term|[A-Za-z][0-9]{0,2}|[#0,.%E+ -]{1,20}|plural\([^(){}|]*\|[^(){}|]*\)))?\})*\z",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Writes a phrase: its English text, and its parts when it has values.</summary>
    /// <param name="json">The writer, within an object.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="phrase">The phrase, or null.</param>
    public static void Write(this Utf8JsonWriter json, string name, Phrase? phrase)
    {
        json.WriteString(name, phrase?.ToString());
        if (phrase is not { Values.Count: > 0 }) return;
        json.WritePropertyName(name + Parts);
        WriteParts(json, phrase);
    }

    /// <summary>Writes phrases as a list of texts, and beside it a list of their parts when one of them has values (null for those without).</summary>
    /// <param name="json">The writer, within an object.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="phrases">The phrases.</param>
    public static void Write(this Utf8JsonWriter json, string name, IReadOnlyList<Phrase> phrases)
    {
        json.WriteList(name, phrases, static (writer, phrase) => writer.WriteStringValue(phrase.ToString()));
        if (phrases.Any(p => p.Values.Count > 0)) json.WriteList(name + Parts, phrases, WritePartsOrNull);
    }

    /// <summary>Reads a phrase that <see cref="Write(Utf8JsonWriter, string, Phrase?)"/> wrote; null for none.</summary>
    /// <param name="of">The object that holds it.</param>
    /// <param name="name">Name of the property.</param>
    /// <exception cref="FormatException">What stands there is no text.</exception>
    public static Phrase? Read(JsonElement of, string name) =>
        !of.TryGetProperty(name, out var text) || text.ValueKind == JsonValueKind.Null ? null
            : Read(text, of.TryGetProperty(name + Parts, out var parts) ? parts : default);

    /// <summary>Reads a list of phrases; an empty one when there is none.</summary>
    /// <param name="of">The object that holds it.</param>
    /// <param name="name">Name of the property.</param>
    /// <exception cref="FormatException">A text is none.</exception>
    public static IReadOnlyList<Phrase> ReadList(JsonElement of, string name)
    {
        if (!of.TryGetProperty(name, out var texts)) return [];
        var parts = of.TryGetProperty(name + Parts, out var list) ? list.EnumerateArray().ToArray() : [];
        return [.. texts.EnumerateArray().Select((text, k) => Read(text, k < parts.Length ? parts[k] : default))];
    }

    /// <summary>Writes {"template", "values"}, or null for a phrase without values.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="phrase">The phrase.</param>
    public static void WritePartsOrNull(Utf8JsonWriter json, Phrase phrase)
    {
        if (phrase.Values.Count == 0) json.WriteNullValue();
        else WriteParts(json, phrase);
    }

    /// <summary>A phrase from its text and its parts, which may be missing.</summary>
    /// <param name="text">The English text.</param>
    /// <param name="parts">What <see cref="WritePartsOrNull"/> wrote; undefined for none.</param>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Phrase Read(JsonElement text, JsonElement parts)
    {
        if (text.ValueKind != JsonValueKind.String) throw new FormatException($"A text is expected, not {text.ValueKind}.");
        var english = text.GetString()!;
        // Parts that do not give the text, as when one of them was edited, are not believed: the text stands as it is.
        return parts.ValueKind == JsonValueKind.Object && ReadParts(parts, 1) is { } phrase && Length(phrase, english.Length) is not null && Gives(phrase, english) ? phrase
            : Phrase.Of(english.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), []);
    }

    private static bool Gives(Phrase phrase, string english)
    {
        try
        {
            return phrase.ToString() == english;
        }
        catch (FormatException)
        {
            // A form that its value does not have, such as one of a number for a whole one.
            return false;
        }
    }

    private static void WriteParts(Utf8JsonWriter json, Phrase phrase)
    {
        json.WriteStartObject();
        json.WriteString("template", phrase.Template);
        json.WriteList("values", phrase.Values, WriteValue);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case Phrase phrase: WriteParts(json, phrase); break;
            case string text: json.WriteStringValue(text); break;
            case long whole: json.WriteNumberValue(whole); break;
            // What tells a double from a whole number when it is read again; JSON has no number that is not finite.
            case double number when double.IsFinite(number): json.WriteRawValue(JsonText.Digits(number)); break;
            default: throw new ArgumentException($"results.json has no form for the value {value} of a sentence.", nameof(value));
        }
    }

    private static Phrase? ReadParts(JsonElement parts, int depth)
    {
        if (depth > DeepestPhrase || !parts.TryGetProperty("template", out var template) || template.ValueKind != JsonValueKind.String
            || !parts.TryGetProperty("values", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostValues) return null;
        var (english, values) = (template.GetString()!, list.EnumerateArray().Select(value => ReadValue(value, depth)).ToArray());
        return values.Contains(null) || english.Length > LongestTemplate || !IsPlain(english, values.Length) ? null : Phrase.Of(english, values);
    }

    private static object? ReadValue(JsonElement value, int depth) => value.ValueKind switch
    {
        JsonValueKind.Object => ReadParts(value, depth + 1),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') => value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null,
        JsonValueKind.Number => value.TryGetInt64(out var whole) ? whole : null,
        _ => null,
    };

    // At most how long it becomes, found without saying it: a phrase that says another ten times, which says another ten times, soon
    // fills the memory. Null when that is far more than the text that it shall give.
    private static long? Length(Phrase phrase, int text)
    {
        long?[] lengths = [.. phrase.Values.Select(v => v switch { Phrase inner => Length(inner, text), string s => s.Length, _ => LongestNumber })];
        if (lengths.Contains(null)) return null;
        var length = phrase.Template.Length + Place().Matches(phrase.Template).Where(place => place.Groups[1].Success)
            .Sum(place => lengths[int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture)]!.Value);
        return length > text + (LongestTemplate * (long)DeepestPhrase) ? null : length;
    }

    // A template is code of a kind: another's could ask for a number of a billion digits.
    private static bool IsPlain(string template, int values) =>
        Plain.IsMatch(template) && Place().Matches(template).Where(place => place.Groups[1].Success).All(place => int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture) < values);

    [GeneratedRegex(@"\{\{|\{([0-9]{1,3})")]
    private static partial Regex Place();
}
