using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Cohorts;
using AuditHarness.Statistics;

namespace AuditHarness.Reporting.Json;

/// <summary>The forms that recur in the JSON outputs.</summary>
internal static class JsonText
{
    /// <summary>Indented UTF-8 with \n as line end, also after the last line.</summary>
    /// <param name="encoder">What is escaped.</param>
    /// <param name="write">Writes the one value of the document.</param>
    public static byte[] Write(JavaScriptEncoder encoder, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = encoder }))
            write(json);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The text by which a config and the results name an enum's value: "worstPair".</summary>
    /// <param name="value">The value.</param>
    public static string ConfigText<T>(this T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>The shortest digits that give a number back, always with a decimal point or an exponent: what has neither is a count.</summary>
    /// <param name="number">A finite number.</param>
    /// <exception cref="ArgumentException">It is not finite.</exception>
    public static string Digits(double number)
    {
        if (!double.IsFinite(number)) throw new ArgumentException("A figure is not finite, and JSON has no such number.", nameof(number));
        var digits = number.ToString("R", CultureInfo.InvariantCulture);
        return digits.AsSpan().ContainsAny('.', 'E') ? digits : digits + ".0";
    }

    /// <summary>A number or null; the writer refuses what is not finite.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="value">The number.</param>
    public static void Write(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    /// <inheritdoc cref="Write(Utf8JsonWriter, string, double?)"/>
    public static void Write(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    /// <summary>{attribute: level, …}, {} for overall, or null.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="subgroup">The subgroup.</param>
    public static void Write(this Utf8JsonWriter json, string name, Subgroup? subgroup)
    {
        if (subgroup is null) json.WriteNull(name);
        else json.Write(name, subgroup.Conditions);
    }

    /// <summary>{attribute: level, …}.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="conditions">The conditions.</param>
    public static void Write(this Utf8JsonWriter json, string name, IReadOnlyList<AttributeLevel> conditions)
    {
        json.WriteStartObject(name);
        foreach (var (attribute, level) in conditions) json.WriteString(attribute, level);
        json.WriteEndObject();
    }

    /// <summary>{lower, upper, level, method}, or null.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="interval">The interval.</param>
    public static void Write(this Utf8JsonWriter json, string name, Interval? interval)
    {
        if (interval is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteNumber("lower", interval.Lower);
        json.WriteNumber("upper", interval.Upper);
        json.WriteNumber("level", interval.Level);
        json.Write("method", interval.Method);
        json.WriteEndObject();
    }

    /// <summary>An array, element by element.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="items">The elements.</param>
    /// <param name="write">Writes one.</param>
    public static void WriteList<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    }

    /// <summary>A text, where there is one that says something.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="text">The text.</param>
    public static void WriteIfSaid(this Utf8JsonWriter json, string name, string? text)
    {
        if (!string.IsNullOrEmpty(text)) json.WriteString(name, text);
    }

    /// <summary>An array of texts.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="name">Name of the property.</param>
    /// <param name="texts">The texts.</param>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts) => json.WriteList(name, texts, static (writer, text) => writer.WriteStringValue(text));
}
