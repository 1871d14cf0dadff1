using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Models.Http;

/// <summary>What a scoring server speaks: how rows are asked for, and how its answer is read.</summary>
internal interface IScoringProtocol
{
    /// <summary>Where rows are sent.</summary>
    Uri Address { get; }

    /// <summary>Name that the server or its address gives the model.</summary>
    string Name { get; }

    /// <summary>Version that the server says or is asked for; null when nobody says.</summary>
    string? Version { get; }

    /// <summary>SHA-256 of what is known of the model.</summary>
    string Sha256 { get; }

    /// <summary>How it is asked and what the SHA-256 stands for, each a part of a sentence.</summary>
    (Phrase How, Phrase Hash) Reading { get; }

    /// <summary>Most rows that it takes at once, whatever the plan allows.</summary>
    int MostRows { get; }

    /// <summary>Refuses rows that cannot be sent as they are, before any is.</summary>
    /// <param name="patients">All rows; the columns are those of the plan.</param>
    void Check(FeatureTable patients);

    /// <summary>A request.</summary>
    /// <param name="patients">All rows.</param>
    /// <param name="first">The first of those that are asked for.</param>
    /// <param name="rows">How many.</param>
    byte[] Request(FeatureTable patients, int first, int rows);

    /// <summary>Reads an answer.</summary>
    /// <param name="root">The answer, a JSON object.</param>
    /// <param name="first">The first row that was asked for.</param>
    /// <param name="into">Filled with finite numbers, one for each row that was asked for.</param>
    void Read(JsonElement root, int first, Span<double> into);
}

/// <summary>JSON as it is sent.</summary>
internal static class RequestJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object, in UTF-8 without white space.</summary>
    /// <param name="write">Writes its members.</param>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a value with the keys of its objects in ordinal order, whatever order they came in: the same bytes for the same content.</summary>
    public static void WriteSorted(this Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject().OrderBy(m => m.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(member.Name);
                    json.WriteSorted(member.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) json.WriteSorted(item);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }
}
