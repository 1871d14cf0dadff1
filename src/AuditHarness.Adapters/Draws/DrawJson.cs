using System.Text.Encodings.Web;
using System.Text.Json;
using AuditHarness.Models;

namespace AuditHarness.Adapters.Draws;

/// <summary>The file request.json of a kept draw: what was asked of whom, and which files are the answer.</summary>
internal static class DrawJson
{
    /// <summary>The version of the folder's form.</summary>
    public const int Format = 2;

    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a draw.</summary>
    public static byte[] Write(Draw draw)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, s_options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", Format);
            json.WriteString("draw", draw.Id);
            json.WriteStartObject("generator");
            json.WriteString("kind", draw.Generator.Kind);
            json.WriteString("name", draw.Generator.Name);
            json.WriteString("version", draw.Generator.Version);
            json.WriteString("ownVersion", draw.OwnVersion);
            json.WriteString("sha256", draw.Generator.Sha256);
            json.WriteBoolean("seeds", draw.TakesSeeds);
            json.WriteEndObject();
            json.WriteString("modality", draw.Modality.ToString());
            json.WriteString("asked", draw.Asked);
            json.WriteNumber("count", draw.Request.Count);
            json.WriteStartObject("conditions");
            foreach (var (column, value) in draw.Request.Conditions) json.WriteString(column, value);
            json.WriteEndObject();
            json.WriteNumber("seed", draw.Request.Seed);
            json.WriteNumber("repeat", draw.Request.Repeat);
            json.WriteStartArray("files");
            foreach (var file in draw.Files)
            {
                json.WriteStartObject();
                json.WriteString("name", file.Name);
                json.WriteString("media", file.Media);
                json.WriteNumber("bytes", file.Bytes);
                json.WriteString("sha256", file.Sha256);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    /// <summary>Reads a draw.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="InvalidDataException">It is none of ours, or was changed.</exception>
    public static Draw Read(byte[] text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 4, AllowDuplicateProperties = false });
            var root = json.RootElement;
            if (root.GetProperty("format").GetInt32() != Format) throw new InvalidDataException("'request.json' is of another version");
            var from = root.GetProperty("generator");
            var generator = new ModelIdentity(Text(from, "kind"), Text(from, "name"), from.GetProperty("version").GetString(), Text(from, "sha256"));
            var request = new SampleRequest(
                root.GetProperty("count").GetInt32(), [.. root.GetProperty("conditions").EnumerateObject().Select(c => KeyValuePair.Create(c.Name, c.Value.GetString() ?? ""))],
                root.GetProperty("seed").GetUInt64(), root.GetProperty("repeat").GetInt32());
            var draw = new Draw(
                Text(root, "draw"), generator, Enum.Parse<Modality>(Text(root, "modality")), Text(root, "asked"), request, [.. root.GetProperty("files").EnumerateArray().Select(File)])
            {
                OwnVersion = from.GetProperty("ownVersion").GetString(), TakesSeeds = from.GetProperty("seeds").GetBoolean(),
            };
            if (draw.Files.Count == 0) throw new FormatException();
            return draw.Id == Draw.IdOf(generator.Sha256, draw.OwnVersion, draw.Modality, draw.Asked, request) ? draw : throw new InvalidDataException("'request.json' says something else than what was asked");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("'request.json' cannot be read", e);
        }
    }

    // Its name becomes a path.
    private static DrawFile File(JsonElement item) =>
        new(Text(item, "name") is var name && IsName(name) ? name : throw new FormatException(name), Text(item, "media"), item.GetProperty("bytes").GetInt64(), Text(item, "sha256"));

    private static bool IsName(string name) => name.Length > 0 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString() ?? throw new FormatException(name);
}
