using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Worker;

/// <summary>What a worker is asked, as lines of JSON.</summary>
internal static class WorkerRequest
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What it is and can do; the first request of each process.</summary>
    public static byte[] Hello(int id) => Line(id, "hello", static json => json.WriteNumber("protocol", WorkerHello.Protocol));

    /// <summary>Which columns it takes, and what it answers.</summary>
    public static byte[] Describe(int id) => Line(id, "describe", static _ => { });

    /// <summary>The risks of some rows.</summary>
    /// <param name="id">Number of the request.</param>
    /// <param name="patients">All rows.</param>
    /// <param name="first">The first of those that are asked for.</param>
    /// <param name="rows">How many.</param>
    public static byte[] Score(int id, FeatureTable patients, int first, int rows) => Line(id, "score", json => Write(json, patients, first, rows));

    /// <summary>What a policy does in some states.</summary>
    /// <param name="id">Number of the request.</param>
    /// <param name="states">The states, one a row.</param>
    public static byte[] Act(int id, FeatureTable states) => Line(id, "act", json => Write(json, states, 0, states.Count));

    /// <summary>Made-up rows.</summary>
    /// <param name="id">Number of the request.</param>
    /// <param name="rows">How many.</param>
    /// <param name="seed">Where chance comes from, below 2^53: the largest that a number of every language holds.</param>
    /// <param name="conditions">Column → the value that all rows shall have.</param>
    public static byte[] Sample(int id, int rows, long seed, IReadOnlyList<KeyValuePair<string, string>> conditions) => Line(id, "sample", json =>
    {
        json.WriteNumber("rows", rows);
        json.WriteNumber("seed", seed);
        if (conditions.Count == 0) return;
        json.WriteStartObject("conditions");
        foreach (var (column, value) in conditions) json.WriteString(column, value);
        json.WriteEndObject();
    });

    /// <summary>A text for each prompt.</summary>
    /// <param name="id">Number of the request.</param>
    /// <param name="prompts">The prompts.</param>
    /// <param name="seed">Where chance comes from, below 2^53.</param>
    public static byte[] Generate(int id, IReadOnlyList<string> prompts, long seed) => Line(id, "generate", json =>
    {
        json.WriteStartArray("prompts");
        foreach (var prompt in prompts) json.WriteStringValue(prompt);
        json.WriteEndArray();
        json.WriteNumber("seed", seed);
    });

    private static void Write(Utf8JsonWriter json, FeatureTable table, int first, int rows)
    {
        json.WriteNumber("rows", rows);
        json.WriteStartArray("columns");
        foreach (var column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("kind", column is FeatureColumn.Text ? "text" : "number");
            json.WriteStartArray("values");
            for (var row = first; row < first + rows; row++) Write(json, column, row);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, FeatureColumn column, int row)
    {
        switch (column)
        {
            case FeatureColumn.Numeric { Values: var values } when double.IsFinite(values[row]): json.WriteNumberValue(values[row]); break;
            case FeatureColumn.Text { Codes: var codes, Levels: var levels } when codes[row] >= 0: json.WriteStringValue(levels[codes[row]]); break;
            default: json.WriteNullValue(); break;
        }
    }

    private static byte[] Line(int id, string method, Action<Utf8JsonWriter> more)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("method", method);
            more(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }
}
