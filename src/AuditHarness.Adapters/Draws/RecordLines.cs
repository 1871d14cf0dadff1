using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>
/// Records as lines of JSON, without loss: one line says how many rows and columns there are; of each column follow a line with its name
/// and kind, lines with its levels where it has any, and lines with its values. Numbers are the shortest that give the same back; null is a
/// missing value. A line holds so few values that records of any size are written and read a line at a time.
/// </summary>
internal static class RecordLines
{
    /// <summary>Most values of a line.</summary>
    public const int Longest = 10_000;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines, each with its end.</summary>
    /// <param name="table">The records.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Write(RecordTable table)
    {
        yield return Line(json =>
        {
            json.WriteNumber("rows", table.Count);
            json.WriteNumber("columns", table.Columns.Count);
        });
        foreach (var line in table.Columns.SelectMany(Write)) yield return line;
    }

    /// <summary>The records of a file.</summary>
    /// <param name="file">Read to its end, as UTF-8.</param>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static RecordTable Read(Stream file)
    {
        using var text = new StreamReader(file, leaveOpen: true);
        try
        {
            var (rows, count) = Next(text, static root => (Count(root, "rows"), Count(root, "columns")));
            List<RecordColumn> columns = [];
            while (columns.Count < count) columns.Add(Column(text, rows));
            return text.Read() < 0 ? new(columns, rows) : throw new InvalidDataException("there is more in it than its columns");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("its rows cannot be read", e);
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Write(RecordColumn column) => column switch
    {
        RecordColumn.Number number => Values(number.Values).Prepend(Head(column, "number")),
        RecordColumn.Date date => Values(date.Days).Prepend(Head(column, "date")),
        RecordColumn.Key key => Parts("values", key.Count, (json, row) => json.WriteStringValue(key.Values[row])).Prepend(Head(column, "key")),
        RecordColumn.Category category => Parts("levels", category.Levels.Count, (json, k) => json.WriteStringValue(category.Levels[k])).Prepend(Head(column, "category", category.Levels.Count))
            .Concat(Parts("values", category.Count, (json, row) =>
            {
                if (category.Codes[row] < 0) json.WriteNullValue();
                else json.WriteNumberValue(category.Codes[row]);
            })),
        _ => throw new ArgumentException($"A column of the kind {column.GetType().Name} has no form in a file.", nameof(column)),
    };

    private static ReadOnlyMemory<byte> Head(RecordColumn column, string kind, int? levels = null) => Line(json =>
    {
        json.WriteString("name", column.Name);
        json.WriteString("kind", kind);
        if (levels is { } count) json.WriteNumber("levels", count);
    });

    private static IEnumerable<ReadOnlyMemory<byte>> Values(double[] values) => Parts("values", values.Length, (json, row) =>
    {
        if (double.IsNaN(values[row])) json.WriteNullValue();
        else json.WriteNumberValue(values[row]);
    });

    private static IEnumerable<ReadOnlyMemory<byte>> Parts(string name, int count, Action<Utf8JsonWriter, int> write)
    {
        for (var first = 0; first < count; first += Longest) yield return Line(json =>
        {
            json.WriteStartArray(name);
            for (var k = first; k < Math.Min(count, first + Longest); k++) write(json, k);
            json.WriteEndArray();
        });
    }

    private static RecordColumn Column(StreamReader text, int rows)
    {
        var (name, kind, count) = Next(text, static root => (
            root.GetProperty("name").GetString()!, root.GetProperty("kind").GetString(), root.TryGetProperty("levels", out _) ? Count(root, "levels") : 0));
        double[] Numbers() => Parts(text, "values", rows, static v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble());
        switch (kind)
        {
            case "number": return new RecordColumn.Number(name, Numbers());
            case "date": return new RecordColumn.Date(name, Numbers());
            case "key": return new RecordColumn.Key(name, Parts(text, "values", rows, static v => v.GetString()));
            case "category":
                var levels = Parts(text, "levels", count, static l => l.GetString() ?? throw new FormatException());
                var codes = Parts(text, "values", rows, static v => v.ValueKind == JsonValueKind.Null ? -1 : v.GetInt32());
                return codes.All(c => c >= -1 && c < levels.Length) ? new RecordColumn.Category(name, levels, codes) : throw new FormatException();
            default: throw new FormatException();
        }
    }

    private static T[] Parts<T>(StreamReader text, string name, int count, Func<JsonElement, T> read)
    {
        var all = new T[count];
        for (var at = 0; at < count;) at = Next(text, root =>
        {
            foreach (var item in root.GetProperty(name).EnumerateArray()) all[at < count ? at++ : throw new FormatException()] = read(item);
            return at;
        });
        return all;
    }

    private static int Count(JsonElement root, string name) => root.GetProperty(name).GetInt32() is >= 0 and var count ? count : throw new FormatException();

    private static T Next<T>(StreamReader text, Func<JsonElement, T> read)
    {
        using var line = JsonDocument.Parse(text.ReadLine() ?? throw new FormatException());
        return read(line.RootElement);
    }

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenMemory;
    }
}
